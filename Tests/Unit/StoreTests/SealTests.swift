import Foundation
import Metrics
import Samples
import Seeding
import Testing

@testable import Store

/// A disk that changes a bit, and leaves the file whole.
struct SealTests {
    private let folder = TemporaryFolder()
    private static let holds = Int64(1)...20

    /// Holds of two sensors with forty numbers each, an athlete with a mass and maxima, and an operator's onset.
    private func fill() throws {
        let store = try Store(path: folder.database)
        _ = try store.addAthlete("A", user: 1, wallMicroseconds: 1)
        _ = try store.setBodyMass(81.5, of: "A", user: 1, wallMicroseconds: 3)
        let session = try store.startSession(
            StoredSession(
                number: 0, athlete: "A", position: "seated", trainingProtocol: nil, effortDrop: 20, startWallMicroseconds: 7),
            user: 1)
        var random = SeededNumbers(seed: 1)
        for number in Self.holds {
            let parts = ["left", "right"].map { name in
                let numbers = (0..<40).map { place in
                    place % 7 == 6
                        ? Measurement("metric_\(place)", .newton, null: .rateTooLow)
                        : Measurement("metric_\(place)", .newton, 300 * random.uniform(), lower: 1, upper: random.uniform())
                }
                return StoredSensorHold(
                    sensor: name, calibration: "settings", firstSample: UInt64(number) * 1000,
                    result: HoldResult(
                        kind: .explosive, flags: [], rate: 1000, onsetTime: random.uniform(), onsetSample: 500,
                        onsetUncertainty: 5, measurements: numbers + [Measurement("mvc_500", .newton, 200 + 9 * Double(number))]))
            }
            var hold = StoredHold(
                number: number, kind: .explosive, setUp: "rack", startWallMicroseconds: number * 1_000_000,
                onsetWallMicroseconds: nil, endWallMicroseconds: number * 1_000_000 + 5, recording: "a.hfr", sensors: parts)
            hold.session = session?.number
            try store.insert(hold)
            _ = try store.insert(
                StoredOnsetMark(wallMicroseconds: 1, user: 1, sensor: "left", unit: "N", result: parts[0].result), hold: number)
        }
    }

    /// Everything with numbers.
    private struct Content: Equatable {
        var holds: [Int64: StoredHold] = [:]
        var marks: [Int64: [StoredOnsetMark]] = [:]
        var mass: Double?
    }

    private func read() throws -> Content {
        let reader = try StoreReader(path: folder.database)
        var content = Content()
        for number in Self.holds {
            content.holds[number] = try reader.hold(number)
            content.marks[number] = try reader.onsetMarks(of: number)
        }
        content.mass = try reader.athlete("A")?.bodyMass
        return content
    }

    @Test("No bit that the disk changes makes another number")
    func bits() throws {
        try fill()
        let truth = try read()
        let file = URL(fileURLWithPath: folder.database)
        let whole = try Data(contentsOf: file)
        var random = SeededNumbers(seed: 20_261_129)
        var (seen, refused) = (0, 0)
        for _ in 0..<900 {
            var changed = whole
            // Not the head of the file: what SQLite itself looks at is its own.
            let place = 4096 + Int(random.next() % UInt64(whole.count - 4096))
            let bit = UInt8(random.next() % 8)
            changed[place] ^= 1 << bit
            try changed.write(to: file)
            guard let found = try? read() else {
                refused += 1
                continue
            }
            for number in Self.holds {
                guard let hold = found.holds[number], var kept = truth.holds[number] else { continue }
                if hold.sensors.contains(where: { $0.result.flags.contains(.alteredOnDisk) }) {
                    seen += 1
                    #expect(hold.sensors.allSatisfy { $0.result.measurements.allSatisfy { $0.value == nil } })
                } else {
                    // The reason may change, and has no checksum.
                    kept.excludedReason = hold.excludedReason
                    #expect(hold == kept, "byte \(place), bit \(bit): hold \(number)")
                }
                for (mark, before) in zip(found.marks[number] ?? [], truth.marks[number] ?? []) {
                    #expect(
                        mark == before || mark.result.flags.contains(.alteredOnDisk)
                            || hold.sensors.contains { $0.result.flags.contains(.alteredOnDisk) },
                        "byte \(place), bit \(bit): mark of \(number)")
                }
            }
            #expect(found.mass == truth.mass || found.mass == nil)
        }
        // The bits do fall on numbers.
        #expect(seen > 100 && refused < 450, "\(seen) \(refused)")
    }

    @Test("The maximum of a hold that was stored as excluded counts once the hold does")
    func excluded() throws {
        try fill()
        let store = try Store(path: folder.database)
        var hold = try #require(try store.reader.hold(20))
        hold.number = 21
        hold.isExcluded = true
        hold.sensors[0].result.measurements = [Measurement("mvc_500", .newton, 900)]
        try store.insert(hold)
        func counts() throws -> Bool {
            try store.reader.athlete("A")?.maxima.contains { $0.force.holds.contains { $0.force == 900 } } == true
        }
        #expect(try !counts())
        _ = try store.setExcluded(false, hold: 21, reason: nil, user: 1, wallMicroseconds: 1)
        #expect(try counts())
    }

    @Test("A maximum or a mass that the disk has changed is said, and no smaller one takes its place")
    func altered() throws {
        try fill()
        let store = try Store(path: folder.database)
        let strongest = try #require(try store.reader.athlete("A")?.maxima.first?.force.best)
        do {
            let connection = try Connection(path: folder.database, writable: true)
            for name in try connection.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'", [], { $0.text(0) }) {
                try connection.execute("DROP TRIGGER \(name)")
            }
            try connection.execute("UPDATE maximum SET newtons = 20.0 WHERE hold = 20; UPDATE body_mass SET kilograms = 18.5")
        }
        let changed = try #require(try store.reader.athlete("A"))
        #expect(changed.maxima == [] && changed.alteredHolds == [20])
        #expect(changed.bodyMass == nil && changed.isBodyMassAltered)
        // What the operator does about it.
        _ = try store.setExcluded(true, hold: 20, reason: nil, user: 1, wallMicroseconds: 1)
        _ = try store.setBodyMass(81.5, of: "A", user: 1, wallMicroseconds: 4)
        let cured = try #require(try store.reader.athlete("A"))
        let best = try #require(cured.maxima.first?.force.best)
        #expect(cured.alteredHolds == [] && best.force == strongest.force - 9)
        #expect(cured.bodyMass == 81.5 && !cured.isBodyMassAltered)
    }

    @Test("A hold whose checksum is gone has no numbers; one from before there were checksums has its own")
    func missing() throws {
        try fill()
        do {
            let connection = try Connection(path: folder.database, writable: true)
            try connection.execute("DELETE FROM seal WHERE what = 'hold' AND id IN (3, 4)")
            try connection.execute("UPDATE counter SET value = 3 WHERE name = 'unsealed hold'")
        }
        let reader = try StoreReader(path: folder.database)
        #expect(try reader.hold(3)?.sensors[0].result.flags == [])
        #expect(try reader.hold(4)?.sensors[0].result.flags == .alteredOnDisk)
        #expect(try reader.hold(4)?.sensors[0].result["metric_0"]?.reason == .alteredOnDisk)
    }
}
