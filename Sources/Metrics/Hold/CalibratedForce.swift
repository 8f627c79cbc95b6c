/// The static force that corresponds to a number of a rise, from which the uncertainty due to the calibration is computed.
///
/// A calibration gives the expanded uncertainty U of static forces. A rate over Δt is a difference of forces over Δt: its U is
/// U(v·Δt)/Δt. An impulse over T is a mean force times T, and a calibration error is the same throughout: its U is T·U(v/T).
/// Shares and times have no U, because an error that multiplies every force cancels.
public struct CalibratedForce: Sendable, Equatable {
    /// The static force, N.
    public let force: Double
    /// The change of the number, in its unit, per newton of the force.
    public let sensitivity: Double

    /// Nil when the number is not counted from the onset of a rise, has no value, or does not depend on a force.
    ///
    /// - Parameter netPeak: the hold's highest force over its baseline, N.
    public init?(behind measurement: Measurement, netPeak: Double?) {
        guard let value = measurement.value,
            let number = ExplosiveNumber.all.first(where: { $0.definition.name == measurement.name })
        else { return nil }
        switch number {
        case .force: self.init(force: value, sensitivity: 1)
        case .rate(let from, let to): self.init(rate: value, over: Double(to - from) / 1000)
        case .peakRate(let window): self.init(rate: value, over: Double(window) / 1000)
        case .fittedPeakRate: self.init(rate: value, over: 0.02)
        case .netImpulse(let end), .totalImpulse(let end):
            let seconds = Double(end) / 1000
            self.init(force: value / seconds, sensitivity: seconds)
        case .rate20To80:
            guard let netPeak, netPeak > 0 else { return nil }
            self.init(force: 0.6 * netPeak, sensitivity: abs(value) / (0.6 * netPeak))
        case .peakRateTime, .time, .timeToPeak, .ratePerPeak, .peakRatePerPeak, .relativeRate, .relativePeakRate, .deficit:
            return nil
        }
    }

    private init(rate: Double, over seconds: Double) {
        self.init(force: rate * seconds, sensitivity: 1 / seconds)
    }

    private init(force: Double, sensitivity: Double) {
        self.force = force
        self.sensitivity = sensitivity
    }
}
