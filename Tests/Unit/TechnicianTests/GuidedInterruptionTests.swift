import Calibration
import Certificates
import LinuxIO
import Rehearsal
import Samples
import Scratch
import Testing

@testable import Console

/// A guided calibration whose program ends at every step and between them. On a cell whose readings do not scatter, so that what it
/// comes to can be compared bit by bit.
struct GuidedInterruptionTests {
    private func calibration(_ path: String) throws -> GuidedCalibration {
        let calibration = try GuidedCalibration(
            .still, weights: 0.0005, seed: 5, statePath: path, loads: [0, 10, 20, 30],
            mountings: SeriesMountings(series: 2, isRemounted: false))
        calibration.technician.hangingSeconds = 1
        return calibration
    }

    /// Everything that the curve is computed from. How many samples a mean is of may differ by one: the window begins elsewhere.
    private struct Points: Equatable {
        var forces: [[Double]]
        var readings: [[Double]]
        var deviations: [[Double?]]
        var curve: [Double]

        init?(_ draft: CalibrationDraft?) throws {
            guard let draft else { return nil }
            forces = draft.run.series.map { $0.points.map(\.force) }
            readings = draft.run.series.map { $0.points.map(\.reading) }
            deviations = draft.run.series.map { $0.points.map(\.deviation) }
            curve = try draft.evaluation().sensorCurve().numbers
        }
    }

    private func folder() -> String { Scratch.path("interrupted") }

    @Test func killedAtEveryLineItGoesOnAndEndsWithTheSamePoints() throws {
        let folder = folder()
        let whole = try calibration("\(folder)/whole.json")
        let points = try #require(try Points(whole.start()))
        let count = whole.technician.lines.count
        #expect(count > 30)
        // After the last one there is nothing left to do.
        for lines in 0..<count - 1 {
            let other = try calibration("\(folder)/\(lines).json")
            other.technician.killedAfterLines = lines
            #expect(try other.start() == nil)
            other.technician.begin()
            #expect(try Points(other.start()) == points, "killed after line \(lines)")
        }
    }

    @Test func killedAtAnyMomentItGoesOnAndEndsWithTheSamePoints() throws {
        let folder = folder()
        let whole = try calibration("\(folder)/whole.json")
        let begin = whole.chain.now
        let points = try #require(try Points(whole.start()))
        let seconds = whole.chain.now.seconds(since: begin)
        for moment in stride(from: 0.7, to: seconds, by: 7.3) {
            let other = try calibration("\(folder)/\(moment).json")
            other.technician.killedAt = begin.advanced(bySeconds: moment)
            #expect(try other.start() == nil)
            other.technician.begin()
            #expect(try Points(other.start()) == points, "killed after \(moment) of \(seconds) s")
        }
    }

    @Test func killedAgainAndAgainItComesToTheSameEnd() throws {
        let folder = folder()
        let points = try #require(try Points(calibration("\(folder)/whole.json").start()))
        let other = try calibration("\(folder)/again.json")
        var starts = 1
        // Killed whenever it has captured one thing more: a title, what was captured, and the next title.
        other.technician.killedAfterLines = 2
        var found = try other.start()
        while found == nil, starts < 100 {
            other.technician.begin()
            other.technician.killedAfterLines = 2
            found = try other.start()
            starts += 1
        }
        #expect(try starts > 15 && Points(found) == points, "\(starts) starts")
    }

    /// A plan of three loads with the named weights, in the middle of which somebody leaves.
    private func plan(_ weights: [(serial: String, mass: Double)]) throws -> CalibrationPlan {
        let certified = try weights.map { serial, mass in
            CertifiedWeight(
                serial: serial, weight: try #require(Weight(kilograms: mass, relativeUncertainty: 1e-4)), weightClass: nil,
                certificate: nil, dueWallMicroseconds: nil)
        }
        return CalibrationPlan(
            loads: [0, 10, 20], known: try #require(KnownLoads(unit: .kilogram, gravity: .unknown, weights: certified)),
            mountings: SeriesMountings(series: 2, isRemounted: false), preloads: 0, onlyAscending: true)
    }

    @Test(arguments: [
        [("A1", 10.0), ("A3", 10)], [("A1", 10), ("A2", 10), ("A3", 10)], [("A1", 10), ("A2", 10.002)],
    ])
    func otherWeightsDoNotGoOnWithAnInterruptedCalibration(weights: [(serial: String, mass: Double)]) throws {
        let file = CaptureFile(path: "\(folder()).json")
        let first = try plan([("A1", 10), ("A2", 10)])
        var session = CalibrationSession(plan: first, sensor: "cell", file: file)
        try session.begin(unit: "counts", noise: 1, resolution: 1)
        try session.finish(0, CalibrationSession.Capture(reading: 1000, deviation: 1, samples: 200))
        var other = CalibrationSession(plan: try plan(weights), sensor: "cell", file: file)
        let error = #expect(throws: CommandError.self) { try other.resume() }
        #expect(error?.text.contains("another unfinished calibration") == true && other.next == 0)
        var same = CalibrationSession(plan: first, sensor: "cell", file: file)
        #expect(try same.resume() && same.next == 1)
        file.discard()
    }
}
