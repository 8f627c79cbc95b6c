/// How fast a sensor must be for a number (S-1, S-2, S-3 and A-6).
///
/// Rates are measured, and crystals are off: 2 % below a limit still counts, so that a sensor of 1000 Hz that measures as 999.6 is one.
public enum RateRule {
    /// Share of a limit that is enough.
    public static let tolerance = 0.98
    /// From here on early RFD is beyond doubt (S-1: Maffiuletti 2016 EJAP 116:1091; Comfort 2019 SCJ 41(2):57), Hz.
    public static let full = 1000.0
    /// Windows up to 100 ms and peak RFD need this, Hz.
    public static let early = 250.0
    /// Longer windows, impulse, MVC and steadiness need this (S-2), Hz.
    public static let lowest = 80.0
    /// The 4–12 Hz bands and the tremor peak need this (S-3), Hz.
    public static let tremor = 60.0
    /// Bands above 12 Hz, totals and shares need this (S-3): below, the converter's own filter shapes them.
    public static let upperBands = 100.0

    /// True when `rate` is as high as `limit`, less the tolerance.
    public static func meets(_ rate: Double, _ limit: Double) -> Bool { rate >= limit * tolerance }

    /// The rate that a window of so many milliseconds needs, Hz.
    public static func needed(forWindow milliseconds: Double) -> Double { milliseconds <= 100 ? early : lowest }
}
