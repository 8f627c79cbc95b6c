import Calibration
import Certificates
import Interface
import LinuxIO
import Testing

@testable import Console

/// Calibrations, tests and weights that are due, and checks that drift or fail: what a station says of them.
struct CalibrationDueTests {
    private static let day: Int64 = 86_400_000_000

    private func station(_ name: String) throws -> DaemonProcess {
        let folder = try DaemonProcess.makeFolder(name)
        let text =
            "[station]\ncalibration_months = 24\n[sensor.cell]\ndriver = \"text\"\npath = \"/nowhere\"\nunit = \"counts\"\n"
        try Files.replace(folder + "/holdfast.toml", with: Array(text.utf8))
        return try DaemonProcess(folder: folder)
    }

    private func call(_ daemon: DaemonProcess, _ method: String, _ parameters: [(String, JSONValue)]) throws -> JSONObject {
        try daemon.client(control: true).call(Method.calibration(method), parameters)
    }

    private func conditions(_ daemon: DaemonProcess) throws -> [String] {
        try daemon.call("GetStatus")["findings"]?.array?.compactMap { $0.object?["condition"]?.string } ?? []
    }

    /// Puts a calibration of so many days ago in force.
    private func calibrate(_ daemon: DaemonProcess, daysAgo: Int64, validDays: Int) throws {
        var fields = try #require(CellDraft.fields().object)
        fields["validDays"] = .integer(Int64(validDays))
        let draft = try CalibrationDraft(fields: fields)
        let record = CalibrationRecord(
            try draft.evaluation(), of: draft,
            from: RecordOrigin(
                station: "there", software: "test", driver: "text", device: "cell",
                madeWallMicroseconds: Clock.wallMicroseconds() - daysAgo * Self.day, user: 0))
        _ = try call(daemon, "Import", [("sensor", .string("cell")), ("record", .string(record.text))])
    }

    private func doubts(_ daemon: DaemonProcess) throws -> [String] {
        try daemon.sensor("cell")?["calibrationDoubts"]?.array?.compactMap(\.string) ?? []
    }

    @Test func whatIsDueIsSaidBeforeAndAfterItsDay() throws {
        let daemon = try station("due")
        try calibrate(daemon, daysAgo: 300, validDays: 365)
        #expect(try daemon.sensor("cell")?["calibrationDue"]?.string == "in_time")
        try calibrate(daemon, daysAgo: 336, validDays: 365)
        #expect(try daemon.sensor("cell")?["calibrationDue"]?.string == "soon" && doubts(daemon) == [])
        #expect(try conditions(daemon).contains("calibration_soon"))
        try calibrate(daemon, daysAgo: 400, validDays: 365)
        #expect(try daemon.sensor("cell")?["calibrationDue"]?.string == "overdue" && doubts(daemon) == ["overdue"])
        #expect(try conditions(daemon).filter { $0.hasPrefix("calibration_") } == ["calibration_due"])
        // Without a date of its own, it is due when the settings say.
        _ = try call(daemon, "Accept", [("draft", CellDraft.fields())])
        let due = try #require(try daemon.sensor("cell")?["calibrationDueWallUs"]?.integer)
        #expect((due - Clock.wallMicroseconds() + Self.day / 2) / Self.day == 731)

        func weight(_ serial: String, _ days: Int64) throws {
            let due = Clock.wallMicroseconds() + days * Self.day
            let weight = JSONObject([
                ("serial", .string(serial)), ("mass", .number(20)), ("class", .string("M1")), ("dueWallUs", .integer(due)),
            ])
            _ = try call(daemon, "AddWeight", [("weight", .object(weight))])
        }
        try weight("A1", 400)
        #expect(try !conditions(daemon).contains("weights_due"))
        try weight("A2", -3)
        #expect(try conditions(daemon).contains("weights_due"))
        let dates = try daemon.call("GetStatus")["dueDates"]?.array?.compactMap(\.object) ?? []
        #expect(dates.compactMap { $0["name"]?.string } == ["A2", "A1", "cell"])
        #expect(dates.compactMap { $0["state"]?.string } == ["overdue", "in_time", "in_time"])
    }

    @Test func checksThatDriftAreSaidBeforeOneFails() throws {
        let daemon = try station("drift")
        _ = try call(daemon, "Accept", [("draft", CellDraft.fields())])
        func check(_ error: Double) throws -> Double {
            let answer = try call(
                daemon, "AddCheck",
                [
                    ("sensor", .string("cell")), ("known", .number(200)), ("measured", .number(200 + error)),
                    ("relativeUncertainty", .number(1e-4)),
                ])
            return try #require(answer["check"]?.object?["score"]?.number)
        }
        let score = try check(0.05)
        #expect(score > 0 && score < 1)
        #expect(try doubts(daemon) == [])
        let large = 0.05 * 0.7 / score
        for _ in 0..<4 { _ = try check(large) }
        let summary = try #require(try daemon.sensor("cell")?["checks"]?.object)
        #expect(summary["count"]?.integer == 5 && summary["drift"]?.string == "four_of_five" && summary["passed"]?.bool == true)
        #expect(abs((summary["error"]?.number ?? 0) - large) < 1e-9 && abs((summary["score"]?.number ?? 0) - 0.7) < 1e-6)
        #expect(try doubts(daemon) == ["checks_drift"] && conditions(daemon).contains("check_drift"))
        _ = try check(-5 * large)
        #expect(try doubts(daemon).contains("check_failed") && conditions(daemon).contains("check_failed"))
        #expect(try daemon.sensor("cell")?["checks"]?.object?["score"]?.number ?? 0 < -1)
        // A new calibration has no checks yet.
        _ = try call(daemon, "Accept", [("draft", CellDraft.fields(countsPerNewton: 1601))])
        #expect(try doubts(daemon) == [] && daemon.sensor("cell")?["checks"] == nil)
    }
}
