import Analysis
import LinuxIO
import Store
import Synchronization

/// The thread that owns the database, from before the first engine until after the last. Owned by `main`.
final class StoreThread {
    let loop: StoreLoop
    private let thread: Thread

    private final class Opening: Sendable { let failure = Mutex<StoreError?>(nil) }

    /// Starts the thread, and waits until the database is open; throws the reason if it cannot be opened.
    init(_ path: String, stored: @escaping @Sendable (StoredHold, borrowing Store) -> Void) throws {
        let loop = try StoreLoop(StoreFile(path: path), stored: stored)
        let opening = Opening()
        let bell = try EventDescriptor()
        let thread = try Thread(name: "hf-store", stackBytes: 2 << 20) { _ in
            loop.run { failure in
                opening.failure.withLock { $0 = failure }
                bell.ring()
            }
        }
        bell.wait()
        if let failure = opening.failure.withLock({ $0 }) {
            thread.join()
            throw failure
        }
        self.loop = loop
        self.thread = thread
    }

    /// Ends the thread, after all requests made so far.
    func stop() {
        loop.stop()
        thread.join()
    }

    deinit { stop() }
}
