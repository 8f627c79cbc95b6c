import Calibration
import Metrics
import Processing
import Samples
import Seeding

/// Two plates of one set-up through the processor: only there does a plate know of the other one.
enum TwoPlates {
    private struct Output: ProcessingOutput {
        var events: [HoldEvent] = []
        mutating func emit(_ reading: Reading) {}
        mutating func emit(_ event: HoldEvent) { events.append(event) }
    }

    /// The holds that are found, of all plates together: onset and release, s.
    ///
    /// - Parameters:
    ///   - forces: what each plate carries, N over s.
    ///   - noise: SD of each plate's own white noise, N.
    static func holds(
        of forces: [(Double) -> Double], seconds: Double, rate: Double, noise: Double, _ random: inout SeededNumbers
    ) -> [(onset: Double, release: Double)] {
        let settings = PipelineSettings(
            kind: .plate, calibration: SensorCalibration(state: .settings, channels: 1), setUp: 0, onset: OnsetParameters(.plate))
        let processor = StationProcessor(sensors: forces.map { _ in settings }, nextHold: 1)
        var output = Output()
        let start = HostInstant(nanoseconds: 0)
        func send(_ sensor: Int, _ index: Int, _ value: Double, _ flags: FrameFlags = []) {
            var values = [8 of Double](repeating: .nan)
            values[0] = value
            let time = start.advanced(bySeconds: Double(index) / rate)
            processor.process(
                Frame(
                    sensor: SensorNumber(UInt16(sensor)), present: flags.isEmpty ? 1 : 0, flags: flags, index: UInt64(index),
                    time: time, arrival: time, values: values), into: &output)
        }
        let samples = Int(seconds * rate)
        for sensor in forces.indices { send(sensor, 0, rate, .clockLocked) }
        for index in 0..<samples {
            for (sensor, force) in forces.enumerated() {
                send(sensor, index, force(Double(index) / rate) + noise * random.normal())
            }
        }
        for sensor in forces.indices { send(sensor, samples, 0, .ended) }
        processor.finish(at: start.advanced(bySeconds: seconds), into: &output)

        var onsets: [UInt64: Double] = [:]
        var releases: [UInt64: Double] = [:]
        for event in output.events {
            switch event.what {
            case .onsetFinal(let onset): onsets[event.hold] = min(onsets[event.hold] ?? .infinity, onset.position / rate)
            case .ended(let ended): releases[event.hold] = max(releases[event.hold] ?? 0, Double(ended.release) / rate)
            default: break
            }
        }
        return releases.map { (onsets[$0.key] ?? 0, $0.value) }.sorted { $0.onset < $1.onset }
    }
}
