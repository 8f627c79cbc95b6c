import CMath

/// The power spectral density of an evenly sampled signal by Welch's method: the mean of the periodograms of overlapping
/// Hann-windowed segments (P. D. Welch, IEEE Trans. Audio Electroacoust. 15, 1967).
///
/// The same numbers as `scipy.signal.welch(x, rate, 'hann', nperseg, noverlap, detrend=…)` with one-sided densities. It processes
/// one segment at a time, so that a long signal can be processed in between other work.
public struct WelchSpectrum {
    /// What is removed from each segment before the window is applied.
    public enum Detrend: Sendable { case constant, linear }

    /// Samples in a segment, samples shared by neighbouring segments, and the number of segments in the signal.
    public let segmentLength: Int
    public let overlap: Int
    public let segments: Int
    /// The number of segments in the sum so far.
    public private(set) var done = 0

    private let values: [Double]
    private let rate: Double
    private let detrend: Detrend
    private let transform: FourierTransform
    private let window: [Double]
    private let scale: Double
    private var sum: [Double]
    private var segment: [Double]
    private var spectrum: [Double] = []

    /// Nil when the signal is shorter than a segment, `overlap` is not in 0 ..< `segmentLength`, or `rate` is not positive.
    public init?(_ values: [Double], rate: Double, segmentLength: Int, overlap: Int, detrend: Detrend) {
        guard segmentLength > 1, segmentLength <= values.count, overlap >= 0, overlap < segmentLength, rate > 0, rate.isFinite,
            let transform = FourierTransform(count: segmentLength)
        else { return nil }
        self.values = values
        self.rate = rate
        self.segmentLength = segmentLength
        self.overlap = overlap
        self.detrend = detrend
        self.transform = transform
        segments = (values.count - overlap) / (segmentLength - overlap)
        // The periodic Hann window, because its overlapping copies add up to a constant.
        window = (0..<segmentLength).map { 0.5 - 0.5 * c_cos(2 * .pi * Double($0) / Double(segmentLength)) }
        scale = 1 / (rate * window.reduce(0) { $0 + $1 * $1 })
        sum = [Double](repeating: 0, count: segmentLength / 2 + 1)
        segment = [Double](repeating: 0, count: segmentLength)
    }

    /// Adds the next segment. Returns the spectrum after the last one.
    public mutating func advance() -> PowerSpectrum? {
        if done < segments { addSegment() }
        guard done == segments else { return nil }
        return PowerSpectrum(
            density: sum.map { $0 / Double(segments) }, step: rate / Double(segmentLength), segments: segments)
    }

    private mutating func addSegment() {
        let first = done * (segmentLength - overlap)
        guard let line = Trend(values[first..<first + segmentLength]) else { return }
        let slope = detrend == .linear ? line.slope : 0
        let (mean, middle) = (line.mean, line.middle)
        for n in 0..<segmentLength {
            segment[n] = (values[first + n] - (mean + slope * (Double(n) - middle))) * window[n]
        }
        transform.transform(segment, into: &spectrum)
        addPowers()
        done += 1
    }

    /// One-sided: every line represents two, except the first, and the last when the length is even.
    private mutating func addPowers() {
        let last = sum.count - 1
        let single = segmentLength % 2 == 0 ? last : 0
        let scale = scale
        for k in 0...last {
            let power = spectrum[2 * k] * spectrum[2 * k] + spectrum[2 * k + 1] * spectrum[2 * k + 1]
            sum[k] += power * scale * (k == 0 || k == single ? 1 : 2)
        }
    }

    /// The whole spectrum at once; nil under the same conditions as `init`.
    public static func density(
        of values: [Double], rate: Double, segmentLength: Int, overlap: Int, detrend: Detrend
    ) -> PowerSpectrum? {
        guard
            var welch = WelchSpectrum(
                values, rate: rate, segmentLength: segmentLength, overlap: overlap, detrend: detrend)
        else { return nil }
        while true {
            if let spectrum = welch.advance() { return spectrum }
        }
    }
}
