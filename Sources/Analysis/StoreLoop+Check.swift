import LinuxIO
import Store
import Synchronization

extension StoreLoop {
    /// Checks the whole database if it was too large to be checked when it was opened. On a thread of its own, which gives way to others.
    public func check() {
        guard isUnchecked.load(ordering: .acquiring) else { return }
        do throws(StoreError) {
            guard let loss = try file.check(checking) else { return }
            let warning = loss.text(found: Clock.utcText(Clock.wallMicroseconds()))
            keep { [self] (store) throws(StoreError) in
                try store.insert(StoredEvent(wallMicroseconds: Clock.wallMicroseconds(), kind: "store", text: warning))
                try store.accept(loss)
                report(warning)
            }
        } catch {
            guard case .damaged = error else { return Log.warning("store", "the database could not be checked: \(error.text)") }
            examine()
        }
    }

    /// Ends the check: it keeps the log of the database from being emptied. The next start checks again.
    public func endCheck() { checking.end() }

    /// Whether the check was ended.
    public var isCheckOver: Bool { checking.isOver }
}
