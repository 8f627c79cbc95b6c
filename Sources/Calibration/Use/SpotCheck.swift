/// Compares a calibrated sensor with a known force: is the error within the uncertainty?
///
/// Eₙ = (x − X)/√(U² + U_X²), both expanded with k = 2; |Eₙ| ≤ 1 passes (the Eₙ score of ISO 13528:2022).
public struct SpotCheck: Sendable, Hashable {
    /// Measured force minus known force, N.
    public let error: Double
    /// Eₙ.
    public let number: Double
    public var isPassed: Bool { abs(number) <= 1 }

    /// Compares.
    ///
    /// - Parameters:
    ///   - measured: the force that the sensor measured, N.
    ///   - expanded: its U at this force, N.
    ///   - known: the force, N.
    ///   - reference: the source of the known force.
    /// - Returns: nil when a number is not finite or both uncertainties are zero, so that no decision is possible.
    public init?(measured: Double, expanded: Double, known: Double, reference: LoadReference) {
        let own = reference.expandedPercent / 100 * abs(known)
        let width = (expanded * expanded + own * own).squareRoot()
        guard measured.isFinite, known.isFinite, width > 0, width.isFinite else { return nil }
        error = measured - known
        number = error / width
    }
}
