public import Filtering

/// How steady a force is (see <doc:Steadiness>).
public struct Steadiness: Sendable, Equatable {
    /// Mean force, N.
    public let mean: Double
    /// SD (n − 1), N.
    public let deviation: Double
    /// SD (n − 1) about the straight line, N.
    public let detrendedDeviation: Double
    /// Slope of the line, N/s.
    public let slope: Double
    /// Duration of the values, s.
    public let duration: Double

    /// Computed from evenly spaced values, without further filtering. Nil below two values or without a rate.
    public init?(_ values: [Double], rate: Double) {
        guard values.count >= 2, rate > 0, rate.isFinite, let line = Trend(values) else { return nil }
        var squares = 0.0
        var detrended = 0.0
        for (index, value) in values.enumerated() {
            let distance = value - line.mean
            let residual = value - line.value(at: Double(index))
            squares += distance * distance
            detrended += residual * residual
        }
        mean = line.mean
        deviation = (squares / Double(values.count - 1)).squareRoot()
        detrendedDeviation = (detrended / Double(values.count - 1)).squareRoot()
        slope = line.slope * rate
        duration = Double(values.count - 1) / rate
    }

    /// The coefficient of variation: an SD of this force, in % of the mean over the level of rest, N; nil when that is 0.
    public func variation(_ deviation: Double, over rest: Double = 0) -> Double? {
        mean == rest ? nil : 100 * deviation / abs(mean - rest)
    }

    /// Whether the line changes by more than six times the SD about it: then it is a ramp and not a plateau.
    public var isTransient: Bool { abs(slope) * duration > 6 * detrendedDeviation }

    /// RMS of the differences between values and those `seconds` later, interpolated linearly between samples; the mean divides
    /// by the number of differences. The lag is in time, because a lag in samples would give a different number on every sensor.
    /// Nil when the values are shorter than the lag.
    public static func successiveDifference(_ values: [Double], rate: Double, lag seconds: Double) -> Double? {
        let lag = seconds * rate
        guard lag > 0, lag <= Double(values.count - 1) else { return nil }
        // Rounding must not make a lag of whole samples one sample shorter.
        let whole = abs(lag - lag.rounded()) < 1e-9 ? lag.rounded() : lag.rounded(.down)
        let share = abs(lag - lag.rounded()) < 1e-9 ? 0 : lag - whole
        let offset = Int(whole)
        let count = values.count - offset - (share > 0 ? 1 : 0)
        guard count > 0 else { return nil }
        var squares = 0.0
        for index in 0..<count {
            var later = values[index + offset]
            if share > 0 { later += share * (values[index + offset + 1] - later) }
            squares += (later - values[index]) * (later - values[index])
        }
        return (squares / Double(count)).squareRoot()
    }

    /// The bandwidth of white noise that passes the low-pass, Hz: ∫ df/(1 + (f/20 Hz)⁴)² = 3π/(8√2)·20 Hz.
    static let noiseBandwidth = 16.7

    /// The low-pass for steadiness: zero-phase Butterworth, order 2 each way (4 in all), −6 dB at 20 Hz. Nil when the sensor is
    /// too slow for it; then no filter is applied.
    public static func lowPass(rate: Double) -> [SecondOrderSection]? {
        rate > 50 ? Butterworth.lowPass(order: 2, cutoff: 20, rate: rate) : nil
    }
}
