import CMath
import Samples

/// The acceleration of free fall at the location of the weights, and its uncertainty.
public struct LocalGravity: Sendable, Hashable {
    /// m/s².
    public let value: Double
    /// The true value lies within ± this, with a uniform distribution, m/s².
    public let halfWidth: Double

    /// A value that was measured or looked up; nil outside 9.7 … 9.9 m/s², where no value on the ground lies.
    public init?(entered value: Double, halfWidth: Double = 0.0005) {
        guard value >= 9.7, value <= 9.9, halfWidth >= 0, halfWidth < 0.1 else { return nil }
        self.value = value
        self.halfWidth = halfWidth
    }

    /// Normal gravity of the GRS80 ellipsoid by Somigliana's formula, at a height by the second-order free-air formula
    /// (Moritz 2000, Geodetic Reference System 1980, J Geod 74:128).
    ///
    /// Mountains and ore change the true value by up to about 0.001 m/s² (100 mGal), which is the half width: 0.006 % in force.
    ///
    /// - Parameters:
    ///   - latitude: degrees, −90 … 90.
    ///   - height: above sea level, metres, −500 … 9000.
    /// - Returns: nil outside these limits.
    public init?(latitude: Double, height: Double) {
        guard abs(latitude) <= 90, height >= -500, height <= 9000 else { return nil }
        let sine = c_sin(latitude * .pi / 180)
        let square = sine * sine
        let normal =
            9.7803267715 * (1 + 0.001931851353 * square) / (1 - 0.00669438002290 * square).squareRoot()
        let axis = 6_378_137.0
        let flattening = 0.00335281068118
        let ratio = 0.00344978600308
        let first = 2 / axis * (1 + flattening + ratio - 2 * flattening * square) * height
        let second = 3 * height * height / (axis * axis)
        value = normal * (1 - first + second)
        halfWidth = 0.001
    }

    private init(value: Double, halfWidth: Double) {
        self.value = value
        self.halfWidth = halfWidth
    }

    /// Standard gravity for an unknown location. Gravity on the ground ranges from 9.764 to 9.834 m/s², so the half width is
    /// 0.043 m/s², 0.4 % in force.
    public static let unknown = LocalGravity(value: StandardForce.kilogram, halfWidth: 0.043)

    /// Standard uncertainty relative to the value: half width over √3 (GUM 4.3.7).
    public var relativeUncertainty: Double { halfWidth / 3.0.squareRoot() / value }
}
