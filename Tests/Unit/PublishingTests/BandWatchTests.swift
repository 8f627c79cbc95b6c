import Calibration
import Certificates
import LinuxIO
import Messages
import Metrics
import RingBuffer
import Samples
import Testing

@testable import Publishing

/// Length and stiffness of a band live, from its position sensor.
struct BandWatchTests {
    private func view(isCalibrated: Bool = true) throws -> StationView {
        let layout = BroadcastLayout(minimumSlots: 64)
        let (memory, hops) = try (
            MemoryFile(name: "readings", byteCount: layout.byteCount), MemoryFile(name: "spectra", byteCount: layout.byteCount)
        )
        _ = BroadcastWriter<Reading>(memory: memory.memory, layout: layout, epoch: 1)
        _ = BroadcastWriter<SpectrumHop>(memory: hops.memory, layout: layout, epoch: 1)
        let calibration = SensorCalibration(state: isCalibrated ? .settings : .none, channels: 1)
        var band = SensorDescription(name: "band", kind: .cell, calibration: calibration)
        band.place.band = BandDirection(elevation: 0, azimuth: 0)
        band.place.latency = 0.02
        let length = SensorDescription(name: "length", kind: .position, calibration: calibration)
        return StationView(
            generation: 1, sensors: Editions([band, length]),
            readings: try #require(BroadcastReader<Reading>(memory: memory.memory, byteCount: memory.byteCount)),
            spectra: try #require(BroadcastReader<SpectrumHop>(memory: hops.memory, byteCount: hops.byteCount)),
            events: Ring<HoldEvent>(minimumCapacity: 16), controlEvents: Ring<HoldEvent>(minimumCapacity: 16),
            memory: [memory, hops])
    }

    /// Two seconds of a band of 400 N/m on a sensor of 200 Hz, whose samples are 20 ms late, and of its length at 50 Hz.
    private func watch(_ view: StationView, stretch: (Double) -> Double) throws -> (
        length: Double?, stiffness: Double?, reason: String?
    ) {
        var watch = BandWatch()
        watch.find(in: view)
        func reading(_ sensor: UInt16, _ time: Double, _ value: Double) -> Reading {
            let moment = HostInstant(nanoseconds: Int64(time * 1e9))
            let frame = Frame(
                sensor: SensorNumber(sensor), present: 1, flags: [], index: UInt64(time * 1000), time: moment, arrival: moment,
                values: [8 of Double](repeating: value))
            var reading = Reading(frame: frame, sequence: 0)
            reading.force = value
            return reading
        }
        var newest = reading(0, 0, 0)
        for step in 0...400 {
            let time = 0.005 * Double(step)
            if step % 4 == 0 { watch.note(reading(1, time, 0.9 + stretch(time))) }
            newest = reading(0, time, 400 * stretch(time - 0.02))
            watch.note(newest)
        }
        let found = try #require(watch.message(of: SensorNumber(0), view.sensors[0], newest)?.first)
        #expect(found.source == "length")
        return (found.length, found.stiffness, found.stiffnessReason)
    }

    @Test func aStretchGivesItsSlopeWhateverTheLatency() throws {
        // Faster than any athlete: a late sample would be 20 mm off.
        let found = try watch(try view()) { 0.3 - 0.1 * $0 * $0 * $0 }
        #expect(abs(try #require(found.stiffness) - 400) < 4)
        #expect(abs(try #require(found.length) - 0.4) < 1e-9)
    }

    @Test func aBandThatIsHeldHasALengthAndNoStiffness() throws {
        let found = try watch(try view()) { 0.3 + 0.002 * $0 }
        #expect(found.stiffness == nil && found.reason == "too_uncertain" && found.length != nil)
    }

    @Test func rawValuesAreNoStiffness() throws {
        let found = try watch(try view(isCalibrated: false)) { 0.1 * $0 }
        #expect(found.stiffness == nil && found.reason == "other_units" && found.length == nil)
    }
}
