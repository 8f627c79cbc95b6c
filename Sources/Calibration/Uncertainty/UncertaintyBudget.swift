import CNumerics

/// The combined and expanded uncertainty of one force, with all lines of the budget (GUM, JCGM 100:2008).
public struct UncertaintyBudget: Sendable, Hashable {
    /// The probability that ± U covers the true value: that of two standard deviations of a normal variable, as in EA-4/02.
    public static let probability = 0.954499736103642

    public let components: [UncertaintyComponent]
    /// Lines that belong in the budget but were not measured. U does not include them.
    public let missing: [UncertaintyComponent.Source]

    public init(components: [UncertaintyComponent], missing: [UncertaintyComponent.Source] = []) {
        self.components = components
        self.missing = missing
    }

    /// u_c = √Σu², N: the components are independent of each other.
    public var combined: Double { components.reduce(0) { $0 + $1.standard * $1.standard }.squareRoot() }

    /// ν = u_c⁴/Σ(u⁴/νᵢ) (Welch 1947, Satterthwaite 1946; GUM G.4.1).
    public var effectiveFreedom: Double {
        let total = combined
        guard total > 0 else { return .infinity }
        // Shares of the total, so that the fourth power neither overflows nor underflows.
        let spread = components.reduce(0) { sum, component in
            let share = component.standard / total
            return sum + share * share * share * share / component.freedom
        }
        return spread > 0 ? 1 / spread : .infinity
    }

    /// k: Student's t for the effective degrees of freedom, which are not rounded down (GUM G.4.2 allows both); 2 when they are
    /// infinite.
    public var coverageFactor: Double {
        let freedom = effectiveFreedom
        guard freedom < 1e8 else { return 2 }
        return cnumerics_student_t_quantile((1 + UncertaintyBudget.probability) / 2, max(1, freedom))
    }

    /// U = k·u_c, N.
    public var expanded: Double { coverageFactor * combined }
}
