import Calibration
import Certificates
public import Interface
import LinuxIO
import Messages
import Samples
import Store

/// `org.holdfast.calibration1`: calibrations and checks. Each change is logged with the user who requested it.
public final class CalibrationService: VarlinkService {
    public let description = InterfaceDescription.calibration
    public let access = VarlinkPeer.Access.control

    let station: StationService
    private weak var server: VarlinkServer?

    public init(station: StationService, server: VarlinkServer) {
        self.station = station
        self.server = server
    }

    public func handle(_ call: VarlinkCall, from peer: VarlinkPeer) -> VarlinkOutcome {
        let given = call.parameters
        do throws(VarlinkError) {
            switch call.member {
            case "List":
                let sensor = try Calibration1.List(parameters: given).sensor
                let found = try read { (reader) throws(StoreError) in try reader.calibrations(sensor: sensor) }
                return .reply(Calibration1.List.Reply(calibrations: found.map(Calibration1.Calibration.init)).reply())
            case "Show": return try show(try Calibration1.Show(parameters: given).id)
            case "Evaluate":
                var draft = try draft(given)
                // Points of a sensor that does not exist here can be evaluated too.
                if let made = station.view.sensor(named: draft.sensor) { try complete(&draft, made) }
                return .reply(Calibration1.Evaluate.Reply(report: Calibration1.Report(try evaluated(draft))).reply())
            case "Accept": return try accept(given, peer)
            case "Revert": return revert(try Calibration1.Revert(parameters: given), peer)
            case "Export":
                let id = try Calibration1.Export(parameters: given).id
                return .reply(Calibration1.Export.Reply(record: try stored(id).record).reply())
            case "Import": return try take(try Calibration1.Import(parameters: given), peer)
            case "AddCheck": return try addCheck(try Calibration1.AddCheck(parameters: given), peer)
            case "Zero": return try zero(try Calibration1.Zero(parameters: given).sensor, peer)
            case "ListZeros":
                let sensor = try Calibration1.ListZeros(parameters: given).sensor
                let found = try read { (reader) throws(StoreError) in try reader.zeros(of: sensor) }
                return .reply(Calibration1.ListZeros.Reply(zeros: found.map(Calibration1.ZeroReading.init)).reply())
            case "ListDeviceCalibrations":
                let sensor = try Calibration1.ListDeviceCalibrations(parameters: given).sensor
                let found = try read { (reader) throws(StoreError) in try reader.deviceCalibrations(of: sensor) }
                return .reply(
                    Calibration1.ListDeviceCalibrations.Reply(
                        calibrations: found.map(Calibration1.DeviceCalibration.init)
                    ).reply())
            case "ListChecks":
                let sensor = try Calibration1.ListChecks(parameters: given).sensor
                let found = try read { (reader) throws(StoreError) in try reader.checks(of: sensor) }
                return .reply(Calibration1.ListChecks.Reply(checks: found.map(Calibration1.Check.init)).reply())
            case "ListWeights": return try listWeights()
            case "AddWeight": return try addWeight(given, peer)
            case "RemoveWeight": return removeWeight(try Calibration1.RemoveWeight(parameters: given).serial, peer)
            default: return try benchTest(call, peer) ?? .error(.methodNotImplemented(call.method))
            }
        } catch { return .error(error) }
    }

    func read<Value>(_ body: (borrowing StoreReader) throws(StoreError) -> Value) throws(VarlinkError) -> Value {
        do throws(StoreError) { return try station.withReader(body) } catch { throw .storeUnavailable(error, in: description) }
    }

    private func stored(_ id: String) throws(VarlinkError) -> StoredCalibration {
        let found = try read { (reader) throws(StoreError) in try reader.calibration(id) }
        guard let found else { throw noSuchCalibration(id) }
        return found
    }

    // MARK: reading

    private func show(_ id: String) throws(VarlinkError) -> VarlinkOutcome {
        let found = try stored(id)
        let record = try? CalibrationRecord(parsing: Array(found.record.utf8))
        let evaluation = record.flatMap { try? $0.draft.evaluation() }
        return .reply(
            Calibration1.Show.Reply(
                calibration: Calibration1.Calibration(found), record: found.record,
                report: evaluation.map(Calibration1.Report.init)
            ).reply())
    }

    /// The object of a call whose only parameter is a draft. The reader of records says what is wrong with its contents.
    func draftObject(_ given: JSONObject) throws(VarlinkError) -> JSONObject {
        guard let object = given["draft"]?.object else { throw .invalidParameter("draft") }
        for member in given.members where member.name != "draft" { throw .invalidParameter(member.name) }
        return object
    }

