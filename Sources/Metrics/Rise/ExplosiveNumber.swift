/// One of the numbers that are counted from the onset of an explosive hold: its name, the sampling rate that it needs, and its
/// computation.
enum ExplosiveNumber {
    case rate(from: Int, to: Int)
    case force(at: Int)
    case netImpulse(to: Int)
    case totalImpulse(to: Int)
    case peakRate(window: Int)
    case peakRateTime
    case fittedPeakRate
    case rate20To80
    case time(toShare: Double, name: String)
    case timeToPeak
    case ratePerPeak(from: Int, to: Int)
    case peakRatePerPeak
    case relativeRate(from: Int, to: Int)
    case relativePeakRate
    case deficit(at: Int)

    /// In the order in which a result lists them: RFD (overlapping windows, then sequential ones), force, impulse, peak RFD, times.
    static let all: [ExplosiveNumber] =
        [30, 50, 75, 90, 100, 150, 200, 250].map { .rate(from: 0, to: $0) }
        + [(50, 100), (100, 150), (150, 200), (200, 250), (100, 200)].map { .rate(from: $0.0, to: $0.1) }
        + [30, 50, 90, 100, 150, 200, 250].map { .force(at: $0) }
        + [50, 100, 150, 200, 250].map { .netImpulse(to: $0) } + [50, 100, 150, 200, 250].map { .totalImpulse(to: $0) }
        + [10, 20, 30, 50].map { .peakRate(window: $0) } + [.peakRateTime, .fittedPeakRate, .rate20To80]
        + [(0.25, "25"), (0.5, "50"), (0.632, "63_2"), (0.75, "75"), (0.9, "90")].map { .time(toShare: $0.0, name: $0.1) }
        + [.timeToPeak] + [50, 100, 150, 200].map { .ratePerPeak(from: 0, to: $0) } + [.peakRatePerPeak]
        + [50, 100, 150, 200].map { .relativeRate(from: 0, to: $0) } + [.relativePeakRate, .deficit(at: 100), .deficit(at: 200)]

    var definition: MetricDefinition {
        switch self {
        case .rate(let from, let to): .rate(from: from, to: to)
        case .force(let time): .force(at: time)
        case .netImpulse(let time): .netImpulse(to: time)
        case .totalImpulse(let time): .totalImpulse(to: time)
        case .peakRate(let window): .peakRate(window: window)
        case .peakRateTime: .peakRateTime
        case .fittedPeakRate: .fittedPeakRate
        case .rate20To80: .rate20To80
        case .time(_, let name): .time(toShare: name)
        case .timeToPeak: .timeToPeak
        case .ratePerPeak(let from, let to): .ratePerPeak(from: from, to: to)
        case .peakRatePerPeak: .peakRatePerPeak
        case .relativeRate(let from, let to): .relativeRate(from: from, to: to)
        case .relativePeakRate: .relativePeakRate
        case .deficit(let time): .deficit(at: time)
        }
    }

    /// Whether the number depends on the athlete's maximum.
    var needsMaximum: Bool {
        switch self {
        case .relativeRate, .relativePeakRate, .deficit: true
        default: false
        }
    }

    /// The lowest sampling rate at which the number can be computed, Hz.
    var neededRate: Double {
        switch self {
        case .rate(let from, let to), .ratePerPeak(let from, let to), .relativeRate(let from, let to):
            RateRule.needed(forWindow: Double(to - from))
        case .deficit(let time), .force(let time), .netImpulse(let time), .totalImpulse(let time):
            RateRule.needed(forWindow: Double(time))
        case .peakRate, .peakRateTime, .fittedPeakRate, .peakRatePerPeak, .relativePeakRate: RateRule.early
        case .rate20To80, .time, .timeToPeak: RateRule.lowest
        }
    }

    /// The value for a hold that begins at `onset`.
    func value(_ metrics: ExplosiveMetrics, onset: Double) throws(NullReason) -> Double {
        switch self {
        case .rate(let from, let to): try metrics.rate(from: Double(from), to: Double(to), onset: onset)
        case .force(let time): try metrics.force(after: Double(time), onset: onset)
        case .netImpulse(let time): try metrics.impulse(until: Double(time), onset: onset, net: true)
        case .totalImpulse(let time): try metrics.impulse(until: Double(time), onset: onset, net: false)
        case .peakRate(let window): try metrics.peakRate(window: Double(window), onset: onset).rate
        case .peakRateTime: try metrics.peakRate(window: 20, onset: onset).middle - onset
        case .fittedPeakRate: try metrics.fittedPeakRate(window: 20, onset: onset).rate
        case .rate20To80: try metrics.rate20To80(onset: onset)
        case .time(let share, _): try metrics.time(toShare: share, onset: onset)
        case .timeToPeak: try metrics.timeToPeak(onset: onset)
        case .ratePerPeak(let from, let to): try metrics.ratePerPeak(from: Double(from), to: Double(to), onset: onset)
        case .peakRatePerPeak: 100 * (try metrics.peakRate(window: 20, onset: onset).rate) / metrics.netPeak
        case .relativeRate(let from, let to): try metrics.relativeRate(from: Double(from), to: Double(to), onset: onset)
        case .relativePeakRate: try metrics.relativePeakRate(onset: onset)
        case .deficit(let time): try metrics.deficit(after: Double(time), onset: onset)
        }
    }
}
