import Calibration
import Certificates
import Interface
import LinuxIO
import Messages
import Samples
import Store

/// Tests of plates and bands: evaluating, accepting, listing, reverting.
extension CalibrationService {
    /// - Returns: nil when the call is none of these.
    func benchTest(_ call: VarlinkCall, _ peer: VarlinkPeer) throws(VarlinkError) -> VarlinkOutcome? {
        let given = call.parameters
        switch call.member {
        case "EvaluatePlate":
            let report = BenchTestReport(try draft(given, isBand: false).evaluation)
            return report.plate.map { .reply(Calibration1.EvaluatePlate.Reply(report: $0).reply()) }
        case "EvaluateBand":
            let report = BenchTestReport(try draft(given, isBand: true).evaluation)
            return report.band.map { .reply(Calibration1.EvaluateBand.Reply(report: $0).reply()) }
        case "AcceptPlate": return try accept(given, isBand: false, peer)
        case "AcceptBand": return try accept(given, isBand: true, peer)
        case "ListBenchTests":
            let call = try Calibration1.ListBenchTests(parameters: given)
            let found = try read { (reader) throws(StoreError) in
                try reader.benchTests(sensor: call.sensor, kind: call.test?.rawValue)
            }
            return .reply(Calibration1.ListBenchTests.Reply(tests: found.compactMap(Calibration1.BenchTest.init)).reply())
        case "ShowBenchTest":
            let found = try stored(try Calibration1.ShowBenchTest(parameters: given).id)
            guard let test = Calibration1.BenchTest(found) else { throw noSuchBenchTest(found.id) }
            let record = try? BenchTestRecord(parsing: Array(found.record.utf8))
            let report = record.flatMap { try? $0.draft.test.evaluation() }.map(BenchTestReport.init)
            return .reply(
                Calibration1.ShowBenchTest.Reply(test: test, record: found.record, plate: report?.plate, band: report?.band)
                    .reply())
        case "ExportBenchTest":
            let found = try stored(try Calibration1.ExportBenchTest(parameters: given).id)
            return .reply(Calibration1.ExportBenchTest.Reply(record: found.record).reply())
        case "ImportBenchTest": return try take(try Calibration1.ImportBenchTest(parameters: given), peer)
        case "RevertBenchTest": return try revert(try Calibration1.RevertBenchTest(parameters: given), peer)
        case "GetTension": return try tension(try Calibration1.GetTension(parameters: given))
        default: return nil
        }
    }

    private func stored(_ id: String) throws(VarlinkError) -> StoredBenchTest {
        let found = try read { (reader) throws(StoreError) in try reader.benchTest(id) }
        guard let found else { throw noSuchBenchTest(id) }
        return found
    }

    // MARK: evaluating

