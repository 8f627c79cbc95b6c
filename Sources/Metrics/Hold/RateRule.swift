/// The sampling rates that numbers need (see <doc:RateOfForceDevelopment> and <doc:Tremor>). `HoldAnalysis` leaves a number out where the rate
/// is too low (`riseRefusal`), and raises the flag `low_rate` (`raiseFlags`).
///
/// Rates are measured, and crystals are not exact: a rate up to 2 % below a limit still meets it, so that a sensor of 1000 Hz
/// that is measured as 999.6 Hz counts as 1000 Hz.
public enum RateRule {
    /// The share of a limit that is sufficient.
    public static let tolerance = 0.98
    /// From this rate on early RFD is undisputed (Maffiuletti 2016 EJAP 116:1091; Comfort 2019 SCJ 41(2):57), Hz.
    public static let full = 1000.0
    /// Windows up to 100 ms and peak RFD need this rate, Hz.
    public static let early = 250.0
    /// Longer windows, impulse, MVC and steadiness need this rate, Hz.
    public static let lowest = 80.0
    /// The 4–12 Hz bands and the tremor peak need this rate, Hz.
    public static let tremor = 60.0
    /// Bands above 12 Hz, totals and shares need this rate, Hz; below it the converter's own filter affects them.
    public static let upperBands = 100.0

    /// True when `rate` is as high as `limit`, less the tolerance.
    public static func meets(_ rate: Double, _ limit: Double) -> Bool { rate >= limit * tolerance }

    /// The rate needed for a window of this length, Hz.
    public static func needed(forWindow milliseconds: Double) -> Double { milliseconds <= 100 ? early : lowest }
}
