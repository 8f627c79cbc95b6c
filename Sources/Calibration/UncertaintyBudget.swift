import CNumerics

/// A combined and an expanded uncertainty of one force, with every line that it is made of (GUM, JCGM 100:2008).
public struct UncertaintyBudget: Sendable, Hashable {
    /// The probability that ± U is to cover: that of two standard deviations of a normal variable, as in EA-4/02.
    public static let probability = 0.954499736103642

    public let components: [UncertaintyComponent]
    /// What ought to be in the budget and was not measured; U leaves it out.
    public let missing: [UncertaintyComponent.Source]

    public init(components: [UncertaintyComponent], missing: [UncertaintyComponent.Source] = []) {
        self.components = components
        self.missing = missing
    }

    /// u_c = √Σu², N: the components do not depend on each other.
    public var combined: Double { components.reduce(0) { $0 + $1.standard * $1.standard }.squareRoot() }

    /// ν = u_c⁴/Σ(u⁴/νᵢ) (Welch 1947, Satterthwaite 1946; GUM G.4.1).
    public var effectiveFreedom: Double {
        let total = combined
        guard total > 0 else { return .infinity }
        // As shares of the whole, so that the fourth power neither overflows nor vanishes.
        let spread = components.reduce(0) { sum, component in
            let share = component.standard / total
            return sum + share * share * share * share / component.freedom
        }
        return spread > 0 ? 1 / spread : .infinity
    }

    /// k: Student's t of the effective degrees of freedom, not rounded down (GUM G.4.2 allows both); 2 when they are infinite.
    public var coverageFactor: Double {
        let freedom = effectiveFreedom
        guard freedom < 1e8 else { return 2 }
        return cnumerics_student_t_quantile((1 + UncertaintyBudget.probability) / 2, max(1, freedom))
    }

    /// U = k·u_c, N.
    public var expanded: Double { coverageFactor * combined }
}
