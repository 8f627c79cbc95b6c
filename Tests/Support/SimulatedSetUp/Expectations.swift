import Analysis
import Glibc
import Metrics
import Samples

/// What the numbers of a hold should be by the true forces.
extension Scene {
    public static let names = ["left-band", "right-band", "push-plate", "swing-plate"]
    static let (left, right, push, swing) = (0, 1, 2, 3)
    static let coupled = ["push-plate", "left-band"]

    typealias Expectation = SetUpSituation.Expectation

    /// The true onsets, s, of these sensors.
    func lags(_ sensors: [Int] = [0, 1, 2, 3]) -> Expectation {
        let onsets = sensors.map { (athlete.sensors[$0].name, athlete.sensors[$0].lag) }
        return Expectation("onset_lag", [], .lags(Dictionary(onsets, uniquingKeysWith: { first, _ in first })))
    }

    /// The common plateau of a hold as its sensors say it, 0.5 s trimmed from each end, s on the clock of the athlete.
    func plateau(_ hold: CompletedHold) -> ClosedRange<Double>? {
        var (start, end) = (0.0, Double.infinity)
        for part in hold.sensors where Int(part.sensor.value) < athlete.sensors.count {
            guard let first = part.result["plateau_start"]?.value, let last = part.result["plateau_end"]?.value else {
                return nil
            }
            let begin = Double(part.begin.nanoseconds) * 1e-9
            (start, end) = (max(start, begin + first), min(end, begin + last))
        }
        return start + 1.5 < end ? start + 0.5...end - 0.5 : nil
    }

    /// The mean true force of a sensor over a time, net of the weight.
    func mean(_ sensor: Int, _ span: ClosedRange<Double>) -> Double {
        let times = stride(from: span.lowerBound, through: span.upperBound, by: 0.01).map { load(sensor, at: $0) }
        return times.reduce(0, +) / Double(times.count) - (athlete.sensors[sensor].isPlate ? weight : 0)
    }

    /// Sharing and asymmetry of a pair over the common plateau, or as long as only the athlete is there.
    ///
    /// - Parameter span: the time that the numbers must be of; nil for the plateau that the hold says.
    func sides(_ a: Int, _ b: Int, _ hold: CompletedHold, over span: ClosedRange<Double>? = nil, mayBeNull: Bool = false)
        -> [Expectation]
    {
        let names = [athlete.sensors[a].name, athlete.sensors[b].name]
        guard let span = span ?? plateau(hold) else {
            return [Expectation("share", names, .null), Expectation("asymmetry_plateau", names, .null)]
        }
        let (x, y) = (mean(a, span), mean(b, span))
        func truth(_ value: Double, _ tolerance: Double) -> Expectation.Truth {
            mayBeNull ? .valueOrNull(value, within: tolerance) : .value(value, within: tolerance)
        }
        return [
            Expectation("share", names, truth(100 * x / (x + y), 0.3)),
            Expectation("asymmetry_plateau", names, truth(100 * (x - y) / (x + y), 0.6)),
        ]
    }

    var bands: (Int, Int) { (Self.right, Self.left) }

    /// Fluctuation of the left band over its own plateau.
    func fluctuation(_ hold: CompletedHold, mayBeNull: Bool = false) -> Expectation {
        guard let part = hold.part("left-band"), let start = part.result["plateau_start"]?.value,
            let end = part.result["plateau_end"]?.value
        else { return Expectation("band_fluctuation_index", ["left-band"], .null) }
        let begin = Double(part.begin.nanoseconds) * 1e-9 - athlete.sensors[0].latency
        let values = stride(from: begin + start, through: begin + end, by: 0.005).map { load(Self.left, at: $0) }
        let mean = values.reduce(0, +) / Double(values.count)
        let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
        let truth = 100 * square.squareRoot() / mean
        return Expectation(
            "band_fluctuation_index", ["left-band"],
            mayBeNull ? .valueOrNull(truth, within: 0.05 * truth) : .value(truth, within: 0.05 * truth))
    }

    /// Tension times time of the left band.
    ///
    /// - Parameter end: of the hold; nil for that of the athlete.
    func dose(until end: Double? = nil, mayBeNull: Bool = false) -> Expectation {
        let times = stride(from: athlete.onset + athlete.sensors[0].lag, through: end ?? athlete.end + 1, by: 0.002)
        let truth = times.reduce(0) { $0 + 0.002 * load(Self.left, at: $1) }
        return Expectation(
            "band_dose", ["left-band"],
            mayBeNull ? .valueOrNull(truth, within: 0.01 * truth) : .value(truth, within: 0.01 * truth))
    }

    func gain(_ truth: Double? = nil, mayBeNull: Bool = false) -> Expectation {
        let truth = truth ?? athlete.gain
        return Expectation(
            "coupling_gain", Self.coupled,
            mayBeNull ? .valueOrNull(truth, within: 0.05) : .value(truth, within: 0.05))
    }

    /// Sway of the push plate on its plateau.
    func sway(_ hold: CompletedHold) -> Expectation {
        guard let part = hold.part("push-plate"), let start = part.result["plateau_start"]?.value,
            let end = part.result["plateau_end"]?.value, end - start > 2
        else { return Expectation("sway_rms_ap", ["push-plate"], .null) }
        let begin = Double(part.begin.nanoseconds) * 1e-9
        let values = stride(from: begin + start + 0.5, through: begin + end - 0.5, by: 0.01).map { athlete.centre(at: $0).y }
        let mean = values.reduce(0, +) / Double(values.count)
        let truth = 1000 * (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
        return Expectation("sway_rms_ap", ["push-plate"], .value(truth, within: 0.05 * truth + 0.05))
    }

    /// What the numbers of an undisturbed hold should be.
    func usual(_ hold: CompletedHold) -> [Expectation] {
        [lags(), fluctuation(hold), dose(), gain(), sway(hold)] + sides(Self.push, Self.swing, hold)
            + sides(Self.right, Self.left, hold)
    }
}
