import CMath

/// A narrow band-stop filter.
public enum Notch {
    /// A second-order section that removes one frequency, with −3 dB at a band of `frequency`/`quality` hertz: the same coefficients as
    /// `scipy.signal.iirnotch(frequency, quality, rate)` (S. J. Orfanidis, Introduction to Signal Processing, 1996). Nil unless
    /// 0 < frequency < rate/2 and the quality is positive.
    public static func section(frequency: Double, quality: Double, rate: Double) -> SecondOrderSection? {
        guard rate > 0, rate.isFinite, frequency > 0, frequency < rate / 2, quality > 0 else { return nil }
        let angle = 2 * .pi * frequency / rate
        let gain = 1 / (1 + c_tan(angle / quality / 2))
        let middle = -2 * gain * c_cos(angle)
        return SecondOrderSection(b0: gain, b1: middle, b2: gain, a1: middle, a2: 2 * gain - 1)
    }
}
