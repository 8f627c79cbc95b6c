import LinuxIO
import Store

/// Opens the database; a damaged one is moved aside, so that the gym can go on, and nothing of it is deleted.
enum StoreOpening {
    /// The store, and what somebody should know.
    static func open(_ path: String) throws -> (store: Store, warning: String?) {
        do throws(StoreError) { return (try Store(path: path), nil) } catch {
            guard case .damaged = error else { throw error }
            let aside = "\(path).damaged-\(Clock.utcText(Clock.wallMicroseconds()).replacing(":", with: "-"))"
            try Files.move(path, to: aside)
            for suffix in ["-wal", "-shm"] where Files.kind(of: path + suffix) != nil {
                try Files.move(path + suffix, to: aside + suffix)
            }
            let warning = "the database was damaged and is kept as \(aside); a new one was begun"
            Log.error("store", warning)
            return (try Store(path: path), warning)
        }
    }
}
