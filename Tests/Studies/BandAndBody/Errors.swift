import Analysis
import Metrics
import SimulatedSetUp

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
        let first = athlete.onset + (athlete.sensors.map(\.lag).min() ?? 0)
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

/// Prints the errors of so many holds.
///
/// - Parameter equalToes: whether the rises of all sensors begin alike.
func study(_ count: UInt64, equalToes: Bool) {
    var table = ErrorTable()
    var (whole, right, wrong, undecided) = (0, 0, 0, 0)
    for seed in 1...count {
        let athlete = Athlete(seed: seed, equalToes: equalToes)
        let truth = Truth(athlete: athlete)
        let holds = SimulatedStation.holds(of: Scene(athlete), seed: seed)
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
