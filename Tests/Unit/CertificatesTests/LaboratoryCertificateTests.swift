import Calibration
import Interface
import Testing

@testable import Certificates

/// What a laboratory's certificate states is used as it is.
struct LaboratoryCertificateTests {
    static let file = """
        # Copied from the certificate.
        laboratory = "Force Laboratory, accreditation 0123"
        number = "K-4711"
        date = "2026-03-02"
        due = "2028-03-02"
        class = "0.5"
        coverage_factor = 2.05
        unit = "kN"
        reading_unit = "mV/V"
        forces = [0, 0.1, 0.2, 0.4, 0.5]
        readings = [0.0102, 0.4102, 0.8103, 1.6101, 2.0102]
        expanded = [0, 0.00008, 0.0001, 0.00015, 0.0002]
        """

    private func draft(_ text: String = file) throws -> CalibrationDraft {
        try CalibrationDraft(laboratoryFile: Array(text.utf8), sensor: "left")
    }

    private func record(_ draft: CalibrationDraft) throws -> CalibrationRecord {
        CalibrationRecord(
            try draft.evaluation(), of: draft,
            from: RecordOrigin(
                station: "gym", software: "holdfast 0", driver: "text", device: "A1", madeWallMicroseconds: 1_795_252_410_123_456,
                user: 0))
    }

    @Test func uIsThatOfTheCertificateAndNotComputedAgain() throws {
        let evaluation = try draft().evaluation()
        for (force, expanded) in [(100.0, 0.08), (200, 0.1), (300, 0.125), (400, 0.15), (500, 0.2), (50, 0.08), (0, 0.08)] {
            let found = try #require(evaluation.expandedUncertainty(at: force).number)
            #expect(abs(found - expanded) < 1e-12, "\(force) N: \(found)")
        }
        #expect(evaluation.expandedUncertainty(at: 530).gap == .outsideRange)
        #expect(evaluation.expandedUncertainty(at: -5).gap == .outsideRange)
        let budget = try evaluation.budget(at: 400)
        #expect(budget.coverageFactor == 2.05 && budget.components.map(\.source) == [.laboratory])
        #expect(budget.missing.contains(.temperature) && budget.missing.contains(.zero))
    }

    @Test func aRecordOfItGoesThroughItsTextWithNumberDatesAndClass() throws {
        let record = try record(draft())
        let again = try CalibrationRecord(parsing: Array(record.text.utf8))
        #expect(again == record && again.draft.laboratory == record.draft.laboratory)
        #expect(again.className == "0.5" && again.draft.laboratory?.name.contains("K-4711") == true)
        #expect(again.dueWallMicroseconds.map(RecordDate.day) == "2028-03-02")
        #expect(abs(again.curve.force(1.6101) - 400) < 0.15 && again.curve.zero == 0.0102)
        let page = CalibrationRecordTests.page(again)
        for part in ["Force Laboratory, accreditation 0123", "K-4711", "2026-03-02", "nothing was measured here"] {
            #expect(page.contains(part), "\(part)")
        }
        #expect(!page.contains("<h1>Calibration certificate") && CertificateText.text(again).contains("K-4711"))
        // Without a date of its own it is due after the day of the laboratory, not after that of the copy.
        var other = again.draft
        other.laboratory?.dueWallMicroseconds = nil
        other.validDays = 365
        #expect(try self.record(other).dueWallMicroseconds.map(RecordDate.day) == "2027-03-02")
    }

    @Test func coefficientsAreInForceToTheDigit() throws {
        let text =
            Self.file.replacing("readings = [0.0102, 0.4102, 0.8103, 1.6101, 2.0102]", with: "zero = 0.0102")
            + "\ncoefficients = [0.0, 0.2500123, -0.0000321]"
        let curve = try record(draft(text)).curve
        #expect(curve == CalibrationCurve(offset: 0, scale: 250.0123, quadratic: -0.0000321 * 1000, zero: 0.0102))
        #expect(throws: RecordError.self) { try draft(Self.file.replacing("readings", with: "# readings")) }
    }

    @Test func aCurveThatMissesItsTableIsAContradiction() throws {
        #expect(try draft().laboratory?.contradiction(draft().evaluation()) == nil)
        let wrong = try draft(Self.file + "\nzero = 0.0102\ncoefficients = [0.0, 0.2513]")
        let problem = try #require(try wrong.laboratory?.contradiction(wrong.evaluation()))
        #expect(problem.contains("misses the table") && problem.contains("at 400.00 N, where U is 0.15 N"))
    }

    @Test(arguments: [
        ("number = \"K-4711\"", "number = \"\""), ("date = \"2026-03-02\"", "date = \"2026-02-30\""),
        ("date = \"2026-03-02\"", ""), ("class = \"0.5\"", "class = \"best\""), ("0.0002]", "-0.0002]"), ("0.0002]", "0]"),
        (", 0.0002]", "]"), ("unit = \"kN\"", "unit = \"kg\""), ("2.05", "0.5"), ("[0, 0.1, 0.2", "[0, -0.1, 0.2"),
        ("laboratory =", "laboratories ="), ("2.0102]", "\"two\"]"), ("0.4, 0.5]", "0.4, 0.4]"),
    ]) func whatACertificateCannotSayIsRefused(part: String, wrong: String) throws {
        #expect(Self.file.contains(part))
        #expect(throws: RecordError.self) { try draft(Self.file.replacing(part, with: wrong, maxReplacements: 1)) }
    }

    @Test func daysOfTheCalendarAreReadAsTheyAreWritten() {
        for day in ["1970-01-01", "2000-02-29", "2026-11-30", "2100-12-31"] {
            #expect(RecordDate.wallMicroseconds(day: day).map(RecordDate.day) == day)
        }
        for text in ["2026-13-01", "2025-02-29", "2026-1-1", "26-01-01", "today", "2026-01-01T00"] {
            #expect(RecordDate.wallMicroseconds(day: text) == nil, "\(text)")
        }
    }

    @Test func checksAreOnThePageAsAControlChart() throws {
        let scores = [0.2, 0.7, 0.8, 0.6, 0.9, 1.3]
        let checks = scores.enumerated().map { place, score in
            CertificateCheck(
                wallMicroseconds: 1_800_000_000_000_000 + Int64(place) * 2_592_000_000_000, known: 200, measured: 200 + score / 5,
                expanded: 0.19, score: score, isPassed: score <= 1)
        }
        let page = try CalibrationRecordTests.page(record(draft()), checks: checks)
        #expect(page.contains("Control chart of the checks") && page.contains("four of the last five") && page.contains("FAILED"))
        let chart = CertificatePage.controlChart(checks)
        #expect(chart.split(separator: "<circle").count == 6 && chart.split(separator: "<path").count == 2)
        #expect(CertificatePage.controlChart([]).isEmpty && !CertificatePage.controlChart([checks[0]]).contains("nan"))
        #expect(try CalibrationRecordTests.page(record(draft())).contains("has not been checked since"))
        #expect(try CertificateText.text(record(draft()), checks: checks).contains("four of the last five"))
    }
}
