import CNumerics

/// The combined and expanded uncertainty of one force, with all lines of the budget (GUM, JCGM 100:2008).
/// `CalibrationEvaluation.budget(at:)` makes it. Age is no line of it: a due date that has passed is a doubt of the sensor.
public struct UncertaintyBudget: Sendable, Hashable {
    /// The probability that ± U covers the true value: that of two standard deviations of a normal variable, as in EA-4/02.
    public static let probability = 0.954499736103642

    public let components: [UncertaintyComponent]
    /// Lines that belong in the budget but were not measured. U does not include them.
    public let missing: [UncertaintyComponent.Source]
    /// k, where a laboratory states it.
    private let statedFactor: Double?

    /// What a laboratory states, N.
    init(stated expanded: Double, coverageFactor: Double, missing: [UncertaintyComponent.Source]) {
        components = [UncertaintyComponent(.laboratory, expanded: expanded, coverageFactor: coverageFactor)]
        self.missing = missing
        statedFactor = coverageFactor
    }

    public init(components: [UncertaintyComponent], missing: [UncertaintyComponent.Source] = []) {
        self.components = components
        self.missing = missing
        statedFactor = nil
    }

    /// u_c = √Σu², N: the components are independent of each other.
    public var combined: Double { Self.combined(components) }

    /// ν = u_c⁴/Σ(u⁴/νᵢ) (Welch 1947, Satterthwaite 1946; GUM G.4.1).
    public var effectiveFreedom: Double { Self.effectiveFreedom(components) }

    /// k = U/u_c. Student's t for the effective degrees of freedom, which are not rounded down (GUM G.4.2 allows both), and 2 when
    /// they are infinite. Smaller where a component with places is large.
    public var coverageFactor: Double {
        if let statedFactor { return statedFactor }
        let total = combined
        return isShaped && total > 0 ? expanded / total : Self.normalFactor(effectiveFreedom)
    }

    /// U, N. The components without places are about normal together. One with places is no normal variable, and k·u_c would be wider
    /// than all that it can do; U is then the half width that covers the sum of it and the others (propagation of distributions,
    /// JCGM 101:2008; EA-4/02 M:2022, S9.14, does the same for a uniform component).
    public var expanded: Double {
        if let statedFactor { return statedFactor * combined }
        guard isShaped else { return Self.normalFactor(effectiveFreedom) * combined }
        // Each with each.
        let places = components.compactMap(\.places).reduce([0]) { sums, places in
            sums.flatMap { sum in places.map { sum + $0 } }
        }
        let others = components.filter { $0.places == nil }
        let widest = places.reduce(0) { max($0, abs($1)) }
        let shape = Shape(
            places: places, others: max(Self.combined(others), 1e-6 * widest),
            freedom: max(1, min(Self.effectiveFreedom(others), 1e8)))
        return shape.halfWidth(covering: Self.probability)
    }

    private var isShaped: Bool { components.contains { $0.places != nil && $0.standard > 0 } }

    private static func combined(_ components: [UncertaintyComponent]) -> Double {
        components.reduce(0) { $0 + $1.standard * $1.standard }.squareRoot()
    }

    private static func effectiveFreedom(_ components: [UncertaintyComponent]) -> Double {
        let total = combined(components)
        guard total > 0 else { return .infinity }
        // Shares of the total, so that the fourth power neither overflows nor underflows.
        let spread = components.reduce(0) { sum, component in
            let share = component.standard / total
            return sum + share * share * share * share / component.freedom
        }
        return spread > 0 ? 1 / spread : .infinity
    }

    static func normalFactor(_ freedom: Double) -> Double {
        freedom < 1e8 ? cnumerics_student_t_quantile((1 + probability) / 2, max(1, freedom)) : 2
    }
}
