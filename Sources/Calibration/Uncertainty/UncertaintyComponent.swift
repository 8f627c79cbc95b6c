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
    /// Distance of its edges from 0 where it is near one of them and seldom between, N; nil for all others, which together are
    /// about normal.
    public let edges: Double?
    /// Half width of what cannot be beyond it, N, where that decides about U; nil for all others.
    public let bounds: Double?

    /// From repeated readings (GUM type A).
    public init(_ source: Source, deviation: Double, freedom: Double) {
        self.source = source
        standard = abs(deviation)
        self.freedom = freedom >= 1 ? freedom : 1
        (edges, bounds) = (nil, nil)
    }

    /// A value with a uniform distribution in ± `halfWidth`: a/√3 (GUM 4.3.7).
    public init(_ source: Source, halfWidth: Double) {
        self.source = source
        standard = abs(halfWidth) / 3.0.squareRoot()
        freedom = .infinity
        (edges, bounds) = (nil, nil)
    }

    /// A value that is near `edges` or −`edges` and seldom between them: a/√2, the arc sine distribution (JCGM 101:2008, 6.4.6).
    public init(_ source: Source, edges: Double) {
        self.source = source
        standard = abs(edges) / 2.0.squareRoot()
        freedom = .infinity
        (self.edges, bounds) = (abs(edges), nil)
    }

    /// A value with a uniform distribution in ± `bounds` that may be larger than all others together, so that their sum is not normal:
    /// a/√3, and see ``UncertaintyBudget/expanded``.
    public init(_ source: Source, bounds: Double) {
        self.source = source
        standard = abs(bounds) / 3.0.squareRoot()
        freedom = .infinity
        (edges, self.bounds) = (nil, abs(bounds))
    }

    /// From another certificate: U divided by its coverage factor (GUM 4.3.3).
    public init(_ source: Source, expanded: Double, coverageFactor: Double = 2) {
        self.source = source
        standard = coverageFactor > 0 ? abs(expanded) / coverageFactor : .infinity
        freedom = .infinity
        (edges, bounds) = (nil, nil)
    }

    /// One step of a display or converter: d/√12 (GUM F.2.2.1).
    public init(resolution step: Double) {
        source = .resolution
        standard = abs(step) / 12.0.squareRoot()
        freedom = .infinity
        (edges, bounds) = (nil, nil)
    }
}
