public import LinuxIO
import Samples
public import Store
import Synchronization

/// What runs on the `store` thread: it alone writes to the database, for as long as the daemon runs. Everybody else asks it here, or reads
/// through a connection of their own (`StoreReading`).
///
/// A final hold waits here until it is on the disk; only then is anybody told of it. The database itself is a local of `run`, lent to what
/// was asked: it cannot be kept.
public final class StoreLoop: Sendable {
    /// What is done with the database.
    public typealias Work<Value> = @Sendable (borrowing Store) throws(StoreError) -> Value

    enum Request: Sendable {
        case hold(StoredHold)
        /// Nobody waits for it; it is done again on the next database when this one turns out damaged.
        case keep(Work<Void>)
        case ask(Work<Void>, refuse: @Sendable (StoreError) -> Void)
    }

    /// What anybody may ask.
    public struct Status: Sendable, Equatable {
        /// What the store said last, while it refuses.
        public var failure: StoreError?
        /// Final holds that wait for the store.
        public var waiting = 0
        /// What has happened to the database, for people.
        public var warnings: [String] = []
        /// Counts the databases that were begun in place of damaged ones.
        public var replaced = 0
        /// Holds that were measured and are lost.
        public var lost = 0
    }

    /// How long a store that refused is left alone, seconds.
    static let retrySeconds = 5.0
    /// How often is looked whether the file is still there, seconds.
    static let lookSeconds = 2.0
    /// Numbers of holds that are kept from being given again before they are given: a full disk takes none when it is too late.
    public static let reserved: Int64 = 64

    public let file: StoreFile
    let stored: @Sendable (StoredHold, borrowing Store) -> Void
    private let doorbell: Doorbell
    private let mailbox = Mutex<[Request]>([])
    private let stopping = Atomic<Bool>(false)
    private let lastHold = Atomic<UInt64>(0)
    private let reservedTo = Atomic<UInt64>(0)
    private let examining = Atomic<Bool>(false)
    private let shared = Mutex(Status())
    private let inForce = Mutex<StoredInForce?>(nil)

    /// - Parameter stored: told of a hold that is on the disk, on the `store` thread.
    public init(_ file: StoreFile, stored: @escaping @Sendable (StoredHold, borrowing Store) -> Void) throws(SystemError) {
        self.file = file
        self.stored = stored
        doorbell = try Doorbell()
    }

    // MARK: any thread

    public var status: Status { shared.withLock { $0 } }

    /// The number after the last that a hold has or was given.
    public var nextHold: UInt64 { lastHold.load(ordering: .acquiring) + 1 }

    /// Keeps a hold, as soon as the disk takes it.
    public func keep(_ hold: StoredHold) { post(.hold(hold)) }

    /// Does something that nobody waits for.
    public func keep(_ work: @escaping Work<Void>) { post(.keep(work)) }

    /// Keeps a hold's number from being given again, should the program end before the hold does: clients have seen it.
    public func reserve(hold: UInt64) {
        guard lastHold.max(hold, ordering: .acquiringAndReleasing).oldValue < hold else { return }
        // Half of them ahead, so that the next are on the disk when they are needed.
        guard hold + UInt64(Self.reserved) / 2 > reservedTo.load(ordering: .acquiring) else { return }
        keep { [self] (store) throws(StoreError) in try reserveAhead(store) }
    }

    /// Does something, and answers with what came of it, on the `store` thread.
    public func ask<Value: Sendable>(
        _ work: @escaping Work<Value>, answer: @escaping @Sendable (Result<Value, StoreError>) -> Void
    ) {
        post(
            .ask(
                { (store) throws(StoreError) in
                    let value: Value
                    do throws(StoreError) { value = try work(store) } catch {
                        answer(.failure(error))
                        return
                    }
                    answer(.success(value))
                }, refuse: { answer(.failure($0)) }))
    }

    /// A reader has found the file damaged: it is looked through, and replaced when that is so.
    public func examine() {
        guard !examining.exchange(true, ordering: .acquiringAndReleasing) else { return }
        keep { [self] (store) throws(StoreError) in
            defer { examining.store(false, ordering: .releasing) }
            try store.examine()
        }
    }

    /// What sensors are measured with: goes into a new database when the old one turns out damaged and cannot be read.
    public func remember(_ known: StoredInForce) { inForce.withLock { $0 = known } }

    /// Ends `run` soon, after everything that was asked until now.
    public func stop() {
        stopping.store(true, ordering: .releasing)
        doorbell.ring()
    }

    private func post(_ request: Request) {
        mailbox.withLock { $0.append(request) }
        doorbell.ring()
    }

    // MARK: the store thread

