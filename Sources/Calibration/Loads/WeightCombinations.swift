/// The loads that some weights can make: the sums of the masses of every subset.
public struct WeightCombinations: Sendable, Hashable {
    /// Some of the weights together.
    public struct Combination: Sendable, Hashable {
        /// The sum of their masses, kg.
        public let mass: Double
        /// Their serial numbers, in the order in which they were named.
        public let serials: [String]
    }

    /// A load may differ from the sum of the masses by this share of it: what is engraved is not what is certified. Twice the
    /// permissible error of class M3, the widest of OIML R 111-1.
    public static let tolerance = 1e-3
    public static let mostWeights = 100

    private let weights: [CertifiedWeight]
    /// Each sum of masses and which weights it is made of, the lightest first.
    private let sums: [(mass: Double, members: UInt128)]

    /// - Returns: nil when there is no weight, more than ``mostWeights``, or one twice.
    public init?(_ weights: [CertifiedWeight]) {
        guard !weights.isEmpty, weights.count <= Self.mostWeights, Set(weights.map(\.serial)).count == weights.count else {
            return nil
        }
        self.weights = weights
        // Equal weights give many subsets of one mass. One of each is kept, so that their number stays small.
        let grain = 1e-5 * weights.reduce(0) { $0 + $1.weight.mass }
        var sums: [(mass: Double, members: UInt128)] = [(0, 0)]
        for (place, weight) in weights.enumerated() {
            let more = sums.map { (mass: $0.mass + weight.weight.mass, members: $0.members | 1 << UInt128(place)) }
            var merged: [(mass: Double, members: UInt128)] = []
            merged.reserveCapacity(2 * sums.count)
            var begin = -Double.infinity
            var (one, other) = (0, 0)
            while one < sums.count || other < more.count {
                let takesOld = other == more.count || (one < sums.count && sums[one].mass <= more[other].mass)
                let next = takesOld ? sums[one] : more[other]
                if takesOld { one += 1 } else { other += 1 }
                if next.mass - begin > grain {
                    begin = next.mass
                    merged.append(next)
                } else if next.members.nonzeroBitCount < merged[merged.count - 1].members.nonzeroBitCount {
                    // Fewer weights are hung on sooner.
                    merged[merged.count - 1] = next
                }
            }
            sums = merged
        }
        self.sums = sums
    }

    /// The combination that is nearest to a mass, kg; of no weight for 0.
    public func nearest(to mass: Double) -> Combination {
        var (low, high) = (0, sums.count)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle].mass < mass { low = middle + 1 } else { high = middle }
        }
        let neighbours = [low - 1, low].filter(sums.indices.contains)
        let found = neighbours.map { sums[$0] }.min { abs($0.mass - mass) < abs($1.mass - mass) } ?? (0, 0)
        let serials = weights.indices.filter { found.members >> UInt128($0) & 1 != 0 }.map { weights[$0].serial }
        return Combination(mass: found.mass, serials: serials)
    }

    /// The combination that gives a mass, kg; nil when none is within ``tolerance``.
    public func making(_ mass: Double) -> Combination? {
        let found = nearest(to: mass)
        return abs(found.mass - mass) <= Self.tolerance * abs(mass) ? found : nil
    }

    public static func == (a: WeightCombinations, b: WeightCombinations) -> Bool { a.weights == b.weights }
    public func hash(into hasher: inout Hasher) { hasher.combine(weights) }
}
