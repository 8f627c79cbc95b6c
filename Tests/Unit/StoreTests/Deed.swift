import FakeDisk
import Metrics
import Samples
import Testing

@testable import Store

/// Something that the store is asked for, and whether it is found afterwards, all of it.
struct Deed {
    let name: String
    let act: (borrowing Store) throws(StoreError) -> Void
    let isThere: (borrowing StoreReader) throws(StoreError) -> Bool

    init(
        _ name: String, _ act: @escaping (borrowing Store) throws(StoreError) -> Void,
        isThere: @escaping (borrowing StoreReader) throws(StoreError) -> Bool
    ) {
        self.name = name
        self.act = act
        self.isThere = isThere
    }

    /// Every kind of thing that the daemon acknowledges, in a database that `People.fill` has filled.
    static var all: [Deed] {
        [
            Deed("athlete") { store throws(StoreError) in
                _ = try store.addAthlete("C", user: 1, wallMicroseconds: 1)
            } isThere: { reader throws(StoreError) in
                try reader.athlete("C") != nil
            },
            Deed("body mass") { store throws(StoreError) in
                _ = try store.setBodyMass(71.5, of: "PSEUDONYM-A", user: 1, wallMicroseconds: 2)
            } isThere: { reader throws(StoreError) in
                try reader.athlete("PSEUDONYM-A")?.bodyMass == 71.5
            },
            Deed("session") { store throws(StoreError) in
                _ = try store.startSession(session, user: 1)
            } isThere: { reader throws(StoreError) in
                try reader.session(3)?.athlete == "PSEUDONYM-A"
            },
            Deed("hold") { store throws(StoreError) in
                try store.insert(hold)
            } isThere: { reader throws(StoreError) in
                try reader.hold(hold.number) == hold
            },
            Deed("note") { store throws(StoreError) in
                _ = try store.annotate(hold: 1, with: note)
            } isThere: { reader throws(StoreError) in
                try reader.annotations(of: 1).contains { $0.text == note.text }
            },
            Deed("mark") { store throws(StoreError) in
                _ = try store.insert(mark, hold: 2)
            } isThere: { reader throws(StoreError) in
                try reader.onsetMarks(of: 2).count == 2
            },
            Deed("exclusion") { store throws(StoreError) in
                _ = try store.setExcluded(true, hold: 2, reason: "slipped", user: 7, wallMicroseconds: 32)
            } isThere: { reader throws(StoreError) in
                try reader.hold(2)?.excludedReason == "slipped"
            },
            Deed("calibration") { store throws(StoreError) in
                try store.insert(calibration)
            } isThere: { reader throws(StoreError) in
                try reader.calibrationsInForce().map(\.id) == ["c1"]
            },
            Deed("event") { store throws(StoreError) in
                try store.insert(event)
            } isThere: { reader throws(StoreError) in
                try reader.events(limit: 100).contains(event)
            },
            Deed("reserved numbers") { store throws(StoreError) in
                try store.reserve(hold: 64)
            } isThere: { reader throws(StoreError) in
                try reader.lastHoldNumber() >= 64
            },
            Deed("result") { store throws(StoreError) in
                _ = try store.insert(again)
            } isThere: { reader throws(StoreError) in
                try reader.hold(again.hold)?.sensors == again.sensors
            },
            Deed("trial of quiet standing") { store throws(StoreError) in
                _ = try store.insert(stand, user: 7)
            } isThere: { reader throws(StoreError) in
                try reader.stands(of: "PSEUDONYM-A").contains { $0.numbers == stand.numbers }
            },
            Deed("deleted hold") { store throws(StoreError) in
                _ = try store.delete(hold: 8, user: 7, wallMicroseconds: 33)
            } isThere: { reader throws(StoreError) in
                let found = try reader.hold(8)
                let wasDeleted = try reader.wasDeleted(hold: 8)
                return found == nil && wasDeleted
            },
            Deed("emptied log") { store throws(StoreError) in
                try store.tidy()
            } isThere: { _ throws(StoreError) in
                true
            },
            Deed("end of the session") { store throws(StoreError) in
                _ = try store.stopSession(wallMicroseconds: 40)
            } isThere: { reader throws(StoreError) in
                try reader.runningSessions().isEmpty
            },
            Deed("forgotten athlete") { store throws(StoreError) in
                _ = try store.forget(athlete: "PSEUDONYM-B", user: 7, wallMicroseconds: 41)
            } isThere: { reader throws(StoreError) in
                let (athlete, hold) = (try reader.athlete("PSEUDONYM-B"), try reader.hold(6))
                return athlete == nil && hold == nil
            },
            Deed("file written anew") { store throws(StoreError) in
                try store.sweep()
            } isThere: { _ throws(StoreError) in
                true
            },
        ]
    }

    static let hold: StoredHold = People.hold(7, session: nil, mass: 60)
    private static let session = StoredSession(
        number: 0, athlete: "PSEUDONYM-A", position: "hanging", trainingProtocol: nil, effortDrop: 20,
        startWallMicroseconds: 30)
    private static let note = StoredAnnotation(wallMicroseconds: 31, user: 7, text: "steady")
    private static let mark = StoredOnsetMark(
        wallMicroseconds: 31, user: 7, sensor: "left", unit: "N", result: hold.sensors[0].result)
    private static let calibration = StoredCalibration(
        id: "c1", sensor: "left", addedWallMicroseconds: 5, user: 1000, rangeClass: "unclassified", dueWallMicroseconds: nil,
        record: "record")
    /// Hold 9, computed again with another calibration.
    private static let again: RecomputedHold = {
        var origin = StoredResult(wallMicroseconds: 35, version: "1")
        (origin.user, origin.calibration, origin.settings) = (7, StoredResult.now, StoredResult.now)
        return RecomputedHold(People.hold(9, session: nil, mass: 30), origin)
    }()
    private static let stand = StoredStand(
        session: 1, wallMicroseconds: 36, seconds: 30,
        numbers: [
            .init(sensors: ["left", "right"], seconds: nil, measurement: Measurement("sway_path", .millimetre, 800)),
            .init(
                sensors: ["left"], seconds: 5,
                measurement: Measurement("sway_velocity", .millimetrePerSecond, 8, lower: 6, upper: 10)),
        ])
    private static let event = StoredEvent(wallMicroseconds: 4, kind: "tare", sensor: "left", user: 7, text: "12 N")
}
