// How far from the truth the numbers are that several sensors have together: holds of an athlete between two bands on two plates, whose
// sensors have unequal rates, latencies and crystals, through the clocks, the processor and the analysis of the daemon. Prints the table
// of Metrics.docc/BandAndBody.md.
//
// usage: Tests/Studies/BandAndBody/run [HOLDS]     holds (200)
//        Tests/Studies/BandAndBody/run claims      the claims of the method, each on athletes who differ in it and who do not

import Analysis
import Calibration
import Certificates
import Glibc
import Metrics
import Processing
import RingBuffer
import Samples
import Seeding
import Timing

/// The station that measures the athlete.
enum Station {
    static let plate = FourCellPlate(width: 0.4, length: 0.6)

    private struct Output: ProcessingOutput {
        var analysis: StationAnalysis
        mutating func emit(_ reading: Reading) { analysis.receive(reading) }
        mutating func emit(_ event: HoldEvent) { analysis.receive(event) }
    }

    static func holds(of athlete: Athlete, seed: UInt64) -> [CompletedHold] {
        let sensors = athlete.sensors.enumerated().map { index, sensor in
            var description = SensorDescription(
                name: sensor.name, kind: sensor.isPlate ? .plate : .cell,
                calibration: SensorCalibration(
                    state: .settings, channels: sensor.isPlate ? 15 : 1, plate: sensor.isPlate ? .fourCells(plate) : nil))
            description.device = sensor.name
            description.standing = false
            description.place.role = sensor.role
            description.place.latency = sensor.statedLatency
            description.place.latencyUncertainty = Athlete.latencyUncertainty
            if !sensor.isPlate { description.place.band = BandDirection(elevation: 0, azimuth: 0) }
            return description
        }
        let processor = StationProcessor(sensors: sensors.map { PipelineSettings($0) }, nextHold: 1)
        var output = Output(analysis: StationAnalysis(Editions(sensors)))
        var frames: [Frame] = []
        for index in sensors.indices { frames += Self.frames(athlete, index, seed) }
        frames.sort { ($0.arrival, $0.sensor.value) < ($1.arrival, $1.sensor.value) }
        for frame in frames { processor.process(frame, into: &output) }
        if let last = frames.last { processor.finish(at: last.arrival, into: &output) }
        while !output.analysis.isIdle { output.analysis.work() }
        var holds: [CompletedHold] = []
        while let (hold, _) = output.analysis.nextCompleted() { holds.append(hold) }
        return holds
    }

    /// The force of a cell; that of a plate in its corners.
    private static func values(_ force: Double, _ athlete: Athlete, _ index: Int, at moment: Double) -> [8 of Double] {
        var values = [8 of Double](repeating: .nan)
        values[0] = force
        guard athlete.sensors[index].isPlate else { return values }
        let centre = athlete.centre(at: moment)
        let (right, front) = (2 * centre.x / plate.width, 2 * centre.y / plate.length)
        for (place, corner) in [(-1.0, 1.0), (1, 1), (-1, -1), (1, -1)].enumerated() {
            values[place] = 0.25 * force * (1 + corner.0 * right) * (1 + corner.1 * front)
        }
        return values
    }

    /// A sensor's samples as they arrive, with the times that its clock gives them.
    private static func frames(_ athlete: Athlete, _ index: Int, _ seed: UInt64) -> [Frame] {
        let sensor = athlete.sensors[index]
        var random = SeededNumbers(seed: seed &* 64 &+ UInt64(index))
        let interval = 1 / (sensor.rate * (1 + sensor.drift))
        let phase = random.uniform() * interval
        let number = SensorNumber(UInt16(index))
        var clock = SampleClock()
        var frames: [Frame] = []
        let end = Athlete.onset + Athlete.duration + 4
        for sample in 0..<Int((end - phase) / interval) {
            let moment = phase + Double(sample) * interval
            // A bus polls, and a host is late now and then.
            let delay = sensor.latency - 0.0005 * log(1 - random.uniform())
            // A sample does not overtake the one before.
            let arrival = max(frames.last?.arrival ?? .never, HostInstant(nanoseconds: Int64((moment + delay) * 1e9)))
            let (time, state) = clock.update(index: UInt64(sample), deviceTime: nil, arrival: arrival)
            if state == .justLocked {
                var lock = Frame(endOf: number, at: time)
                (lock.flags, lock.index, lock.arrival, lock.values[0]) = (.clockLocked, UInt64(sample), arrival, clock.rate)
                frames.append(lock)
            }
            let values = values(athlete.force(index, at: moment) + sensor.noise * random.normal(), athlete, index, at: moment)
            frames.append(
                Frame(
                    sensor: number, present: sensor.isPlate ? 15 : 1, flags: clock.locked ? [] : .clockUnlocked,
                    index: UInt64(sample), time: time,
                    arrival: arrival, values: values))
        }
        var mark = Frame(endOf: number, at: HostInstant(nanoseconds: Int64(end * 1e9)))
        mark.index = frames.last.map { $0.index + 1 } ?? 0
        return frames + [mark]
    }
}

/// The errors of one number over all holds.
struct Errors {
    let unit: String
    private var errors: [Double] = []
    private var covered = 0
    private var widths: [Double] = []

    init(_ unit: String) { self.unit = unit }

    mutating func add(_ measurement: Measurement?, truth: Double) {
        guard let measurement, let value = measurement.value else { return }
        errors.append(value - truth)
        if let lower = measurement.lower, let upper = measurement.upper {
            widths.append(upper - lower)
            if lower <= truth, truth <= upper { covered += 1 }
        }
    }

