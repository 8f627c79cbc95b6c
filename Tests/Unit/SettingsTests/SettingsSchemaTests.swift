import Glibc
import Samples
import Testing

@testable import Settings

struct SettingsSchemaTests {
    @Test func theCommittedReferenceIsWhatTheSchemaSays() throws {
        let folder = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let file = try #require(fopen("/\(folder)/config/holdfast.toml", "r"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&bytes, 1, bytes.count, file)
        #expect(String(decoding: bytes.prefix(count), as: UTF8.self) == SettingsSchema.referenceText)
    }

    @Test func theReferenceSaysNothingUntilALineIsUncommented() throws {
        #expect(try StationSettings.read(SettingsSchema.referenceText) == StationSettings())
        #expect(SettingsSchema.referenceText.split(separator: "\n").allSatisfy { $0.hasPrefix("#") && $0.count <= 120 })
    }

    @Test(arguments: [["path"], ["serial", "port"]])
    func theUncommentedReferenceIsAWholeFile(without address: [String]) throws {
        let lines = SettingsSchema.referenceText.split(separator: "\n").filter { !$0.hasPrefix("# ") }.map { $0.dropFirst() }
        #expect(lines.count == SettingsSchema.keys.count + 3)
        // A plate, so that each key may be there.
        let text = lines.filter { line in !address.contains { line.hasPrefix($0 + " =") } }.joined(separator: "\n")
            .replacing("kind = \"cell\"", with: "kind = \"plate\"").replacing("separator = \",\"", with: "separator = \";\"")
        let sensor = try #require(try StationSettings.read(text).sensors.first)
        #expect(sensor.name == "left")
        for key in SettingsSchema.keys where key.path.first == "sensor" && !address.contains(key.name) && key.name != "kind" {
            let expected = key.name == "separator" ? .text(";") : key.example
            #expect(sensor.value(of: key.name) == expected, "\(key.name)")
        }
    }

    @Test func defaultsAndExamplesObeyTheirRules() {
        for key in SettingsSchema.keys {
            let entries = TomlDocument(Array("x = \(key.example.tomlText)".utf8), name: "").entries
            #expect(entries.first.flatMap { key.rule.check($0.value) } == key.example, "\(key.path)")
            if let fallback = key.fallback { #expect(fallback == key.example, "\(key.path)") }
            #expect(key.explanation.hasSuffix(".") && !key.explanation.dropLast().contains(". "), "\(key.path)")
        }
        #expect(Set(SettingsSchema.keys.map(\.path)).count == SettingsSchema.keys.count)
    }

    @Test func defaultsAreThoseOfASensorThatSaysNothing() {
        let sensor = SensorSettings(name: "a", driver: "text")
        for key in SettingsSchema.keys where key.path.first == "sensor" && !key.isRequired {
            #expect(sensor.value(of: key.name) == key.fallback, "\(key.name)")
        }
    }

    @Test func everyKeyOfASensorCanBeSetAndReadBack() {
        for key in SettingsSchema.keys where key.path.first == "sensor" {
            var sensor = SensorSettings(name: "a", driver: "")
            let set = sensor.set(key.name, key.example)
            #expect(set, "\(key.name)")
            #expect(sensor.value(of: key.name) == key.example, "\(key.name)")
        }
    }

    @Test func kindsAreThoseOfTheSamples() {
        for kind in SensorKind.allCases {
            let text = "[sensor.a]\ndriver = \"text\"\npath = \"/dev/ttyS0\"\nkind = \"\(kind.name)\"\n"
            #expect((try? StationSettings.read(text))?.sensors.first?.kind == kind)
        }
    }
}
