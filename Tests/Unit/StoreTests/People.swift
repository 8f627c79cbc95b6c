import Metrics
import Samples
import Testing

@testable import Store

/// A database of two athletes, each with two body masses and a session of three holds with notes and marks.
enum People {
    static let names = ["PSEUDONYM-A", "PSEUDONYM-B"]
    static let masses = [61.537, 83.291]

    /// Holds 1 to 3 are of the first athlete in session 1, holds 4 to 6 of the second in session 2.
    static func fill(_ store: borrowing Store) throws {
        for (place, name) in names.enumerated() {
            #expect(try store.addAthlete(name, user: 1, wallMicroseconds: 1))
            for mass in [masses[place] + 1, masses[place]] {
                #expect(try store.setBodyMass(mass, of: name, user: 1, wallMicroseconds: 2))
            }
            let session = try #require(
                try store.startSession(
                    StoredSession(
                        number: 0, athlete: name, position: "seated", trainingProtocol: nil, effortDrop: 20,
                        startWallMicroseconds: Int64(place) * 1000 + 10), user: 1))
            for number in (1...3).map({ Int64(3 * place + $0) }) {
                let hold = hold(number, session: session.number, mass: masses[place])
                try store.insert(hold)
                let note = StoredAnnotation(
                    wallMicroseconds: 20, user: 7, text: "NOTE-\(number)-OF-\(name)", score: 5, phase: "PHASE-OF-\(name)")
                #expect(try store.annotate(hold: number, with: note))
                let mark = StoredOnsetMark(
                    wallMicroseconds: 21, user: 7, sensor: "left", unit: "N", result: hold.sensors[0].result)
                #expect(try store.insert(mark, hold: number))
                #expect(
                    try store.setExcluded(
                        true, hold: number, reason: "REASON-\(number)-OF-\(name)", user: 7, wallMicroseconds: 22))
                if number % 3 != 0 {
                    #expect(try store.setExcluded(false, hold: number, reason: nil, user: 7, wallMicroseconds: 23))
                }
            }
            _ = try store.stopSession(wallMicroseconds: Int64(place) * 1000 + 500)
        }
    }

    static func hold(_ number: Int64, session: Int64?, mass: Double) -> StoredHold {
        let force = 700.0 + 9 * Double(number)
        let parts = ["left", "right"].map { name in
            StoredSensorHold(
                sensor: name, calibration: "settings", firstSample: 1000,
                result: HoldResult(
                    kind: .sustained, flags: [], rate: 1000, onsetTime: 1, onsetSample: 500, onsetUncertainty: 5,
                    measurements: [
                        Measurement("peak_force", .newton, force + 5), Measurement("mvc_500", .newton, force),
                        Measurement("mvc_500_per_kg", .newtonPerKilogram, force / mass),
                        Measurement("mvc_500_percent", .percent, 91.5), Measurement("time_to_failure", .second, 31),
                    ]))
        }
        var hold = StoredHold(
            number: number, kind: .sustained, setUp: "rack", startWallMicroseconds: 100 + number,
            onsetWallMicroseconds: nil, endWallMicroseconds: 110 + number, recording: "a.hfr", sensors: parts)
        hold.session = session
        return hold
    }

    /// Everything that can be read about somebody.
    struct Person: Equatable {
        var athlete: StoredAthlete?
        var holds: [StoredHold] = []
        var notes: [[StoredAnnotation]] = []
        var marks: [[StoredOnsetMark]] = []
        var sessions: [StoredSession] = []
        var failures: [StoredHold]?
    }

    static func read(_ name: String, _ reader: borrowing StoreReader) throws -> Person {
        var person = Person()
        person.athlete = try reader.athlete(name)
        guard let data = try reader.personalData(of: name) else { return person }
        person.sessions = data.sessions
        for number in data.holds {
            person.holds.append(try #require(try reader.hold(number)))
            person.notes.append(try reader.annotations(of: number))
            person.marks.append(try reader.onsetMarks(of: number))
        }
        person.failures = try reader.holdsToFailure(of: name, position: "seated", upToSession: .max, limit: 100)
        return person
    }
}
