import Testing

/// Collects expected and found numbers, prints them as a table and checks each within its relative or absolute tolerance.
struct ComparisonTable {
    private var lines: [String] = []
    private var worst = 0.0

    mutating func check(
        _ metric: String, _ file: String, expected: Double, got: Double?, tolerance: Double = 1e-9, absolute: Bool = false,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let unit = absolute ? 1 : max(abs(expected), 1e-300)
        let error = got.map { $0 == expected ? 0 : abs($0 - expected) / unit } ?? .infinity
        worst = max(worst, error)
        lines.append("\(metric) | \(file) | \(expected) | \(got.map { "\($0)" } ?? "null") | \(error) | \(tolerance)")
        #expect(
            error <= tolerance, "\(metric) of \(file): expected \(expected), got \(got.map { "\($0)" } ?? "null")",
            sourceLocation: sourceLocation)
    }

    func report() {
        print("metric | file | expected | got | error | tolerance")
        for line in lines { print(line) }
        print("\(lines.count) numbers, largest error \(worst)")
    }

    var count: Int { lines.count }
}
