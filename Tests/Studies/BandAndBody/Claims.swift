import Analysis
import Metrics
import Samples
import SimulatedSetUp

/// A claim of the method: what it says of two athletes who differ in it, and of two who do not.
///
/// Each pair has athletes of other seeds, so that they differ in everything else, too: rates of the crystals, latencies, shapes of the
/// rises, levels, phases.
struct Claim {
    let question: String
    let number: String
    let unit: String
    /// The sensors of the number, the first ones at least.
    let sensors: [String]
    /// The truth of the two who differ, and the one that the other two share.
    let differ: [Double]
    let same: Double
    /// How far two athletes without interval may be apart who are the same; nil where intervals tell.
    var tolerance: Double?
    /// Whether the number is a ratio to quiet standing.
    var isRatio = false
    /// Makes an athlete one of whom a truth holds.
    let make: (inout Athlete, Double) -> Void

    /// The onsets of the sensors, s, in their order.
    private static func lags(_ athlete: inout Athlete, _ lags: [Double]) {
        for (place, lag) in lags.enumerated() { athlete.sensors[place].lag = lag }
    }

    private static func levels(_ athlete: inout Athlete, _ push: Double, _ swing: Double) {
        (athlete.sensors[2].level, athlete.sensors[3].level) = (push, swing)
    }

    private static let pair = ["push-plate", "left-band"]

    static var all: [Claim] {
        [
            Claim(
                question: "who takes load first", number: "onset_place", unit: "", sensors: ["swing-plate"], differ: [1, 4],
                same: 1
            ) { lags(&$0, [0, 0, 0, $1 == 1 ? 0 : 0.12]) },
            Claim(
                question: "in which order", number: "onset_lag", unit: "ms", sensors: ["swing-plate"], differ: [100, 300],
                same: 200
            ) { athlete, lag in lags(&athlete, (0..<4).map { Double($0) * lag / 3000 }) },
            Claim(
                question: "how it shakes", number: "own_rms_8_12", unit: "N", sensors: pair, differ: [3, 6], same: 3,
                tolerance: 0.6
            ) { $0.ownTremor = $1 },
            Claim(
                question: "which shakes after which", number: "oscillation_lag", unit: "ms", sensors: pair, differ: [10, 50],
                same: 30
            ) { $0.delay = $1 / 1000 },
            Claim(
                question: "whether balance holds", number: "sway_ratio_velocity", unit: "", sensors: ["push-plate"],
                differ: [1, 2.5],
                same: 1, isRatio: true
            ) { $0.swaySize *= $1 },
            Claim(
                question: "which side carries more", number: "asymmetry_plateau", unit: "%",
                sensors: ["push-plate", "swing-plate"],
                differ: [0, 20], same: 0
            ) { levels(&$0, 400 * (1 + $1 / 100), 400 * (1 - $1 / 100)) },
            Claim(
                question: "which side takes over", number: "share_drift", unit: "%/s", sensors: ["swing-plate"],
                differ: [0, 0.5],
                same: 0, tolerance: 0.02
            ) {
                levels(&$0, 400, 400)
                $0.moved = $1 / 100 * 800
            },
            Claim(
                question: "whether one side compensates", number: "anti_phase_index", unit: "", sensors: ["push-plate"],
                differ: [0, 0.87], same: 0, tolerance: 0.2
            ) {
                // 12 N against 0.75 · 8 N from the band and 3 N of tremor.
                ($0.gain, $0.exchanged) = (0.75, $1 == 0 ? 0 : 12)
            },
            Claim(
                question: "how much the band fluctuates", number: "band_fluctuation_index", unit: "%", sensors: ["left-band"],
                differ: [4, 8], same: 4, tolerance: 0.8
            ) {
                $0.sensors[0].level = 200
                $0.fluctuation = 2 * $1
            },
            Claim(
                question: "what the band passes on", number: "coupling_gain", unit: "", sensors: pair, differ: [0, 0.8],
                same: 0.8,
                tolerance: 0.05
            ) { $0.gain = $1 },
        ]
    }

