import Filtering

/// A line in the spectrum that is there at rest as well: a motor, a fan, the mains below half of the rate. It is no tremor.
enum RestLine {
    /// How much of the rest before the onset is looked at, and how close to the onset, s.
    private static let span = 2.75
    private static let gap = 0.15
    /// Less than this says nothing about 4 Hz and above, s.
    private static let least = 1.5
    /// How near the two peaks are, Hz: a step of the spectrum of 1 s.
    private static let distance = 1.0
    /// How much of the power of the peak is there at rest.
    private static let share = 0.25

    /// Whether a peak of the plateau's spectrum is there in the rest before the onset.
    ///
    /// A pre-tension is no rest: who holds it shakes. Neither is a time in which force was elsewhere.
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
