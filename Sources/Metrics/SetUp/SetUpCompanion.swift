public import Samples

/// A companion's part of a hold, as the analysis of several sensors needs it.
public struct SetUpCompanion: Sendable {
    public var name: String
    public var place: SetUpPlace
    public var kind: SensorKind
    public var isCalibrated: Bool
    /// The moment of its first sample.
    public var begin: HostInstant
    public var record: HoldRecord

    public init(
        name: String, place: SetUpPlace, kind: SensorKind, isCalibrated: Bool, begin: HostInstant, record: HoldRecord
    ) {
        self.name = name
        self.place = place
        self.kind = kind
        self.isCalibrated = isCalibrated
        self.begin = begin
        self.record = record
    }
}
