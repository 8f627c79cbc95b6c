public import Samples
public import Store

/// What the services ask of the station. Called on the publish thread; answers at once from what the station has at hand.
public protocol StationBackend: AnyObject, Sendable {
    func status() -> StationStatus
    func sensors() -> [SensorReport]
    func devices() -> [DeviceReport]
    /// Counts changes of the sensors' states, so that clients are told of them.
    var stateVersion: UInt64 { get }
    /// The rings of the sensors that are measured now.
    func view() -> StationView

    /// Asks for a tare; the answer is an event that carries the ticket.
    func tare(_ sensor: SensorNumber, ticket: UInt64)
    func annotate(hold: Int64, _ annotation: StoredAnnotation, answer: @escaping @Sendable (Result<Bool, StoreError>) -> Void)
    func exclude(
        hold: Int64, excluded: Bool, reason: String?, user: UInt32,
        answer: @escaping @Sendable (Result<Bool, StoreError>) -> Void)
    /// Changes what the store knows of calibrations, and measures by that from then on.
    func calibrate(
        _ change: CalibrationChange, answer: @escaping @Sendable (Result<CalibrationOutcome, StoreError>) -> Void)
    /// A read has found the database damaged: it is looked through, and replaced.
    func databaseIsDamaged()
    /// Reads the settings again; the answer has what is wrong with them.
    func reload(answer: @escaping @Sendable ([String]) -> Void)
}

/// A change of what is known about calibrations.
public enum CalibrationChange: Sendable {
    /// Keeps it and puts it in force.
    case insert(StoredCalibration)
    /// Puts another one in force; nil is the one before, "settings" is none.
    case revert(sensor: String, to: String?, user: UInt32, wallMicroseconds: Int64)
    case check(StoredCheck)
    /// Puts another zero in force.
    case zero(StoredZero)
    /// Keeps a test of a plate or a band and puts it in force.
    case insertBenchTest(StoredBenchTest)
    /// Puts another one of its kind in force; nil is the one before, "none" is none.
    case revertBenchTest(sensor: String, kind: String, to: String?, user: UInt32, wallMicroseconds: Int64)
}

public enum CalibrationOutcome: Sendable {
    /// What is in force now; nil when the settings are.
    case done(String?)
    /// There is no such calibration.
    case unknown
}

/// What `GetStatus` answers.
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
    public var warnings: [String] = []
    /// What somebody should see to, by condition; each is a warning too.
    public var findings: [StationFinding] = []
    public init() {}
}

/// Something that somebody should see to.
public struct StationFinding: Sendable, Equatable {
    /// Which condition it is, in one word that stays: `holdfast doctor` knows the cure of each.
    public var condition: String
    /// The sensor that it is about.
    public var sensor: String?
    public var text: String

    public init(_ condition: String, sensor: String? = nil, _ text: String) {
        self.condition = condition
        self.sensor = sensor
        self.text = text
    }

    /// The same, where nobody may read a force: what is said of a sensor may have one.
    var withoutNumbers: StationFinding {
        guard sensor != nil else { return self }
        return StationFinding(condition, sensor: sensor, "\(condition): `holdfast sensors` says more to members of the group")
    }

    /// As a warning.
    var sentence: String { sensor.map { "\($0): \(text)" } ?? text }
}

/// What `ListSensors` says of one sensor; phase, hold and newest force are taken from the ring.
public struct SensorReport: Sendable, Equatable {
    public var name = ""
    public var kind = ""
    public var role = ""
    public var setUp = ""
    public var driver = ""
    public var state = "absent"
    public var reason: String?
    /// The same in one word.
    public var condition: String?
    public var device: String?
    public var channels: [(name: String, unit: String)] = []
    public var calibration = "none"
    /// The calibration record in force.
    public var calibrationID: String?
    public var unit = "N"
    /// The device as the settings name it.
    public var address = ""
    public var rate: Double?
    public var jitterMicroseconds: Double?
    public var frames: UInt64 = 0
    public var lost: UInt64 = 0
    public var corrupt: UInt64 = 0
    public var notANumber: UInt64 = 0
    public var resent: UInt64 = 0
    /// Single impossible samples that were left out.
    public var spikes: UInt64 = 0
    /// Samples that each conversion is said in, where that is more than one.
    public var repeats: Double?
    /// How far force is below rest, N, while it is.
    public var negativeLoad: Double?
    /// How often force went below rest and came back.
    public var negativePulls: UInt64 = 0
    /// What keeps the sensor from arming.
    public var unrest: HoldEvent.Unrest?
    /// Samples without a channel whose value never came.
    public var incomplete: UInt64 = 0
    /// Samples whose device time stood still or stepped back.
    public var interpolated: UInt64 = 0
    /// How often its clock has begun anew in the middle of a stream, and the rate that it had before the last time.
    public var clockRestarts: UInt64 = 0
    public var rateBefore: Double?
    public init() {}

    public static func == (a: SensorReport, b: SensorReport) -> Bool {
        a.name == b.name && a.state == b.state && a.reason == b.reason && a.device == b.device && a.rate == b.rate
            && a.calibration == b.calibration && a.calibrationID == b.calibrationID && a.frames == b.frames
            && a.findings == b.findings
    }
}

/// What `ListDevices` says of one device.
public struct DeviceReport: Sendable, Equatable {
    public var path = ""
    public var vendor = ""
    public var product = ""
    public var serial = ""
    public var port = ""
    public var usbId = ""
    public var sensor: String?
    public var driver: String?
    /// Of that driver: `emulated` or `reported`.
    public var maturity: String?
    public var isAccessible = false
    public var advice: String?
    public init() {}
}
