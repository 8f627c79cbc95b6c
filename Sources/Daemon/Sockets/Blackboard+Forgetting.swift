import Analysis
import LinuxIO
import Publishing
import Recording
import Samples
import Store

/// Deleting a hold, and forgetting a person: everywhere in the state directory. Done on the `store` thread, which owns the database.
extension Blackboard {
    /// Seconds that the recorder has to write what it has.
    private static let longestWrite = 10.0

    func delete(hold: Int64, user: UInt32, answer: @escaping @Sendable (Result<Bool, StoreError>) -> Void) {
        let files = StateFiles(besides: store.file)
        store.ask(
            behind: .hold(hold),
            { [desk] (store) throws(StoreError) in
                // The file first: what happens in between can be done again.
                try files.removeTrace(of: hold)
                let found = try store.delete(hold: hold, user: user, wallMicroseconds: Clock.wallMicroseconds())
                desk.refresh(store)
                return found
            }, answer: answer)
    }

    func forget(athlete: String, user: UInt32, answer: @escaping @Sendable (Result<ForgetOutcome, StoreError>) -> Void) {
        // A mark that was set before would be written afterwards.
        ask(
            .pass { [self] hasPassed in
                guard hasPassed else {
                    return answer(.success(.failed("the station is too busy to find every mark of the athlete: try again")))
                }
                // So would a hold or mark that waits for the disk.
                store.ask(
                    behind: .everything,
                    { [self] (store) throws(StoreError) in try forget(athlete: athlete, user: user, store) },
                    answer: answer)
            })
    }

    /// On the `store` thread.
    private func forget(athlete: String, user: UInt32, _ store: borrowing Store) throws(StoreError) -> ForgetOutcome {
        let files = StateFiles(besides: self.store.file)
        guard let data = try store.reader.personalData(of: athlete) else { return .noSuchAthlete }
        let own = Set(data.sessions.map(\.number))
        if let running = try store.reader.runningSessions().first(where: { own.contains($0.number) }) {
            return .running(running.number)
        }
        // A trace that is cut meanwhile would have what is forgotten.
        records.withdraw(holds: data.holds)
        // So would one that is cut later: `record` knows with which conditions its batches begin.
        records.forget(sessions: own)
        var isForgotten = false
        defer { if !isForgotten { records.readmit(holds: data.holds) } }
        // The files first: if one of them cannot be changed, the athlete is still known, and the request is repeated.
        do throws(SystemError) {
            // What is on its way to a recording would be written after it was overwritten there.
            guard try records.waitUntilWritten(seconds: Self.longestWrite) else {
                return .failed("the recorder has not written what it has: try again when the disk accepts it")
            }
            try files.forget(data)
        } catch { return .failed("\(error)") }
        _ = try store.forget(athlete: athlete, user: user, wallMicroseconds: Clock.wallMicroseconds())
        isForgotten = true
        records.drop(holds: data.holds)
        var remaining = files.damagedDatabases()
        // A long read keeps the log from being emptied.
        self.store.endCheck()
        do throws(StoreError) { try store.sweep() } catch {
            Log.error("store", "the bytes of a forgotten athlete remain in the database: \(error.text)")
            remaining.append("holdfast.db (its free pages, until the next start: \(error.text))")
        }
        desk.refresh(store)
        return .forgotten(remaining: remaining)
    }
}

/// The files beside the database in which an athlete's data may be.
struct StateFiles: Sendable {
    private let directory: String
    private let database: String

    init(besides file: StoreFile) {
        let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
        database = name
        directory = String(file.path.dropLast(name.count + 1))
    }

    /// The one place that removes the samples of a deleted hold.
    func removeTrace(of hold: Int64) throws(StoreError) {
        do throws(SystemError) { try traces.remove(hold: hold) } catch { throw .readOnly("\(error)") }
    }

    /// Removes traces and the copies that were made before an update, and overwrites conditions and marks in recordings and in other
    /// traces.
    func forget(_ data: PersonalData) throws(SystemError) {
        for hold in data.holds { try traces.remove(hold: hold) }
        for folder in ["/recordings", "/traces"] {
            try RecordingFolder.forget(
                sessions: Set(data.sessions.map(\.number)), isForgotten: data.isOwn, in: directory + folder)
        }
        for name in try Files.list(directory) where name.hasPrefix(database + ".before-") { try remove(name) }
    }

    /// Copies that nobody can change safely.
    func damagedDatabases() -> [String] {
        ((try? Files.list(directory)) ?? []).filter { $0.hasPrefix(database + ".damaged-") }
    }

    private var traces: TraceFolder { TraceFolder(path: directory + "/traces") }

    private func remove(_ name: String) throws(SystemError) {
        let path = directory + "/" + name
        if !Files.isMissing(path) { try Files.remove(path) }
    }
}
