import Foundation
import LinuxIO
import Metrics
import Samples
import Testing

@testable import Analysis
@testable import Store

/// Something of an athlete is on its way to the database when the athlete is forgotten.
struct ForgettingSituationTests {
    private static let name = "ATHLETE-THAT-GOES"
    private static let other = "ATHLETE-THAT-STAYS"
    private static let text = "SECRET-TEXT"
    private static let mass = 61.537
    private static let perMass = 700 / mass

    /// When it arrives.
    enum Arrival: String, CaseIterable {
        /// Before the athlete is forgotten.
        case before
        /// Before that, on a disk that is full; there is room again when the athlete is forgotten.
        case waiting
        case after
        /// After another database has replaced the one in which the athlete was forgotten.
        case afterReplacement
    }

    /// What is on its way. Holds 1 and 2 are the athlete's, and stored; hold 3 is that of somebody else; hold 4 is under way.
    enum Matter: String, CaseIterable {
        case finishedHold, mark, note, reason, onset, reanalysis, stand, bodyMass, correctedMass, session
        case trace, traceOfReassigned, reassignedHold, renaming, export, calibration
    }

    private static func hold(_ number: Int64, session: Int64, mass: Double = mass) -> StoredHold {
        let part = StoredSensorHold(
            sensor: "left", calibration: "settings", firstSample: 0,
            result: HoldResult(
                kind: .sustained, flags: [], rate: 1000, onsetTime: 1, onsetSample: 500, onsetUncertainty: 5,
                measurements: [
                    Measurement("mvc_500", .newton, 700), Measurement("mvc_500_per_kg", .newtonPerKilogram, 700 / mass),
                ]))
        var hold = StoredHold(
            number: number, kind: .sustained, setUp: "", startWallMicroseconds: 100 + number, onsetWallMicroseconds: nil,
            endWallMicroseconds: 110 + number, recording: "a.hfr", sensors: [part])
        hold.session = session
        hold.detection = #"{"sensors":[{"sensor":"left","body_mass":\#(mass),"maximal_force":700.5,"target":[1,2]}]}"#
        return hold
    }

