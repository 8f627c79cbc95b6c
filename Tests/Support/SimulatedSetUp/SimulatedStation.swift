public import Analysis
import Calibration
import Certificates
import Glibc
import Metrics
import Processing
import RingBuffer
import Samples
import Seeding
import Timing

/// The station that measures an athlete: the clocks, the processor and the analysis of the daemon.
public enum SimulatedStation {
    static let plate = FourCellPlate(width: 0.4, length: 0.6)

    private struct Output: ProcessingOutput {
        var analysis: StationAnalysis
        mutating func emit(_ reading: Reading) { analysis.receive(reading) }
        mutating func emit(_ event: HoldEvent) { analysis.receive(event) }
    }

    public static func holds(of scene: Scene, seed: UInt64) -> [CompletedHold] {
        let sensors = descriptions(of: scene)
        let processor = StationProcessor(sensors: sensors.map { PipelineSettings($0) }, nextHold: 1)
        var output = Output(analysis: StationAnalysis(Editions(sensors)))
        var frames: [Frame] = []
        for index in sensors.indices { frames += Self.frames(scene, index, seed) }
        frames.sort { ($0.arrival, $0.sensor.value) < ($1.arrival, $1.sensor.value) }
        for frame in frames { processor.process(frame, into: &output) }
        if let last = frames.last { processor.finish(at: last.arrival, into: &output) }
        while !output.analysis.isIdle { output.analysis.work() }
        var holds: [CompletedHold] = []
        while let (hold, _) = output.analysis.nextCompleted() { holds.append(hold) }
        return holds
    }

    private static func descriptions(of scene: Scene) -> [SensorDescription] {
        let forces = scene.athlete.sensors.enumerated().map { index, sensor in
            let state: CalibrationState = scene.uncalibrated.contains(index) ? .none : .settings
            var description = SensorDescription(
                name: sensor.name, kind: sensor.isPlate ? .plate : .cell,
                calibration: SensorCalibration(
                    state: state, channels: sensor.isPlate ? 15 : 1, plate: sensor.isPlate ? .fourCells(plate) : nil))
            description.standing = scene.weight > 0
            description.capacity = scene.capacity[index]
            description.place.role = sensor.role
            if !scene.unstated.contains(index) {
                description.place.latency = sensor.statedLatency
                description.place.latencyUncertainty = Athlete.latencyUncertainty
            }
            if !sensor.isPlate { description.place.band = BandDirection(elevation: 0, azimuth: 0) }
            return description
        }
        let companions = scene.companions.map { companion in
            var description = SensorDescription(
                name: companion.name, kind: companion.kind, calibration: SensorCalibration(state: .settings, channels: 1))
            description.place.role = companion.role
            description.companion = companion.settings
            return description
        }
        return (forces + companions).map { description in
            var description = description
            description.device = description.name
            return description
        }
    }

    /// The force of a cell; that of a plate in its corners.
    private static func values(_ force: Double, _ athlete: Athlete, _ index: Int, at moment: Double) -> [8 of Double] {
        var values = [8 of Double](repeating: .nan)
        values[0] = force
        guard index < athlete.sensors.count, athlete.sensors[index].isPlate else { return values }
        let centre = athlete.centre(at: moment)
        let (right, front) = (2 * centre.x / plate.width, 2 * centre.y / plate.length)
        for (place, corner) in [(-1.0, 1.0), (1, 1), (-1, -1), (1, -1)].enumerated() {
            values[place] = 0.25 * force * (1 + corner.0 * right) * (1 + corner.1 * front)
        }
        return values
    }

    /// What a sensor says at a moment, with its noise.
    private static func value(_ scene: Scene, _ index: Int, at moment: Double, _ random: inout SeededNumbers) -> Double {
        guard index < scene.athlete.sensors.count else {
            return scene.companions[index - scene.athlete.sensors.count].value(moment, &random)
        }
        let noise = scene.athlete.sensors[index].noise * random.normal()
        return min(scene.load(index, at: moment) + noise, scene.capacity[index] ?? .infinity)
    }

    /// A sensor's samples as they arrive, with the times that its clock gives them.
    private static func frames(_ scene: Scene, _ index: Int, _ seed: UInt64) -> [Frame] {
        let athlete = scene.athlete
        let sensor = index < athlete.sensors.count ? athlete.sensors[index] : nil
        let companion = sensor == nil ? scene.companions[index - athlete.sensors.count] : nil
        var random = SeededNumbers(seed: seed &* 64 &+ UInt64(index))
        let interval = 1 / ((sensor?.rate ?? companion?.rate ?? 1) * (1 + (sensor?.drift ?? 0)))
        let phase = random.uniform() * interval
        let number = SensorNumber(UInt16(index))
        var clock = SampleClock()
        var frames: [Frame] = []
        let end = athlete.end + 4
        for sample in 0..<Int((end - phase) / interval) {
            let moment = phase + Double(sample) * interval
            guard scene.arrives(index, moment) else { continue }
            // A bus polls, and a host is late now and then.
            let delay = (sensor?.latency ?? 0) - 0.0005 * log(1 - random.uniform())
            // A sample does not overtake the one before.
            let arrival = max(frames.last?.arrival ?? .never, HostInstant(nanoseconds: Int64((moment + delay) * 1e9)))
            let (time, state) = clock.update(index: UInt64(sample), deviceTime: nil, arrival: arrival)
            if state == .justLocked {
                var lock = Frame(endOf: number, at: time)
                (lock.flags, lock.index, lock.arrival, lock.values[0]) = (.clockLocked, UInt64(sample), arrival, clock.rate)
                frames.append(lock)
            }
            let values = values(value(scene, index, at: moment, &random), athlete, index, at: moment)
            frames.append(
                Frame(
                    sensor: number, present: sensor?.isPlate == true ? 15 : 1, flags: clock.locked ? [] : .clockUnlocked,
                    index: UInt64(sample), time: time,
                    arrival: arrival, values: values))
        }
        var mark = Frame(endOf: number, at: frames.last?.time ?? HostInstant(nanoseconds: 0))
        mark.index = frames.last.map { $0.index + 1 } ?? 0
        return frames + [mark]
    }
}
