import Calibration
import Interface
import Seeding
import Testing

@testable import Certificates

struct CalibrationRecordTests {
    /// Three series up and down on a slightly bent cell, with noise from a fixed seed.
    static func draft(seed: UInt64 = 7, sensor: String = "left", wrongWeight: Bool = false) throws -> CalibrationDraft {
        var numbers = SeededNumbers(seed: seed)
        func noise() -> Double { numbers.even(20) }
        let up = [0, 100, 200, 300, 400, 500.0]
        let forces = up + up.dropLast().reversed()
        var series: [CalibrationSeries] = []
        for position in 0..<3 {
            let readings = forces.map { 84_000 + 800 * ($0 - 1e-6 * $0 * $0) + noise() }
            var one = try #require(CalibrationSeries(forces: forces, readings: readings, position: position))
            for place in one.points.indices {
                one.points[place].deviation = 12.25 + noise() / 40
                one.points[place].samples = 400
            }
            series.append(one)
        }
        if wrongWeight { series[1].points[3].force = 350 }
        let weight = try #require(Weight(kilograms: 20, relativeUncertainty: 1e-3))
        let gravity = try #require(LocalGravity(entered: 9.8101))
        let reference = try #require(LoadReference(weights: [weight], gravity: gravity))
        return CalibrationDraft(
            sensor: sensor, rawUnit: "counts", run: CalibrationRun(series: series, resolution: 1, limits: -8_388_608...8_388_607),
            reference: reference, instrument: "weights of \"20 kg\", g = 9.8101 m/s²", note: "first\nline")
    }

    static func record(_ draft: CalibrationDraft) throws -> CalibrationRecord {
        CalibrationRecord(
            try draft.evaluation(), of: draft,
            from: RecordOrigin(
                station: "gym", software: "holdfast 0", driver: "text", device: "serial A1",
                madeWallMicroseconds: 1_795_252_410_123_456, user: 1000))
    }

    @Test func aRecordSurvivesItsTextBitForBit() throws {
        let record = try Self.record(Self.draft())
        let again = try CalibrationRecord(parsing: Array(record.text.utf8))
        #expect(again == record && again.text == record.text)
        #expect(again.curve.numbers == record.curve.numbers && again.draft.run == record.draft.run)
        // What is computed from it is the same too.
        let (a, b) = (try record.draft.evaluation(), try again.draft.evaluation())
        #expect(a.expandedUncertainty(at: 333.3) == b.expandedUncertainty(at: 333.3))
        #expect(record.id.hasPrefix("20261121T") && record.id.count == 25)
    }

    /// A page is read by people, who see no mark that turns the writing.
    @Test func whatIsHiddenInANoteIsShownOnThePage() throws {
        var draft = try Self.draft()
        draft.note = "20 kg\u{202E}gk 02\u{1B}[31m<b>"
        let page = Self.page(try Self.record(draft))
        #expect(page.contains("20 kg\\u202egk 02\\u001b[31m&lt;b&gt;"))
        #expect(!page.unicodeScalars.contains { $0.value == 0x202E || $0.value == 0x1B })
    }

    @Test func aDigitThatWasChangedIsSeen() throws {
        let record = try Self.record(Self.draft())
        let text = record.text.replacing("forces = [0.0, 100.0", with: "forces = [0.0, 101.0", maxReplacements: 1)
        #expect(throws: RecordError.self) { try CalibrationRecord(parsing: Array(text.utf8)) }
        #expect(throws: RecordError.self) { try CalibrationRecord(parsing: Array("id = 5".utf8)) }
        #expect(throws: RecordError.self) { try CalibrationRecord(parsing: []) }
    }