    /// Runs until `stop`.
    ///
    /// - Parameter opened: called once, when the database is open or cannot be opened; then `run` ends.
    public func run(opened: (StoreError?) -> Void) {
        var backlog = StoreBacklog()
        var isOpen = false
        while true {
            do throws(StoreError) {
                let damage = try file.own(prepare: backlog.prepare(file.path)) { (store) throws(StoreError) in
                    try begin(store, &backlog, isFirst: !isOpen)
                    if !isOpen { opened(nil) }
                    isOpen = true
                    return serve(store, &backlog)
                }
                guard let damage else { return }
                backlog.damaged(damage, whileRunning: true)
            } catch {
                if case .damaged(let message) = error, backlog.aside == nil {
                    backlog.damaged(message, whileRunning: isOpen)
                    continue
                }
                guard isOpen else { return opened(error) }
                refuse(error, &backlog)
                if stopping.load(ordering: .acquiring) { return sayLost(backlog) }
                wait(until: Clock.monotonic().advanced(bySeconds: Self.retrySeconds))
            }
        }
    }

    /// What is done first with a database that was opened.
    private func begin(_ store: borrowing Store, _ backlog: inout StoreBacklog, isFirst: Bool) throws(StoreError) {
        // While the station runs it knows itself which number was the last: those ahead of it are reserved only.
        let known = isFirst ? UInt64(clamping: store.lastHold) : 0
        let last = max(known, lastHold.max(known, ordering: .acquiringAndReleasing).oldValue)
        if last > 0 { try store.reserve(hold: Int64(clamping: last)) }
        try reserveAhead(store)
        let warning = try backlog.begin(store)
        try store.beginCounting()
        guard let warning else { return }
        Log.error("store", warning)
        shared.withLock { status in
            status.warnings.append(warning)
            status.replaced += 1
        }
    }

    private func reserveAhead(_ store: borrowing Store) throws(StoreError) {
        let to = lastHold.load(ordering: .acquiring) + UInt64(Self.reserved)
        try store.reserve(hold: Int64(clamping: to))
        reservedTo.store(to, ordering: .releasing)
    }

    /// - Returns: what is damaged; nil when it was stopped.
    private func serve(_ store: borrowing Store, _ backlog: inout StoreBacklog) -> String? {
        while true {
            let last = stopping.load(ordering: .acquiring)
            let worked = turn(store, &backlog)
            if let damage = store.damage ?? (Files.kind(of: file.path) == nil ? "it was removed" : nil) {
                backlog.inheritance = store.inheritance(known: inForce.withLock { $0 })
                return damage
            }
            if worked { continue }
            if last {
                end(store, &backlog)
                return nil
            }
            let look = Clock.monotonic().advanced(bySeconds: Self.lookSeconds)
            wait(until: min(backlog.retryAt ?? look, look))
        }
    }

    /// Once more for what waits; what the disk does not take now is lost, and said.
    private func end(_ store: borrowing Store, _ backlog: inout StoreBacklog) {
        backlog.tryAgain()
        _ = turn(store, &backlog)
        sayLost(backlog)
        do throws(StoreError) {
            // Those that were not given are there for the next start.
            if backlog.holds.isEmpty { try store.giveBack(after: Int64(clamping: lastHold.load(ordering: .acquiring))) }
            try store.tidy()
        } catch { Log.warning("store", error.text) }
    }

    private func sayLost(_ backlog: StoreBacklog) {
        for hold in backlog.holds {
            Log.error("store", "hold \(hold.number) is lost: the database did not take it; the recording has it")
        }
        shared.withLock { $0.lost += backlog.holds.count }
    }

    private func turn(_ store: borrowing Store, _ backlog: inout StoreBacklog) -> Bool {
        let worked = takeRequests(&backlog)
        let result = backlog.keepHolds(store, stored)
        // What becomes of a damaged database is said when another one has been begun.
        if let failure = result, store.damage == nil {
            let isNews = shared.withLock { status in
                defer { (status.failure, status.waiting) = (failure, backlog.holds.count) }
                return status.failure == nil
            }
            if isNews { Log.error("store", "\(failure.text); holds wait in memory until it is") }
        } else if result == nil, backlog.retryAt == nil {
            shared.withLock { ($0.failure, $0.waiting) = (nil, 0) }
        }
        backlog.obey(store)
        return worked
    }

    /// Nothing can be opened: whoever waits for an answer hears so, everything else stays.
    private func refuse(_ error: StoreError, _ backlog: inout StoreBacklog) {
        _ = takeRequests(&backlog)
        backlog.refuse(error)
        let isNews = shared.withLock { status in
            defer { (status.failure, status.waiting) = (error, backlog.holds.count) }
            return status.failure == nil
        }
        if isNews { Log.error("store", "\(error.text); holds wait in memory until it is") }
    }

    private func takeRequests(_ backlog: inout StoreBacklog) -> Bool {
        let requests = mailbox.withLock { requests in
            defer { requests = [] }
            return requests
        }
        for request in requests { backlog.add(request) }
        return !requests.isEmpty
    }

    private func wait(until deadline: HostInstant?) {
        doorbell.prepareToWait()
        if mailbox.withLock({ $0.isEmpty }), !stopping.load(ordering: .acquiring) { doorbell.wait(until: deadline) }
        doorbell.cancelWait()
    }
}
