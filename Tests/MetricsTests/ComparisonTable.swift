import Testing

/// Collects expected and found numbers, prints them as a table and checks each within its relative tolerance.
struct ComparisonTable {
    private var lines: [String] = []
    private var worst = 0.0

    mutating func check(
        _ metric: String, _ file: String, expected: Double, got: Double?, tolerance: Double = 1e-9,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let error = got.map { $0 == expected ? 0 : abs($0 - expected) / max(abs(expected), 1e-300) } ?? .infinity
        worst = max(worst, error)
        lines.append("\(metric) | \(file) | \(expected) | \(got.map { "\($0)" } ?? "null") | \(error) | \(tolerance)")
        #expect(
            error <= tolerance, "\(metric) of \(file): expected \(expected), got \(got.map { "\($0)" } ?? "null")",
            sourceLocation: sourceLocation)
    }

    func report() {
        print("metric | file | expected | got | relative error | tolerance")
        for line in lines { print(line) }
        print("\(lines.count) numbers, largest relative error \(worst)")
    }

    var count: Int { lines.count }
}