    private func draft(_ given: JSONObject, isBand: Bool) throws(VarlinkError) -> (
        draft: BenchTestDraft, evaluation: BenchTestEvaluation, report: SensorReport
    ) {
        var object = try draftObject(given)
        if isBand { object["test"] = .string(BenchTestKind.band.rawValue) }
        let given: BenchTestDraft
        do throws(RecordError) { given = try BenchTestDraft(fields: object) } catch { throw refused([error.text]) }
        guard isBand == (given.test.kind == .band) else { throw refused(["test must be \"corners\", \"points\" or \"matrix\""]) }
        let (report, made) = try fitting(given.sensor, given.test.kind)
        let inForce = made.benchTest(given.test.kind)
        if let before = given.before, before != inForce?.id {
            throw refused([
                "\(before) was in force when this was measured, and now it is \(inForce?.id ?? "none"): measure again"
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
            case _ where !made.kind.isForce: "\(name) measures no force"
            case .corners where made.certificate != nil, .matrix where made.certificate != nil: Self.takeBack(name)
            case .corners where made.calibration.channels != 0b1111: "\(name) is not a plate with four cells"
            case .points where report.kind != .plate: "\(name) is not a plate"
            case .matrix where report.channels.count < 6: "\(name) does not have six signals"
            case .band where made.calibration.channels.nonzeroBitCount != 1: "\(name) has several channels, and a band has one"
            case .band where made.unit != "N":
                "\(name) is not calibrated: a band test needs newtons; see `holdfast help calibrate`"
            default: nil
            }
        if let problem { throw refused([problem]) }
        return (report, made)
    }

    // MARK: changing

    private func accept(_ given: JSONObject, isBand: Bool, _ peer: VarlinkPeer) throws(VarlinkError) -> VarlinkOutcome {
        var (draft, evaluation, report) = try draft(given, isBand: isBand)
        if let excess = draft.excess(evaluation) {
            guard draft.acceptedWorse != nil else { throw refused([excess + ", unless \"acceptedWorse\" says why"]) }
        } else {
            draft.acceptedWorse = nil
        }
        let record = BenchTestRecord(evaluation, of: draft, from: origin(report, peer))
        switch BenchTestReport(evaluation) {
        case .plate(let report):
            keep(record, for: draft.sensor, peer, Calibration1.AcceptPlate.Reply(id: record.id, report: report))
        case .band(let report):
            keep(record, for: draft.sensor, peer, Calibration1.AcceptBand.Reply(id: record.id, report: report))
        }
        return .later
    }

    private func take(_ call: Calibration1.ImportBenchTest, _ peer: VarlinkPeer) throws(VarlinkError) -> VarlinkOutcome {
        let record: BenchTestRecord
        do throws(RecordError) {
            record = try BenchTestRecord(parsing: Array(call.record.utf8))
            // This version must be able to evaluate it; otherwise its uncertainty would be text only.
            _ = try record.draft.test.evaluation()
        } catch { throw refused([error.text]) }
        _ = try fitting(call.sensor, record.draft.test.kind)
        keep(record, for: call.sensor, peer, Calibration1.ImportBenchTest.Reply(id: record.id))
        return .later
    }

    private func keep(_ record: BenchTestRecord, for sensor: String, _ peer: VarlinkPeer, _ reply: some Message) {
        let kind = record.draft.test.kind.rawValue
        log(peer, "puts the test \(record.id) (\(kind)) in force on \(sensor)")
        let kept = StoredBenchTest(
            id: record.id, sensor: sensor, kind: kind, addedWallMicroseconds: Clock.wallMicroseconds(), user: peer.user,
            dueWallMicroseconds: record.dueWallMicroseconds, record: record.text)
        change(.insertBenchTest(kept), peer, missing: noSuchBenchTest(record.id)) { _ in reply }
    }

    private func revert(_ call: Calibration1.RevertBenchTest, _ peer: VarlinkPeer) throws(VarlinkError) -> VarlinkOutcome {
        let (name, kind) = (call.sensor, call.test)
        if kind == .corners || kind == .matrix, station.view.sensor(named: name)?.certificate != nil {
            throw refused([Self.takeBack(name)])
        }
        log(peer, "reverts the test of \(name) (\(kind.rawValue)) to \(call.to ?? "the previous one")")
        let change = CalibrationChange.revertBenchTest(
            sensor: name, kind: kind.rawValue, to: call.to, user: peer.user, wallMicroseconds: Clock.wallMicroseconds())
        let missing = call.to.map(noSuchBenchTest) ?? noPrevious("test", of: name, "NoSuchBenchTest")
        self.change(change, peer, missing: missing) { Calibration1.RevertBenchTest.Reply(id: $0) }
        return .later
    }

    // MARK: using

    /// The forces for lengths, from the band's curve in force.
    private func tension(_ call: Calibration1.GetTension) throws(VarlinkError) -> VarlinkOutcome {
        guard call.lengths.count <= 10_000, call.lengths.allSatisfy(\.isFinite) else { throw .invalidParameter("lengths") }
        guard let made = station.view.sensor(named: call.sensor) else { throw .noSuchSensor(call.sensor, in: description) }
        guard let band = made.band else {
            throw refused(["no stretch test of \(call.sensor) is in force: see `holdfast help band`"])
        }
        return .reply(
            Calibration1.GetTension.Reply(
                id: band.id, tensions: call.lengths.map { Calibration1.Tension(band.evaluation, at: $0) }
            ).reply())
    }

    // MARK: parts

    private static func takeBack(_ name: String) -> String {
        "the calibration of \(name) was made with the gains in force: revert it first with `holdfast calibrations revert \(name) "
            + "--to settings`, and calibrate again afterwards"
    }

    private func noSuchBenchTest(_ id: String) -> VarlinkError {
        let message = "there is no test \(id): see `holdfast plate list` and `holdfast band list`"
        return VarlinkError(description.name + ".NoSuchBenchTest", [("id", .string(id)), ("message", .string(message))])
    }
}
