import Samples

/// What can be exported: a recording, or a stored hold.
protocol ExportSource {
    var origin: ExportOrigin { get }
    /// Sends every sample and event to `format`.
    func write(into format: inout some ExportFormat, _ progress: inout Progress) throws(CommandError)
}

/// What receives a recording: one file or several, in one format.
protocol ExportFormat {
    /// A sample of a sensor: a value for each of its signals, NaN where there is none.
    mutating func sample(
        of sensor: Int, index: UInt64, time: HostInstant, flags: FrameFlags, values: [Double]
    ) throws(CommandError)
    mutating func event(_ event: ExportedEvent) throws(CommandError)
    /// Everything is there; the files get their names.
    ///
    /// - Returns: the files.
    mutating func finish() throws(CommandError) -> [String]
}

/// An event of a recording.
struct ExportedEvent {
    var name: String
    /// Index of its sensor among those that are exported.
    var sensor: Int
    var time: HostInstant
    var sample: UInt64
    /// As the origin says; 0 when it belongs to no hold.
    var hold: UInt64
    var values: [(name: String, value: Double)]
    /// Of a mark.
    var text: String?
}

/// What every file says of its origin.
struct ExportOrigin {
    var file: String
    /// What the numbers of holds are.
    var holds: String
    var station: String
    var software: String
    /// The wall clock and the monotonic clock at one moment.
    var wallMicroseconds: Int64
    var monotonic: HostInstant
    var sensors: [ExportedSensor]

    /// The moment from which times in the files are counted: the first sample of all sensors.
    var begin: HostInstant { sensors.map(\.begin).min() ?? monotonic }

    func wall(_ time: HostInstant) -> Int64 {
        wallMicroseconds &+ Int64((time.seconds(since: monotonic) * 1e6).rounded())
    }
}
