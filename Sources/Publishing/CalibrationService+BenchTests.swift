import Calibration
import Certificates
import Interface
import LinuxIO
import Store

/// Tests of plates and bands: evaluating, accepting, listing, reverting.
extension CalibrationService {
    /// - Returns: nil when the call is none of these.
    func benchTest(_ call: VarlinkCall, _ parameters: inout ParameterReader, _ peer: VarlinkPeer) throws(VarlinkError)
        -> VarlinkOutcome?
    {
        switch call.member {
        case "EvaluatePlate": return try evaluate(&parameters, isBand: false)
        case "EvaluateBand": return try evaluate(&parameters, isBand: true)
        case "AcceptPlate": return try accept(&parameters, isBand: false, peer)
        case "AcceptBand": return try accept(&parameters, isBand: true, peer)
        case "ListBenchTests":
            let sensor = try parameters.optionalString("sensor")
            let kind = try optionalKind(&parameters)
            try parameters.finish()
            let found = try read { (reader) throws(StoreError) in try reader.benchTests(sensor: sensor, kind: kind?.rawValue) }
            return reply([("tests", .array(found.map { .object(Self.json($0)) }))])
        case "ShowBenchTest":
            let found = try stored(&parameters)
            var members: [(String, JSONValue)] = [("test", .object(Self.json(found))), ("record", .string(found.record))]
            if let record = try? BenchTestRecord(parsing: Array(found.record.utf8)),
                let evaluation = try? record.draft.test.evaluation()
            {
                members.append((Self.reportName(record.draft), .object(BenchTestReport.json(evaluation))))
            }
            return reply(members)
        case "ExportBenchTest": return reply([("record", .string(try stored(&parameters).record))])
        case "ImportBenchTest": return try take(&parameters, peer)
        case "RevertBenchTest": return try revert(&parameters, peer)
        case "GetTension": return try tension(&parameters)
        default: return nil
        }
    }

    private static func reportName(_ draft: BenchTestDraft) -> String { draft.test.kind == .band ? "band" : "plate" }

    private func optionalKind(_ parameters: inout ParameterReader) throws(VarlinkError) -> BenchTestKind? {
        guard let name = try parameters.optionalString("test") else { return nil }
        guard let kind = BenchTestKind(rawValue: name) else { throw .invalidParameter("test") }
        return kind
    }

    private func stored(_ parameters: inout ParameterReader) throws(VarlinkError) -> StoredBenchTest {
        let id = try parameters.string("id")
        try parameters.finish()
        let found = try read { (reader) throws(StoreError) in try reader.benchTest(id) }
        guard let found else { throw noSuchBenchTest(id) }
        return found
    }

    // MARK: evaluating

    private func evaluate(_ parameters: inout ParameterReader, isBand: Bool) throws(VarlinkError) -> VarlinkOutcome {
        let (_, evaluation, _) = try draft(&parameters, isBand: isBand)
        return reply([("report", .object(BenchTestReport.json(evaluation)))])
    }

    private func draft(_ parameters: inout ParameterReader, isBand: Bool) throws(VarlinkError) -> (
        draft: BenchTestDraft, evaluation: BenchTestEvaluation, report: SensorReport
    ) {
        let value = try parameters.anything("draft")
        try parameters.finish()
        guard var object = value.object else { throw .invalidParameter("draft") }
        if isBand { object["test"] = .string(BenchTestKind.band.rawValue) }
        let given: BenchTestDraft
        do throws(RecordError) { given = try BenchTestDraft(fields: object) } catch { throw refused([error.text]) }
        guard isBand == (given.test.kind == .band) else { throw refused(["test must be \"corners\", \"points\" or \"matrix\""]) }
        let (report, made) = try fitting(given.sensor, given.test.kind)
        let inForce = made.benchTest(given.test.kind)
        if let before = given.before, before != inForce?.id {
            throw refused([
                "\(before) was in force when this was measured, and now \(inForce?.id ?? "none") is: measure again"
            ])
        }
        // The station knows these data better than the caller: the earlier test that is applied to the numbers, and the
        // uncertainty of the sensor's forces.
        var draft = given.made(with: inForce?.id, inForce?.record.result)
        if case .band(var test) = draft.test, test.reference == nil {
            test.reference = try? made.certificate?.evaluation.reference(for: test.tensions)
            draft.test = .band(test)
        }
        do throws(RecordError) { return (draft, try draft.test.evaluation(), report) } catch { throw refused([error.text]) }
    }

    /// A sensor on which such a test can be in force.
    private func fitting(_ name: String, _ kind: BenchTestKind) throws(VarlinkError) -> (SensorReport, SensorDescription) {
        guard let report = station.backend.sensors().first(where: { $0.name == name }),
            let made = station.view.sensor(named: name)
        else { throw .noSuchSensor(name, in: description) }
        let problem: String? =
            switch kind {
            case .corners where made.certificate != nil, .matrix where made.certificate != nil: Self.takeBack(name)
            case .corners where made.calibration.channels != 0b1111: "\(name) is no plate on four cells"
            case .points where report.kind != "plate": "\(name) is no plate"
            case .matrix where report.channels.count < 6: "\(name) has no six signals"
            case .band where made.calibration.channels.nonzeroBitCount != 1: "\(name) has several channels: it is no band"
            case .band where made.unit != "N": "\(name) is not calibrated: a band has newtons, see `holdfast help calibrate`"
            default: nil
            }
        if let problem { throw refused([problem]) }
        return (report, made)
    }

