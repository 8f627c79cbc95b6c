public import Calibration
public import Messages
public import Samples
public import Store

/// The part of the station that the services use. Called on the publish thread; answers at once from data that the station has.
public protocol StationBackend: AnyObject, Sendable {
    func status() -> StationStatus
    func sensors() -> [SensorReport]
    func devices() -> [DeviceReport]
    /// Counts changes of the sensors' states, so that clients can be notified of them.
    var stateVersion: UInt64 { get }
    /// The rings of the sensors that are measured now.
    func view() -> StationView

    /// Requests a tare; the answer is an event that carries the ticket.
    func tare(_ sensor: SensorNumber, ticket: UInt64)
    /// Marks this moment.
    func mark(_ text: MarkText)
    func annotate(hold: Int64, _ annotation: StoredAnnotation, answer: @escaping @Sendable (Result<Bool, StoreError>) -> Void)
    func exclude(
        hold: Int64, excluded: Bool, reason: String?, user: UInt32,
        answer: @escaping @Sendable (Result<Bool, StoreError>) -> Void)
    /// Deletes a hold and its trace; false when there is no such hold.
    func delete(hold: Int64, user: UInt32, answer: @escaping @Sendable (Result<Bool, StoreError>) -> Void)
    /// Withdraws a note; false when the hold has no such note.
    func withdraw(note: Int64, of hold: Int64, user: UInt32, answer: @escaping @Sendable (Result<Bool, StoreError>) -> Void)
    /// Changes the calibrations in the store, and applies the change from then on.
    func calibrate(
        _ change: CalibrationChange, answer: @escaping @Sendable (Result<CalibrationOutcome, StoreError>) -> Void)
    /// Opens the trace of a hold.
    func trace(_ query: TraceQuery, answer: @escaping @Sendable (Result<HoldTrace, TraceFailure>) -> Void)
    /// Computes a stored hold again.
    func reanalyze(
        _ query: ReanalysisQuery, answer: @escaping @Sendable (Result<Store.ResultOutcome, ReanalysisFailure>) -> Void)
    /// A reader has found the database damaged: it is checked, and replaced if that is true.
    func databaseIsDamaged()
    /// Reads the settings again; the answer has their problems.
    func reload(answer: @escaping @Sendable ([String]) -> Void)
}

/// A change of calibrations, bench tests or weights.
public enum CalibrationChange: Sendable {
    /// Stores a calibration and puts it in force.
    case insert(StoredCalibration)
    /// Puts another calibration in force; nil is the previous one, "settings" is none.
    case revert(sensor: String, to: String?, user: UInt32, wallMicroseconds: Int64)
    case check(StoredCheck)
    /// Puts another zero in force.
    case zero(StoredZero)
    /// Stores a test of a plate or a band and puts it in force.
    case insertBenchTest(StoredBenchTest)
    /// Puts another test of the same kind in force; nil is the previous one, "none" is none.
    case revertBenchTest(sensor: String, kind: String, to: String?, user: UInt32, wallMicroseconds: Int64)
    /// Adds, replaces or removes a weight.
    case weight(StoredWeight)
}

public enum CalibrationOutcome: Sendable {
    /// The calibration in force now; nil when the settings are in force.
    case done(String?)
    /// There is no such calibration.
    case unknown
}

/// The reply of `GetStatus`.
public struct StationStatus: Sendable, Equatable {
    public var station = ""
    public var version = ""
    public var features: [String] = []
    public var startedWallMicroseconds: Int64 = 0
    public var uptimeSeconds = 0.0
    public var epoch = ""
    public var isRealTime = false
    public var sensors = 0
    public var streaming = 0
    public var refused: UInt64 = 0
    public var recording: String?
    /// Months from a calibration to the next, by the settings.
    public var calibrationMonths = 12
    public var warnings: [String] = []
    /// Problems that need attention, by condition; each is also a warning.
    public var findings: [StationFinding] = []
    public init() {}
}

/// A problem that needs attention.
public struct StationFinding: Sendable, Equatable {
    /// The condition, in one word that does not change: `holdfast doctor` has a cure for each.
    public var condition: String
    /// The sensor that has the problem.
    public var sensor: String?
    public var text: String

    public init(_ condition: String, sensor: String? = nil, _ text: String) {
        self.condition = condition
        self.sensor = sensor
        self.text = text
    }

    /// The same without its numbers, for clients that may not read forces: the text about a sensor may contain one.
    var withoutNumbers: StationFinding {
        guard sensor != nil else { return self }
        return StationFinding(condition, sensor: sensor, "\(condition): members of group holdfast see more in `holdfast sensors`")
    }

    /// The text of the warning.
    var sentence: String { sensor.map { "\($0): \(text)" } ?? text }
}

/// The data of one sensor in `ListSensors`; phase, hold and newest force come from the ring.
public struct SensorReport: Sendable, Equatable {
    public var name = ""
    public var kind = SensorKind.cell
    public var role = ""
    public var setUp = ""
    public var driver = ""
    public var state = Station1.SensorState.absent
    public var reason: String?
    /// The reason in one word.
    public var condition: String?
    public var device: String?
    public var channels: [(name: String, unit: String)] = []
    public var calibration = CalibrationState.none
    /// The calibration record in force.
    public var calibrationID: String?
    public var unit = "N"
    /// The device's address in the settings.
    public var address = ""
    public var rate: Double?
    public var jitterMicroseconds: Double?
    /// Parts per million by which the device's clock is fast.
    public var clockDrift: Double?
    public var frames: UInt64 = 0
    public var lost: UInt64 = 0
    public var corrupt: UInt64 = 0
    public var notANumber: UInt64 = 0
    public var resent: UInt64 = 0
    /// Single impossible samples that were left out.
    public var spikes: UInt64 = 0
    /// The number of samples in which each conversion is repeated, if it is more than one.
    public var repeats: Double?
    /// How far the force is below rest, N, while it is.
    public var negativeLoad: Double?
    /// How often the force went below rest and returned.
    public var negativePulls: UInt64 = 0
    /// The reason why the sensor cannot be armed.
    public var unrest: HoldEvent.Unrest?
    /// Samples that lack a channel whose value never came.
    public var incomplete: UInt64 = 0
    /// Samples whose device time stood still or stepped back.
    public var interpolated: UInt64 = 0
    /// How often its clock has begun anew during a stream, and its rate before the last time.
    public var clockRestarts: UInt64 = 0
    public var rateBefore: Double?
    /// Gaps whose number of samples is uncertain.
    public var uncertainGaps: UInt64 = 0
    public init() {}

    public static func == (a: SensorReport, b: SensorReport) -> Bool {
        a.name == b.name && a.state == b.state && a.reason == b.reason && a.device == b.device && a.rate == b.rate
            && a.calibration == b.calibration && a.calibrationID == b.calibrationID && a.frames == b.frames
            && a.findings == b.findings
    }
}

/// The data of one device in `ListDevices`.
public struct DeviceReport: Sendable, Equatable {
    public var path = ""
    public var vendor = ""
    public var product = ""
    public var serial = ""
    public var port = ""
    public var usbId = ""
    public var sensor: String?
    public var driver: String?
    /// The maturity of that driver.
    public var maturity: Station1.Maturity?
    public var isAccessible = false
    public var advice: String?
    public init() {}
}
