import Calibration
import Certificates
public import Interface
import LinuxIO
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
        var parameters = ParameterReader(call.parameters)
        do throws(VarlinkError) {
            switch call.member {
            case "List":
                let sensor = try parameters.optionalString("sensor")
                try parameters.finish()
                let found = try read { (reader) throws(StoreError) in try reader.calibrations(sensor: sensor) }
                return reply([("calibrations", .array(found.map { .object(Self.json($0)) }))])
            case "Show": return try show(&parameters)
            case "Evaluate":
                var draft = try draft(&parameters)
                // Points of a sensor that does not exist here can be evaluated too.
                if let made = station.view.sensor(named: draft.sensor) { try complete(&draft, made) }
                return reply([("report", .object(CalibrationReport.json(try evaluated(draft))))])
            case "Accept": return try accept(&parameters, peer)
            case "Revert": return try revert(&parameters, peer)
            case "Export":
                let id = try parameters.string("id")
                try parameters.finish()
                return reply([("record", .string(try stored(id).record))])
            case "Import": return try take(&parameters, peer)
            case "AddCheck": return try addCheck(&parameters, peer)
            case "Zero": return try zero(&parameters, peer)
            case "ListZeros":
                let sensor = try parameters.string("sensor")
                try parameters.finish()
                let found = try read { (reader) throws(StoreError) in try reader.zeros(of: sensor) }
                return reply([("zeros", .array(found.map { .object(Self.json($0)) }))])
            case "ListDeviceCalibrations":
                let sensor = try parameters.optionalString("sensor")
                try parameters.finish()
                let found = try read { (reader) throws(StoreError) in try reader.deviceCalibrations(of: sensor) }
                return reply([("calibrations", .array(found.map { .object(Self.json($0)) }))])
            case "ListChecks":
                let sensor = try parameters.string("sensor")
                try parameters.finish()
                let found = try read { (reader) throws(StoreError) in try reader.checks(of: sensor) }
                return reply([("checks", .array(found.map { .object(Self.json($0)) }))])
            default: return try benchTest(call, &parameters, peer) ?? .error(.methodNotImplemented(call.method))
            }
        } catch { return .error(error) }
    }

    func reply(_ members: [(String, JSONValue)]) -> VarlinkOutcome {
        .reply(VarlinkReply.message { writer in for (name, value) in members { writer.field(name, value) } })
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

    private func show(_ parameters: inout ParameterReader) throws(VarlinkError) -> VarlinkOutcome {
        let id = try parameters.string("id")
        try parameters.finish()
        let found = try stored(id)
        var members: [(String, JSONValue)] = [
            ("calibration", .object(Self.json(found))), ("record", .string(found.record)),
        ]
        if let record = try? CalibrationRecord(parsing: Array(found.record.utf8)),
            let evaluation = try? record.draft.evaluation()
        {
            members.append(("report", .object(CalibrationReport.json(evaluation))))
        }
        return reply(members)
    }

    private func draft(_ parameters: inout ParameterReader) throws(VarlinkError) -> CalibrationDraft {
        let value = try parameters.anything("draft")
        try parameters.finish()
        guard let object = value.object else { throw .invalidParameter("draft") }
        do throws(RecordError) { return try CalibrationDraft(fields: object) } catch { throw refused([error.text]) }
    }

    private func evaluated(_ draft: CalibrationDraft) throws(VarlinkError) -> CalibrationEvaluation {
        let problems = CalibrationCheck().refusals(draft.run)
        guard problems.isEmpty else { throw refused(problems.map(\.message)) }
        do throws(CalibrationRefusal) { return try draft.evaluation() } catch { throw refused([error.message]) }
    }

    // MARK: changing

    private func accept(_ parameters: inout ParameterReader, _ peer: VarlinkPeer) throws(VarlinkError) -> VarlinkOutcome {
        var draft = try draft(&parameters)
        let (report, made) = try sensor(draft.sensor)
        try complete(&draft, made)
        let evaluation = try evaluated(draft)
        let record = CalibrationRecord(evaluation, of: draft, from: origin(report, peer))
        keep(record, for: draft.sensor, peer, [("report", .object(CalibrationReport.json(evaluation)))])
        return .later
    }

    private func take(_ parameters: inout ParameterReader, _ peer: VarlinkPeer) throws(VarlinkError) -> VarlinkOutcome {
        let name = try parameters.string("sensor")
        let text = try parameters.string("record")
        try parameters.finish()
        let (_, made) = try sensor(name)
        let record: CalibrationRecord
        do throws(RecordError) { record = try CalibrationRecord(parsing: Array(text.utf8)) } catch { throw refused([error.text]) }
        if let problem = problem(record.draft.conditions.cells, made) { throw refused([problem]) }
        // This version must be able to evaluate it; otherwise its uncertainty would be text only.
        _ = try evaluated(record.draft)
        keep(record, for: name, peer, [])
        return .later
    }

    private func keep(
        _ record: CalibrationRecord, for sensor: String, _ peer: VarlinkPeer, _ members: [(String, JSONValue)]
    ) {
        log(peer, "puts calibration \(record.id) in force on \(sensor)")
        let kept = StoredCalibration(
            id: record.id, sensor: sensor, addedWallMicroseconds: Clock.wallMicroseconds(), user: peer.user,
            rangeClass: record.rangeClass.rawValue, dueWallMicroseconds: record.dueWallMicroseconds, record: record.text)
        change(.insert(kept), peer, unknown: record.id) { _ in [("id", .string(record.id))] + members }
    }

    private func revert(_ parameters: inout ParameterReader, _ peer: VarlinkPeer) throws(VarlinkError) -> VarlinkOutcome {
        let name = try parameters.string("sensor")
        let id = try parameters.optionalString("to")
        try parameters.finish()
        log(peer, "reverts \(name) to \(id ?? "the calibration before")")
        let change = CalibrationChange.revert(
            sensor: name, to: id, user: peer.user, wallMicroseconds: Clock.wallMicroseconds())
        self.change(change, peer, unknown: id ?? "") { now in now.map { [("id", .string($0))] } ?? [] }
        return .later
    }

    private func addCheck(_ parameters: inout ParameterReader, _ peer: VarlinkPeer) throws(VarlinkError) -> VarlinkOutcome {
        let name = try parameters.string("sensor")
        let known = try parameters.number("known")
        let measured = try parameters.number("measured")
        let share = try parameters.number("relativeUncertainty")
        let note = try parameters.optionalText("note", longest: TextLimit.reason, in: description) ?? ""
        try parameters.finish()
        guard note.utf8.count <= 1000 else { throw .invalidParameter("note") }
        guard let certificate = station.view.sensor(named: name)?.certificate else {
            throw refused(["\(name) has no calibration that could be checked: see `holdfast calibrate`"])
        }
        guard let reference = LoadReference(cellRelativeUncertainty: share) else {
            throw .invalidParameter("relativeUncertainty")
        }
        let expanded: Double
        do throws(CalibrationGap) { expanded = try certificate.evaluation.budget(at: known).expanded } catch {
            throw refused(["the calibration gives no uncertainty at \(known) N: \(error.name)"])
        }
        guard let result = SpotCheck(measured: measured, expanded: expanded, known: known, reference: reference) else {
            throw refused(["nothing can be decided from these numbers"])
        }
        let check = StoredCheck(
            sensor: name, calibration: certificate.id, wallMicroseconds: Clock.wallMicroseconds(), user: peer.user, known: known,
            measured: measured, expanded: expanded, score: result.number, isPassed: result.isPassed, note: note)
        log(peer, "checks \(name): \(result.isPassed ? "passed" : "failed")")
        change(.check(check), peer, unknown: "") { _ in [("check", .object(Self.json(check)))] }
        return .later
    }

    func change(
        _ change: CalibrationChange, _ peer: VarlinkPeer, unknown id: String,
        _ members: @escaping @Sendable (String?) -> [(String, JSONValue)]
    ) {
        self.change(change, peer, missing: noSuchCalibration(id), members)
    }

    func change(
        _ change: CalibrationChange, _ peer: VarlinkPeer, missing: VarlinkError,
        _ members: @escaping @Sendable (String?) -> [(String, JSONValue)]
    ) {
        let server = server
        let description = description
        station.backend.calibrate(change) { result in
            switch result {
            case .success(.done(let now)):
                let message = VarlinkReply.message { writer in
                    for (name, value) in members(now) { writer.field(name, value) }
                }
                server?.answer(peer.ticket, .reply(message))
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
        guard made.calibration.transform == nil else {
            throw refused(["\(name) has its forces from a matrix: they are calibrated by `holdfast plate matrix`"])
        }
        return (report, made)
    }

    /// Adds the data that the station knows better than the caller: the conditions of a sum of cells.
    private func complete(_ draft: inout CalibrationDraft, _ made: SensorDescription) throws(VarlinkError) {
        let expected = made.cells
        if let given = draft.conditions.cells, given.cornerTest != expected?.cornerTest {
            throw refused([
                "the corner-load test \(given.cornerTest ?? "none") was in force when this was measured, and now "
                    + "\(expected?.cornerTest ?? "none") is: measure again"
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
            return "the record is of readings that \(made.name) does not have: channels \(names), corner-load test "
                + "\(cells?.cornerTest ?? "none"), and it has \(ownNames), \(own?.cornerTest ?? "none"), or its settings are others"
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
        let message =
            id.isEmpty ? "there is no calibration before" : "there is no calibration \(id): see `holdfast calibrations list`"
        return VarlinkError(description.name + ".NoSuchCalibration", [("id", .string(id)), ("message", .string(message))])
    }

    private static func json(_ stored: StoredCalibration) -> JSONObject {
        var object = JSONObject([
            ("id", .string(stored.id)), ("sensor", .string(stored.sensor)),
            ("addedWallUs", .integer(stored.addedWallMicroseconds)), ("user", .integer(Int64(stored.user))),
            ("class", .string(stored.rangeClass)),
        ])
        object["dueWallUs"] = stored.dueWallMicroseconds.map(JSONValue.integer)
        object["state"] = .string(stored.isInForce ? "in_force" : "superseded")
        return object
    }

    private static func json(_ check: StoredCheck) -> JSONObject {
        var object = JSONObject([
            ("calibration", .string(check.calibration)), ("wallUs", .integer(check.wallMicroseconds)),
            ("user", .integer(Int64(check.user))), ("known", .number(check.known)), ("measured", .number(check.measured)),
            ("expanded", .number(check.expanded)), ("score", .number(check.score)), ("passed", .bool(check.isPassed)),
            ("note", .string(check.note)),
        ])
        if check.isAltered { object["altered"] = .bool(true) }
        return object
    }
}
