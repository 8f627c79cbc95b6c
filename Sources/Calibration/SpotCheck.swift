/// A known force on a calibrated sensor: does it still say the truth within its uncertainty?
///
/// Eₙ = (x − X)/√(U² + U_X²), both expanded with k = 2; |Eₙ| ≤ 1 passes (the Eₙ score of ISO 13528:2022).
public struct SpotCheck: Sendable, Hashable {
    /// Measured less known, N.
    public let error: Double
    /// Eₙ.
    public let number: Double
    public var isPassed: Bool { abs(number) <= 1 }

    /// Compares.
    ///
    /// - Parameters:
    ///   - measured: what the sensor said, N.
    ///   - expanded: its U at this force, N.
    ///   - known: the force, N.
    ///   - reference: where the force comes from.
    /// - Returns: nil when a number is not finite or nothing has an uncertainty, so that nothing could be decided.
    public init?(measured: Double, expanded: Double, known: Double, reference: LoadReference) {
        let own = reference.expandedPercent / 100 * abs(known)
        let width = (expanded * expanded + own * own).squareRoot()
        guard measured.isFinite, known.isFinite, width > 0, width.isFinite else { return nil }
        error = measured - known
        number = error / width
    }
}
