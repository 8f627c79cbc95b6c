import Certificates
import Samples

/// What the batches of one sensor have in common as long as its calibration stays: looked up once, not for every batch.
///
/// Owned by the stream that it belongs to.
final class LiveSeries {
    let sensor: SensorNumber
    let name: String
    let calibration: UInt16
    /// What has made the readings.
    let made: SensorDescription?
    let signals: [(signal: LiveSignal, name: String, unit: String)]

    init(of reading: Reading, in view: StationView, signals: [LiveSignal]) {
        let made = view.sensor(behind: reading)
        self.made = made
        sensor = reading.sensor
        name = view.name(of: reading.sensor)
        calibration = reading.calibration
        self.signals = signals.map { ($0, $0.name(on: made?.kind ?? .cell), $0.unit(made)) }
    }

    func fits(_ reading: Reading) -> Bool { calibration == reading.calibration && sensor == reading.sensor }

    /// The values of a reading, in the order of the signals.
    func value(_ signal: Int, of reading: Reading) -> Float { signals[signal].signal.value(reading, made) }
}
