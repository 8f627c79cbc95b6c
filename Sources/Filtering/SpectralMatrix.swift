import CMath

/// The power and cross spectral densities of several signals that were sampled together, one-sided, on a uniform grid of
/// frequencies from 0 Hz (J. S. Bendat, A. G. Piersol, Random Data, chapters 5 and 7).
///
/// The density of i and j is the mean of conj(Xᵢ)·Xⱼ, as in `scipy.signal.csd`: its phase is negative where j follows i.
public struct SpectralMatrix: Sendable {
    /// The number of signals and of frequencies.
    public let signals: Int
    public let lines: Int
    /// Distance between two frequencies, Hz.
    public let step: Double
    /// The number of segments of which the densities are the mean.
    public let segments: Int
    /// The number of signals whose linear influence was removed.
    public let removed: Int
    /// Frequency by frequency, row by row.
    private let densities: [Complex]

    init(signals: Int, step: Double, segments: Int, removed: Int, densities: [Complex]) {
        self.signals = signals
        lines = densities.count / (signals * signals)
        self.step = step
        self.segments = segments
        self.removed = removed
        self.densities = densities
    }

    private func density(_ i: Int, _ j: Int, _ line: Int) -> Complex { densities[(line * signals + i) * signals + j] }

    /// The frequency of a line, Hz.
    public func frequency(_ line: Int) -> Double { Double(line) * step }

    /// The power spectral density of one signal.
    public func power(of signal: Int) -> PowerSpectrum {
        PowerSpectrum(density: (0..<lines).map { density(signal, signal, $0).real }, step: step, segments: segments)
    }

    /// Magnitude-squared coherence, |Pᵢⱼ|²/(Pᵢᵢ·Pⱼⱼ); 0 where a signal has no power.
    public func coherence(_ i: Int, _ j: Int, _ line: Int) -> Double {
        let product = density(i, i, line).real * density(j, j, line).real
        guard product > 0 else { return 0 }
        let cross = density(i, j, line)
        return min(1, (cross.real * cross.real + cross.imaginary * cross.imaginary) / product)
    }

    /// Gain and phase in radians of the response of signal `j` to signal `i`, Pᵢⱼ/Pᵢᵢ; nil where `i` has no power.
    public func response(of j: Int, to i: Int, _ line: Int) -> (gain: Double, phase: Double)? {
        let power = density(i, i, line).real
        guard power > 0 else { return nil }
        let cross = density(i, j, line)
        return (cross.magnitude / power, c_atan2(cross.imaginary, cross.real))
    }

    /// The part of the power of signal `j` that is coherent with signal `i`, γ²·Pⱼⱼ, and the rest.
    public func parts(of j: Int, with i: Int) -> (coherent: PowerSpectrum, residual: PowerSpectrum) {
        let power = power(of: j).density
        let coherence = (0..<lines).map { self.coherence(i, j, $0) }
        func spectrum(_ share: (Double) -> Double) -> PowerSpectrum {
            PowerSpectrum(density: zip(power, coherence).map { $0 * share($1) }, step: step, segments: segments)
        }
        return (spectrum { $0 }, spectrum { 1 - $0 })
    }

    /// The densities of the other signals without the part that follows linearly from one signal: Pᵢⱼ − Pᵢₖ·Pₖⱼ/Pₖₖ. Its
    /// coherence is the partial coherence. The signal itself keeps its place and has no power left.
    public func without(_ k: Int) -> SpectralMatrix {
        var rest = densities
        for line in 0..<lines {
            let power = density(k, k, line).real
            for i in 0..<signals {
                for j in 0..<signals {
                    let place = (line * signals + i) * signals + j
                    if i == k || j == k {
                        rest[place] = Complex(0)
                    } else if power > 0 {
                        rest[place] = rest[place] - density(i, k, line) * density(k, j, line) * (1 / power)
                    }
                }
            }
        }
        return SpectralMatrix(signals: signals, step: step, segments: segments, removed: removed + 1, densities: rest)
    }

    /// The number of independent segments, for Hann segments that overlap by half: half of the degrees of freedom,
    /// 18L²/(19L − 1), less the signals that were removed (Halliday 1995 Prog Biophys Mol Biol 64:237).
    public var independentSegments: Double {
        let count = Double(segments)
        return 18 * count * count / (19 * count - 1) - Double(removed)
    }

