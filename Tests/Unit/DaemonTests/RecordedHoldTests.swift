import Formats
import Interface
import Messages
import LinuxIO
import ReferenceData
import Rehearsal
import Samples
import Testing

@testable import Console

/// Real recordings through pretend sensors into a running daemon, in real time.
@Suite(.enabled(if: ReferenceData.isThere, Comment(rawValue: ReferenceData.reason)))
struct RecordedHoldTests {
    struct Trial: Sendable, CustomStringConvertible {
        var file: String
        var column: String
        var voice: RecordedSensor.Voice
        var kind: SensorKind
        /// Seconds after its end until the sensor falls silent, for a recording that ends under load.
        var leadOut = Double.infinity
        /// What must be the file's own numbers too. None is net of the baseline: that depends on what came before, and here that is a
        /// lead-in that the file does not have.
        var numbers = ["peak_force", "rfd_0_100", "rfd_0_200", "impulse_total_0_250"]
        var description: String { file }
    }

    static let trials = [
        Trial(file: "isometric_plate/ex1_1000hz.csv", column: "Fz", voice: .text, kind: .plate),
        Trial(file: "isometric_plate/ex3_1000hz.csv", column: "Fz", voice: .text, kind: .plate),
        Trial(file: "knee_mvc/Sample_noNoise_1000hz.csv", column: "force_N", voice: .text, kind: .cell),
        Trial(
            file: "chronojump_hx711/explosive_push_hx711_87hz_excerpt.csv", column: "Force(N)", voice: .chronojump(.v0_7),
            kind: .cell, leadOut: 3,
            // Its onset is known to 50 ms: what comes before 200 ms is `too_uncertain`.
            numbers: ["peak_force", "rfd_0_200", "rfd_0_250"]),
    ]

    @Test(arguments: trials)
    func storedHoldsAreThoseOfTheDaemonsOwnRecordingToTheBit(_ trial: Trial) throws {
        let path = try ReferenceData.path("data/" + trial.file)
        let table = try CSVTable(try Files.read(path, limit: 1 << 28))
        let folder = try DaemonProcess.makeFolder("recorded")
        let rehearsal = try RehearsalStation(
            .init(
                folder: folder,
                scene: .recording(
                    RecordedSensor(
                        table: table, columns: [trial.column], voice: trial.voice, kind: trial.kind, leadIn: 8,
                        leadOut: trial.leadOut)),
                bootSeconds: 0.5))
        defer { rehearsal.stop() }
        let daemon = try DaemonProcess(folder: folder)
        #expect(try daemon.wait(90) { try daemon.holds().count >= 1 })
        let stored = try #require(try daemon.holds().first)
        let onset = try #require(stored["sensors"]?.array?.first?.object?["onset"]?.number) + 0.02
        func mark(_ daemon: DaemonProcess) throws -> JSONObject {
            let marking: [(String, JSONValue)] = [("hold", try #require(stored["number"])), ("onset", .number(onset))]
            return try #require(
                try daemon.client(control: true).call(Method.session("MarkOnset"), marking)["mark"]?.object)
        }
        let marked = try mark(daemon)
        daemon.stop()
        let twin = try #require(try daemon.analysedHolds().first { $0["number"] == stored["number"] })
        let part = try #require(stored["sensors"]?.array?.first?.object)
        let other = try #require(twin["sensors"]?.array?.first?.object)
        // A daemon that has just started has nothing in memory, and makes the hold's record from the recording.
        let again = try DaemonProcess(folder: folder)
        #expect(try mark(again)["metrics"] == marked["metrics"])
        again.stop()
        #expect(part["metrics"] == other["metrics"] && part["flags"] == other["flags"] && part["onset"] == other["onset"])
        // And they are the numbers of the file itself: the wire carries every digit. The clock that the daemon fits differs from
        // the file's by a few millionths.
        let direct = try Command.analysis(
            of: [path], try Arguments(["--column", trial.column, "--kind", trial.kind.name], options: Command.analyze.options))
        let expected = HoldText.numbers(try #require(direct.holds.first?.sensors.first).numbers.metrics)
        let got = HoldText.numbers(part)
        for name in trial.numbers {
            let a = try #require(expected[name]?.value)
            let b = try #require(got[name]?.value)
            #expect(abs(a - b) < 2e-4 * abs(a), "\(name): \(a) and \(b)")
        }
    }
}
