import LinuxIO
import Samples
import Store

/// The pending work of the `store` thread: requests, holds that are not on the disk yet, and the data for a new database if the
/// present one turns out to be damaged. Owned by that thread.
struct StoreBacklog {
    /// The number of recently stored holds that are written again into a database that replaces a damaged one.
    static let recentHolds = 16
    /// The number of requests that are stored while the database cannot be opened.
    static let limit = 10_000

    private(set) var holds: [StoredHold] = []
    private(set) var retryAt: HostInstant?
    private var requests: [StoreLoop.Request] = []
    /// Work that the disk did not accept, the oldest first: marks, overloads and other events.
    private var events: [StoreLoop.Work<Void>] = []
    private var recent: [StoredHold] = []
    /// Sessions that are forgotten, also with an earlier database: their holds are not kept.
    private var forgotten: Set<Int64> = []

    /// The path to which the damaged database is moved, until a new one has been begun.
    private(set) var aside: String?
    private var damage: (message: String, whileRunning: Bool)?
    var inheritance = StoreInheritance()
    /// Whether the database must be checked before it is used: it seemed to be damaged.
    private(set) var isDoubted = false
    private var doubtedAt: HostInstant?
    /// The time in which a second damage is believed at once, seconds.
    private static let doubtSeconds = 60.0

    /// How many events are not on the disk, once all requests were obeyed or refused.
    var waitingEvents: Int { events.count + requests.count }

    mutating func add(_ request: StoreLoop.Request) {
        if case .hold(let hold) = request { holds.append(hold) } else { requests.append(request) }
    }

    /// Retries the waiting holds at once.
    mutating func tryAgain() { retryAt = nil }

    // MARK: with a database

    /// Stores the waiting holds; returns the reason if that is not possible.
    mutating func keepHolds(_ store: borrowing Store, _ stored: (StoredHold, borrowing Store) -> Void) -> StoreError? {
        let now = Clock.monotonic()
        if let retryAt, retryAt > now { return nil }
        retryAt = nil
        while var hold = holds.first {
            do throws(StoreError) {
                if let session = hold.session, try store.reader.session(session) == nil {
                    let isKnown = forgotten.contains(session)
                    guard !isKnown, try !store.reader.wasForgotten(session: session) else {
                        Log.notice("store", "hold \(hold.number) is not kept: its athlete was forgotten before it was complete")
                        holds.removeFirst()
                        continue
                    }
                    // In a new database the session of a hold may be missing; it is more important to store the hold.
                    hold.session = nil
                }
                hold = try store.corrected(hold)
                try store.insert(hold)
            } catch {
                guard case .refused(let message) = error else {
                    retryAt = now.advanced(bySeconds: StoreLoop.retrySeconds)
                    return error
                }
                // Waiting would not help, and would delay all others. The hold is in the recording.
                Log.error("store", "hold \(hold.number) cannot be kept: \(message)")
                holds.removeFirst()
                continue
            }
            holds.removeFirst()
            recent.append(hold)
            if recent.count > Self.recentHolds { recent.removeFirst() }
            stored(hold, store)
        }
        while let work = events.first {
            do throws(StoreError) { try work(store) } catch {
                if error.mayPass || store.damage != nil {
                    retryAt = now.advanced(bySeconds: StoreLoop.retrySeconds)
                    return error
                }
                Log.error("store", "an event cannot be kept: \(error.text)")
            }
            events.removeFirst()
        }
        return nil
    }

    /// Does the requests in order, until the database turns out to be damaged.
    mutating func obey(_ store: borrowing Store, _ stored: (StoredHold, borrowing Store) -> Void) {
        while store.damage == nil, !requests.isEmpty {
            switch requests.removeFirst() {
            case .hold(let hold): holds.append(hold)
            case .ask(let work, let waiting, let refuse):
                if let failure = bring(waiting, store, stored) {
                    refuse(failure)
                    continue
                }
                try? work(store)
                followCorrections(store)
            case .keep(let work):
                // Events keep their order.
                guard events.isEmpty else {
                    wait(work)
                    continue
                }
                do throws(StoreError) { try work(store) } catch {
                    if case .damaged = error {
                        requests.insert(.keep(work), at: 0)
                    } else if error.mayPass {
                        wait(work)
                        retryAt = retryAt ?? Clock.monotonic().advanced(bySeconds: StoreLoop.retrySeconds)
                    }
                    Log.error("store", error.text)
                }
            }
        }
    }

    /// Stores what has to be stored first; returns the reason if that is not possible.
    private mutating func bring(
        _ waiting: StoreLoop.Waiting, _ store: borrowing Store, _ stored: (StoredHold, borrowing Store) -> Void
    ) -> StoreError? {
        func isThere() -> Bool {
            switch waiting {
            case .nothing: true
            case .hold(let number): !holds.contains { $0.number == number }
            case .everything: holds.isEmpty && events.isEmpty
            }
        }
        if isThere() { return nil }
        retryAt = nil
        let failure = keepHolds(store, stored)
        return isThere() ? nil : failure ?? .busy
    }

