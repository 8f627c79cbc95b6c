import Glibc
import Metrics
import Rehearsal
import Samples

/// A rise of stated shape, from 0 at 0 s to 1.
enum RiseShape {
    /// Those that tables are printed of: no parameter was chosen on them.
    static let reported: [RiseShape] = [.gamma, .cosine, .hill, .weibull]
    /// Those that parameters are chosen on.
    static let tuning: [RiseShape] = [.leastJerk, .twoExponentials, .corner, .logistic]

    /// 1 − (1 + u/τ + (u/τ)²/2)·e^(−u/τ): a cubic toe.
    case gamma
    /// Half a cosine: a quadratic toe and a round top.
    case cosine
    /// uⁿ/(τⁿ + uⁿ), n from 1.6 to 2.6.
    case hill
    /// 1 − e^(−(u/τ)ⁿ), n from 1.3 to 2.2: hardly a toe.
    case weibull
    /// 10u³ − 15u⁴ + 6u⁵.
    case leastJerk
    /// 1 − (τ₁e^(−u/τ₁) − τ₂e^(−u/τ₂))/(τ₁ − τ₂): a quadratic toe.
    case twoExponentials
    /// A quarter of a sine: no toe at all.
    case corner
    /// A logistic curve cut off where it has 1 %.
    case logistic

    func draw(_ random: inout RehearsalRandom) -> @Sendable (Double) -> Double {
        switch self {
        case .gamma:
            let tau = random.uniform(in: 0.02...0.04)
            return { u in u <= 0 ? 0 : 1 - (1 + u / tau + u * u / (2 * tau * tau)) * exp(-u / tau) }
        case .cosine:
            let time = random.uniform(in: 0.18...0.35)
            return { u in u <= 0 ? 0 : u >= time ? 1 : 0.5 - 0.5 * cos(.pi * u / time) }
        case .hill:
            let (tau, n) = (random.uniform(in: 0.06...0.12), random.uniform(in: 1.6...2.6))
            return { u in u <= 0 ? 0 : pow(u, n) / (pow(tau, n) + pow(u, n)) }
        case .weibull:
            let (tau, n) = (random.uniform(in: 0.05...0.1), random.uniform(in: 1.3...2.2))
            return { u in u <= 0 ? 0 : 1 - exp(-pow(u / tau, n)) }
        case .leastJerk:
            let time = random.uniform(in: 0.15...0.35)
            return { t in
                let u = min(max(t / time, 0), 1)
                return u * u * u * (10 + u * (6 * u - 15))
            }
        case .twoExponentials:
            let (slow, fast) = (random.uniform(in: 0.04...0.08), random.uniform(in: 0.005...0.02))
            return { u in u <= 0 ? 0 : 1 - (slow * exp(-u / slow) - fast * exp(-u / fast)) / (slow - fast) }
        case .corner:
            let time = random.uniform(in: 0.12...0.25)
            return { u in u <= 0 ? 0 : u >= time ? 1 : sin(0.5 * .pi * u / time) }
        case .logistic:
            let tau = random.uniform(in: 0.015...0.035)
            let cut = 0.01
            let middle = tau * log(1 / cut - 1)
            return { u in u <= 0 ? 0 : (1 / (1 + exp(-(u - middle) / tau)) - cut) / (1 - cut) }
        }
    }
}

/// A slow or narrow oscillation of SD 1: sixteen sines of random phase and frequency.
struct Wander {
    private let parts: [(frequency: Double, phase: Double)]

    init(_ range: ClosedRange<Double>, _ random: inout RehearsalRandom) {
        parts = (0..<16).map { _ in (random.uniform(in: range), random.uniform(in: 0...2 * .pi)) }
    }

    func value(_ t: Double) -> Double {
        parts.reduce(0) { $0 + sin(2 * .pi * $1.frequency * t + $1.phase) } / Double(parts.count / 2).squareRoot()
    }
}

/// One hold whose truth is known, as the record that the final analysis gets: the baseline is where it is, whatever the onset machine
/// would have found.
struct TruthHold {
    var rate: Double
    var kind = SensorKind.cell
    /// Newtons: level of rest, pre-tension over it, height of the pull over that, SD of the white noise.
    var ground = 0.0
    var tension = 0.0
    var height = 300.0
    var noise = 0.0
    /// Seconds: onset, length.
    var onset = 3.0
    var seconds = 4.0
    var rise: (Double) -> Double = { $0 > 0 ? 1 : 0 }
    /// What is left of the force so many seconds after the onset.
    var left: (Double) -> Double = { _ in 1 }
    /// The share by which the force fluctuates and shakes at a moment of the record.
    var sway: (Double) -> Double = { _ in 0 }
    /// Added to the share of the pull, so many seconds after the onset.
    var jerk: (Double) -> Double = { _ in 0 }

    func record(_ random: inout RehearsalRandom) -> HoldRecord {
        let off = onset + seconds
        let count = Int((off + 0.6) * rate)
        let time = (0..<count).map { Double($0) / rate }
        let force = time.map { t -> Double in
            let since = t - onset
            let fall = t < off ? 1 : exp(-15 * (t - off))
            let pull = (tension + height * (rise(since) + jerk(since)) * left(since)) * fall
            return ground + pull * (1 + sway(t)) + noise * random.gaussian()
        }
        let last = Int((onset - 0.2) * rate)
        let baseline = last - Int(0.5 * rate)..<last
        let mean = force[baseline].reduce(0, +) / Double(baseline.count)
        let squares = force[baseline].reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let release = min(count - 1, Int((off + 0.05) * rate))
        return HoldRecord(
            force: force, time: time, rate: rate, sensorKind: kind, kind: .explosive, baseline: baseline, baselineMean: mean,
            baselineDeviation: (squares / Double(baseline.count - 1)).squareRoot(), search: last..<release, release: release,
            restLevel: ground, flags: [])
    }
}
