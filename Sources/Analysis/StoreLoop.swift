public import LinuxIO
import Samples
public import Store
import Synchronization

/// The loop of the `store` thread, the only one that writes to the database while the daemon runs. Other threads send requests to
/// it, or read through a connection of their own (`StoreReading`).
///
/// A final hold waits here until it is on the disk; only then are clients notified. The database itself is a local variable of
/// `run`, lent to each request, so that no request can store a reference to it.
public final class StoreLoop: Sendable {
    /// A piece of work on the database.
    public typealias Work<Value> = @Sendable (borrowing Store) throws(StoreError) -> Value

    enum Request: Sendable {
        case hold(StoredHold)
        /// Nobody waits for the result; the work is repeated on the next database if this one turns out to be damaged.
        case keep(Work<Void>)
        case ask(Work<Void>, behind: Waiting, refuse: @Sendable (StoreError) -> Void)
    }

    /// What must be on the disk before work is done; while the disk does not accept it, the work is refused.
    public enum Waiting: Sendable {
        case nothing
        /// A hold, if it waits.
        case hold(Int64)
        /// Every hold and event that was measured before.
        case everything
    }

    /// The status, which any thread may read.
    public struct Status: Sendable, Equatable {
        /// The store's last error, while it refuses.
        public var failure: StoreError?
        /// Final holds that wait for the store.
        public var waiting = 0
        /// Events of the database, for people.
        public var warnings: [String] = []
        /// The number of databases that were begun in place of damaged ones.
        public var replaced = 0
        /// The number of holds that were measured and are lost.
        public var lost = 0
    }

    /// The time until a store that refused is tried again, seconds.
    static let retrySeconds = 5.0
    /// How often the database is opened at the start before the daemon gives up, and the time between, seconds: a call that the disk
    /// refuses once is no reason to be without a station.
    static let openings = 3
    private static let openingSeconds = 0.2
    /// The interval between checks whether the file still exists, seconds.
    static let lookSeconds = 2.0
    /// The number of hold numbers that are reserved in advance: a full disk could not store a reservation when it is needed.
    public static let reserved: Int64 = 64

    public let file: StoreFile
    /// What is on its way to the database.
    public let passages = Passages()
    let stored: @Sendable (StoredHold, borrowing Store) -> Void
    private let doorbell: Doorbell
    private let mailbox = Mutex<[Request]>([])
    private let stopping = Atomic<Bool>(false)
    private let turnCount = Atomic<UInt64>(0)
    private let lastHold = Atomic<UInt64>(0)
    private let reservedTo = Atomic<UInt64>(0)
    private let examining = Atomic<Bool>(false)
    /// Whether the database was too large to be checked when it was opened.
    let isUnchecked = Atomic<Bool>(false)
    let checking = StoreCheck()
    private let shared = Mutex(Status())
    private let inForce = Mutex<StoredInForce?>(nil)

    /// - Parameter stored: called with each hold that is on the disk, on the `store` thread.
    public init(_ file: StoreFile, stored: @escaping @Sendable (StoredHold, borrowing Store) -> Void) throws(SystemError) {
        self.file = file
        self.stored = stored
        doorbell = try Doorbell()
    }

    // MARK: any thread

    public var status: Status { shared.withLock { $0 } }

    /// Counts the iterations of the loop, at least one a second. If the count stops, a request or the disk takes long, or the loop
    /// has hung.
    public var turns: UInt64 { turnCount.load(ordering: .relaxed) }

    /// The number after the last one that a hold has or was given.
    public var nextHold: UInt64 { lastHold.load(ordering: .acquiring) + 1 }

    /// Stores a hold, as soon as the disk accepts it.
    public func keep(_ hold: StoredHold) { post(.hold(hold)) }

    /// Does work for which nobody waits.
    public func keep(_ work: @escaping Work<Void>) { post(.keep(work)) }

