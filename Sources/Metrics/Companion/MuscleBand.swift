import Filtering

/// The band of a surface electromyogram (see <doc:Companions>), and what the mains add to it. The envelope in it: `LiveCompanion`
/// live, `CompanionAnalysis+Muscle` of a hold.
public enum MuscleBand {
    /// Edges, Hz. Movement is below, noise above (De Luca 2010 J Biomech 43:1573; Merletti & Cerone 2020 J Electromyogr Kinesiol
    /// 54:102440).
    public static let low = 20.0
    public static let high = 450.0
    /// Order of the low-pass prototype, live; final numbers take two passes of half of it.
    static let order = 4
    /// Its name in messages.
    public static let name = "20_450"
    /// The rate that the upper edge needs, Hz.
    public static let neededRate = 1000.0
    /// Width of a notch, Hz.
    static let notchWidth = 2.0
    /// The band of a line of the mains, and the bands beside it that say what is there without the mains: Hz from its middle.
    static let line = 2.0
    static let beside = 3.0...6.0
    /// From this share of the power on, in %, the flag `mains` is raised.
    public static let mainsLimit = 5.0

    /// The sections of the band-pass, and of a notch at the mains and its harmonics if wanted; nil below the needed rate.
    static func sections(_ settings: CompanionSettings, order: Int = MuscleBand.order, rate: Double) -> [SecondOrderSection]? {
        guard RateRule.meets(rate, neededRate), var sections = Butterworth.bandPass(order: order, from: low, to: high, rate: rate)
        else { return nil }
        if settings.notchesMains {
            for harmonic in harmonics(settings.mains) {
                guard let notch = Notch.section(frequency: harmonic, quality: harmonic / notchWidth, rate: rate) else { continue }
                sections.append(notch)
            }
        }
        return sections
    }

    /// The lines of the mains in the band.
    private static func harmonics(_ mains: Double) -> [Double] {
        guard mains >= low else { return [] }
        return stride(from: mains, through: high - beside.upperBound, by: mains).map { $0 }
    }

    /// The part of the power of the band that the lines of the mains have above what is beside them, %; NaN when the spectrum does
    /// not reach that far. Allocates no memory.
    static func mainsShare(of density: Span<Double>, step: Double, mains: Double) -> Double {
        let total = PowerSpectrum.power(of: density, step: step, from: low, to: high)
        guard total > 0, mains >= low else { return .nan }
        var excess = 0.0
        var harmonic = mains
        while harmonic <= high - beside.upperBound {
            let own = PowerSpectrum.power(of: density, step: step, from: harmonic - line, to: harmonic + line)
            let below = PowerSpectrum.power(
                of: density, step: step, from: harmonic - beside.upperBound, to: harmonic - beside.lowerBound)
            let above = PowerSpectrum.power(
                of: density, step: step, from: harmonic + beside.lowerBound, to: harmonic + beside.upperBound)
            let expected = (below + above) / 2 * 2 * line / (beside.upperBound - beside.lowerBound)
            if own > expected { excess += own - expected }
            harmonic += mains
        }
        return 100 * excess / total
    }
}
