import Analysis
import Calibration
import Certificates
import Glibc
import Metrics
import Processing
import RingBuffer
import Samples
import Testing

private struct SetUpOutput: ProcessingOutput {
    var analysis: StationAnalysis
    mutating func emit(_ reading: Reading) { analysis.receive(reading) }
    mutating func emit(_ event: HoldEvent) { analysis.receive(event) }
}

/// A hold of two plates and a band, whose lags, shares and oscillations are known.
struct SetUpHoldTests {
    private struct Sensor {
        var description: SensorDescription
        var rate: Double
        var lag: Double
        var level: Double
        /// The time constant of the delay from the band's oscillation, and how much of it arrives.
        var delay = 0.0
        var gain = 1.0
    }

    private static let end = 22.0

    private static func sensor(
        _ name: String, _ kind: SensorKind, rate: Double, lag: Double, level: Double, place: (inout SetUpPlace) -> Void
    ) -> Sensor {
        var description = SensorDescription(
            name: name, kind: kind,
            calibration: SensorCalibration(
                state: .settings, channels: kind == .plate ? 0b1111 : 1,
                plate: kind == .plate ? .fourCells(FourCellPlate(width: 0.4, length: 0.6)) : nil))
        description.device = name
        description.standing = false
        place(&description.place)
        return Sensor(description: description, rate: rate, lag: lag, level: level)
    }

    private static var sensors: [Sensor] {
        var band = sensor("band", .cell, rate: 320, lag: 0.16, level: 200) { place in
            place.role = "left_arm"
            place.band = BandDirection(elevation: 30, azimuth: 0)
        }
        var push = sensor("push", .plate, rate: 1000, lag: 0, level: 600) { place in
            place.role = "push_leg"
            place.plate = PlatePosition(right: 200, forward: 0, turn: 0)
        }
        let swing = sensor("swing", .plate, rate: 1000, lag: 0.08, level: 200) { place in
            place.role = "swing_leg"
            place.plate = PlatePosition(right: -200, forward: 0, turn: 0)
        }
        (band.gain, push.gain, push.delay) = (1, 0.5, 0.04)
        return [band, push, swing]
    }

    /// A sum of sines that is not periodic in the plateau.
    private static func oscillation(_ time: Double) -> Double {
        stride(from: 0.7, to: 6, by: 0.37).reduce(0) { $0 + sin(2 * .pi * $1 * time + 40 * $1 * $1) }
    }

    private static func force(_ sensor: Sensor, _ time: Double) -> Double {
        let since = time - 7 - sensor.lag
        guard since > 0 else { return 0 }
        let x = since / 0.06
        let rise = 1 - (1 + x) * exp(-x)
        let shaking =
            sensor.level == 200 && sensor.description.kind == .plate ? 0 : sensor.gain * oscillation(time - sensor.delay)
        return (sensor.level + shaking) * rise * (time > 20 ? exp(-(time - 20) / 0.03) : 1)
    }

    private static func frames(_ sensors: [Sensor]) -> [Frame] {
        var frames: [Frame] = []
        for (number, sensor) in sensors.enumerated() {
            let number = SensorNumber(UInt16(number))
            var lock = Frame(endOf: number, at: HostInstant(nanoseconds: 0))
            (lock.flags, lock.index, lock.values[0]) = (.clockLocked, 0, sensor.rate)
            frames.append(lock)
            let count = Int(end * sensor.rate)
            let isPlate = sensor.description.kind == .plate
            for index in 0..<count {
                let time = Double(index) / sensor.rate
                // A little noise that needs no generator.
                let force = force(sensor, time) + 0.2 * Double((index * 7919) % 13 - 6) / 6
                var values = [8 of Double](repeating: .nan)
                // The centre of pressure goes round a circle of 10 mm at 0.5 Hz.
                let (x, y) = (0.01 * sin(.pi * time) / 0.2, 0.01 * cos(.pi * time) / 0.3)
                for cell in 0..<(isPlate ? 4 : 1) {
                    let side = cell % 2 == 1 ? x : -x
                    let front = cell < 2 ? y : -y
                    values[cell] = isPlate ? force / 4 * (1 + side + front) : force
                }
                let at = HostInstant(nanoseconds: Int64(time * 1e9))
                frames.append(
                    Frame(
                        sensor: number, present: isPlate ? 15 : 1, flags: [], index: UInt64(index), time: at, arrival: at,
                        values: values))
            }
            var mark = Frame(endOf: number, at: HostInstant(nanoseconds: Int64(end * 1e9)))
            mark.index = UInt64(count)
            frames.append(mark)
        }
        return frames.sorted { ($0.arrival, $0.index) < ($1.arrival, $1.index) }
    }

