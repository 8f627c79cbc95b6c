/// One line of an uncertainty budget: a standard uncertainty in newtons and its degrees of freedom.
public struct UncertaintyComponent: Sendable, Hashable {
    /// The source of the uncertainty.
    public enum Source: String, Sendable, Hashable, CaseIterable {
        case reference, gravity, buoyancy, fit, interpolation, hysteresis, repeatability, reproducibility, noise, resolution,
            zero, temperature
        case creep, earlyCreep, place
        /// What a laboratory states of all of it.
        case laboratory
    }

    public let source: Source
    /// Standard uncertainty, N.
    public let standard: Double
    /// Degrees of freedom; infinite for a value that was not estimated from repeated readings.
    public let freedom: Double
    /// Values that it has with the same probability, N, where a distribution that is not normal may decide about U; nil for all others,
    /// which together are about normal.
    public let places: [Double]?

    /// From repeated readings (GUM type A).
    public init(_ source: Source, deviation: Double, freedom: Double) {
        self.source = source
        standard = abs(deviation)
        self.freedom = freedom >= 1 ? freedom : 1
        places = nil
    }

    /// A value with a uniform distribution in ± `halfWidth`: a/√3 (GUM 4.3.7).
    public init(_ source: Source, halfWidth: Double) {
        self.source = source
        standard = abs(halfWidth) / 3.0.squareRoot()
        freedom = .infinity
        places = nil
    }

    /// A value that is `edges` or −`edges`, and nothing between: its standard uncertainty is all of it.
    public init(_ source: Source, edges: Double) {
        self.init(source, places: [abs(edges), -abs(edges)])
    }

    /// A value that has each of these with the same probability. The standard uncertainty is its root mean square, as for what is not
    /// corrected (GUM F.2.4.5).
    public init(_ source: Source, places: [Double]) {
        self.source = source
        standard = (places.reduce(0) { $0 + $1 * $1 } / Double(max(1, places.count))).squareRoot()
        freedom = .infinity
        self.places = places
    }

    /// From another certificate: U divided by its coverage factor (GUM 4.3.3).
    public init(_ source: Source, expanded: Double, coverageFactor: Double = 2) {
        self.source = source
        standard = coverageFactor > 0 ? abs(expanded) / coverageFactor : .infinity
        freedom = .infinity
        places = nil
    }

    /// One step of a display or converter: d/√12 (GUM F.2.2.1).
    public init(resolution step: Double) {
        source = .resolution
        standard = abs(step) / 12.0.squareRoot()
        freedom = .infinity
        places = nil
    }
}