    private mutating func wait(_ work: @escaping StoreLoop.Work<Void>) {
        events.append(work)
        guard events.count > Self.limit else { return }
        events.removeFirst()
        Log.error("store", "an event is lost: more than \(Self.limit) wait for the database")
    }

    /// A hold that was deleted or corrected must not come back as it was with a new database.
    private mutating func followCorrections(_ store: borrowing Store) {
        // Known even if the database cannot be read any more.
        forgotten.formUnion(store.forgottenSessions)
        recent.removeAll { $0.session.map(forgotten.contains) ?? false }
        for place in recent.indices.reversed() {
            do throws(StoreError) {
                if let now = try store.reader.hold(recent[place].number, result: .first) {
                    if !now.isAltered { recent[place] = now }
                } else if try store.reader.wasDeleted(hold: recent[place].number) {
                    recent.remove(at: place)
                }
            } catch { return }
        }
    }

    // MARK: without a database

    /// Refuses the requests that wait for an answer.
    mutating func refuse(_ error: StoreError) {
        var rest: [StoreLoop.Request] = []
        for request in requests {
            if case .ask(_, _, let refuse) = request { refuse(error) } else { rest.append(request) }
        }
        if rest.count > Self.limit {
            Log.error("store", "\(rest.count - Self.limit) notes and events are lost: the database cannot be opened")
            rest.removeFirst(rest.count - Self.limit)
        }
        requests = rest
    }

    // MARK: from one database to the next

    /// A read that fails once looks to SQLite like a damaged file (SQLITE_IOERR_CORRUPTFS). A database that nobody has doubted of late is
    /// therefore opened and checked once more.
    mutating func doubts(at now: HostInstant) -> Bool {
        guard aside == nil, doubtedAt.map({ now.seconds(since: $0) > Self.doubtSeconds }) ?? true else { return false }
        (isDoubted, doubtedAt, retryAt) = (true, now, nil)
        return true
    }

    /// The database is opened, and checked if it was doubted.
    mutating func trust() {
        guard isDoubted else { return }
        (isDoubted, inheritance) = (false, StoreInheritance())
    }

    mutating func damaged(_ message: String, whileRunning: Bool) {
        isDoubted = false
        damage = (message, whileRunning)
        retryAt = nil
    }

    /// Returns a function that moves the damaged database, with all its files, to the path where it is kept; the function does
    /// nothing when there is no damaged database.
    mutating func prepare(_ path: String) -> () throws(StoreError) -> Void {
        guard damage != nil else { return { () throws(StoreError) in } }
        let target = aside ?? Self.freeName(path)
        aside = target
        return { () throws(StoreError) in
            // Moved already: the file is the new database, which could not be filled.
            guard Files.isMissing(target) else { return }
            do throws(SystemError) {
                // The directory is made too, in case it was removed.
                if let slash = path.lastIndex(of: "/") { try Files.makeDirectory(String(path[..<slash]), mode: 0o750) }
                // The database is moved last: if the program dies here, the next start finds it as damaged as before.
                for suffix in ["-wal", "-shm", ""] where !Files.isMissing(path + suffix) {
                    try Files.move(path + suffix, to: target + suffix)
                }
                try Files.synchroniseDirectory(of: path)
            } catch { throw .readOnly("\(error)") }
        }
    }

    private static func freeName(_ path: String) -> String {
        let name = "\(path).damaged-\(Clock.utcText(Clock.wallMicroseconds()).replacing(":", with: "-"))"
        var free = name
        var count = 1
        while !Files.isMissing(free) {
            count += 1
            free = "\(name)-\(count)"
        }
        return free
    }

    /// Fills a database that replaces a damaged one; returns a warning for people if it did.
    mutating func begin(_ store: borrowing Store) throws(StoreError) -> String? {
        let when = Clock.utcText(Clock.wallMicroseconds())
        let text: String
        if let damage, let aside, damage.whileRunning {
            try store.take(inheritance)
            let known = (recent + holds).compactMap(\.session) + forgotten + [inheritance.lastSession]
            try store.reserve(sessionsTo: known.max() ?? 0)
            let again = recent.count + holds.count
            holds = recent + holds
            recent = []
            let isKept = !Files.isMissing(aside)
            text =
                "the database was found damaged at \(when) while the station ran (\(damage.message)); "
                + (isKept ? "it is kept as \(aside)" : "nothing of it is left")
                + ", and a new one was started; \(inheritance.text); "
                + "\(again) holds of this run are written to it again; everything older is "
                + (isKept ? "only in the file that was kept" : "gone, unless there is a backup")
        } else if let damage, let aside {
            text =
                "the database was damaged when the station started at \(when) (\(damage.message)); it is kept as \(aside), and a new one "
                + "was started" + (store.loss.map { "; of the rows that were acknowledged it has \($0.list)" } ?? "")
        } else if let loss = store.loss {
            text = loss.text(found: when)
        } else {
            return nil
        }
        try store.insert(StoredEvent(wallMicroseconds: Clock.wallMicroseconds(), kind: "store", text: text))
        self.damage = nil
        self.aside = nil
        inheritance = StoreInheritance()
        return text
    }
}