    /// Ensures that a hold's number is not used again if the program ends before the hold is stored: clients have seen the
    /// number.
    public func reserve(hold: UInt64) {
        guard lastHold.max(hold, ordering: .acquiringAndReleasing).oldValue < hold else { return }
        // Renewed when half of them are used, so that the next ones are on the disk when they are needed.
        guard hold + UInt64(Self.reserved) / 2 > reservedTo.load(ordering: .acquiring) else { return }
        keep { [self] (store) throws(StoreError) in try reserveAhead(store) }
    }

    /// Does work, and answers with the result, on the `store` thread.
    public func ask<Value: Sendable>(
        behind waiting: Waiting = .nothing, _ work: @escaping Work<Value>,
        answer: @escaping @Sendable (Result<Value, StoreError>) -> Void
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
                }, behind: waiting, refuse: { answer(.failure($0)) }))
    }

    /// To be called when a reader has found the file damaged: it is checked, and replaced if that is true.
    public func examine() {
        guard !examining.exchange(true, ordering: .acquiringAndReleasing) else { return }
        keep { [self] (store) throws(StoreError) in
            defer { examining.store(false, ordering: .releasing) }
            try store.examine()
        }
    }

    /// The calibrations in force: written to a new database if the old one turns out to be damaged and cannot be read.
    public func remember(_ known: StoredInForce) { inForce.withLock { $0 = known } }

    /// Ends `run` soon, after all requests made so far.
    public func stop() {
        stopping.store(true, ordering: .releasing)
        checking.end()
        doorbell.ring()
    }

    private func post(_ request: Request) {
        mailbox.withLock { $0.append(request) }
        doorbell.ring()
    }

    // MARK: on the store thread

    /// Runs until `stop`.
    ///
    /// - Parameter opened: called once, when the database is open or cannot be opened; then `run` ends.
    public func run(opened: (StoreError?) -> Void) {
        var backlog = StoreBacklog()
        var isOpen = false
        var refusals = 0
        while true {
            do throws(StoreError) {
                let damage = try file.own(prepare: backlog.prepare(file.path)) { (store) throws(StoreError) in
                    if backlog.isDoubted { try store.examine() }
                    backlog.trust()
                    try begin(store, &backlog, isFirst: !isOpen)
                    if !isOpen { opened(nil) }
                    isOpen = true
                    return serve(store, &backlog)
                }
                guard let damage else { return }
                let isThere = !Files.isMissing(file.path)
                if !isThere || !looksAgain(damage, &backlog) { backlog.damaged(damage, whileRunning: true) }
            } catch {
                if case .damaged(let message) = error, backlog.aside == nil {
                    if !looksAgain(message, &backlog) { backlog.damaged(message, whileRunning: isOpen) }
                    continue
                }
                guard isOpen else {
                    refusals += 1
                    guard error.mayPass, refusals < Self.openings else { return opened(error) }
                    Log.warning("store", "the database cannot be opened (\(error.text)); it is tried once more")
                    wait(until: Clock.monotonic().advanced(bySeconds: Self.openingSeconds))
                    continue
                }
                refuse(error, &backlog)
                if stopping.load(ordering: .acquiring) { return sayLost(backlog) }
                wait(until: Clock.monotonic().advanced(bySeconds: Self.retrySeconds))
            }
        }
    }

    /// Whether the database is opened and checked once more before it is believed to be damaged.
    private func looksAgain(_ damage: String, _ backlog: inout StoreBacklog) -> Bool {
        guard backlog.doubts(at: Clock.monotonic()) else { return false }
        Log.warning("store", "the database seems to be damaged (\(damage)); it is checked once more")
        return true
    }

    /// The first work on a database that was opened.
    private func begin(_ store: borrowing Store, _ backlog: inout StoreBacklog, isFirst: Bool) throws(StoreError) {
        // While the station runs it knows the last number itself: later numbers in the database are only reserved.
        let known = isFirst ? UInt64(clamping: store.lastHold) : 0
        let last = max(known, lastHold.max(known, ordering: .acquiringAndReleasing).oldValue)
        if last > 0 { try store.reserve(hold: Int64(clamping: last)) }
        try reserveAhead(store)
        let warning = try backlog.begin(store)
        try store.beginCounting()
        isUnchecked.store(!store.isChecked, ordering: .releasing)
        do throws(StoreError) { try store.sweep() } catch {
            Log.error("store", "the bytes of a forgotten athlete remain in the database: \(error.text)")
        }
        if let warning { report(warning) }
    }

    /// An event of the database, for people.
    func report(_ warning: String) {
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

    /// - Returns: the damage; nil when it was stopped.
    private func serve(_ store: borrowing Store, _ backlog: inout StoreBacklog) -> String? {
        while true {
            turnCount.add(1, ordering: .relaxed)
            let last = stopping.load(ordering: .acquiring)
            let worked = turn(store, &backlog)
            if let damage = store.damage ?? (Files.isMissing(file.path) ? "it was removed" : nil) {
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

    /// Tries the waiting holds once more; a hold that the disk does not accept now is lost, and this is logged.
    private func end(_ store: borrowing Store, _ backlog: inout StoreBacklog) {
        backlog.tryAgain()
        _ = turn(store, &backlog)
        sayLost(backlog)
        do throws(StoreError) {
            // Reserved numbers that were not used are available at the next start.
            if backlog.holds.isEmpty { try store.giveBack(after: Int64(clamping: lastHold.load(ordering: .acquiring))) }
            try store.tidy()
        } catch { Log.warning("store", error.text) }
    }

    private func sayLost(_ backlog: StoreBacklog) {
        for hold in backlog.holds {
            Log.error(
                "store", "hold \(hold.number) is lost: it could not be written to the database; its samples are in the recording")
        }
        let events = backlog.waitingEvents
        if events > 0 {
            Log.error("store", "\(events) events (marks, overloads, changes of sensors) could not be written, and are lost")
        }
        shared.withLock { $0.lost += backlog.holds.count + events }
    }

    private func turn(_ store: borrowing Store, _ backlog: inout StoreBacklog) -> Bool {
        let worked = takeRequests(&backlog)
        let result = backlog.keepHolds(store, stored)
        // The fate of a damaged database is logged when another one has been begun.
        if let failure = result, store.damage == nil {
            let isNews = shared.withLock { status in
                defer { (status.failure, status.waiting) = (failure, backlog.holds.count) }
                return status.failure == nil
            }
            if isNews { Log.error("store", "\(failure.text); holds and events wait in memory until the database can be written") }
        } else if result == nil, backlog.retryAt == nil {
            shared.withLock { ($0.failure, $0.waiting) = (nil, 0) }
        }
        backlog.obey(store, stored)
        return worked
    }

    /// No database can be opened: requests that wait for an answer are refused; everything else remains.
    private func refuse(_ error: StoreError, _ backlog: inout StoreBacklog) {
        _ = takeRequests(&backlog)
        backlog.refuse(error)
        let isNews = shared.withLock { status in
            defer { (status.failure, status.waiting) = (error, backlog.holds.count) }
            return status.failure == nil
        }
        if isNews { Log.error("store", "\(error.text); holds and events wait in memory until the database can be written") }
    }

    private func takeRequests(_ backlog: inout StoreBacklog) -> Bool {
        let requests = mailbox.withLock { requests in
            defer { requests = [] }
            return requests
        }
        for request in requests { backlog.add(request) }
        return !requests.isEmpty
    }

    /// Waits for a request, and counts a turn every second.
    private func wait(until deadline: HostInstant) {
        var now = Clock.monotonic()
        while now < deadline {
            turnCount.add(1, ordering: .relaxed)
            doorbell.prepareToWait()
            defer { doorbell.cancelWait() }
            guard mailbox.withLock({ $0.isEmpty }), !stopping.load(ordering: .acquiring) else { return }
            doorbell.wait(until: min(deadline, now.advanced(bySeconds: 1)))
            now = Clock.monotonic()
        }
    }
}
