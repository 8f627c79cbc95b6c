extension MetricDefinition {
    private static let series =
        "steadiness filter; line removed; 100 Hz; the first 60 s of the trimmed plateau, which needs 30 s"

    static let sampleEntropy = MetricDefinition(
        "sample_entropy", .count,
        "Sample entropy: how poorly a match of two stretches of values predicts that their next values match",
        source: "Richman & Moorman 2000 Am J Physiol 278:H2039", parameters: series + "; m = 2, r = 0.2 SD (n), Chebyshev")
    static let approximateEntropy = MetricDefinition(
        "approximate_entropy", .count, "Approximate entropy: as sample entropy, but each stretch also matches itself",
        source: "Pincus 1991 PNAS 88:2297; Pethick 2015 J Physiol 593:2085",
        parameters: series + "; m = 2, r = 0.2 SD (n), Chebyshev")
    static func permutationEntropy(_ order: Int) -> MetricDefinition {
        MetricDefinition(
            "permutation_entropy_\(order)", .count,
            "Permutation entropy: entropy of the orders of \(order) neighbouring values, as a share of its maximum",
            source: "Bandt & Pompe 2002 Phys Rev Lett 88:174102", parameters: series + "; lag 1; equal values ordered by index")
    }
    static let fluctuationExponent = MetricDefinition(
        "dfa_alpha", .count,
        "Exponent of detrended fluctuation analysis: how the fluctuation of the summed force grows with box length",
        source: "Peng 1994 Phys Rev E 49:1685; Pethick 2015 J Physiol 593:2085",
        parameters: series
            + "; line removed from each box; boxes end to end; 20 lengths from 4 to N/4, evenly spaced by logarithm")
    static let complexityCount = MetricDefinition(
        "complexity_count", .count, "Number of values from which the entropies and the exponent are computed",
        source: "Front Physiol 2023 14:1173702", parameters: series)

    /// How regular the fluctuation of the plateau was.
    static let complexity: [MetricDefinition] = [
        sampleEntropy, approximateEntropy, permutationEntropy(3), permutationEntropy(5), fluctuationExponent, complexityCount,
    ]
}
