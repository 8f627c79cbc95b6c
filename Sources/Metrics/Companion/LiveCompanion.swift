import Filtering
public import Samples

/// The live numbers of a companion, for the real-time threads: allocates in `init` only (see <doc:Companions>).
public struct LiveCompanion: BitwiseCopyable, Sendable {
    /// Windows of the speed of a position and of the envelope of an electromyogram, s.
    public static let speedWindow = 0.1
    public static let envelopeWindow = 0.1
    /// The band-pass of an electromyogram needs this long to settle, s.
    static let settling = 0.5

    // One of them, by the kind.
    private var slope: LiveSlope?
    private var envelope: EnvelopeMeter?
    private var cuff: CuffMeter?
    private var tremor: LiveTremor?

    /// Nil for a sensor of force.
    public init?(_ kind: SensorKind, _ settings: CompanionSettings, rate: Double) {
        switch kind {
        case .cell, .plate: return nil
        case .position: slope = LiveSlope(seconds: Self.speedWindow, rate: rate)
        case .emg: envelope = EnvelopeMeter(settings, rate: rate)
        case .pressure: cuff = CuffMeter(settings)
        case .acceleration: tremor = LiveTremor(rate: rate)
        }
    }

    /// Restarts after a gap, a tare or a change of the sensor. The time of a cuff goes on.
    public mutating func reset() {
        slope?.reset()
        envelope?.reset()
        tremor?.reset()
    }

    /// Adds a value at a moment.
    public mutating func push(_ value: Double, at time: HostInstant) -> CompanionValues {
        var values = CompanionValues()
        if let speed = slope?.push(value) { values.derived = speed }
        if let rms = envelope?.push(value) {
            values.derived = rms
            values.percent = envelope?.percent(of: rms) ?? .nan
        }
        if let percent = cuff?.push(value, at: time) {
            values.derived = cuff?.seconds ?? .nan
            values.percent = percent
        }
        if let rms = tremor?.push(value) { values.derived = rms }
        return values
    }

    /// What a cuff has to report since the last sample.
    public var news: HoldEvent.CuffNews? { cuff?.news }
}

/// The RMS of an electromyogram in its band over the last tenth of a second.
private struct EnvelopeMeter: BitwiseCopyable {
    private var filter = BiquadCascade.silent
    private var squares: BlockMean
    private let settling: Int
    private let maximum: Double
    private let usable: Bool
    private var seen = 0

    init(_ settings: CompanionSettings, rate: Double) {
        if let sections = MuscleBand.sections(settings, rate: rate), let cascade = BiquadCascade(sections) {
            filter = cascade
            usable = true
        } else {
            usable = false
        }
        squares = BlockMean(seconds: LiveCompanion.envelopeWindow, rate: rate)
        settling = Int(min(rate, 1e6) * LiveCompanion.settling)
        maximum = settings.maximum ?? .nan
    }

    mutating func reset() {
        seen = 0
        squares.reset()
    }

    mutating func push(_ value: Double) -> Double {
        guard usable else { return .nan }
        guard value - value == 0 else {
            reset()
            return .nan
        }
        if seen == 0 { filter.settle(at: value) }
        let band = filter.push(value)
        guard seen >= settling else {
            seen += 1
            return .nan
        }
        return squares.push(band * band).squareRoot()
    }

    func percent(of envelope: Double) -> Double { 100 * envelope / maximum }
}

/// The pressure of a cuff against its limit, and the time above it.
private struct CuffMeter: BitwiseCopyable {
    /// A pressure ends the time above the limit when it is this much below, in % of the occlusion pressure.
    private static let release = 2.0

    private let occlusion: Double
    private let limit: Double
    private let longest: Double
    private var since = HostInstant.never
    private var isReported = false
    private(set) var seconds = 0.0
    private(set) var news: HoldEvent.CuffNews?

    init(_ settings: CompanionSettings) {
        occlusion = settings.occlusion ?? .nan
        limit = settings.limitPercent
        longest = settings.limitSeconds
    }

    /// The pressure in % of the occlusion pressure; NaN when that is not known.
    mutating func push(_ kilopascals: Double, at time: HostInstant) -> Double {
        let percent = 100 * kilopascals / occlusion
        news = nil
        guard percent.isFinite else {
            if since == .never { seconds = occlusion.isFinite ? 0 : .nan }
            return .nan
        }
        if since == .never {
            seconds = 0
            guard percent > limit else { return percent }
            since = time
            isReported = false
            news = HoldEvent.CuffNews(.above, percent: percent, seconds: 0)
        } else {
            seconds = time.seconds(since: since)
            if percent < limit - Self.release {
                news = HoldEvent.CuffNews(.below, percent: percent, seconds: seconds)
                since = .never
            } else if seconds >= longest, !isReported {
                isReported = true
                news = HoldEvent.CuffNews(.tooLong, percent: percent, seconds: seconds)
            }
        }
        return percent
    }
}
