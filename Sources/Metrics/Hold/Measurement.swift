/// One number of a hold: a value or the reason why there is none, and an interval where one is known.
public struct Measurement: Sendable, Equatable {
    /// The stable name in messages, in the store and in exports: `rfd_0_100`, `tremor_rms_8_12`.
    public let name: String
    public let unit: MetricUnit
    /// `nil` when the data cannot support the number; `reason` then gives the cause.
    public let value: Double?
    /// The interval due to the uncertainty of the onset and, once it has been added, of the calibration, where these apply.
    public private(set) var lower: Double?
    public private(set) var upper: Double?
    public let reason: NullReason?
    /// The expanded uncertainty of the value due to the calibration, in its unit, or the reason why there is none. Both are nil
    /// while no calibration with an uncertainty is in use.
    public var expanded: Double?
    public var expandedReason: String?

    /// A measurement with a value. A value that is not finite becomes null with reason `notFinite`.
    public init(_ name: String, _ unit: MetricUnit, _ value: Double, lower: Double? = nil, upper: Double? = nil) {
        self.name = name
        self.unit = unit
        self.value = value.isFinite ? value : nil
        self.lower = value.isFinite ? lower.flatMap { $0.isFinite ? $0 : nil } : nil
        self.upper = value.isFinite ? upper.flatMap { $0.isFinite ? $0 : nil } : nil
        self.reason = value.isFinite ? nil : .notFinite
    }

    /// A measurement without a value, and the reason.
    public init(_ name: String, _ unit: MetricUnit, null reason: NullReason) {
        self.name = name
        self.unit = unit
        value = nil
        lower = nil
        upper = nil
        self.reason = reason
    }

    /// Widens the interval by an independent expanded uncertainty, in the number's unit.
    ///
    /// On each side the contributions add as the root of the sum of squares, because they are independent (JCGM 100:2008, 5.1.2).
    /// A number without an interval gets one.
    public mutating func widen(by expanded: Double) {
        guard let value, expanded >= 0, expanded.isFinite else { return }
        func widened(_ half: Double) -> Double { (half * half + expanded * expanded).squareRoot() }
        lower = value - widened(value - (lower ?? value))
        upper = value + widened((upper ?? value) - value)
    }
}

/// The unit that a measurement is stored in; newtons are shown in kg or lbf on request.
public enum MetricUnit: String, Sendable, CaseIterable {
    case newton = "N"
    case newtonPerSecond = "N/s"
    case newtonSecond = "N·s"
    case second = "s"
    case millisecond = "ms"
    case hertz = "Hz"
    case percent = "%"
    case decibel = "dB"
    case sample = "sample"
    case count = "1"
    case newtonPerKilogram = "N/kg"
    case perSecond = "1/s"
    case percentPerSecond = "%/s"
    case newtonSquaredPerHertz = "N²/Hz"
    case millimetre = "mm"
    case millimetrePerSecond = "mm/s"
    case squareMillimetre = "mm²"
    case squareMillimetrePerSecond = "mm²/s"
    case degree = "°"
    case metre = "m"
    case metrePerSecond = "m/s"
    case newtonPerMetre = "N/m"
    case millivolt = "mV"
    case kilopascal = "kPa"
    case millimetreOfMercury = "mmHg"
    case metrePerSecondSquared = "m/s²"
    case hertzPerSecond = "Hz/s"

    /// The text of the unit when values are not in newtons, or in the unit of a companion's kind, but in the raw unit of an
    /// uncalibrated sensor.
    public func text(force: String) -> String {
        guard force != "N" else { return rawValue }
        return switch self {
        case .newton, .newtonPerSecond, .newtonSecond, .newtonSquaredPerHertz: force + rawValue.dropFirst()
        case .metre, .millivolt, .kilopascal, .metrePerSecondSquared: force
        case .metrePerSecond: force + "/s"
        default: rawValue
        }
    }
}

/// Why a number is null: one code per cause, stable in messages and in the store. A computation that is not possible throws it.
public enum NullReason: String, Error, Sendable, CaseIterable {
    /// The sensor is too slow for this number (see `RateRule`).
    case rateTooLow = "rate_too_low"
    /// A sustained hold has no early rise.
    case slowRise = "slow_rise"
    /// The hold ended before the window did.
    case holdTooShort = "hold_too_short"
    /// The hold is too short for this number; its definition gives the least duration.
    case tooShort = "too_short"
    /// No part of the hold is steady enough to be called a plateau.
    case noPlateau = "no_plateau"
    /// The plateau is too short for a spectrum of this resolution.
    case plateauTooShort = "plateau_too_short"
    /// No peak in 4–14 Hz is 6 dB above its surroundings (see <doc:Tremor>).
    case noTremorPeak = "no_tremor_peak"
    /// The peak of the spectrum is also present at rest, so it does not come from the athlete.
    case lineAtRest = "line_at_rest"
    /// Samples are missing inside the window.
    case gapInside = "gap_inside"
    /// The converter was at the end of its range.
    case saturated = "saturated"
    /// The curve never crosses the level.
    case noCrossing = "no_crossing"
    /// The samples end before the release.
    case notReleased = "not_released"
    /// There is no baseline to measure from.
    case noBaseline = "no_baseline"
    /// The divisor is zero, so the ratio has no meaning.
    case divisionByZero = "division_by_zero"
    /// The number has no meaning on a plateau, as for the time to peak.
    case illConditioned = "ill_conditioned"
    /// The interval of the force behind the number is wider than half of the net peak, or noise hides what the number measures.
    case tooUncertain = "too_uncertain"
    /// There are too few pulses, trials or repetitions.
    case tooFew = "too_few"
    /// The settings do not state the value that it is compared with.
    case noReference = "no_reference"
    /// The athlete's maximal force is not known.
    case noMaximalForce = "no_maximal_force"
    /// The athlete's body mass is not known.
    case noBodyMass = "no_body_mass"
    /// No target was set.
    case noTarget = "no_target"
    /// The shaking does not grow, or its growth is not significant.
    case noShaking = "no_shaking"
    /// The target was held to the end.
    case noFailure = "no_failure"
    /// The curve could not be fitted.
    case noFit = "no_fit"
    /// No two stretches of the series match.
    case noMatch = "no_match"
    /// The signals have no significant part in common.
    case notSignificant = "not_significant"
    /// The plate carries too little for a centre of pressure.
    case notLoaded = "not_loaded"
    /// The athlete has no trial of quiet standing on these plates before the hold, or one that is too short for the time of the hold.
    case noStand = "no_stand"
    case standTooShort = "stand_too_short"
    /// The onset of a sensor is that of a later rise: a second person stepped on, or a foot stepped off the other plate.
    case laterRise = "later_rise"
    /// The position of a plate in its set-up is not known.
    case noPosition = "no_position"
    /// The sensors do not measure in one unit, so their forces cannot be added or compared.
    case otherUnits = "other_units"
    /// The calculation did not give a finite number.
    case notFinite = "not_finite"
    /// The numbers on the disk differ from those that were stored.
    case alteredOnDisk = "altered_on_disk"
    /// The hold was assigned to another athlete or position after it was measured with the maximum and target of the first.
    case reassigned
}
