public import Filtering

/// The spectra of a plateau at two resolutions (see <doc:Tremor>), computed one segment at a time.
///
/// Segments of 1 s (2 s for a plateau of 10 s or more), with a line removed from each, are for 4 Hz and above. Segments of 4 s,
/// with one line removed from the whole plateau and the mean from each, are for drift, totals and shares.
public struct TremorSpectra {
    /// For 4 Hz and above; nil when the plateau is shorter than a segment.
    public private(set) var fine: PowerSpectrum?
    /// For drift, totals and shares; nil when the plateau is shorter than 4 s.
    public private(set) var slow: PowerSpectrum?
    /// The length of a segment of `fine`, s.
    public let segmentSeconds: Double

    private var fineWelch: WelchSpectrum?
    private var slowWelch: WelchSpectrum?

    public init(_ values: [Double], rate: Double) {
        let seconds = Double(values.count) / rate
        segmentSeconds = seconds >= 10 ? 2 : 1
        fineWelch = Self.welch(values, rate: rate, seconds: segmentSeconds, detrend: .linear)
        slowWelch = Self.welch(Trend.removed(from: values), rate: rate, seconds: 4, detrend: .constant)
    }

    private static func welch(
        _ values: [Double], rate: Double, seconds: Double, detrend: WelchSpectrum.Detrend
    ) -> WelchSpectrum? {
        let length = (rate * seconds).rounded()
        guard length >= 2, length <= Double(values.count) else { return nil }
        // A few samples shorter where the length is a large prime or a multiple of one.
        let count = FourierTransform.quickLength(atMost: Int(length))
        return WelchSpectrum(values, rate: rate, segmentLength: count, overlap: count / 2, detrend: detrend)
    }

    /// Adds one segment; true when both spectra are done.
    public mutating func advance() -> Bool {
        if fineWelch != nil {
            fine = fineWelch?.advance()
            if fine != nil { fineWelch = nil }
            return false
        }
        if slowWelch != nil {
            slow = slowWelch?.advance()
            if slow != nil { slowWelch = nil }
            return false
        }
        return true
    }

    /// A copy that is corrected for the converter's gain up to the highest frequency at which this is possible; above that,
    /// densities are unchanged.
    func corrected(for response: ConverterResponse) -> TremorSpectra {
        var corrected = self
        let highest = response.highest
        func factor(_ frequency: Double) -> Double {
            guard frequency <= highest else { return 1 }
            let gain = response.gain(at: frequency)
            return 1 / (gain * gain)
        }
        corrected.fine = fine?.scaled(by: factor)
        corrected.slow = slow?.scaled(by: factor)
        return corrected
    }
}
