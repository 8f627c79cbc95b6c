import CMath
import CNumerics

/// The combined and expanded uncertainty of one force, with all lines of the budget (GUM, JCGM 100:2008).
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
    /// they are infinite. Smaller where a component with edges is large.
    public var coverageFactor: Double {
        if let statedFactor { return statedFactor }
        let total = combined
        return hasEdges && total > 0 ? expanded / total : Self.normalFactor(effectiveFreedom)
    }

    /// U, N. The components without edges are about normal together. One with edges is no normal variable, and k·u_c would be wider
    /// than all that it can do; U is then the half width that covers the sum of it and the others (propagation of distributions,
    /// JCGM 101:2008; EA-4/02 M:2022, S9.14, does the same for a uniform component).
    public var expanded: Double {
        if let statedFactor { return statedFactor * combined }
        guard hasEdges, let place = components.indices.max(by: { (components[$0].edges ?? 0) < (components[$1].edges ?? 0) })
        else { return Self.normalFactor(effectiveFreedom) * combined }
        var others = components
        let edges = others.remove(at: place).edges ?? 0
        let rest = Self.combined(others)
        guard rest > 0 else { return edges * c_sin(.pi / 2 * Self.probability) }
        let freedom = max(1, min(Self.effectiveFreedom(others), 1e8))
        return Self.halfWidth(edges: edges, others: rest, freedom: freedom)
    }

    private var hasEdges: Bool { components.contains { $0.edges ?? 0 > 0 } }

    /// The half width that covers the sum of a variable with the arc sine distribution within ± `edges` and Student's t times `others`.
    private static func halfWidth(edges: Double, others: Double, freedom: Double) -> Double {
        // Equally probable places of the first one; it has the others on their other side, too.
        let places = (0..<8).map { edges * c_cos(.pi / 16 * (Double($0) + 0.5)) }
        func excess(_ width: Double) -> Double {
            let covered = places.reduce(0) { sum, place in
                sum + cnumerics_student_t_probability((width - place) / others, freedom)
                    + cnumerics_student_t_probability((width + place) / others, freedom) - 1
            }
            return covered / Double(places.count) - probability
        }
        // False position, Illinois (Dowell & Jarratt 1971, BIT 11:168).
        var (low, high) = (0.0, edges + normalFactor(freedom) * others)
        var (below, above) = (-probability, excess(high))
        var side = 0
        for _ in 0..<60 where high - low > 1e-9 * high {
            let middle = (low * above - high * below) / (above - below)
            let found = excess(middle)
            if abs(found) < 1e-9 { return middle }
            if found < 0 {
                (low, below) = (middle, found)
                if side < 0 { above /= 2 }
                side = -1
            } else {
                (high, above) = (middle, found)
                if side > 0 { below /= 2 }
                side = 1
            }
        }
        return high
    }

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

    private static func normalFactor(_ freedom: Double) -> Double {
        freedom < 1e8 ? cnumerics_student_t_quantile((1 + probability) / 2, max(1, freedom)) : 2
    }
}
