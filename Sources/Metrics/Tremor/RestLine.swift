import Filtering

/// Detects a line in the spectrum that is also present at rest, such as a motor, a fan, or mains hum below half of the sampling
/// rate. It is not tremor (see <doc:ImpossibleInput>).
enum RestLine {
    /// The length of the rest before the onset that is examined, and its distance from the onset, s.
    private static let span = 2.75
    private static let gap = 0.15
    /// A shorter rest is not enough for 4 Hz and above, s.
    private static let least = 1.5
    /// The largest distance between the two peaks, Hz: one step of a spectrum of 1 s.
    private static let distance = 1.0
    /// The least power at rest, as a share of the power of the peak.
    private static let share = 0.25

    /// Whether a peak of the plateau's spectrum is also present in the rest before the onset.
    ///
    /// A pre-tension does not count as rest, because an athlete who holds one shakes. Neither does a time in which force was far
    /// from the baseline.
    static func isSeen(_ peak: TremorPeak, in plateau: PowerSpectrum, _ record: HoldRecord, _ curve: ForceCurve, onset: Double)
        -> Bool
    {
        guard abs(record.baselineMean - record.rest) <= record.parameters.pretensionFloor else { return false }
        let range = curve.index(atOrAfter: onset - gap - span)..<curve.index(atOrAfter: onset - gap)
        guard range.count > 1, curve.time[range.upperBound - 1] - curve.time[range.lowerBound] >= least,
            !curve.hasHole(from: curve.time[range.lowerBound], to: curve.time[range.upperBound - 1])
        else { return false }
        let values = Array(curve.force[range])
        let away = record.parameters.height(record.baselineDeviation)
        guard values.allSatisfy({ abs($0 - record.baselineMean) <= away }) else { return false }
        var spectra = TremorSpectra(values, rate: curve.rate)
        while !spectra.advance() {}
        if let response = record.response { spectra = spectra.corrected(for: response) }
        guard let rest = spectra.fine,
            let line = TremorPeak.highestPeak(in: rest.density.span, step: rest.step),
            abs(line.frequency - peak.frequency) <= distance,
            let before = rest.power(from: peak.frequency - distance, to: peak.frequency + distance),
            let during = plateau.power(from: peak.frequency - distance, to: peak.frequency + distance)
        else { return false }
        return before >= share * during
    }
}
