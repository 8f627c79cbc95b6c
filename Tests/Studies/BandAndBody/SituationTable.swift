import SimulatedSetUp

/// How often the numbers of several sensors are right, missing and wrong in each situation.
enum SituationTable {
    private struct Row: Sendable {
        var (right, missing, wrong) = (0, 0, 0)
        var notes: [String: Int] = [:]
    }

    /// Prints it, and after it what was not right; whether nothing was wrong.
    ///
    /// - Parameters:
    ///   - holds: of each situation.
    ///   - name: only the situations that have this in their name.
    static func print(holds: UInt64, of name: String) -> Bool {
        let situations = SetUpSituation.all.filter { name.isEmpty || $0.name.contains(name) }
        Swift.print("| situation | numbers | right | missing | wrong |")
        Swift.print("| --- | ---: | ---: | ---: | ---: |")
        var (notes, isRight): ([String], Bool) = ([], true)
        for situation in situations {
            var row = Row()
            for seed in 1...max(holds, 1) {
                let athlete = Athlete(seed: 500 + seed, equalToes: false)
                for (expectation, outcome) in situation.outcomes(seed: seed, athlete: athlete) {
                    switch outcome {
                    case .right: row.right += 1
                    case .missing(let what):
                        row.missing += 1
                        row.notes["missing: \(what)", default: 0] += 1
                    case .wrong(let what):
                        row.wrong += 1
                        row.notes["wrong: \(expectation.name) (\(what))", default: 0] += 1
                    }
                }
            }
            let count = row.right + row.missing + row.wrong
            Swift.print("| \(situation.name) | \(count) | \(row.right) | \(row.missing) | \(row.wrong) |")
            notes += row.notes.sorted { $0.key < $1.key }.prefix(12).map {
                "\(situation.name): \($0.key)\($0.value > 1 ? " × \($0.value)" : "")"
            }
            isRight = isRight && row.wrong == 0
        }
        if !notes.isEmpty { Swift.print("\n" + notes.joined(separator: "\n")) }
        return isRight
    }
}
