public import Metrics
public import Samples

/// A stored hold: final, with the wall time at which it happened.
public struct StoredHold: Sendable, Equatable {
    /// Increases with each hold; never used twice.
    public var number: Int64
    public var kind: HoldKind
    public var setUp: String
    /// Microseconds since 1970: first analysed sample, earliest onset, last sample.
    public var startWallMicroseconds: Int64
    public var onsetWallMicroseconds: Int64?
    public var endWallMicroseconds: Int64
    /// The recording that contains its samples.
    public var recording: String?
    public var isExcluded = false
    public var excludedReason: String?
    /// The time zone of the station at that time: seconds east of UTC, and its name, such as "Europe/Berlin".
    public var utcOffsetSeconds: Int64?
    public var timeZone: String?
    /// The session to which it belongs.
    public var session: Int64?
    public var sensors: [StoredSensorHold]
    /// What the sensors have together.
    public var setUpNumbers: [SetUpNumber] = []
    /// How these numbers were computed; nil where it is not known.
    public var origin: StoredResult?
    /// How many results it has.
    public var resultCount: Int64 = 1
    /// What the detector has decided, as a JSON object, for a hold that is to have a trace; nil in a hold that was read.
    public var detection: String?

    public init(
        number: Int64, kind: HoldKind, setUp: String, startWallMicroseconds: Int64, onsetWallMicroseconds: Int64?,
        endWallMicroseconds: Int64, recording: String?, sensors: [StoredSensorHold]
    ) {
        self.number = number
        self.kind = kind
        self.setUp = setUp
        self.startWallMicroseconds = startWallMicroseconds
        self.onsetWallMicroseconds = onsetWallMicroseconds
        self.endWallMicroseconds = endWallMicroseconds
        self.recording = recording
        self.sensors = sensors
    }
}

/// The part of a hold that one sensor measured.
public struct StoredSensorHold: Sendable, Equatable {
    public var sensor: String
    /// The state of the calibration that was in force, by its name.
    public var calibration: String
    /// The calibration record that was in force; nil when there was none.
    public var calibrationID: String?
    /// The class of that record, in the manner of ISO 376.
    public var calibrationClass: String?
    /// The unit that replaces newtons in its numbers: the raw unit of a sensor that is not calibrated.
    public var unit: String
    /// Index of the first analysed sample.
    public var firstSample: UInt64
    public var result: HoldResult

    public init(
        sensor: String, calibration: String, calibrationID: String? = nil, unit: String = "N", firstSample: UInt64,
        result: HoldResult
    ) {
        self.sensor = sensor
        self.calibration = calibration
        self.calibrationID = calibrationID
        self.unit = unit
        self.firstSample = firstSample
        self.result = result
    }
}

/// A note about a hold.
public struct StoredAnnotation: Sendable, Equatable {
    /// Given by the store; 0 before that.
    public var number: Int64
    public var wallMicroseconds: Int64
    public var user: UInt32
    public var text: String
    /// The exertion that the athlete felt, 1 to 10, and the phase of the workout, if given.
    public var score: Int?
    public var phase: String?

    public init(
        number: Int64 = 0, wallMicroseconds: Int64, user: UInt32, text: String, score: Int? = nil, phase: String? = nil
    ) {
        self.number = number
        self.wallMicroseconds = wallMicroseconds
        self.user = user
        self.text = text
        self.score = score
        self.phase = phase
    }
}

/// An event of the station: for example, a sensor was connected or removed, a tare, a change.
public struct StoredEvent: Sendable, Equatable {
    /// The kind of a mark that somebody has set while sensors measure.
    public static let mark = "mark"

    public var wallMicroseconds: Int64
    public var kind: String
    public var sensor: String?
    public var user: UInt32?
    public var text: String

    public init(wallMicroseconds: Int64, kind: String, sensor: String? = nil, user: UInt32? = nil, text: String) {
        self.wallMicroseconds = wallMicroseconds
        self.kind = kind
        self.sensor = sensor
        self.user = user
        self.text = text
    }
}

extension StoredHold {
    /// Whether the disk has changed the hold. Every hold is stored with a sensor.
    public var isAltered: Bool { sensors.isEmpty || sensors.contains { $0.result.flags.contains(.alteredOnDisk) } }

    /// A hold of which only the number is left.
    init(removed number: Int64) {
        self.init(
            number: number, kind: .sustained, setUp: "", startWallMicroseconds: 0, onsetWallMicroseconds: nil,
            endWallMicroseconds: 0, recording: nil, sensors: [])
    }

    /// Removes all numbers, because it is not known which of them the disk has changed.
    mutating func loseNumbers() {
        for index in sensors.indices { sensors[index].result.loseNumbers() }
        setUpNumbers = setUpNumbers.map { number in
            let (name, unit) = (number.measurement.name, number.measurement.unit)
            return SetUpNumber(sensors: number.sensors, measurement: Measurement(name, unit, null: .alteredOnDisk))
        }
    }
}

extension HoldResult {
    mutating func loseNumbers() {
        measurements = measurements.map { Measurement($0.name, $0.unit, null: .alteredOnDisk) }
        onsetTime = nil
        onsetSample = nil
        onsetUncertainty = nil
        flags = .alteredOnDisk
    }
}
