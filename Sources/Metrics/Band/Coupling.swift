import CMath
public import Filtering

/// What two signals of one hold have in common: how much of the second is coherent with the first, with which gain and delay
/// (see <doc:BandAndBody>).
///
/// Athlete and band are a closed loop: the band shakes the athlete and the athlete shakes the band. Coherence has no direction,
/// so the parts are called shared and own, not cause and effect.
public struct Coupling {
    public let matrix: SpectralMatrix
    /// The first and the second signal in the matrix.
    public let from: Int
    public let to: Int

    /// Fewer independent segments give a coherence that is mostly bias.
    public static let fewestSegments = 8.0
    /// Significant lines that gain and delay need.
    static let fewestLines = 3
    /// Where gain and delay are measured, Hz.
    public static let gainBand = 0.5...4.0
    public static let delayBand = 0.5...5.0

    /// Throws when there are too few segments.
    public init(_ matrix: SpectralMatrix, from: Int, to: Int) throws(NullReason) {
        guard matrix.independentSegments >= Self.fewestSegments else { throw .plateauTooShort }
        self.matrix = matrix
        self.from = from
        self.to = to
    }

    /// RMS of the part of the second signal in a band that it shares with the first, of the rest, and the shared part of its power.
    public func parts(_ low: Double, _ high: Double) throws(NullReason) -> (shared: Double, own: Double, coherence: Double) {
        let (coherent, residual) = matrix.parts(of: to, with: from)
        guard let shared = coherent.power(from: low, to: high), let own = residual.power(from: low, to: high) else {
            throw .rateTooLow
        }
        guard shared + own > 0 else { throw .divisionByZero }
        return (shared.squareRoot(), own.squareRoot(), shared / (shared + own))
    }

    /// The lines of a band at which the coherence is significant.
    private func significant(_ band: ClosedRange<Double>) -> [Int] {
        (1..<matrix.lines).filter {
            band.contains(matrix.frequency($0)) && matrix.coherence(from, to, $0) > matrix.coherenceLimit
        }
    }

    /// Mean gain in the band over the lines that are significant.
    public func gain() throws(NullReason) -> Double {
        let gains = significant(Self.gainBand).compactMap { matrix.response(of: to, to: from, $0)?.gain }
        // One line of eight is above the limit by chance in every third hold.
        guard gains.count >= Self.fewestLines else { throw .notSignificant }
        return gains.reduce(0, +) / Double(gains.count)
    }

    /// Phase of the second signal against the first at one frequency, degrees; negative: it follows.
    public func phase(at frequency: Double) throws(NullReason) -> Double {
        let line = Int((frequency / matrix.step).rounded())
        guard line > 0, line < matrix.lines, matrix.coherence(from, to, line) > matrix.coherenceLimit,
            let response = matrix.response(of: to, to: from, line)
        else { throw .notSignificant }
        return response.phase * 180 / .pi
    }

    /// The delay of the second signal, s, from the slope of the unwrapped phase over the significant lines, and its SD.
    ///
    /// The phase of a line has variance (1 − γ²)/(2·L·γ²) (Bendat & Piersol). Lines of a Hann window that are one and two steps
    /// apart correlate by 2/3 and 1/6, so the variance of the slope is that of independent lines times 1 + 2·(2/3 + 1/6).
    public func delay() throws(NullReason) -> (seconds: Double, deviation: Double) {
        let lines = significant(Self.delayBand)
        guard lines.count >= Self.fewestLines else { throw .notSignificant }
        var phases: [Double] = []
        for line in lines {
            guard let phase = matrix.response(of: to, to: from, line)?.phase else { throw .notSignificant }
            guard let last = phases.last else {
                phases.append(phase)
                continue
            }
            phases.append(phase - 2 * .pi * ((phase - last) / (2 * .pi)).rounded())
        }
        let frequencies = lines.map { matrix.frequency($0) }
        guard let line = StraightLine(x: frequencies, y: phases) else { throw .notSignificant }
        let mean = frequencies.reduce(0, +) / Double(frequencies.count)
        let squares = frequencies.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        var variance = 0.0
        for (number, frequency) in zip(lines, frequencies) {
            let coherence = matrix.coherence(from, to, number)
            let weight = (frequency - mean) / squares
            variance += weight * weight * (1 - coherence) / (2 * matrix.independentSegments * coherence)
        }
        return (-line.slope / (2 * .pi), (variance * (1 + 2 * (2.0 / 3 + 1.0 / 6))).squareRoot() / (2 * .pi))
    }
}