    /// Sends it. Work that comes too late is refused or finds nothing; what it answers is not of interest here.
    private static func send(_ matter: Matter, to loop: StoreLoop) {
        func ask<Value: Sendable>(_ work: @escaping StoreLoop.Work<Value>) { loop.ask(work) { _ in } }
        let calibration = StoredCalibration(
            id: "c1", sensor: "left", addedWallMicroseconds: 1, user: 0, rangeClass: "1", dueWallMicroseconds: nil, record: "{}")
        switch matter {
        case .finishedHold: loop.keep(hold(4, session: 1))
        case .mark:
            loop.keep { (store) throws(StoreError) in
                try store.insert(StoredEvent(wallMicroseconds: 500, kind: StoredEvent.mark, text: text))
            }
        case .note:
            ask { (store) throws(StoreError) in
                try store.annotate(hold: 1, with: StoredAnnotation(wallMicroseconds: 1, user: 1, text: text))
            }
        case .reason:
            ask { (store) throws(StoreError) in
                try store.setExcluded(true, hold: 1, reason: text, user: 1, wallMicroseconds: 1)
            }
        case .onset:
            let mark = StoredOnsetMark(
                wallMicroseconds: 1, user: 1, sensor: "left", unit: "N", result: hold(1, session: 1).sensors[0].result)
            ask { (store) throws(StoreError) in try store.insert(mark, hold: 1) }
        case .reanalysis:
            var again = hold(1, session: 1)
            again.sensors[0].result.measurements[0] = Measurement("mvc_500", .newton, 701)
            let result = RecomputedHold(again, StoredResult(wallMicroseconds: 1, version: text))
            ask { (store) throws(StoreError) in try store.insert(result) }
        case .stand:
            let number = QuietStanding.Number(
                sensors: ["left"], seconds: nil, measurement: Measurement("sway", .newton, perMass))
            let stand = StoredStand(session: 1, wallMicroseconds: 1, seconds: 30, numbers: [number])
            ask { (store) throws(StoreError) in try store.insert(stand, user: 1) }
        case .bodyMass:
            ask { (store) throws(StoreError) in try store.setBodyMass(mass, of: name, user: 1, wallMicroseconds: 1) }
        case .correctedMass:
            ask { (store) throws(StoreError) in try store.correctBodyMass(of: name, to: mass, user: 1, wallMicroseconds: 1) }
        case .session:
            ask { (store) throws(StoreError) in
                let session = StoredSession(
                    number: 0, athlete: name, position: text, trainingProtocol: nil, effortDrop: 20, startWallMicroseconds: 600)
                let begun = try store.startSession(session, user: 1)
                _ = try store.stopSession(wallMicroseconds: 700)
                return begun
            }
        case .trace:
            loop.keep { (store) throws(StoreError) in _ = try store.set(.kept(reason: nil), ofHold: 1) }
        case .traceOfReassigned:
            ask { (store) throws(StoreError) in
                try store.reassign(hold: 2, toAthlete: other, user: 1, wallMicroseconds: 1)
            }
        case .reassignedHold:
            ask { (store) throws(StoreError) in try store.reassign(hold: 3, toAthlete: name, user: 1, wallMicroseconds: 1) }
        case .renaming:
            ask { (store) throws(StoreError) in
                _ = try store.rename(athlete: name, to: "\(name)-2", user: 1, wallMicroseconds: 1)
                return try store.rename(athlete: "\(name)-2", to: name, user: 1, wallMicroseconds: 1)
            }
        case .export: ask { (store) throws(StoreError) in try store.export(athlete: name, user: 1, wallMicroseconds: 1) != nil }
        case .calibration: ask { (store) throws(StoreError) in try store.insert(calibration) }
        }
    }

    private static func fill(_ running: RunningLoop) throws {
        try running.ask { (store) throws(StoreError) in
            for (name, mass, begin) in [(name, mass, 1), (other, 83.291, 2000)] as [(String, Double, Int64)] {
                _ = try store.addAthlete(name, user: 0, wallMicroseconds: 1)
                _ = try store.setBodyMass(mass, of: name, user: 0, wallMicroseconds: 1)
                _ = try store.startSession(
                    StoredSession(
                        number: 0, athlete: name, position: "seated", trainingProtocol: nil, effortDrop: 20,
                        startWallMicroseconds: begin), user: 0)
                _ = try store.stopSession(wallMicroseconds: begin + 1000)
            }
        }
        for hold in [hold(1, session: 1), hold(2, session: 1), hold(3, session: 2, mass: 83.291)] {
            running.loop.reserve(hold: UInt64(hold.number))
            running.loop.keep(hold)
        }
        running.loop.reserve(hold: 4)
    }

    private static func replace(_ running: RunningLoop) throws {
        _ = try running.ask { (store) throws(StoreError) in try store.tidy() }
        try running.damage(from: 4096)
        running.loop.examine()
        while (try? running.ask { (store) throws(StoreError) in try store.reader.lastHoldNumber() }) == nil
            || running.loop.status.replaced == 0
        {}
    }

    private static func files(_ running: RunningLoop, with secret: Data) throws -> [String] {
        try Files.list(running.folder).filter { name in
            FileManager.default.contents(atPath: running.folder + "/" + name)?.range(of: secret) != nil
        }
    }

