import Interface
import Seeding
import Testing

struct JSONTests {
    private func parse(_ text: String) throws -> JSONObject { try JSONParser.object(Array(text.utf8)) }

    @Test func valuesComeInAsTheyAre() throws {
        let object = try parse(#"{"a":1,"b":1.5,"c":"é\n","d":[true,null],"e":{"f":-9223372036854775808}}"#)
        #expect(object["a"] == .integer(1) && object["b"] == .number(1.5) && object["c"] == .string("é\n"))
        #expect(object["d"] == .array([.bool(true), .null]))
        #expect(object["e"]?.object?["f"] == .integer(.min))
        #expect(object["g"] == nil)
    }

    @Test(arguments: [
        "", "[]", "1", "{", #"{"a":1,"a":2}"#, "{\"a\":\"\u{1}\"}", #"{"a":1}x"#, #"{"a":99999999999999999999}"#, #"{"a":NaN}"#,
    ])
    func whatIsNoStrictObjectIsRefused(_ text: String) {
        #expect(throws: JSONParser.Failure.self) { try parse(text) }
    }

    @Test func badUnicodeIsRefused() {
        #expect(throws: JSONParser.Failure.self) { try JSONParser.object([0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D]) }
    }

    @Test func depthAndLengthHaveLimits() throws {
        func nested(_ levels: Int) -> String {
            #"{"a":"# + String(repeating: "[", count: levels - 1) + String(repeating: "]", count: levels - 1) + "}"
        }
        _ = try parse(nested(32))
        #expect(throws: JSONParser.Failure.tooDeep) { try parse(nested(33)) }
        _ = try parse(#"{"a":"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\"[[["}"#)
        #expect(throws: JSONParser.Failure.tooLong) {
            try parse(#"{"a":["# + String(repeating: "{},", count: 70_000) + "{}]}")
        }
        #expect(throws: JSONParser.Failure.tooLong) {
            try parse(#"{"a":""# + String(repeating: "x", count: JSONParser.byteLimit) + #""}"#)
        }
    }

    @Test func numbersReadBackTheSame() throws {
        var numbers = SeededNumbers(seed: 99)
        for _ in 0..<20_000 {
            let value = Double(bitPattern: numbers.next())
            guard value.isFinite else { continue }
            var writer = JSONWriter()
            writer.object { $0.field("v", value) }
            let back = try JSONParser.object(writer.bytes)["v"]?.number
            #expect(back?.bitPattern == value.bitPattern || back == value, "\(value)")
        }
    }

    @Test func textReadsBackTheSame() throws {
        let text = "quote \" backslash \\ tab \t newline \n bell \u{7} ü 🏋 \u{7F}"
        var writer = JSONWriter()
        writer.object { writer in
            writer.field(text, text)
            writer.array("list") { writer in
                writer.null()
                writer.value(Double.nan)
                writer.value(3)
                writer.object { _ in }
                writer.array { _ in }
            }
            writer.field("last", true)
        }
        let object = try JSONParser.object(writer.bytes)
        #expect(object[text] == .string(text))
        #expect(object["list"] == .array([.null, .null, .integer(3), .object(JSONObject()), .array([])]))
        #expect(object["last"] == .bool(true))
    }
}
