import Testing

@testable import Drivers

struct LineAdviceTests {
    private func advice(_ unit: String?, _ line: (Int) -> String) throws -> LineAdvice {
        var options = DriverOptions()
        options.unit = unit
        let text = "cut off " + (0..<12).map { line($0) + "\r\n" }.joined() + "cut"
        return try #require(LineAdvice(Array(text.utf8), options: options))
    }

    @Test func whatIsReadAsItIsNeedsNothing() throws {
        let advice = try advice("kg") { "ST,GS,-   1\($0 % 10).34kg" }
        #expect(advice.proposals.isEmpty && advice.taken == [-11.34])
    }

    @Test func aTimeAndAForceGetTheirColumns() throws {
        let advice = try advice("N") { "\(1000 + 50 * $0) \(222.5 - Double($0 % 3))" }
        #expect(advice.refusal == .severalNumbers)
        #expect(advice.proposals == ["time_column = 1", "columns = [2]"])
        #expect(advice.taken == [220.5])
    }

    @Test func decimalCommasAreProposed() throws {
        let single = try advice("N") { "222,\(10 + $0)" }
        #expect(single.refusal == .comma && single.proposals == ["decimal_comma = true"] && single.taken == [222.21])
        let timed = try advice("N") { "\(1000 + 50 * $0);222,\(10 + $0)" }
        #expect(timed.proposals.contains("decimal_comma = true") && timed.proposals.contains("time_column = 1"))
        #expect(timed.taken == [222.21])
    }

    @Test func theUnitOfTheWireIsProposed() throws {
        let advice = try advice("kg") { "+  10\($0 % 10).00lb" }
        #expect(advice.refusal == .unit && advice.proposals == ["unit = \"lbf\""] && advice.taken == [101])
    }

    @Test func fourCellsGetFourColumns() throws {
        let advice = try advice("N") { "1\($0 % 5).5,2.5,3.5,4.5" }
        #expect(advice.proposals == ["columns = [1, 2, 3, 4]"])
        #expect(advice.taken.count == 4)
    }

    @Test func bytesThatAreNoTextNameNoDriverThatDoesNotFit() throws {
        let advice = try #require(LineAdvice((0..<400).map { UInt8(truncatingIfNeeded: $0 &* 37) }, options: DriverOptions()))
        #expect(advice.otherDriver == nil && advice.taken.isEmpty && advice.refusal == .binary)
        #expect(LineAdvice([], options: DriverOptions()) == nil)
    }

    @Test func whatCannotBeReadHasNoProposal() throws {
        let advice = try advice("N") { "{\"t\": \($0), \"force\": 222.75}" }
        #expect(advice.taken.isEmpty && advice.proposals.isEmpty && advice.refusal == .unreadable)
    }
}