    // MARK: changing

    private func accept(_ parameters: inout ParameterReader, isBand: Bool, _ peer: VarlinkPeer) throws(VarlinkError)
        -> VarlinkOutcome
    {
        let (draft, evaluation, report) = try draft(&parameters, isBand: isBand)
        let record = BenchTestRecord(evaluation, of: draft, from: origin(report, peer))
        keep(record, for: draft.sensor, peer, [("report", .object(BenchTestReport.json(evaluation)))])
        return .later
    }

    private func take(_ parameters: inout ParameterReader, _ peer: VarlinkPeer) throws(VarlinkError) -> VarlinkOutcome {
        let name = try parameters.string("sensor")
        let text = try parameters.string("record")
        try parameters.finish()
        let record: BenchTestRecord
        do throws(RecordError) {
            record = try BenchTestRecord(parsing: Array(text.utf8))
            // This version must be able to evaluate it; otherwise its uncertainty would be text only.
            _ = try record.draft.test.evaluation()
        } catch { throw refused([error.text]) }
        _ = try fitting(name, record.draft.test.kind)
        keep(record, for: name, peer, [])
        return .later
    }

    private func keep(_ record: BenchTestRecord, for sensor: String, _ peer: VarlinkPeer, _ members: [(String, JSONValue)]) {
        let kind = record.draft.test.kind.rawValue
        log(peer, "puts the test \(record.id) (\(kind)) in force on \(sensor)")
        let kept = StoredBenchTest(
            id: record.id, sensor: sensor, kind: kind, addedWallMicroseconds: Clock.wallMicroseconds(), user: peer.user,
            dueWallMicroseconds: record.dueWallMicroseconds, record: record.text)
        change(.insertBenchTest(kept), peer, missing: noSuchBenchTest(record.id)) { _ in
            [("id", .string(record.id))] + members
        }
    }

    private func revert(_ parameters: inout ParameterReader, _ peer: VarlinkPeer) throws(VarlinkError) -> VarlinkOutcome {
        let name = try parameters.string("sensor")
        guard let kind = try optionalKind(&parameters) else { throw .invalidParameter("test") }
        let id = try parameters.optionalString("to")
        try parameters.finish()
        if kind == .corners || kind == .matrix, station.view.sensor(named: name)?.certificate != nil {
            throw refused([Self.takeBack(name)])
        }
        log(peer, "reverts the test of \(name) (\(kind.rawValue)) to \(id ?? "the one before")")
        let change = CalibrationChange.revertBenchTest(
            sensor: name, kind: kind.rawValue, to: id, user: peer.user, wallMicroseconds: Clock.wallMicroseconds())
        self.change(change, peer, missing: noSuchBenchTest(id ?? "")) { now in now.map { [("id", .string($0))] } ?? [] }
        return .later
    }

    // MARK: using

    /// The forces for lengths, from the band's curve in force.
    private func tension(_ parameters: inout ParameterReader) throws(VarlinkError) -> VarlinkOutcome {
        let name = try parameters.string("sensor")
        let value = try parameters.anything("lengths")
        try parameters.finish()
        guard let lengths = value.array?.compactMap(\.number), lengths.count == value.array?.count, lengths.count <= 10_000,
            lengths.allSatisfy(\.isFinite)
        else { throw .invalidParameter("lengths") }
        guard let made = station.view.sensor(named: name) else { throw .noSuchSensor(name, in: description) }
        guard let band = made.band else { throw refused(["no stretch of \(name) is in force: see `holdfast help band`"]) }
        return reply([
            ("id", .string(band.id)),
            ("tensions", .array(lengths.map { .object(BenchTestReport.tension(band.evaluation, at: $0)) })),
        ])
    }

    // MARK: parts

    private static func takeBack(_ name: String) -> String {
        "the calibration of \(name) was made with the gains in force: take it back first, with `holdfast calibrations revert \(name) "
            + "--to settings`, and calibrate again afterwards"
    }

    private func noSuchBenchTest(_ id: String) -> VarlinkError {
        let message =
            id.isEmpty
            ? "there is no test before" : "there is no test \(id): see `holdfast plate list` and `holdfast band list`"
        return VarlinkError(description.name + ".NoSuchBenchTest", [("id", .string(id)), ("message", .string(message))])
    }

    private static func json(_ stored: StoredBenchTest) -> JSONObject {
        var object = JSONObject([
            ("id", .string(stored.id)), ("sensor", .string(stored.sensor)), ("test", .string(stored.kind)),
            ("addedWallUs", .integer(stored.addedWallMicroseconds)), ("user", .integer(Int64(stored.user))),
        ])
        object["dueWallUs"] = stored.dueWallMicroseconds.map(JSONValue.integer)
        object["state"] = .string(stored.isInForce ? "in_force" : "superseded")
        return object
    }
}
