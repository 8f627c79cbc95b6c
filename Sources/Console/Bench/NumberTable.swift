import LinuxIO

/// Rows of numbers in a file, separated by commas, semicolons, tabs or spaces; lines that begin with a letter or # are for people.
enum NumberTable {
    /// - Parameter columns: how many numbers a row may have.
    static func read(_ path: String, columns: Set<Int>) throws(CommandError) -> [[Double]] {
        let bytes = try ChosenFile.read(path, limit: 4 << 20)
        return try parse(String(decoding: bytes, as: UTF8.self), path, columns: columns)
    }

    static func parse(_ text: String, _ path: String, columns: Set<Int>) throws(CommandError) -> [[Double]] {
        var rows: [[Double]] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let cells = line.split { ",; \t\r".contains($0) }
            guard let first = cells.first, first.first?.isLetter != true, first.first != "#" else { continue }
            let numbers = cells.compactMap { Double($0) }.filter(\.isFinite)
            guard numbers.count == cells.count, columns.contains(numbers.count),
                numbers.count == rows.first?.count ?? numbers.count
            else {
                throw .data("\(path), line \(number + 1): \(columns.sorted().map(String.init).joined(separator: " or ")) numbers")
            }
            rows.append(numbers)
        }
        return rows
    }
}
