extension MetricDefinition {
    private static let series =
        "steadiness filter, line taken off, 100 Hz, the first 30 to 60 s of the trimmed plateau"

    static let sampleEntropy = MetricDefinition(
        "sample_entropy", .count, "Sample entropy: how badly two alike values foretell that the next ones are alike",
        source: "Richman & Moorman 2000 Am J Physiol 278:H2039", parameters: series + "; m = 2, r = 0.2 SD (n), Chebyshev")
    static let approximateEntropy = MetricDefinition(
        "approximate_entropy", .count, "Approximate entropy: the same with each stretch counted as like itself",
        source: "Pincus 1991 PNAS 88:2297; Pethick 2015 J Physiol 593:2085",
        parameters: series + "; m = 2, r = 0.2 SD (n), Chebyshev")
    static func permutationEntropy(_ order: Int) -> MetricDefinition {
        MetricDefinition(
            "permutation_entropy_\(order)", .count,
            "Entropy of the orders of \(order) neighbouring values as a share of its maximum",
            source: "Bandt & Pompe 2002 Phys Rev Lett 88:174102", parameters: series + "; lag 1, ties by index")
    }
    static let fluctuationExponent = MetricDefinition(
        "dfa_alpha", .count, "Exponent by which the detrended fluctuation of the summed force grows with the length of boxes",
        source: "Peng 1994 Phys Rev E 49:1685; Pethick 2015 J Physiol 593:2085",
        parameters: series + "; line off each box, boxes end to end, 20 lengths from 4 to N/4 by logarithm")
    static let complexityCount = MetricDefinition(
        "complexity_count", .count, "Values that the entropies and the exponent were computed on",
        source: "Front Physiol 2023 14:1173702", parameters: series)

    /// How regular the fluctuation of the plateau was.
    static let complexity: [MetricDefinition] = [
        sampleEntropy, approximateEntropy, permutationEntropy(3), permutationEntropy(5), fluctuationExponent, complexityCount,
    ]
}
