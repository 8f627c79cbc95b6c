import CMath
import Filtering
public import Samples

/// A trial of quiet standing on the plates of a set-up: its sway, and what the same athlete's sway is in a shorter time.
///
/// Sway grows with the time over which it is measured, so a hold of 10 s cannot be compared with 60 s of standing. The trial is therefore
/// cut into windows that overlap by half. Of each length, the geometric mean of a number over the windows is its value, and its interval is
/// where another window of that length lies with a probability of 95 %: mean ± t·SD·√(1 + 1/n) of the logarithms, n being the number of
/// windows that do not overlap.
public enum QuietStanding {
    /// One plate's part of a trial. Its samples begin `margin` before the trial and end as much after it.
    public struct Plate: Sendable {
        public var name: String
        public var place: SetUpPlace
        public var isCalibrated: Bool
        /// The moment of the first sample; seconds since then, force (N), and centre of pressure (m) of each.
        public var begin: HostInstant
        public var time: [Double] = []
        public var force: [Double] = []
        public var centre: [SIMD2<Float>] = []
        public var rate: Double
        /// What was subtracted from the sum of the channels, N.
        public var tare: Double

        public init(name: String, place: SetUpPlace, isCalibrated: Bool, begin: HostInstant, rate: Double, tare: Double) {
            self.name = name
            self.place = place
            self.isCalibrated = isCalibrated
            self.begin = begin
            self.rate = rate
            self.tare = tare
        }

        fileprivate func part(from start: Double, to end: Double) -> SetUpMember {
            let first = time.firstIndex { $0 >= start } ?? time.endIndex
            let last = max(time.firstIndex { $0 > end } ?? time.endIndex, first)
            let record = HoldRecord(
                force: Array(force[first..<last]), time: Array(time[first..<last]), rate: rate, sensorKind: .plate,
                kind: .sustained, baseline: 0..<0, baselineMean: 0, baselineDeviation: 0, search: 0..<(last - first),
                release: nil,
                restLevel: nil, flags: [])
            let span = [("plateau_start", record.time.first), ("plateau_end", record.time.last)].compactMap { name, moment in
                moment.map { Measurement(name, .second, $0) }
            }
            let result = HoldResult(
                kind: .sustained, flags: [], rate: rate, onsetTime: nil, onsetSample: nil, onsetUncertainty: nil,
                measurements: span)
            return SetUpMember(
                name: name, place: place, clock: 0, kind: .plate, isCalibrated: isCalibrated, begin: begin, record: record,
                result: result, centre: Array(centre[first..<last]), tare: tare)
        }
    }

    /// A number of the whole trial, or over windows of a length.
    public struct Number: Sendable, Equatable {
        /// The plates that it is about.
        public var sensors: [String]
        /// The length of the windows, s; nil for the whole trial.
        public var seconds: Double?
        public var measurement: Measurement

        public init(sensors: [String], seconds: Double?, measurement: Measurement) {
            self.sensors = sensors
            self.seconds = seconds
            self.measurement = measurement
        }
    }

    /// Seconds of samples before and after the trial, as at the ends of a plateau.
    public static let margin = Plateau.trim
    /// The lengths of the windows, s, the shortest first.
    static let lengths = [2.0, 3, 5, 8, 12, 20]
    /// So many windows must fit side by side.
    static let leastWindows = 3.0
    /// What is compared.
    static let compared = ["velocity", "rms_ap", "rms_ml", "distance", "ellipse_area"]

    /// The numbers of a trial of so many seconds.
    public static func numbers(of plates: [Plate], seconds: Double) -> [Number] {
        var analysis = Analysis(plates, seconds: seconds)
        while true {
            if let numbers = analysis.advance() { return numbers }
        }
    }

    /// Computes the numbers of a trial in slices: of the whole trial, then of one window after the other.
    public struct Analysis {
        private let plates: [Plate]
        private let seconds: Double
        private var lengths = QuietStanding.lengths[...]
        private var whole: [SetUpNumber]?
        /// Those of the length under way.
        private var windows: [[SetUpNumber]] = []
        private var numbers: [Number] = []

        public init(_ plates: [Plate], seconds: Double) {
            (self.plates, self.seconds) = (plates, seconds)
        }

        /// Does the next slice. Returns the numbers when everything is done.
        public mutating func advance() -> [Number]? {
            guard let whole else {
                let found = sway(of: plates, from: 0, to: seconds)
                numbers = found.map { Number(sensors: $0.sensors, seconds: nil, measurement: $0.measurement) }
                whole = found
                return nil
            }
            guard let length = lengths.first, seconds / length >= leastWindows else { return numbers }
            let start = Double(windows.count) * length / 2
            if start + length <= seconds {
                windows.append(sway(of: plates, from: start, to: start + length))
            } else {
                summarise(whole, over: length)
                (lengths, windows) = (lengths.dropFirst(), [])
            }
            return nil
        }

        private mutating func summarise(_ whole: [SetUpNumber], over length: Double) {
            let names = Set(compared.map { "sway_" + $0 })
            for number in whole where names.contains(number.measurement.name) {
                let own = windows.compactMap { window in
                    window.first { $0.sensors == number.sensors && $0.measurement.name == number.measurement.name }?.measurement
                }
                numbers.append(
                    Number(
                        sensors: number.sensors, seconds: length,
                        measurement: summary(own, of: number.measurement, freely: (seconds / length).rounded(.down))))
            }
        }
    }