    @Test func brokenTextsAreRefusedAndNeverTrap() throws {
        let text = Array(try Self.record(Self.draft()).text.utf8)
        var numbers = SeededNumbers(seed: 20_261_121)
        for _ in 0..<300 {
            var broken = text
            for _ in 0..<3 {
                broken[Int.random(in: broken.indices, using: &numbers)] = UInt8(truncatingIfNeeded: numbers.next())
            }
            if broken != text { #expect(throws: RecordError.self) { try CalibrationRecord(parsing: broken) } }
        }
    }

    @Test func aDraftSurvivesAMessage() throws {
        let draft = try Self.draft()
        var writer = JSONWriter()
        writer.value(.object(draft.fields))
        let again = try CalibrationDraft(fields: JSONParser.object(writer.bytes))
        #expect(again == draft)
    }

    @Test func whatTheSumOfCellsWasMadeWithStaysInTheRecord() throws {
        for cells in [
            CellConditions(
                channels: [1, 2, 3, 4], offsets: [0.1, -2e-9, 0, 5], scales: [1.02, 0.99, 1 / 3, 1],
                cornerTest: "20261121T100000Z-00c0ffee", place: .init(share: 0.001, freedom: 6)),
            CellConditions(channels: [1, 2, 3, 4]), CellConditions(channels: [3]),
        ] {
            var draft = try Self.draft()
            draft.conditions.cells = cells
            draft.maximumDegree = 1
            let record = try CalibrationRecord(parsing: Array(Self.record(draft).text.utf8))
            #expect(record.draft == draft && record.curve.isStraight)
            #expect(CertificateText.text(record).contains(cells.channels.count == 4 ? "the sum of 4 channels" : "channel 3"))
        }
        var fields = try Self.draft().fields
        for (name, value) in [
            ("cells", JSONValue.array([.integer(9)])), ("cells", .array([])), ("cells", .array([.integer(2), .integer(1)])),
            ("cells", .string("four")),
        ] {
            var conditions = try #require(fields["conditions"]?.object)
            conditions[name] = value
            fields["conditions"] = .object(conditions)
            #expect(throws: RecordError.self) { try CalibrationDraft(fields: fields) }
        }
    }

    @Test func listsOfDifferentLengthAreRefused() throws {
        var fields = try Self.draft().fields
        var series = try #require(fields["series"]?.array?.first?.object)
        series["samples"] = .array([.integer(1)])
        fields["series"] = .array([.object(series)])
        #expect(throws: RecordError.self) { try CalibrationDraft(fields: fields) }
        series["samples"] = nil
        series["readings"] = .array([.number(1)])
        fields["series"] = .array([.object(series)])
        #expect(throws: RecordError.self) { try CalibrationDraft(fields: fields) }
    }

    @Test func theCertificateHasEveryPointItsUncertaintyAndAPlot() throws {
        let record = try Self.record(Self.draft())
        let text = CertificateText.text(record)
        for part in [record.id, "2026-11-21", "class (limits of ISO 376)", "hysteresis", "residual, N", "zero of series 3"] {
            #expect(text.contains(part), "\(part)")
        }
        let page = Self.page(record)
        #expect(page.contains("<svg") && page.split(separator: "<circle").count == 1 + 27)
        #expect(page.contains("&quot;20 kg\\&quot;") || page.contains("&quot;20 kg&quot;"))
        #expect(!page.contains("src=") && !page.contains("href="))
    }

    static func page(
        _ record: CalibrationRecord, previous: CalibrationRecord? = nil, checks: [CertificateCheck] = [],
        _ details: CertificateDetails = CertificateDetails()
    ) -> String {
        CertificatePage.html(
            record, previous: previous, checks: checks, details: details, issued: 1_800_000_000_000_000, software: "holdfast 9.9")
    }

    @Test func aCertificateHasTheFieldsOfALaboratoryInWords() throws {
        let record = try Self.record(Self.draft())
        var details = CertificateDetails()
        for field in CertificateDetails.Field.allCases { details[field] = "stated \(field.rawValue) & more" }
        let page = Self.page(record, details)
        for field in CertificateDetails.Field.allCases {
            #expect(page.contains(field.title) && page.contains("stated \(field.rawValue) &amp; more"), "\(field)")
        }
        for part in [
            "Calibration certificate", record.id, "counter(page) \" of \" counter(pages)", "2027-01-15", "holdfast 9.9",
            "relate only to the item", "Decision rule", "As found and as left", "Degrees of freedom", "End of the document",
            "<th>Inverse</th><td>d/", "<th>Class</th>",
        ] { #expect(page.contains(part), "\(part)") }
        #expect(!page.contains("<pre") && !page.contains("not stated"))
        // Nothing that only a program understands.
        for gap in CalibrationGap.allCases { #expect(!page.contains(gap.name), "\(gap.name)") }
    }

    @Test func whatNobodyHasStatedIsSaid() throws {
        let page = Self.page(try Self.record(Self.draft()))
        #expect(page.contains("<th>Laboratory</th><td>not stated</td>"))
        #expect(page.contains("traceability of the loads to national standards is not stated"))
        #expect(page.contains("there is no earlier calibration"))
    }

    @Test func theErrorAsFoundIsThatOfTheCalibrationBefore() throws {
        let record = try Self.record(Self.draft())
        let page = Self.page(record, previous: record)
        #expect(page.contains("by the calibration \(record.id)"))
        let row = try #require(page.firstMatch(of: /<td>(-?[0-9.]+)<\/td><td>(-?[0-9.]+)<\/td><td>[0-9.]+<\/td><\/tr>/))
        #expect(row.1 == row.2)
    }

    @Test func aReasonForAWorseCalibrationIsInTheRecordAndOnEachNumber() throws {
        var draft = try Self.draft()
        let evaluation = try draft.evaluation()
        #expect(draft.excess(evaluation) == nil)
        draft.reference = try #require(
            LoadReference(relativeUncertainty: 0.03, gravityHalfWidth: nil, buoyancyHalfWidth: nil))
        #expect(draft.excess(try draft.evaluation()) == nil)
        draft.isForRates = true
        #expect(draft.excess(try draft.evaluation())?.contains("at most 2 %") == true)
        draft.isForRates = false
        draft.reference = try #require(
            LoadReference(relativeUncertainty: 0.06, gravityHalfWidth: nil, buoyancyHalfWidth: nil))
        #expect(draft.excess(try draft.evaluation())?.contains("at most 5 %") == true)
        draft.acceptedWorse = "no better weights"
        draft.isForRates = true
        let record = try Self.record(draft)
        let again = try CalibrationRecord(parsing: Array(record.text.utf8))
        #expect(again == record && again.draft.isForRates && again.className == "worse")
        #expect(CertificateText.text(again).contains("no better weights") && Self.page(again).contains("no better weights"))
    }

    @Test func aWrongWeightIsNamedWithTheForceThatTheOthersSuggest() throws {
        let evaluation = try Self.draft(wrongWeight: true).evaluation()
        let message = evaluation.warnings.map(\.message).joined()
        #expect(message.contains("series 2 point 4") && message.contains("300."), "\(message)")
    }
}
