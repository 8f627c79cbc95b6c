import Samples

/// Where loads are put on a sensor: its samples, what somebody types, what they are told, and the time.
///
/// In a program it is a ``LiveWeighingPlace``; a test gives it a pretend sensor and a time that runs as fast as it is asked.
protocol WeighingPlace: AnyObject {
    /// Of the readings.
    var unit: String { get }
    var now: HostInstant { get }
    /// What has come within a moment; NaN where samples are missing.
    func readings() throws(CommandError) -> [LiveReadings.Sample]
    /// Whether a reference cell stands under the same load.
    var hasReference: Bool { get }
    /// What has come of the reference cell; nothing when there is none.
    func referenceReadings() throws(CommandError) -> [LiveReadings.Sample]
    /// The next line that was typed; nil while there is none.
    ///
    /// - Throws: when nobody will type any more.
    func typed() throws(CommandError) -> String?
    /// A line that stays.
    func say(_ text: String)
    /// A line that is written over by the next one.
    func show(_ text: String)
}

extension WeighingPlace {
    var hasReference: Bool { false }
    func referenceReadings() throws(CommandError) -> [LiveReadings.Sample] { [] }
}