    private static func hold(_ sensors: [Sensor], chunk: Int) throws -> CompletedHold {
        let descriptions = sensors.map(\.description)
        let processor = StationProcessor(sensors: descriptions.map { PipelineSettings($0) }, nextHold: 1)
        var output = SetUpOutput(analysis: StationAnalysis(Editions(descriptions)))
        for (index, frame) in frames(sensors).enumerated() {
            processor.process(frame, into: &output)
            if index % chunk == 0 { output.analysis.work() }
        }
        processor.finish(at: HostInstant(nanoseconds: Int64((end + 3) * 1e9)), into: &output)
        while !output.analysis.isIdle { output.analysis.work() }
        let (first, second) = (output.analysis.nextCompleted(), output.analysis.nextCompleted())
        let hold = try #require(first).hold
        #expect(second?.hold == nil)
        #expect(hold.sensors.count == sensors.count)
        return hold
    }

    private func number(_ name: String, _ sensors: [String], in hold: CompletedHold) throws -> Measurement {
        try #require(
            hold.setUp.first { $0.measurement.name == name && $0.sensors == sensors }?.measurement, "\(name) of \(sensors)")
    }

    @Test func theSensorsOfAHoldSayTogetherWhatHappened() throws {
        let hold = try Self.hold(Self.sensors, chunk: 1000)
        for (sensor, place, lag) in [("push", 1.0, 0.0), ("swing", 2, 80), ("band", 3, 160)] {
            #expect(try number("onset_place", [sensor], in: hold).value == place)
            guard lag > 0 else { continue }
            let found = try number("onset_lag", [sensor, "push"], in: hold)
            let value = try #require(found.value)
            #expect(abs(value - lag) < 4, "\(sensor): \(value)")
            #expect(try #require(found.lower) <= lag && lag <= (try #require(found.upper)))
        }
        #expect(abs(try #require(try number("share", ["push", "swing"], in: hold).value) - 75) < 0.5)
        #expect(abs(try #require(try number("asymmetry_plateau", ["push", "swing"], in: hold).value) - 50) < 0.5)
        #expect(abs(try #require(try number("coupling_gain", ["push", "band"], in: hold).value) - 0.5) < 0.03)
        let delay = try number("coupling_delay", ["push", "band"], in: hold)
        #expect(abs(try #require(delay.value) - 40) < 2)
        #expect(try #require(delay.lower) < 40 && 40 < (try #require(delay.upper)))
        #expect(try #require(try number("coherence_drift", ["push", "band"], in: hold).value) > 0.9)
        #expect(abs(try #require(try number("oscillation_lag", ["push", "band"], in: hold).value) - 40) < 2)
        #expect(abs(try #require(try number("band_force_up", ["band"], in: hold).value) - 100) < 2)
        #expect(abs(try #require(try number("sway_velocity", ["push"], in: hold).value) - 10 * .pi) < 0.5)
        // Three parts of the load at 200 mm to the right, one at 200 mm to the left; both go round together.
        #expect(abs(try #require(try number("sway_distance", ["push", "swing"], in: hold).value) - 10) < 0.5)
    }

    @Test func everyNumberIsDefinedAndSlicesChangeNothing() throws {
        let hold = try Self.hold(Self.sensors, chunk: 1)
        #expect(hold.setUp == (try Self.hold(Self.sensors, chunk: 100_000)).setUp)
        let names = Set(hold.setUp.map(\.measurement.name))
        for number in hold.setUp {
            let definition = MetricDefinition.named(number.measurement.name)
            #expect(definition?.unit == number.measurement.unit, "\(number.measurement.name)")
        }
        // One band has no other one to be freed from, and no position is measured.
        let missing: [String] = MetricDefinition.setUps.map(\.name).filter { name in
            !names.contains(name) && !name.hasPrefix("partial_coherence") && !name.hasPrefix("band_stiffness")
        }
        #expect(missing == [])
    }

    @Test func aLatencyThatIsStatedIsSubtracted() throws {
        var sensors = Self.sensors
        let before = try number("onset_lag", ["band", "push"], in: try Self.hold(sensors, chunk: 1000))
        sensors[0].description.place.latency = 0.015
        sensors[0].description.place.latencyUncertainty = 0.001
        let after = try number("onset_lag", ["band", "push"], in: try Self.hold(sensors, chunk: 1000))
        #expect(abs(try #require(before.value) - (try #require(after.value)) - 15) < 1e-6)
    }

    @Test func oneSensorHasNothingTogether() throws {
        #expect(try Self.hold([Self.sensors[0]], chunk: 1000).setUp.isEmpty)
    }

    @Test func forcesOfASensorThatNobodyCalibratedAreNotAdded() throws {
        var sensors = Self.sensors
        sensors[2].description.calibration.state = .none
        let hold = try Self.hold(sensors, chunk: 1000)
        #expect(try number("share", ["push", "swing"], in: hold).reason == .otherUnits)
        #expect(try number("asymmetry_peak", ["push", "swing"], in: hold).reason == .otherUnits)
        #expect(try number("onset_place", ["swing"], in: hold).value == 2)
    }
}
