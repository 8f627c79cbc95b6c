import Calibration
import Interface
import Messages
import Seeding
import Testing

@testable import Certificates

struct BenchTestRecordTests {
    static let reference = LoadReference(relativeUncertainty: 0.001, gravityHalfWidth: 1e-4, buoyancyHalfWidth: nil)

    /// Cells that are wrong by known shares, and zeros that are not 0.
    static func corners() -> BenchTestDraft {
        let shares = [
            [0.9025, 0.0475, 0.0475, 0.0025], [0.0475, 0.9025, 0.0025, 0.0475], [0.0475, 0.0025, 0.9025, 0.0475],
            [0.0025, 0.0475, 0.0475, 0.9025], [0.25, 0.25, 0.25, 0.25], [0.5, 0.5, 0, 0.0],
        ]
        let wrong = [1.02, 0.99, 1, 0.97]
        let placements = shares.enumerated().map { number, shares in
            let forces = (0..<4).map { channel -> Double in
                let noise = 0.01 * Double((number * 7 + channel * 3) % 5 - 2)
                return 3 + 200 * shares[channel] * wrong[channel] + noise
            }
            return CornerTest.Placement(place: "place \(number)", forces: forces)
        }
        return BenchTestDraft(
            sensor: "plate",
            test: .corners(CornerTest(weight: 200, reference: reference, empty: [3, 3, 3, 3], placements: placements)),
            instrument: "20 kg", note: "first \"floor\"\nwarm", validDays: 30)
    }

    static func points() -> BenchTestDraft {
        let known = [(0.0, 0.0), (0.1, 0.15), (-0.1, 0.15), (-0.1, -0.2)]
        // Left and right are exchanged, and the middle is seen 7 mm beside it.
        let points = known.map { PlatePoint(knownX: $0.0, knownY: $0.1, measuredX: -$0.0 + 0.007, measuredY: $0.1) }
        return BenchTestDraft(sensor: "plate", test: .points(PointTest(points: points, placeHalfWidth: 0.001)))
    }

    static func matrix() -> BenchTestDraft {
        let loads = (0..<40).map { row in
            let load = (0..<6).map { axis -> Double in
                let step = (row * (2 * axis + 3) + axis * axis) % 17
                return Double(step) - 8
            }
            let noise = 0.01 * Double(row % 3)
            return MatrixTest.Load(load: load, signals: load.map { 10 + 2 * $0 + noise })
        }
        return BenchTestDraft(
            sensor: "plate",
            test: .matrix(
                MatrixTest(loads: loads, empty: [10, 10, 10, 10, 10, 10], reference: reference, surface: 0.04)))
    }

    static func band() -> BenchTestDraft {
        let out = (0..<24).map { 0.5 + 0.025 * Double($0) }
        let lengths = out + out.dropLast().reversed()
        let tensions = lengths.enumerated().map { place, length -> Double in
            let stretch = max(0, length - 0.6)
            return 7 + (place >= 24 ? 360 : 400) * stretch + 0.02 * Double(place % 5 - 2)
        }
        return BenchTestDraft(
            sensor: "left",
            test: .band(
                BandTest(lengths: lengths, tensions: tensions, rest: 7, lengthHalfWidth: 0.002, reference: reference)))
    }

    static let all = [corners(), points(), matrix(), band()]

    static func record(_ draft: BenchTestDraft) throws -> BenchTestRecord {
        BenchTestRecord(
            try draft.test.evaluation(), of: draft,
            from: RecordOrigin(
                station: "gym", software: "holdfast 0", driver: "text", device: "serial A1",
                madeWallMicroseconds: 1_795_252_410_123_456, user: 1000))
    }

    @Test(arguments: all) func aRecordSurvivesItsTextBitForBit(draft: BenchTestDraft) throws {
        let record = try Self.record(draft)
        let again = try BenchTestRecord(parsing: Array(record.text.utf8))
        #expect(again == record && again.text == record.text && again.result == record.result)
        #expect(try again.draft.test.evaluation() == draft.test.evaluation())
        #expect(record.id.hasPrefix("20261121T") && record.id.count == 25)
    }

    @Test(arguments: all) func aDraftSurvivesAMessageAndAReportSaysWhatItIs(draft: BenchTestDraft) throws {
        var writer = JSONWriter()
        writer.value(.object(draft.fields))
        #expect(try BenchTestDraft(fields: JSONParser.object(writer.bytes)) == draft)
        func survives<Report: Message>(_ report: Report) throws -> Bool {
            var writer = JSONWriter()
            report.writeValue(to: &writer)
            return try Report(JSONParser.object(writer.bytes)) == report
        }
        switch BenchTestReport(try draft.test.evaluation()) {
        case .plate(let report): #expect(try survives(report))
        case .band(let report): #expect(try survives(report))
        }
    }

