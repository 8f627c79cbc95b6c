public import Filtering

/// How steady a force is (H-2).
public struct Steadiness: Sendable, Equatable {
    /// Mean force, N.
    public let mean: Double
    /// SD (n − 1), N.
    public let deviation: Double
    /// SD (n − 1) after the straight line is taken off, N.
    public let detrendedDeviation: Double
    /// Slope of that line, N/s.
    public let slope: Double
    /// How long the part is, s.
    public let duration: Double

    /// Of evenly spaced values, as they are. Nil below two values or without a rate.
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

    /// SD in % of the mean; nil when the mean is 0.
    public var variation: Double? { mean == 0 ? nil : 100 * deviation / abs(mean) }
    /// The same after the line is taken off.
    public var detrendedVariation: Double? { mean == 0 ? nil : 100 * detrendedDeviation / abs(mean) }

    /// The line moves by more than six times what is left without it (T-1): no plateau but a ramp.
    public var isTransient: Bool { abs(slope) * duration > 6 * detrendedDeviation }

    /// RMS difference of values to those `seconds` later, between samples by a straight line; the mean is over as many differences as
    /// there are. The lag is in time: in samples it would be another number on every sensor. Nil when the part is shorter.
    public static func successiveDifference(_ values: [Double], rate: Double, lag seconds: Double) -> Double? {
        let lag = seconds * rate
        guard lag > 0, lag <= Double(values.count - 1) else { return nil }
        // A lag of whole samples must not become one less by rounding.
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

    /// The low-pass before steadiness (S-6): zero-phase Butterworth, order 2 each way (4 in all), −6 dB at 20 Hz. Nil when the
    /// sensor is too slow for it; then nothing is to be filtered.
    public static func lowPass(rate: Double) -> [SecondOrderSection]? {
        rate > 50 ? Butterworth.lowPass(order: 2, cutoff: 20, rate: rate) : nil
    }
}
