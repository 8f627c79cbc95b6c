import Filtering

extension PowerSpectrum {
    /// The correlation of two densities of a Hann window that are one and two steps apart: the squares of 2/3 and 1/6.
    private static let shared = [4.0 / 9, 1.0 / 36]

    /// Degrees of freedom of the power between two frequencies: those of one density times the number of independent densities in
    /// the band, (Σ wP)²/Σᵢ Σⱼ wᵢPᵢ·wⱼPⱼ·ρ(i − j). For a peak this number is one or two; in a flat band two of three densities
    /// are independent.
    ///
    /// w is the part of a step that lies in the band.
    func degreesOfFreedom(from low: Double, to high: Double) -> Double {
        let powers = density.enumerated().map { index, value in
            let frequency = Double(index) * step
            let part = min(high, frequency + step / 2) - max(low, frequency - step / 2)
            return max(0, part) / step * value
        }
        let sum = powers.reduce(0, +)
        var squares = powers.reduce(0) { $0 + $1 * $1 }
        for (index, part) in Self.shared.enumerated() {
            squares += 2 * part * zip(powers.dropFirst(index + 1), powers).reduce(0) { $0 + $1.0 * $1.1 }
        }
        guard squares > 0, sum.isFinite, squares.isFinite else { return degreesOfFreedom }
        return degreesOfFreedom * sum * sum / squares
    }
}