    @Test(arguments: Matter.allCases, Arrival.allCases) func nothingComesBack(_ matter: Matter, _ arrival: Arrival) throws {
        let running = try RunningLoop()
        try running.start()
        try Self.fill(running)
        let isBefore = arrival == .before || arrival == .waiting
        if arrival == .waiting {
            try running.ask { (store) throws(StoreError) in
                try store.limitPages(to: try store.connection.integer("PRAGMA page_count"))
            }
            // Whatever comes after it waits, too.
            running.loop.keep { (store) throws(StoreError) in
                let long = "\(Self.name) \(String(repeating: "m", count: 40_000))"
                try store.insert(StoredEvent(wallMicroseconds: 500, kind: StoredEvent.mark, text: long))
            }
        }
        if isBefore { Self.send(matter, to: running.loop) }
        if arrival == .waiting { try running.ask { (store) throws(StoreError) in try store.limitPages(to: 100_000) } }
        #expect(
            try running.ask(behind: .everything) { (store) throws(StoreError) in
                let isForgotten = try store.forget(athlete: Self.name, user: 0, wallMicroseconds: 3000)
                try store.sweep()
                return isForgotten
            })
        if arrival == .afterReplacement { try Self.replace(running) }
        if !isBefore { Self.send(matter, to: running.loop) }
        _ = try running.ask(behind: .everything) { (store) throws(StoreError) in try store.reader.holdCount() }
        // A mark without a name that comes later belongs to nobody; `Blackboard.forget` waits for those that were set before.
        var secrets = [Self.name] + (matter == .mark && !isBefore ? [] : [Self.text])
        secrets += ["\(Self.mass)"]
        let numbers = [Self.mass, Self.perMass].map { number in
            withUnsafeBytes(of: number.bitPattern.bigEndian) { Data($0) }
        }
        for secret in secrets.map({ Data($0.utf8) }) + numbers {
            #expect(try Self.files(running, with: secret) == [], "\(String(decoding: secret, as: UTF8.self))")
        }
        guard matter != .reassignedHold || !isBefore else { return }
        // Somebody else has a hold, and it is whole.
        let kept = try running.ask { (store) throws(StoreError) in try store.reader.hold(3) }
        #expect(kept?.isAltered == false && kept?.sensors.first?.result["mvc_500_per_kg"]?.value == 700 / 83.291)
        running.stop()
        #expect(running.loop.status.lost == 0)
    }

    /// The database turns out to be damaged when the bytes of the athlete are swept. The holds of the last minutes are in memory.
    @Test func aDatabaseThatIsDamagedAtThatMomentIsReplacedWithoutTheAthlete() throws {
        let running = try RunningLoop()
        try running.start()
        try Self.fill(running)
        let path = running.path
        _ = try? running.ask(behind: .everything) { (store) throws(StoreError) in
            _ = try store.forget(athlete: Self.name, user: 0, wallMicroseconds: 3000)
            try store.tidy()
            let size = FileManager.default.contents(atPath: path)?.count ?? 0
            let file = FileHandle(forWritingAtPath: path)
            try? file?.seek(toOffset: 4096)
            try? file?.write(contentsOf: Data(repeating: 0x5A, count: max(0, size - 4096)))
            try store.examine()
        }
        while (try? running.ask { (store) throws(StoreError) in try store.reader.lastHoldNumber() }) == nil
            || running.loop.status.replaced == 0
        {}
        #expect(try running.holds() == [3])
        // A session that begins now is not taken for the one that was forgotten.
        Self.send(.session, to: running.loop)
        let session = try running.ask { (store) throws(StoreError) in
            _ = try store.addAthlete("C", user: 0, wallMicroseconds: 1)
            return try store.startSession(
                StoredSession(
                    number: 0, athlete: "C", position: "seated", trainingProtocol: nil, effortDrop: 20,
                    startWallMicroseconds: 1), user: 0)?.number
        }
        #expect(session == 3)
        running.loop.keep(Self.hold(5, session: 3))
        running.loop.keep(Self.hold(4, session: 1))
        #expect(try running.ask { (store) throws(StoreError) in try store.reader.hold(5)?.session } == 3)
        #expect(try running.holds() == [3, 5])
    }
}