    func row(_ name: String) -> String {
        let count = Double(errors.count)
        let mean = errors.reduce(0, +) / count
        let deviation = (errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)).squareRoot()
        func text(_ value: Double) -> String {
            let unit = abs(value) >= 10 ? 10.0 : abs(value) >= 1 ? 100 : 1000
            return "\((value * unit).rounded() / unit)"
        }
        var cells = ["`\(name)`", unit, "\(errors.count)", text(mean), text(deviation), "", ""]
        if !widths.isEmpty {
            cells[5] = "\(Int((100 * Double(covered) / Double(widths.count)).rounded()))"
            cells[6] = text(widths.reduce(0, +) / Double(widths.count))
        }
        return "| " + cells.joined(separator: " | ") + " |"
    }
}

/// What one hold should have given.
struct Truth {
    let athlete: Athlete

    /// The part of a sensor in the impulse of its family in the first 200 ms.
    func impulseShare(_ index: Int, _ family: [Int]) -> Double {
        let first = Athlete.onset + (athlete.sensors.map(\.lag).min() ?? 0)
        func impulse(_ sensor: Int) -> Double {
            (0..<2000).reduce(0) { $0 + athlete.force(sensor, at: first + Double($1) * 1e-4) }
        }
        return 100 * impulse(index) / family.reduce(0) { $0 + impulse($1) }
    }

    func levelShare(_ index: Int, _ family: [Int]) -> Double {
        100 * athlete.sensors[index].level / family.reduce(0) { $0 + athlete.sensors[$1].level }
    }

    func asymmetry(_ positive: Int, _ negative: Int) -> Double {
        let (a, b) = (athlete.sensors[positive].level, athlete.sensors[negative].level)
        return 100 * (a - b) / (a + b)
    }
}

/// The errors of each number, in the order in which they were first seen.
struct ErrorTable {
    private var rows: [(name: String, errors: Errors)] = []

    mutating func note(_ name: String, _ unit: String, _ measurement: Measurement?, _ truth: Double) {
        let place = rows.firstIndex { $0.name == name } ?? rows.count
        if place == rows.count { rows.append((name, Errors(unit))) }
        rows[place].errors.add(measurement, truth: truth)
    }

    var lines: [String] { rows.map { $0.errors.row($0.name) } }
}

/// - Parameter equalToes: whether the rises of all sensors begin alike.
func study(equalToes: Bool) {
    var table = ErrorTable()
    var (whole, right, wrong, undecided) = (0, 0, 0, 0)
    for seed in 1...count {
        let athlete = Athlete(seed: seed, equalToes: equalToes)
        let truth = Truth(athlete: athlete)
        let holds = Station.holds(of: athlete, seed: seed)
        guard let hold = holds.first(where: { $0.sensors.count == 4 }), holds.count == 1 else {
            print("hold \(seed): sensors of its holds: \(holds.map(\.sensors.count))")
            continue
        }
        whole += 1
        func number(_ name: String, _ sensors: [String]) -> Measurement? {
            hold.setUp.first { $0.measurement.name == name && $0.sensors.starts(with: sensors) }?.measurement
        }
        func lag(_ name: String) -> Double { athlete.sensors.first { $0.name == name }?.lag ?? 0 }
        for found in hold.setUp where found.measurement.name == "onset_lag" {
            let (late, first) = (found.sensors[0], found.sensors[1])
            table.note("onset_lag", "ms", found.measurement, 1000 * (lag(late) - lag(first)))
            guard let value = found.measurement.value, let upper = found.measurement.upper else { continue }
            if value <= upper - value { undecided += 1 } else if lag(late) > lag(first) { right += 1 } else { wrong += 1 }
        }
        for (index, sensor) in athlete.sensors.enumerated() {
            let family = sensor.isPlate ? [2, 3] : [0, 1]
            table.note(
                "early_impulse_share", "%", number("early_impulse_share", [sensor.name]), truth.impulseShare(index, family))
            table.note("share", "%", number("share", [sensor.name]), truth.levelShare(index, family))
        }
        table.note("asymmetry_plateau", "%", number("asymmetry_plateau", ["right-band", "left-band"]), truth.asymmetry(1, 0))
        table.note("asymmetry_plateau", "%", number("asymmetry_plateau", ["push-plate", "swing-plate"]), truth.asymmetry(2, 3))
        let pair = ["push-plate", "left-band"]
        table.note("coupling_gain", "1", number("coupling_gain", pair), athlete.gain)
        table.note("coupling_delay", "ms", number("coupling_delay", pair), 1000 * athlete.delay)
        table.note("oscillation_lag", "ms", number("oscillation_lag", pair), 1000 * athlete.delay)
        table.note("own_rms_8_12", "N", number("own_rms_8_12", pair), athlete.ownTremor)
    }
    print(
        "\(whole) of \(count) efforts were one hold of all four sensors; rises that begin \(equalToes ? "alike" : "differently")")
    print("order of the lags: \(right) right, \(wrong) wrong, \(undecided) simultaneous\n")
    print("| number | unit | holds × sensors | bias | SD | in the interval, % | mean width |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: |")
    for line in table.lines { print(line) }
}

let argument = CommandLine.arguments.dropFirst().first
let count = UInt64(argument ?? "") ?? 200
if argument == "claims" {
    exit(Claim.print() ? 0 : 1)
} else {
    study(equalToes: true)
    print()
    study(equalToes: false)
}
