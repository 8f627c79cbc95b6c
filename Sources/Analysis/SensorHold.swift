public import Metrics
public import Samples

/// One sensor's part of a hold, finally analysed.
public struct SensorHold: Sendable, Equatable {
    public var sensor: SensorNumber
    /// The first sample that was analysed: its frame index and its moment. Positions in `result` count from it.
    public var firstIndex: UInt64
    public var begin: HostInstant
    /// The moment of the onset at which windows start.
    public var onset: HostInstant?
    /// The moment of the last sample of the hold.
    public var end: HostInstant
    public var result: HoldResult
    /// The session that the hold belongs to.
    public var session: Int64?
    /// The calibration of the sensor with which the hold was measured.
    public var calibration: UInt16

    public init(
        sensor: SensorNumber, firstIndex: UInt64, begin: HostInstant, onset: HostInstant?, end: HostInstant, result: HoldResult,
        session: Int64? = nil, calibration: UInt16 = 0
    ) {
        self.calibration = calibration
        self.session = session
        self.sensor = sensor
        self.firstIndex = firstIndex
        self.begin = begin
        self.onset = onset
        self.end = end
        self.result = result
    }
}

/// One effort of one athlete on all sensors of a set-up that recorded it.
public struct CompletedHold: Sendable, Equatable {
    public var number: UInt64
    /// In the order in which the sensors ended.
    public var sensors: [SensorHold]
    /// What the sensors have together; empty for a single sensor.
    public var setUp: [SetUpNumber]

    public init(number: UInt64, sensors: [SensorHold], setUp: [SetUpNumber]) {
        self.number = number
        self.sensors = sensors
        self.setUp = setUp
    }

    /// The earliest onset of its sensors.
    public var onset: HostInstant? { sensors.compactMap(\.onset).min() }

    /// The session that the hold belongs to.
    public var session: Int64? { sensors.lazy.compactMap(\.session).first }

    /// Explosive if at least one sensor detected a fast rise.
    public var kind: HoldKind { sensors.contains { $0.result.kind == .explosive } ? .explosive : .sustained }
}
