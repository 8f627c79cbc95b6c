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
        let reference = SettingsSchema.referenceText
        guard String(decoding: bytes.prefix(count), as: UTF8.self) != reference else { return }
        guard getenv("HOLDFAST_ACCEPT") != nil else {
            Issue.record("config/holdfast.toml is out of date: HOLDFAST_ACCEPT=1 swift test --filter SettingsSchemaTests")
            return
        }
        let fresh = try #require(fopen("/\(folder)/config/holdfast.toml", "w"))
        fputs(reference, fresh)
        fclose(fresh)
    }

    @Test func theReferenceSaysNothingUntilALineIsUncommented() throws {
        #expect(try StationSettings.read(SettingsSchema.referenceText) == StationSettings())
        #expect(SettingsSchema.referenceText.split(separator: "\n").allSatisfy { $0.hasPrefix("#") && $0.count <= 120 })
    }

    @Test(arguments: [["path"], ["serial", "port"]])
    func theUncommentedReferenceIsAWholeFile(without address: [String]) throws {
        let lines = SettingsSchema.referenceText.split(separator: "\n").filter { !$0.hasPrefix("# ") }.map { $0.dropFirst() }
        #expect(lines.count == SettingsSchema.keys.count + 3)
        // A plate, so that each key of a sensor of force may be there.
        let others = SensorSettings.companion.map(\.key.name)
        let text = lines.filter { line in !(address + others).contains { line.hasPrefix($0 + " =") } }.joined(separator: "\n")
            .replacing("kind = \"cell\"", with: "kind = \"plate\"").replacing("separator = \",\"", with: "separator = \";\"")
        let sensor = try #require(try StationSettings.read(text).sensors.first)
        #expect(sensor.name == "left")
        for property in SensorSettings.properties
        where !(address + others).contains(property.key.name) && property.key.name != "kind" {
            let expected = property.key.name == "separator" ? .text(";") : property.key.example
            #expect(property.value(sensor) == expected, "\(property.key.name)")
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

    @Test func everyKeyOfASensorCanBeSetAndReadBack() {
        for property in SensorSettings.properties {
            var sensor = SensorSettings(name: "a", driver: "")
            let set = property.set(&sensor, property.key.example)
            #expect(set, "\(property.key.name)")
            #expect(property.value(sensor) == property.key.example, "\(property.key.name)")
        }
    }

    @Test func kindsAreThoseOfTheSamples() {
        for kind in SensorKind.allCases {
            let text = "[sensor.a]\ndriver = \"text\"\npath = \"/dev/ttyS0\"\nkind = \"\(kind.name)\"\n"
            #expect((try? StationSettings.read(text))?.sensors.first?.kind == kind)
        }
    }
}