    /// A number of one athlete.
    private func measure(_ truth: Double, seed: UInt64) -> Measurement? {
        var athlete = Athlete(seed: seed, equalToes: false)
        // A minute of standing is enough for plateaus up to 20 s.
        if isRatio { athlete.duration = 15 }
        let still = athlete
        make(&athlete, truth)
        guard let hold = SimulatedStation.holds(of: Scene(athlete), seed: seed).first(where: { $0.sensors.count == 4 }) else {
            return nil
        }
        let numbers = isRatio ? QuietStanding.ratios(of: hold.setUp, with: Self.trial(of: still)) : hold.setUp
        return numbers.first { $0.measurement.name == number && $0.sensors.starts(with: sensors) }?.measurement
    }

    /// A minute of quiet standing on the first plate.
    private static func trial(of athlete: Athlete) -> [QuietStanding.Number] {
        let rate = 200.0
        var plate = QuietStanding.Plate(
            name: "push-plate", place: SetUpPlace(), isCalibrated: true, begin: HostInstant(nanoseconds: 0), rate: rate, tare: 0)
        plate.time = (0..<Int(62 * rate)).map { Double($0) / rate }
        plate.force = plate.time.map { _ in 700 }
        // Another minute than that of the hold.
        plate.centre = plate.time.map { time in
            let centre = athlete.centre(at: 500 + time)
            return SIMD2(Float(centre.x), Float(centre.y))
        }
        return QuietStanding.numbers(of: [plate], seconds: 60)
    }

    /// The number with its interval, and the truth.
    private func text(_ found: Measurement?, _ truth: Double) -> String {
        func short(_ value: Double) -> String {
            let unit = abs(value) >= 10 ? 10.0 : 100
            let rounded = (value * unit).rounded() / unit
            return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
        }
        guard let found else { return "– (\(short(truth)))" }
        guard let value = found.value else { return "\(found.reason.map { "`\($0.rawValue)`" } ?? "–") (\(short(truth)))" }
        let interval = zip2(found.lower, found.upper).map { " [\(short($0)), \(short($1))]" } ?? ""
        return "\(short(value))\(interval) (\(short(truth)))"
    }

    private func zip2(_ a: Double?, _ b: Double?) -> (Double, Double)? {
        guard let a, let b else { return nil }
        return (a, b)
    }

    /// Whether two athletes are told to be different; nil where a number is missing that should be there.
    private func areDifferent(_ a: Measurement?, _ b: Measurement?) -> Bool? {
        guard let a, let b else { return nil }
        // What is not significant in one of two is a difference.
        let missing = [a, b].filter { $0.value == nil }
        guard let x = a.value, let y = b.value else {
            return missing.allSatisfy { $0.reason == .notSignificant } ? missing.count == 1 : nil
        }
        if let tolerance { return abs(x - y) > tolerance }
        if let first = zip2(a.lower, a.upper), let second = zip2(b.lower, b.upper) {
            return first.1 < second.0 || second.1 < first.0
        }
        return x != y
    }

    /// Prints the table; whether every claim holds.
    static func print() -> Bool {
        Swift.print("| question | number | unit | two who differ | told apart | two who do not | told apart |")
        Swift.print("| --- | --- | --- | --- | --- | --- | --- |")
        var isRight = true
        for (place, claim) in all.enumerated() {
            let seeds = (0..<4).map { UInt64(1000 + 4 * place + $0) }
            let truths = claim.differ + [claim.same, claim.same]
            let found = zip(truths, seeds).map { claim.measure($0, seed: $1) }
            let texts = zip(found, truths).map { claim.text($0, $1) }
            let told = [claim.areDifferent(found[0], found[1]), claim.areDifferent(found[2], found[3])]
            isRight = isRight && told == [true, false]
            let words = told.map { $0.map { $0 ? "yes" : "no" } ?? "–" }
            let cells = [
                claim.question, "`\(claim.number)`", claim.unit, "\(texts[0]); \(texts[1])", words[0], "\(texts[2]); \(texts[3])",
                words[1],
            ]
            Swift.print("| " + cells.joined(separator: " | ") + " |")
        }
        return isRight
    }
}
