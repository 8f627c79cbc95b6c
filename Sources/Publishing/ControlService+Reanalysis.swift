import Interface
import LinuxIO
import Messages
public import Store

/// What a client wants to be computed again.
public struct ReanalysisQuery: Sendable {
    /// What the forces are computed with.
    public enum Calibration: Sendable, Equatable {
        case then
        case now
        /// The record of this id.
        case record(String)

        /// As it is stored with the result.
        public var name: String {
            switch self {
            case .then: StoredResult.then
            case .now: StoredResult.now
            case .record(let id): id
            }
        }

        init(_ name: String?) {
            switch name {
            case nil, StoredResult.then: self = .then
            case StoredResult.now: self = .now
            case let id?: self = .record(id)
            }
        }
    }

    public var hold: Int64
    public var calibration: Calibration
    /// Whether the settings are those of now, and not those of then.
    public var takesSettings: Bool
    public var reason: String?
    public var user: UInt32
    public var wallMicroseconds: Int64
}

/// Why a hold was not computed again.
public enum ReanalysisFailure: Error, Sendable {
    case noSuchHold
    /// The hold has no trace, in one word.
    case noTrace(String)
    /// The trace lacks samples of this sensor.
    case incomplete(String)
    /// The disk has changed the hold.
    case altered
    /// No sensor of the hold has such a record, or it does not fit the sensor.
    case noSuchCalibration(String)
    /// The settings have no sensor of this name and kind.
    case noSuchSensor(String)
    /// This sensor has no calibration now.
    case notCalibrated(String)
    /// The hold does not show which force of this sensor by one calibration is which by the other.
    case notComparable(String)
    case store(StoreError)
}

extension ControlService {
    func reanalyze(_ call: Control1.Reanalyze, _ peer: VarlinkPeer) throws(VarlinkError) -> VarlinkOutcome {
        guard call.hold >= 0 else { throw .invalidParameter("hold") }
        guard [nil, StoredResult.then, StoredResult.now].contains(call.settings) else { throw .invalidParameter("settings") }
        try description.checkText(call.calibration, "calibration", longest: TextLimit.reason)
        try description.checkText(call.reason, "reason", longest: TextLimit.reason)
        let query = ReanalysisQuery(
            hold: call.hold, calibration: ReanalysisQuery.Calibration(call.calibration),
            takesSettings: call.settings == StoredResult.now, reason: call.reason, user: peer.user,
            wallMicroseconds: Clock.wallMicroseconds())
        log(peer, "has hold \(call.hold) computed again")
        let server = server
        station.backend.reanalyze(query) { result in
            switch result {
            case .success(.stored(let number)):
                server?.answer(peer.ticket, .reply(Control1.Reanalyze.Reply(result: number, stored: true).reply()))
            case .success(.unchanged(let number)):
                server?.answer(peer.ticket, .reply(Control1.Reanalyze.Reply(result: number, stored: false).reply()))
            case .success(.noSuchHold), .failure(.noSuchHold):
                server?.answer(peer.ticket, .error(.noSuchHold(query.hold, in: .control)))
            case .failure(let failure): server?.answer(peer.ticket, .error(VarlinkError(failure, query)))
            }
        }
        return .later
    }
}

extension VarlinkError {
    fileprivate init(_ failure: ReanalysisFailure, _ query: ReanalysisQuery) {
        let hold = query.hold
        func cannot(_ reason: String, _ message: String) -> VarlinkError {
            VarlinkError(
                InterfaceDescription.control.name + ".CannotReanalyze",
                [("hold", .integer(hold)), ("reason", .string(reason)), ("message", .string("hold \(hold): \(message)"))])
        }
        self =
            switch failure {
            case .noSuchHold: .noSuchHold(hold, in: .control)
            case .noTrace(let reason): cannot(reason, "it has no trace: \(reason.replacing("_", with: " "))")
            case .incomplete(let sensor): cannot("incomplete", "its trace lacks samples of \(sensor)")
            case .altered: cannot("altered", "the disk has changed it; restore a backup")
            case .noSuchCalibration(let id):
                cannot(
                    "no_such_calibration",
                    "no sensor of it can use a record \"\(id)\": see `holdfast calibrations` and `holdfast plate list`")
            case .noSuchSensor(let name):
                cannot("no_such_sensor", "the settings have no sensor \"\(name)\" of this kind: only \"then\" can be used")
            case .notCalibrated(let name):
                cannot("not_calibrated", "\(name) has no calibration now: connect it, or name a record")
            case .notComparable(let sensor):
                cannot(
                    "not_comparable",
                    "it does not show which force of \(sensor) by the one calibration is which by the other")
            case .store(let error): .storeUnavailable(error, in: .control)
            }
    }
}
