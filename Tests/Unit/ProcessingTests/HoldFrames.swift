import Calibration
import Metrics
import Processing
import Samples
import Seeding

/// A cell of 1 kHz at which somebody pulls once: rest, 300 N within 150 ms, five seconds, release. Seeded noise.
struct HoldFrames {
    var rate = 1000.0
    var onset = 4.0
    var seconds = 12.0
    var height = 300.0
    var sensor = SensorNumber(0)
    /// Whether 8 Hz of 8 N come up 5.6 s after the onset, in a hold that is then longer.
    var trembling = false
    var holdSeconds: Double { trembling ? 7.5 : 5 }

    static let settings = PipelineSettings(
        kind: .cell, calibration: SensorCalibration(state: .settings, channels: 1), setUp: 0,
        onset: OnsetParameters(.cell))

    func force(_ time: Double, _ noise: inout SeededNumbers) -> Double {
        let white = noise.even(0.5)
        let rise = min(max((time - onset) / 0.15, 0), 1)
        let fall = min(max((time - onset - holdSeconds) / 0.2, 0), 1)
        // A triangle wave needs no mathematics library.
        let phase = (8 * time).truncatingRemainder(dividingBy: 1)
        let tremor = trembling && time > onset + 5.6 ? 8 * (4 * abs(phase - 0.5) - 1) * (1 - fall) : 0
        return height * (rise - fall) + 0.4 * white + tremor
    }

    func at(_ time: Double) -> HostInstant { HostInstant(nanoseconds: 1_000_000_000).advanced(bySeconds: time) }

    /// The mark of the locked clock, then the samples.
    func list() -> [Frame] {
        var values = [8 of Double](repeating: .nan)
        values[0] = rate
        var frames = [
            Frame(sensor: sensor, present: 0, flags: .clockLocked, index: 0, time: at(0), arrival: at(0), values: values)
        ]
        var noise = SeededNumbers(seed: 7)
        for index in 0..<Int(seconds * rate) {
            let time = Double(index) / rate
            var values = [8 of Double](repeating: .nan)
            values[0] = force(time, &noise)
            frames.append(
                Frame(
                    sensor: sensor, present: 1, flags: index == 0 ? .discontinuity : [], index: UInt64(index), time: at(time),
                    arrival: at(time), values: values))
        }
        return frames
    }
}
