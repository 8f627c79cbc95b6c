import Glibc
import LinuxIO
import Metrics
import Samples
import Scratch
import Synchronization
import Testing

@testable import Analysis
@testable import Store

/// A store loop with its thread, in a folder of its own.
final class RunningLoop {
    let folder: String
    let loop: StoreLoop
    let stored = Stored()
    private var thread: Thread?

    final class Stored: Sendable { let numbers = Mutex<[Int64]>([]) }

    var path: String { loop.file.path }

    init(checkedAtOnce: Int64 = StoreCheck.sizeAtOnce) throws {
        folder = Scratch.makeFolder("loop")
        loop = try StoreLoop(StoreFile(path: folder + "/db", checkedAtOnce: checkedAtOnce)) { [stored] hold, _ in
            stored.numbers.withLock { $0.append(hold.number) }
        }
    }

    func start() throws {
        let loop = loop
        let bell = try EventDescriptor()
        thread = try Thread(name: "store", stackBytes: 2 << 20) { _ in
            loop.run { failure in
                if let failure { Issue.record("\(failure)") }
                bell.ring()
            }
        }
        bell.wait()
    }

    func stop() {
        loop.stop()
        thread?.join()
        thread = nil
    }

    deinit {
        stop()
        for name in (try? Files.list(folder)) ?? [] { unlink(folder + "/" + name) }
        rmdir(folder)
    }

    /// Asks on this thread and waits for the answer.
    func ask<Value: Sendable>(
        behind waiting: StoreLoop.Waiting = .nothing, _ work: @escaping StoreLoop.Work<Value>
    ) throws -> Value {
        let answer = Answer<Value>()
        let bell = try EventDescriptor()
        loop.ask(behind: waiting, work) { result in
            answer.result.withLock { $0 = result }
            bell.ring()
        }
        bell.wait()
        return try #require(answer.result.withLock { $0 }).get()
    }

    private final class Answer<Value: Sendable>: Sendable { let result = Mutex<Result<Value, StoreError>?>(nil) }

    func holds() throws -> [Int64] {
        var reading = StoreReading(loop.file)
        return try reading.read { (reader) throws(StoreError) in
            try reader.holds(HoldFilter(limit: 1000)).map(\.number).reversed()
        }
    }

    /// Events of a kind, the newest first.
    func events(_ kind: String) throws -> [StoredEvent] {
        var reading = StoreReading(loop.file)
        return try reading.read { (reader) throws(StoreError) in try reader.events(limit: 100).filter { $0.kind == kind } }
    }

    /// What was moved aside.
    func kept() throws -> [String] { try Files.list(folder).filter { $0.hasPrefix("db.damaged") } }

    /// Writes over the middle of a file, as a disk that fails would.
    func damage(_ suffix: String = "", from offset: Int = 0) throws {
        let number = open(path + suffix, O_WRONLY)
        try #require(number >= 0)
        defer { close(number) }
        let size = try #require(Files.size(of: path + suffix))
        let garbage = [UInt8](repeating: 0x5A, count: max(0, size - offset))
        #expect(pwrite(number, garbage, garbage.count, off_t(offset)) == garbage.count)
    }
}

/// A hold with a hundred numbers.
func hold(_ number: Int64, session: Int64? = nil) -> StoredHold {
    let part = StoredSensorHold(
        sensor: "left", calibration: "none", firstSample: 0,
        result: HoldResult(
            kind: .explosive, flags: [], rate: 100, onsetTime: nil, onsetSample: nil, onsetUncertainty: nil,
            measurements: (0..<100).map { Measurement("number_\($0)", .newton, Double($0)) }))
    var hold = StoredHold(
        number: number, kind: .explosive, setUp: "", startWallMicroseconds: 0, onsetWallMicroseconds: nil,
        endWallMicroseconds: 1, recording: nil, sensors: [part])
    hold.session = session
    return hold
}
