/// What the settings say of a companion: a sensor that measures no force (see <doc:Companions>). Values for other kinds are not used.
public struct CompanionSettings: BitwiseCopyable, Sendable, Equatable {
    /// The RMS of a maximal contraction, mV; nil when nobody has stated it.
    public var maximum: Double?
    /// The frequency of the mains, Hz, and whether it and its harmonics are removed.
    public var mains = 50.0
    public var notchesMains = false
    /// The occlusion pressure, kPa; nil when nobody has stated it.
    public var occlusion: Double?
    /// The limit of a cuff in % of the occlusion pressure, and the longest time above it, s.
    public var limitPercent = 80.0
    public var limitSeconds = 600.0
    /// Expanded uncertainty of a value in the unit of its kind, and in % of it; nil when nobody has stated it.
    public var uncertainty: Double?
    public var uncertaintyPercent: Double?

    /// Kilopascals in a millimetre of mercury (conventional: 13.5951 · 9.80665 Pa, ISO 80000-4).
    public static let kilopascalsPerMillimetreOfMercury = 0.133322387415

    public init() {}
}

/// The live numbers of a companion at one sample. NaN where one is not known or its kind has none.
public struct CompanionValues: BitwiseCopyable, Sendable {
    /// Speed, m/s; RMS envelope, mV; time above the limit of a cuff, s; RMS of the acceleration in 4–14 Hz, m/s².
    public var derived = Double.nan
    /// Envelope in % of the stated maximum; pressure in % of the occlusion pressure.
    public var percent = Double.nan

    init() {}
}
