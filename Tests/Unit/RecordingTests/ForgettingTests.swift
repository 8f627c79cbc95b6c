import Foundation
import Interface
import LinuxIO
import RingBuffer
import Samples
import Scratch
import Testing

@testable import Recording

/// What recordings still have of a session that is to be forgotten.
struct ForgettingTests {
    private func conditions(_ session: Int64) -> HoldConditions {
        var conditions = HoldConditions()
        conditions.session = session
        (conditions.bodyMass, conditions.maximalForce) = (61.537, 812.75)
        (conditions.targetLow, conditions.targetHigh, conditions.effortDrop) = (401.25, 433.75, 20)
        return conditions
    }

    private func recording(_ sessions: [Int64], head: String = "{}") -> [UInt8] {
        var encoder = SegmentEncoder()
        encoder.begin(head: Array(head.utf8))
        for session in sessions {
            encoder.append(conditions(session), sensor: SensorNumber(0), index: 4, time: HostInstant(nanoseconds: 5))
            for index in 0..<50 as Range<UInt64> {
                encoder.append(
                    Frame(
                        sensor: SensorNumber(0), present: 1, flags: [], index: index, time: HostInstant(nanoseconds: 1),
                        arrival: HostInstant(nanoseconds: 1), values: [8 of Double](repeating: 3.5)))
            }
        }
        var bytes: [UInt8] = []
        encoder.take { bytes += $0 }
        return bytes
    }

    private func folder() throws -> String {
        let path = Scratch.path("forgetting")
        try Files.makeDirectory(path)
        return path
    }

    /// The conditions by session, and how many frames and damaged bytes there are.
    private func content(_ path: String) throws -> (conditions: [Int64: [HoldConditions]], frames: Int, damage: Int) {
        var found: [Int64: [HoldConditions]] = [:]
        var (frames, damage) = (0, 0)
        try SegmentDecoder.decode(try Files.read(path, limit: 1 << 20)) { item in
            switch item {
            case .conditions(_, _, _, let conditions): found[conditions.session, default: []].append(conditions)
            case .frame: frames += 1
            case .damage(let count): damage += count
            default: break
            }
        }
        return (found, frames, damage)
    }