    private func draft(_ given: JSONObject) throws(VarlinkError) -> CalibrationDraft {
        let object = try draftObject(given)
        do throws(RecordError) { return try CalibrationDraft(fields: object) } catch { throw refused([error.text]) }
    }

    private func evaluated(_ draft: CalibrationDraft) throws(VarlinkError) -> CalibrationEvaluation {
        let problems = CalibrationRequirements().refusals(draft.run)
        guard problems.isEmpty else { throw refused(problems.map(\.message)) }
        let evaluation: CalibrationEvaluation
        do throws(CalibrationRefusal) { evaluation = try draft.evaluation() } catch { throw refused([error.message]) }
        if let problem = draft.laboratory?.contradiction(evaluation) { throw refused([problem]) }
        return evaluation
    }

    // MARK: changing

    private func accept(_ given: JSONObject, _ peer: VarlinkPeer) throws(VarlinkError) -> VarlinkOutcome {
        var draft = try draft(given)
        let (report, made) = try sensor(draft.sensor)
        try complete(&draft, made)
        let evaluation = try evaluated(draft)
        if let excess = draft.excess(evaluation) {
            guard draft.acceptedWorse != nil else { throw refused([excess + ", unless \"acceptedWorse\" says why"]) }
        } else {
            draft.acceptedWorse = nil
        }
        draft.validDays = draft.validDays ?? CalibrationDraft.days(months: station.backend.status().calibrationMonths)
        let record = CalibrationRecord(evaluation, of: draft, from: origin(report, peer))
        keep(record, for: draft.sensor, peer, Calibration1.Accept.Reply(id: record.id, report: Calibration1.Report(evaluation)))
        return .later
    }

    private func take(_ call: Calibration1.Import, _ peer: VarlinkPeer) throws(VarlinkError) -> VarlinkOutcome {
        let (_, made) = try sensor(call.sensor)
        let record: CalibrationRecord
        do throws(RecordError) { record = try CalibrationRecord(parsing: Array(call.record.utf8)) } catch {
            throw refused([error.text])
        }
        if let problem = problem(record.draft.conditions.cells, made) { throw refused([problem]) }
        // This version must be able to evaluate it; otherwise its uncertainty would be text only.
        _ = try evaluated(record.draft)
        keep(record, for: call.sensor, peer, Calibration1.Import.Reply(id: record.id))
        return .later
    }

    private func keep(_ record: CalibrationRecord, for sensor: String, _ peer: VarlinkPeer, _ reply: some Message) {
        log(peer, "puts calibration \(record.id) in force on \(sensor)")
        let kept = StoredCalibration(
            id: record.id, sensor: sensor, addedWallMicroseconds: Clock.wallMicroseconds(), user: peer.user,
            rangeClass: record.className, dueWallMicroseconds: record.dueWallMicroseconds, record: record.text)
        change(.insert(kept), peer, unknown: record.id) { _ in reply }
    }

    private func revert(_ call: Calibration1.Revert, _ peer: VarlinkPeer) -> VarlinkOutcome {
        log(peer, "reverts \(call.sensor) to \(call.to ?? "the previous calibration")")
        let change = CalibrationChange.revert(
            sensor: call.sensor, to: call.to, user: peer.user, wallMicroseconds: Clock.wallMicroseconds())
        let missing = call.to.map(noSuchCalibration) ?? noPrevious("calibration", of: call.sensor, "NoSuchCalibration")
        self.change(change, peer, missing: missing) { Calibration1.Revert.Reply(id: $0) }
        return .later
    }

    private func addCheck(_ call: Calibration1.AddCheck, _ peer: VarlinkPeer) throws(VarlinkError) -> VarlinkOutcome {
        let (name, known, measured, note) = (call.sensor, call.known, call.measured, call.note ?? "")
        try description.checkText(note, "note", longest: TextLimit.reason)
        guard let certificate = station.view.sensor(named: name)?.certificate else {
            throw refused(["\(name) has no calibration to check: see `holdfast help calibrate`"])
        }
        guard let reference = LoadReference(cellRelativeUncertainty: call.relativeUncertainty) else {
            throw .invalidParameter("relativeUncertainty")
        }
        let expanded: Double
        do throws(CalibrationGap) { expanded = try certificate.evaluation.budget(at: known).expanded } catch {
            throw refused(["the calibration gives no uncertainty at \(Digits.text(known)) N: \(error.name)"])
        }
        guard let result = SpotCheck(measured: measured, expanded: expanded, known: known, reference: reference) else {
            throw refused(["these numbers do not allow a decision: U must be above 0"])
        }
        let check = StoredCheck(
            sensor: name, calibration: certificate.id, wallMicroseconds: Clock.wallMicroseconds(), user: peer.user, known: known,
            measured: measured, expanded: expanded, score: result.number, isPassed: result.isPassed, note: note)
        log(peer, "checks \(name): \(result.isPassed ? "passed" : "failed")")
        change(.check(check), peer, unknown: certificate.id) { _ in
            Calibration1.AddCheck.Reply(check: Calibration1.Check(check))
        }
        return .later
    }

