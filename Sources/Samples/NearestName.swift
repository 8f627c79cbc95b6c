/// Finds the name that a person probably meant.
public enum NearestName {
    /// The name with the fewest edits (insert, delete, replace, swap neighbours; case does not count), if these are at most a
    /// third of its length, but at least one.
    public static func find(_ wanted: String, among names: [String]) -> String? {
        let target = Array(wanted.lowercased().utf8.prefix(64))
        var best: (name: String, edits: Int)?
        for name in names {
            let candidate = Array(name.lowercased().utf8.prefix(64))
            let edits = distance(target, candidate)
            guard edits <= max(1, max(target.count, candidate.count) / 3), edits < (best?.edits ?? .max) else { continue }
            best = (name, edits)
        }
        return best?.name
    }

    /// Optimal string alignment distance (Damerau 1964, Levenshtein 1966).
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var rows = [[Int](0...b.count)]
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                let replace = rows[i][j] + (a[i] == b[j] ? 0 : 1)
                var edits = min(replace, rows[i][j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { edits = min(edits, rows[i - 1][j - 1] + 1) }
                row.append(edits)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}
