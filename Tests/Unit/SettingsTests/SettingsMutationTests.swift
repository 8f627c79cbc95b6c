import Testing
import Seeding

@testable import Settings

/// Files as accidents, editors and enemies leave them.
struct SettingsMutationTests {
    private static let seed: UInt64 = 7_411_003

    private static let tokens: [String] = [
        "[", "]", "[[", "]]", "{", "}", "=", ".", ",", "\"", "'", "\"\"\"", "'''", "\\", "\\u0000", "\\UFFFFFFFF", "#", "\n",
        "\r\n",
        "\0", "nan", "-inf", "1e999", "9223372036854775807", "-9223372036854775809", "0x", "1979-05-27T07:32:00Z", "25:61:61",
        "\u{FEFF}", "\u{2028}", "true", "sensor.left.", "[sensor.left]\n", "kind = \"plate\"\n", "_", "+", "-0",
    ]

    @Test func noFileEndsTheProcessAndEveryRefusalSaysWhy() {
        let whole = Array(SettingsSchema.referenceText.replacing("\n#", with: "\n").utf8)
        let small = Array(
            "[sensor.left]\ndriver = \"text\"\nserial = \"1\"\ncolumns = [1, 2]\nscale = [1.5, -2e3]\n[station]\nname = 'a'\n"
                .utf8)
        var random = SeededNumbers(seed: Self.seed)
        var refused = 0
        for round in 0..<4000 {
            var bytes = round.isMultiple(of: 8) ? whole : small
            for _ in 0..<Int.random(in: 1...6, using: &random) { Self.mutate(&bytes, &random) }
            do throws(SettingsErrors) {
                let station = try StationSettings.parse([("a.toml", bytes), ("b.toml", small)])
                #expect(station.sensors.count <= SettingsSchema.sensorLimit, "seed \(Self.seed), round \(round)")
            } catch {
                refused += 1
                #expect(!error.problems.isEmpty, "seed \(Self.seed), round \(round)")
                #expect(
                    error.problems.allSatisfy { !$0.message.isEmpty && !$0.file.isEmpty }, "seed \(Self.seed), round \(round)")
            }
        }
        // The mutations neither spare every file nor ruin every one.
        #expect(refused > 1000 && refused < 3990, "\(refused)")
    }

    @Test func noiseIsRefusedOrEmpty() {
        var random = SeededNumbers(seed: Self.seed)
        for round in 0..<1000 {
            let bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            let text = (0..<30).compactMap { _ in Self.tokens.randomElement(using: &random) }.joined()
            for file in [bytes, Array(text.utf8)] {
                let station = try? StationSettings.parse([("a.toml", file)])
                #expect(station?.sensors.isEmpty ?? true, "seed \(Self.seed), round \(round)")
            }
        }
    }

    private static func mutate(_ bytes: inout [UInt8], _ random: inout SeededNumbers) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 0...12, using: &random))
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes.removeSubrange(place..<end)
        case 1: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 3: if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &random) }
        case 4: if place > 0, Bool.random(using: &random) { bytes.removeSubrange(place...) }
        default: bytes.insert(contentsOf: Array((tokens.randomElement(using: &random) ?? "").utf8), at: place)
        }
    }
}