    @Test(arguments: all) func brokenTextsAreRefusedAndNeverTrap(draft: BenchTestDraft) throws {
        let text = Array(try Self.record(draft).text.utf8)
        var numbers = SeededNumbers(seed: 20_261_121)
        for _ in 0..<200 {
            var broken = text
            for _ in 0..<3 {
                broken[Int.random(in: broken.indices, using: &numbers)] = UInt8(truncatingIfNeeded: numbers.next())
            }
            if broken != text { #expect(throws: RecordError.self) { try BenchTestRecord(parsing: broken) } }
        }
    }

    @Test func aPlateThatTheGainsLeaveUnevenNeedsAReason() throws {
        var draft = Self.corners()
        #expect(draft.excess(try draft.test.evaluation()) == nil)
        guard case .corners(var test) = draft.test else { return }
        // The middle gives way by so many per cent of the weight; the gains take a fifth of it.
        func bent(_ percent: Double) {
            test.placements[4].forces = test.placements[4].forces.map { 3 + ($0 - 3) * (1 + percent / 100) }
            draft.test = .corners(test)
        }
        bent(1)
        #expect(draft.excess(try draft.test.evaluation()) == nil)
        bent(2)
        let evaluation = try draft.test.evaluation()
        #expect(evaluation.warnings.contains { $0.name == "uneven" })
        #expect(draft.excess(evaluation)?.contains("% at place 4; at most 1.5 % is allowed") == true)
        draft.acceptedWorse = "a bent plate"
        let record = try Self.record(draft)
        let again = try BenchTestRecord(parsing: Array(record.text.utf8))
        #expect(again == record && again.draft.acceptedWorse == "a bent plate")
        #expect(BenchTestText.text(again).contains("put in force because: a bent plate"))
        // Known points, a matrix and a stretch have no such limit.
        for other in [Self.points(), Self.matrix(), Self.band()] { #expect(other.excess(try other.test.evaluation()) == nil) }
        var empty = draft.fields
        empty["acceptedWorse"] = .string("")
        #expect(throws: RecordError.self) { try BenchTestDraft(fields: empty) }
    }

    @Test func whatIsMissingOrWrongIsNamed() throws {
        func message(_ change: (inout JSONObject) -> Void) -> String {
            var fields = Self.corners().fields
            change(&fields)
            do throws(RecordError) {
                _ = try BenchTestDraft(fields: fields).test.evaluation()
                return ""
            } catch { return error.text }
        }
        #expect(message { _ in } == "")
        #expect(message { $0["test"] = .string("smell") }.contains("test must be one of"))
        #expect(message { $0["placements"] = nil }.contains("placements must be a list"))
        #expect(message { $0["weight"] = nil }.contains("weight"))
        #expect(message { $0["weight"] = .number(-5) }.contains("weight is not a number above 0"))
        #expect(message { $0["empty"] = .array([.number(1)]) }.contains("empty must be 4 numbers"))
        #expect(message { $0["gainsBefore"] = .array([.string("x")]) }.contains("gainsBefore"))
    }

    @Test func aSecondTestBuildsOnTheOneThatWasInForce() throws {
        let first = Self.corners()
        guard case .corners(let measured) = first.test else { return }
        let correction = try measured.evaluation().correction
        // The plate as it is with these gains in force: the next test finds next to nothing, and its gains are those of both.
        var again = first
        let placements = measured.placements.map { placement in
            CornerTest.Placement(
                place: placement.place, forces: zip(placement.forces, correction.gains).map { ($0 - 3) * $1 + 0.5 })
        }
        again.test = .corners(
            CornerTest(weight: 200, reference: Self.reference, empty: [0.5, 0.5, 0.5, 0.5], placements: placements))
        let made = again.made(with: "first", .cells(correction))
        guard case .corners(let evaluation) = try made.test.evaluation() else { return }
        #expect(made.before == "first")
        for channel in 0..<4 {
            #expect(abs(evaluation.balance.gains[channel] - 1) < 1e-9)
            #expect(abs(evaluation.gains[channel] - correction.gains[channel]) < 1e-9)
            // What the empty plate says now goes off too.
            let zero = evaluation.correction.corrected(.identity, channel: channel)
            #expect(abs(zero.force(3 + 0.5 / correction.gains[channel])) < 1e-9)
        }
        // Somebody who says that there were gains before where there were none is not believed.
        guard case .corners(let plain) = made.made(with: nil, nil).test else { return }
        #expect(plain.before == CellCorrection())
    }
}