    @Test func onlyTheSessionThatIsNamedLosesItsNumbers() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/a.hfr"
        try Files.replace(path, with: recording([7, 8, 7]))
        try RecordingFolder.forget(sessions: [7, 99], in: folder)
        let found = try content(path)
        #expect(found.conditions[8] == [conditions(8)] && found.frames == 150 && found.damage == 0)
        let forgotten = try #require(found.conditions[7])
        #expect(forgotten.count == 2)
        for numbers in forgotten {
            #expect(
                [numbers.bodyMass, numbers.maximalForce, numbers.targetLow, numbers.targetHigh].allSatisfy(\.isNaN)
                    && numbers.effortDrop == 20)
        }
        // The same again changes nothing.
        let once = try Files.read(path, limit: 1 << 20)
        try RecordingFolder.forget(sessions: [7], in: folder)
        #expect(try Files.read(path, limit: 1 << 20) == once)
    }

    /// A mark may say who trains.
    @Test func aMarkLosesItsTextAndNoOther() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let head = RecordingHead(
            station: "s", software: "", wallMicroseconds: 1_000_000_000, monotonic: HostInstant(nanoseconds: 500), sensors: [])
        var encoder = SegmentEncoder()
        encoder.begin(head: head.bytes)
        for (text, seconds) in [("go", 1), ("ann rests", 2), ("go", 3)] as [(String, Int64)] {
            let mark = try #require(MarkText(text))
            encoder.append(mark, sensor: SensorNumber(0), index: 4, time: HostInstant(nanoseconds: 500 + seconds * 1_000_000_000))
        }
        var bytes: [UInt8] = []
        encoder.take { bytes += $0 }
        try Files.replace(folder + "/a.hfr", with: bytes)
        try RecordingFolder.forget(sessions: [], isForgotten: { $0 == "ann rests" || $1 == 1_003_000_000 }, in: folder)
        var texts: [String] = []
        try SegmentDecoder.decode(try Files.read(folder + "/a.hfr", limit: 1 << 20)) { item in
            if case .mark(_, _, _, let mark) = item {
                texts.append(mark.text)
            } else if case .damage = item {
                texts.append("damage")
            }
        }
        #expect(texts == ["go", "---------", "--"])
    }

    /// A hold that was reassigned keeps its trace, whose head has the numbers of the athlete before; others keep theirs.
    @Test func theHeadOfATraceLosesTheSameNumbers() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/hold-3.hfr"
        let head = #"{"sensors":[{"maximal_force":812.75,"body_mass":61.537},{"body_mass":61.5375,"maximal_force":7.5}]}"#
        try Files.replace(path, with: recording([7], head: head))
        try RecordingFolder.forget(sessions: [7], in: folder)
        let bytes = try Files.read(path, limit: 1 << 20)
        let text = String(decoding: try #require(SegmentDecoder.head(of: bytes)), as: UTF8.self)
        #expect(
            text == #"{"sensors":[{"maximal_force":null  ,"body_mass":null  },{"body_mass":61.5375,"maximal_force":7.5}]}"#)
        #expect(try content(path).damage == 0)
    }

    /// A byte that is damaged anywhere hides no conditions after it.
    @Test func damageHidesNothingThatIsWhole() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/a.hfr"
        let whole = recording([7, 7])
        for place in stride(from: SegmentFormat.fileHeaderBytes, to: whole.count, by: 37) {
            for value in [0, 0xFF] as [UInt8] {
                var bytes = whole
                bytes[place] = value
                try Files.replace(path, with: bytes)
                let before = try content(path)
                try RecordingFolder.forget(sessions: [7], in: folder)
                let after = try content(path)
                #expect(after.frames == before.frames && after.damage == before.damage, "\(place)")
                #expect(after.conditions[7]?.count == before.conditions[7]?.count, "\(place)")
                #expect((after.conditions[7] ?? []).allSatisfy { $0.bodyMass.isNaN }, "\(place)")
            }
        }
    }

    @Test func aFolderWithoutRecordingsIsNoFault() throws {
        try RecordingFolder.forget(sessions: [7], in: Scratch.path("none"))
    }

    /// A trace that is cut later begins with the conditions that the recorder remembers, and has the detection of its request.
    @Test func whatTheRecorderHasInMemoryLosesThePersonToo() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let ring = Ring<RecordedOutcome>(minimumCapacity: 64)
        var producer = ring.makeProducer()
        let (requests, doorbell) = (RecordRequests(), try Doorbell())
        let loop = try RecordLoop(
            folder: RecordingFolder(path: folder, limitMegabytes: 1000, days: (36_500, 36_500)),
            traces: (TraceFolder(path: folder + "/traces"), requests, { _, _ in }), holds: { [] }, sensors: Editions([]),
            ring: ring, doorbell: doorbell
        ) { wall, now, sensors in
            RecordingHead(station: "s", software: "", wallMicroseconds: wall, monotonic: now, sensors: sensors)
        }
        requests.serve()
        let thread = try Thread(name: "record") { _ in try? loop.run() }
        func write(_ session: Int64) throws {
            let now = Clock.monotonic()
            producer.push(.conditions(sensor: SensorNumber(0), index: 4, time: now, conditions(session)))
            doorbell.ring()
            #expect(try requests.waitUntilWritten(seconds: 60))
        }
        for session in [7, 8, 7] as [Int64] { try write(session) }
        let later = Clock.monotonic().advanced(bySeconds: 3600).nanoseconds
        let detection =
            #"{"sensors":[{"sensor":"left","first_index":1,"samples":5,"begin_ns":\#(later),"end_ns":\#(later),"body_mass":61.5}]}"#
        for hold in [1, 2] as [Int64] {
            requests.post(try #require(TraceRequest(hold: hold, recording: "a.hfr", detection: detection)))
        }
        requests.withdraw(holds: [1, 2])
        requests.forget(sessions: [7])
        requests.forgetPerson(ofHold: 1)
        try write(9)
        loop.stop()
        thread.join()
        let remembered = loop.writer.batches.flatMap(\.state.outcomes).compactMap { outcome -> HoldConditions? in
            if case .conditions(_, _, _, let conditions) = outcome { conditions } else { nil }
        }
        #expect(remembered.map(\.session) == [7, 8, 7])
        #expect(remembered.map(\.bodyMass.isNaN) == [true, false, true] && remembered[1] == conditions(8))
        var rest: [TraceRequest] = []
        requests.takeTraces(into: &rest)
        #expect(rest.map { $0.detection["sensors"]?.array?.first?.object?["body_mass"] == nil } == [true, false])
    }
}