    /// - Parameter reply: what is answered, from the record that is in force then.
    func change(
        _ change: CalibrationChange, _ peer: VarlinkPeer, unknown id: String,
        _ reply: @escaping @Sendable (String?) -> some Message
    ) {
        self.change(change, peer, missing: noSuchCalibration(id), reply)
    }

    func change(
        _ change: CalibrationChange, _ peer: VarlinkPeer, missing: VarlinkError,
        _ reply: @escaping @Sendable (String?) -> some Message
    ) {
        let server = server
        let description = description
        station.backend.calibrate(change) { result in
            switch result {
            case .success(.done(let now)): server?.answer(peer.ticket, .reply(reply(now).reply()))
            case .success(.unknown): server?.answer(peer.ticket, .error(missing))
            case .failure(let error): server?.answer(peer.ticket, .error(.storeUnavailable(error, in: description)))
            }
        }
    }

    // MARK: parts

    /// A sensor on which a curve can be in force.
    private func sensor(_ name: String) throws(VarlinkError) -> (SensorReport, SensorDescription) {
        guard let report = station.backend.sensors().first(where: { $0.name == name }),
            let made = station.view.sensor(named: name)
        else { throw .noSuchSensor(name, in: description) }
        guard made.kind.isForce else {
            throw refused(["\(name) measures no force: known loads cannot calibrate it; set unit or scale in its settings"])
        }
        guard made.calibration.transform == nil else {
            throw refused(["the forces of \(name) come from a matrix: calibrate them with `holdfast plate matrix`"])
        }
        return (report, made)
    }

    /// Adds the data that the station knows better than the caller: the conditions of a sum of cells.
    private func complete(_ draft: inout CalibrationDraft, _ made: SensorDescription) throws(VarlinkError) {
        let expected = made.cells
        if let given = draft.conditions.cells, given.cornerTest != expected?.cornerTest {
            throw refused([
                "the eccentric-load test \(given.cornerTest ?? "none") was in force when this was measured, and now it is "
                    + "\(expected?.cornerTest ?? "none"): measure again"
            ])
        }
        draft.conditions.cells = expected
        guard expected == nil || draft.maximumDegree == 1 else {
            throw refused(["\(made.name) has several channels: its curve must be a straight line, maximumDegree 1"])
        }
    }

    /// The reason why a calibration record of such a sum cannot be in force on the sensor.
    private func problem(_ cells: CellConditions?, _ made: SensorDescription) -> String? {
        switch (cells, made.cells) {
        case (nil, nil): return nil
        case (let cells?, let own?) where cells.readsAs(own): return nil
        case (let cells, let own):
            let (names, ownNames) = (cells?.channels ?? [], own?.channels ?? [])
            return "the record does not fit \(made.name): it was made with channels \(names) and eccentric-load test "
                + "\(cells?.cornerTest ?? "none"), and the sensor has \(ownNames) and \(own?.cornerTest ?? "none"), or other settings"
        }
    }

    /// The origin of a record that is made here and now.
    func origin(_ report: SensorReport, _ peer: VarlinkPeer) -> RecordOrigin {
        let status = station.backend.status()
        return RecordOrigin(
            station: status.station, software: "holdfast \(status.version)", driver: report.driver, device: report.address,
            madeWallMicroseconds: Clock.wallMicroseconds(), user: peer.user)
    }

    func log(_ peer: VarlinkPeer, _ text: String) {
        Log.notice("calibration", "user \(peer.user) (process \(peer.process)) \(text)")
    }

    func refused(_ problems: [String]) -> VarlinkError {
        VarlinkError(
            description.name + ".Refused",
            [("problems", .array(problems.map(JSONValue.string))), ("message", .string("refused, and nothing was changed"))])
    }

    func noSuchCalibration(_ id: String) -> VarlinkError {
        let message = "there is no calibration \(id): see `holdfast calibrations list`"
        return VarlinkError(description.name + ".NoSuchCalibration", [("id", .string(id)), ("message", .string(message))])
    }

    /// A sensor cannot be reverted: a name with an error is told before a record that is missing.
    func noPrevious(_ record: String, of sensor: String, _ name: String) -> VarlinkError {
        guard station.view.sensor(named: sensor) != nil else { return .noSuchSensor(sensor, in: description) }
        let message = "\(sensor) has no previous \(record)"
        return VarlinkError(description.name + "." + name, [("id", .string("")), ("message", .string(message))])
    }
}
