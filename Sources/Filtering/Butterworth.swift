import CMath

/// Butterworth filters as second-order sections: bilinear transform with the edges prewarped (S. Butterworth 1930), paired and
/// ordered as by `scipy.signal.butter(output='sos')`, so that the coefficients can be compared one by one.
///
/// One pass has −3 dB at its edges; two passes (`ZeroPhaseFilter`) have −6 dB there and twice the order.
public enum Butterworth {
    /// The largest number of sections of a cascade; a band-pass of order n has n sections.
    public static let highestOrder = 16

    /// Low-pass with −3 dB at `cutoff` hertz. Nil unless 0 < cutoff < rate/2 and 1 ≤ order ≤ 16.
    public static func lowPass(order: Int, cutoff: Double, rate: Double) -> [SecondOrderSection]? {
        guard valid(order, rate), cutoff > 0, cutoff < rate / 2 else { return nil }
        let edge = 4 * c_tan(.pi * cutoff / rate)
        let poles = prototype(order).map { $0 * edge }
        return digital(poles: poles, zerosAtOrigin: 0, gain: c_pow(edge, Double(order)))
    }

    /// Band-pass with −3 dB at `low` and `high` hertz; `order` is that of the low-pass prototype: the band-pass has twice as many
    /// poles. Nil unless 0 < low < high < rate/2 and 1 ≤ order ≤ 16.
    public static func bandPass(order: Int, from low: Double, to high: Double, rate: Double) -> [SecondOrderSection]? {
        guard valid(order, rate), low > 0, low < high, high < rate / 2 else { return nil }
        let first = 4 * c_tan(.pi * low / rate)
        let last = 4 * c_tan(.pi * high / rate)
        let width = last - first
        let centre = Complex(first * last)
        let scaled = prototype(order).map { $0 * (width / 2) }
        let roots = scaled.map { ($0 * $0 - centre).squareRoot() }
        let poles = zip(scaled, roots).map { $0 + $1 } + zip(scaled, roots).map { $0 - $1 }
        return digital(poles: poles, zerosAtOrigin: order, gain: c_pow(width, Double(order)))
    }

    private static func valid(_ order: Int, _ rate: Double) -> Bool {
        order >= 1 && order <= highestOrder && rate > 0 && rate.isFinite
    }

    /// Poles of the analogue low-pass with its edge at 1 rad/s.
    private static func prototype(_ order: Int) -> [Complex] {
        stride(from: -order + 1, to: order, by: 2).map { m in
            let angle = .pi * Double(m) / (2 * Double(order))
            // The middle pole of an odd order is real, and must be exactly real.
            return m == 0 ? Complex(-1) : Complex(-c_cos(angle), -c_sin(angle))
        }
    }

    /// Bilinear transform at a rate of 2, for which the edges were prewarped; zeros at infinity map to −1, zeros at 0 map to +1.
    private static func digital(poles: [Complex], zerosAtOrigin: Int, gain: Double) -> [SecondOrderSection] {
        let four = Complex(4)
        var denominator = Complex(1)
        for pole in poles { denominator = denominator * (four - pole) }
        let numerator = Complex(c_pow(4, Double(zerosAtOrigin)))
        let digitalGain = gain * (numerator / denominator).real
        let zeros =
            [Double](repeating: 1, count: zerosAtOrigin)
            + [Double](repeating: -1, count: poles.count - zerosAtOrigin)
        return SectionPairing(poles: poles.map { (four + $0) / (four - $0) }, zeros: zeros).sections(gain: digitalGain)
    }
}
