public import Calibration
public import Certificates
public import Metrics
public import Samples

/// The settings that a pipeline needs for its sensor.
public struct PipelineSettings: BitwiseCopyable, Sendable {
    public var kind: SensorKind
    public var calibration: SensorCalibration
    /// Sensors with the same number take part in the same holds.
    public var setUp: UInt16
    /// Trigger levels and windows of the onset machine.
    public var onset: OnsetParameters
    /// Newtons above which the sensor counts as saturated.
    public var capacity: Double
    /// The overload limit, N, which the sensor should never exceed.
    public var overload: Double
    /// Of a companion.
    public var companion = CompanionSettings()

    /// Whether stages made for `other` are also valid for these settings.
    public func detects(as other: PipelineSettings) -> Bool {
        kind == other.kind && onset == other.onset && companion == other.companion
    }

    public init(
        kind: SensorKind, calibration: SensorCalibration, setUp: UInt16, onset: OnsetParameters,
        capacity: Double = .infinity, overload: Double = .infinity
    ) {
        self.overload = overload
        self.capacity = capacity
        self.kind = kind
        self.calibration = calibration
        self.setUp = setUp
        self.onset = onset
    }
}

extension PipelineSettings {
    public init(_ sensor: SensorDescription) {
        self.init(
            kind: sensor.kind, calibration: sensor.calibration, setUp: sensor.setUp, onset: sensor.onset,
            capacity: sensor.capacity ?? .infinity, overload: sensor.overload ?? .infinity)
        companion = sensor.companion
    }
}