    /// The coherence that signals without a common part exceed at one frequency with a probability of 5 %:
    /// 1 − 0.05^(1/(L − 1)), L being the number of independent segments. 1 when there are too few.
    public var coherenceLimit: Double {
        independentSegments > 1 ? 1 - c_pow(0.05, 1 / (independentSegments - 1)) : 1
    }
}

/// Computes a ``SpectralMatrix`` by Welch's method, one segment of all signals at a time.
public struct CrossWelch {
    public let segments: Int
    public private(set) var done = 0

    private let signals: [[Double]]
    private let rate: Double
    private let segmentLength: Int
    private let overlap: Int
    private let detrend: WelchSpectrum.Detrend
    private let transform: FourierTransform
    private let window: [Double]
    private let scale: Double
    private var sums: [Complex]
    private var segment: [Double]
    private var spectra: [[Double]]

    /// Nil when there is no signal, the signals differ in length or are shorter than a segment, `overlap` is not in
    /// 0 ..< `segmentLength`, or `rate` is not positive.
    public init?(_ signals: [[Double]], rate: Double, segmentLength: Int, overlap: Int, detrend: WelchSpectrum.Detrend) {
        guard let count = signals.first?.count, signals.allSatisfy({ $0.count == count }), segmentLength > 1,
            segmentLength <= count, overlap >= 0, overlap < segmentLength, rate > 0, rate.isFinite,
            let transform = FourierTransform(count: segmentLength)
        else { return nil }
        self.signals = signals
        self.rate = rate
        self.segmentLength = segmentLength
        self.overlap = overlap
        self.detrend = detrend
        self.transform = transform
        segments = (count - overlap) / (segmentLength - overlap)
        // The periodic Hann window, because its overlapping copies add up to a constant.
        window = (0..<segmentLength).map { 0.5 - 0.5 * c_cos(2 * .pi * Double($0) / Double(segmentLength)) }
        scale = 1 / (rate * window.reduce(0) { $0 + $1 * $1 })
        sums = [Complex](repeating: Complex(0), count: (segmentLength / 2 + 1) * signals.count * signals.count)
        segment = [Double](repeating: 0, count: segmentLength)
        spectra = [[Double]](repeating: [], count: signals.count)
    }

    /// Adds the next segment. Returns the densities after the last one.
    public mutating func advance() -> SpectralMatrix? {
        if done < segments { addSegment() }
        guard done == segments else { return nil }
        return SpectralMatrix(
            signals: signals.count, step: rate / Double(segmentLength), segments: segments, removed: 0,
            densities: sums.map { $0 * (1 / Double(segments)) })
    }

    private mutating func addSegment() {
        let first = done * (segmentLength - overlap)
        for (signal, values) in signals.enumerated() {
            let part = values[first..<first + segmentLength]
            guard let line = Trend(part) else { return }
            let slope = detrend == .linear ? line.slope : 0
            for (n, value) in part.enumerated() {
                segment[n] = (value - (line.mean + slope * (Double(n) - line.middle))) * window[n]
            }
            transform.transform(segment, into: &spectra[signal])
        }
        let lines = segmentLength / 2 + 1
        for k in 0..<lines {
            // One-sided: every line represents two, except the first, and the last when the length is even.
            let single = k == 0 || (segmentLength % 2 == 0 && k == lines - 1)
            let factor = scale * (single ? 1 : 2)
            for i in signals.indices {
                let conjugate = Complex(spectra[i][2 * k], -spectra[i][2 * k + 1])
                for j in signals.indices {
                    let place = (k * signals.count + i) * signals.count + j
                    let product = conjugate * Complex(spectra[j][2 * k], spectra[j][2 * k + 1])
                    sums[place] = sums[place] + product * factor
                }
            }
        }
        done += 1
    }

    /// All densities at once; nil under the same conditions as `init`.
    public static func matrix(
        of signals: [[Double]], rate: Double, segmentLength: Int, overlap: Int, detrend: WelchSpectrum.Detrend
    ) -> SpectralMatrix? {
        guard var welch = CrossWelch(signals, rate: rate, segmentLength: segmentLength, overlap: overlap, detrend: detrend)
        else { return nil }
        while true {
            if let matrix = welch.advance() { return matrix }
        }
    }
}