    private static func sway(of plates: [Plate], from start: Double, to end: Double) -> [SetUpNumber] {
        let hold = AlignedHold(plates.map { $0.part(from: start, to: end + 2 * margin) })
        var list = SetUpList()
        var index = 0
        while hold.addSway(index, to: &list) { index += 1 }
        return list.numbers.filter { $0.measurement.name.hasPrefix("sway_") }
    }

    private static func summary(_ windows: [Measurement], of number: Measurement, freely count: Double) -> Measurement {
        if let reason = windows.lazy.compactMap(\.reason).first { return Measurement(number.name, number.unit, null: reason) }
        let logs = windows.compactMap { $0.value.map { c_log($0) } }
        let mean = logs.reduce(0, +) / Double(logs.count)
        let square = logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(logs.count - 1)
        let half = Quantile.student(0.975, freedom: count - 1) * (square * (1 + 1 / count)).squareRoot()
        return Measurement(number.name, number.unit, c_exp(mean), lower: c_exp(mean - half), upper: c_exp(mean + half))
    }

    // MARK: a hold

    /// The sway of a hold divided by that of quiet standing over the same time. If the interval contains 1, the hold sways as the athlete
    /// does when standing still, as far as can be told.
    ///
    /// - Parameter trial: the numbers of the trial; nil if the athlete has none.
    public static func ratios(of hold: [SetUpNumber], with trial: [Number]?) -> [SetUpNumber] {
        var found: [SetUpNumber] = []
        for (name, definition) in zip(compared, MetricDefinition.standing) {
            for number in hold where number.measurement.name == "sway_" + name {
                let measurement: Measurement
                do throws(NullReason) {
                    let (value, seconds) = try sway(number, in: hold)
                    let (still, lower, upper) = try standing(number, over: seconds, in: trial)
                    measurement = Measurement(
                        definition.name, definition.unit, value / still, lower: value / upper, upper: value / lower)
                } catch { measurement = Measurement(definition.name, definition.unit, null: error) }
                found.append(SetUpNumber(sensors: number.sensors, measurement: measurement))
            }
        }
        return found
    }

    /// The value of a hold's number, and the time over which it was measured: path divided by velocity.
    private static func sway(_ number: SetUpNumber, in hold: [SetUpNumber]) throws(NullReason) -> (Double, seconds: Double) {
        func value(_ name: String) -> Double? {
            hold.first { $0.sensors == number.sensors && $0.measurement.name == name }?.measurement.value
        }
        guard let own = number.measurement.value, own > 0, let path = value("sway_path"), let velocity = value("sway_velocity"),
            velocity > 0
        else { throw number.measurement.reason ?? .noPlateau }
        return (own, path / velocity)
    }

    /// Quiet standing over a time between two lengths of windows: the logarithms are interpolated over that of the time.
    private static func standing(_ number: SetUpNumber, over seconds: Double, in trial: [Number]?) throws(NullReason)
        -> (still: Double, lower: Double, upper: Double)
    {
        guard let trial else { throw .noStand }
        let own = trial.filter { $0.sensors == number.sensors && $0.measurement.name == number.measurement.name }
        guard !own.isEmpty else { throw .noStand }
        let windows = own.filter { $0.seconds != nil }.sorted { ($0.seconds ?? 0) < ($1.seconds ?? 0) }
        guard let first = windows.first?.seconds, seconds >= first else { throw .plateauTooShort }
        guard let above = windows.firstIndex(where: { ($0.seconds ?? 0) >= seconds }) else { throw .standTooShort }
        let pair = (windows[max(above - 1, 0)], windows[above])
        let (short, long) = (pair.0.seconds ?? first, pair.1.seconds ?? first)
        let share = long > short ? c_log(seconds / short) / c_log(long / short) : 0
        func between(_ part: (Measurement) -> Double?) throws(NullReason) -> Double {
            guard let low = part(pair.0.measurement), let high = part(pair.1.measurement), low > 0, high > 0 else {
                throw pair.1.measurement.reason ?? pair.0.measurement.reason ?? .standTooShort
            }
            return c_exp(c_log(low) + share * (c_log(high) - c_log(low)))
        }
        return (try between(\.value), try between(\.lower), try between(\.upper))
    }
}

extension MetricDefinition {
    /// Sway of a hold against quiet standing, in the order of `QuietStanding.compared`.
    static let standing: [MetricDefinition] = [
        ("velocity", "Velocity"), ("rms_ap", "Anteroposterior RMS"), ("rms_ml", "Mediolateral RMS"),
        ("distance", "Mean distance"), ("ellipse_area", "Ellipse area"),
    ].map { name, title in
        MetricDefinition(
            "sway_ratio_" + name, .count, "\(title) of the sway of a hold, divided by that of the athlete's quiet standing",
            source: "own",
            parameters:
                "quiet standing over the time of the hold, from windows that overlap by half; interval: another such window")
    }
}
