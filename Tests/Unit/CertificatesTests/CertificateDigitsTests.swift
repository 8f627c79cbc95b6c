import Calibration
import Samples
import Seeding
import Testing

@testable import Certificates

/// U has at most two significant digits, and its result ends at the same place (ILAC-P14, GUM 7.2.6), wherever both are printed.
struct CertificateDigitsTests {
    /// A page or a text, by the name of what it is about.
    private struct Print {
        var name: String
        var text: String
    }

    private static let checks = [
        CertificateCheck(
            wallMicroseconds: 1_800_000_000_000_000, known: 196.1033, measured: 196.19123, expanded: 0.21456, score: 0.4,
            isPassed: true)
    ]

    private static func laboratory() throws -> CalibrationRecord {
        try CalibrationRecordTests.record(
            CalibrationDraft(laboratoryFile: Array(LaboratoryCertificateTests.file.utf8), sensor: "left"))
    }

    private static func cells() throws -> [(String, CalibrationRecord)] {
        var weighed = try CalibrationRecordTests.draft()
        for mass in [5.00012, 20.0] {
            weighed.weights.append(
                CertifiedWeight(
                    serial: "A\(mass)", weight: try #require(Weight(kilograms: mass, relativeUncertainty: 5.7735e-4)),
                    weightClass: nil, certificate: nil, dueWallMicroseconds: nil))
        }
        var plate = try CalibrationRecordTests.draft(seed: 8)
        plate.conditions.cells = CellConditions(
            channels: [1, 2, 3, 4], cornerTest: "20261121T100000Z-00c0ffee", place: .init(share: 0.001, freedom: 6))
        plate.maximumDegree = 1
        // Forces a hundred times as large, so that U has no places behind the point.
        var heavy = try CalibrationRecordTests.draft(seed: 9)
        for series in heavy.run.series.indices {
            for point in heavy.run.series[series].points.indices { heavy.run.series[series].points[point].force *= 100 }
        }
        return [
            ("cell", try CalibrationRecordTests.record(weighed)), ("plate", try CalibrationRecordTests.record(plate)),
            ("heavy", try CalibrationRecordTests.record(heavy)), ("laboratory", try laboratory()),
        ]
    }

    private static func prints() throws -> [Print] {
        let cells = try cells().flatMap { name, record in
            [
                Print(name: name, text: CertificateText.text(record, checks: checks)),
                Print(name: name, text: CalibrationRecordTests.page(record, previous: record, checks: checks)),
            ]
        }
        let tests = try BenchTestRecordTests.all.flatMap { draft in
            let record = try BenchTestRecordTests.record(draft)
            let name = "\(draft.test.kind)"
            return [
                Print(name: name, text: BenchTestText.text(record)),
                Print(
                    name: name,
                    text: BenchTestPage.html(
                        record, details: CertificateDetails(), issued: 1_800_000_000_000_000, software: "holdfast 9.9")),
            ]
        }
        return cells + tests
    }

    /// Zeros in front count for nothing, and neither do those at the end of a whole number.
    private static func significant(_ number: Substring) -> Int {
        let digits = number.filter(\.isNumber).drop { $0 == "0" }
        return number.contains(".") ? digits.count : digits.reversed().drop { $0 == "0" }.count
    }

    private static func places(_ number: Substring) -> Int {
        number.firstIndex(of: ".").map { number.distance(from: $0, to: number.endIndex) - 1 } ?? 0
    }

    /// What a column is about, and its unit: "U, N (k = 2)" is U in N.
    private static func column(_ heading: Substring) -> (name: Substring, unit: Substring) {
        let parts = heading.prefix { $0 != "(" }.split(separator: ",", maxSplits: 1)
        let unit = parts.count > 1 ? parts[1].drop { $0 == " " } : ""
        return (parts.first ?? "", unit.prefix { $0 != " " })
    }

    /// The tables of a page, the headings first.
    private static func tables(_ page: String) -> [[[Substring]]] {
        page.split(separator: "<table class=\"numbers\">").dropFirst().map { part in
            let table = part.prefix(upTo: part.firstRange(of: "</table>")?.lowerBound ?? part.endIndex)
            return table.matches(of: /<tr>(.*?)<\/tr>/).map { row in row.1.matches(of: /<t[hd]>(.*?)<\/t[hd]>/).map(\.1) }
        }
    }

    @Test func uHasTwoDigitsInEachTableAndWhatItBelongsToEndsAtTheSamePlace() throws {
        var seen: Set<String> = []
        for print in try Self.prints() {
            for table in Self.tables(print.text) {
                let columns = (table.first ?? []).map(Self.column)
                for (place, column) in columns.enumerated() where column.name == "U" || column.name == "Standard uncertainty" {
                    for row in table.dropFirst() where row.count > place && row[place] != "–" {
                        let expanded = row[place]
                        #expect(Double(expanded) != nil && Self.significant(expanded) <= 2, "\(print.name): U \(expanded)")
                        seen.insert("\(print.name) \(column.name)")
                        // Relative errors of the calibration stand beside the relative U, and so does what the curve is made of.
                        guard column.name == "U", column.unit != "%" else { continue }
                        for (other, result) in zip(row, columns) where result.unit == column.unit && result.name != "U" {
                            guard Double(other) != nil else { continue }
                            #expect(Self.places(other) == Self.places(expanded), "\(print.name): \(other) with U \(expanded)")
                        }
                    }
                }
            }
        }
        let cells = ["cell", "plate", "heavy", "laboratory"]
        #expect(seen == Set(cells.map { "\($0) U" } + cells.map { "\($0) Standard uncertainty" } + ["band U", "corners U"]))
    }

    private static var expanded: Regex<(Substring, Substring, Substring)> {
        /(?:U|U is|±|U of the centre of pressure|U when accepted<\/th><td>) ([0-9.]+) (N·m|N|mm|%|kg)/
    }
    private static var pair: Regex<(Substring, Substring, Substring, Substring, Substring)> {
        /(-?[0-9.]+) (N·m|N|mm|%) ?[a-zA-Z ]*(?:,|±) (?:where )?(?:U|U is|U of the centre of pressure)? ?([0-9.]+) (N·m|N|mm|%)/
    }
    private static var scatter: Regex<(Substring, Substring)> {
        /(?:scatter|(?:standard error|lower limit factor)(?:<\/th><td>)?) +([0-9.]+) N/.ignoresCase()
    }

    @Test func uHasTwoDigitsInEachSentenceAndWhatItBelongsToEndsAtTheSamePlace() throws {
        var count = 0
        for print in try Self.prints() {
            let text = print.text.replacing(/<style>.*?<\/style>/.dotMatchesNewlines(), with: "")
            for found in text.matches(of: Self.expanded) {
                #expect(Self.significant(found.1) <= 2, "\(print.name): \(found.0)")
                count += 1
            }
            for found in text.matches(of: Self.pair) where found.2 == found.4 {
                #expect(Self.places(found.1) == Self.places(found.3), "\(print.name): \(found.0)")
                count += 1
            }
            // Gains.
            for found in text.matches(of: /([0-9.]+) ± ([0-9.]+)(?:,|<|\n)/) {
                #expect(Self.significant(found.2) <= 2, "\(print.name): \(found.0)")
                #expect(Self.places(found.1) == Self.places(found.2), "\(print.name): \(found.0)")
                count += 1
            }
            // A scatter is a standard uncertainty.
            for found in text.matches(of: Self.scatter) {
                #expect(Self.significant(found.1) <= 2, "\(print.name): \(found.0)")
                count += 1
            }
            let lines = text.split { "\n<".contains($0) }
            for line in lines where line.contains("standard uncertainties, N:") || line.contains("residuals, SD:") {
                for found in line.matches(of: /\ ([0-9.]+)(?:,| N|$)/) {
                    #expect(Self.significant(found.1) <= 2, "\(print.name): \(found.1) in \(line)")
                    count += 1
                }
            }
        }
        #expect(count > 60)
    }

    @Test func uOverTheRangeInATextHasTwoDigitsAsWell() throws {
        for (name, record) in try Self.cells() {
            let lines = CertificateText.uncertainty(try record.draft.evaluation()).dropFirst()
            let rows = lines.prefix { $0.first?.isNumber == true }.map { $0.split(separator: " ") }
            #expect(rows.count == 7)
            for row in rows {
                #expect(Self.significant(row[1]) <= 2 && Self.places(row[0]) == Self.places(row[1]), "\(name): \(row)")
                if row.count > 2 { #expect(Self.significant(row[2]) <= 2, "\(name): \(row)") }
            }
        }
    }

    @Test func twoDigitsNeverUnderstateUByFivePerCent() throws {
        var numbers = SeededNumbers(seed: 376)
        for _ in 0..<20_000 {
            let size = [1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 1000][Int(8 * numbers.uniform())]
            let expanded = size * (5.5 + numbers.even(4.5))
            let text = Digits.uncertainty(expanded)
            let shown = try #require(Double(text))
            #expect(shown > 0.95 * expanded && shown < 1.05 * expanded, "\(expanded): \(text)")
            #expect(Self.significant(text[...]) <= 2, "\(expanded): \(text)")
            let value = numbers.even(1e5)
            let result = Digits.text(value, expanded: expanded)
            #expect(Self.places(result[...]) == Self.places(text[...]), "\(value) ± \(expanded): \(result) ± \(text)")
        }
    }

    @Test(
        "Coefficients have every digit, and no letter for a power of ten",
        arguments: [(9.846450777630497e-13, "9.846450777630497·10⁻¹³"), (-2e-05, "-2·10⁻⁵"), (1e20, "1·10²⁰"), (0.5, "0.5")])
    func coefficients(value: Double, text: String) {
        #expect(CertificateText.every(value) == text)
    }
}
