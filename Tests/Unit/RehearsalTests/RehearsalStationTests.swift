import Formats
import LinuxIO
import Samples
import Testing

import Rehearsal

@Suite(.serialized) struct RehearsalStationTests {
    @Test func `the demonstration: three sensors, settings and truth in one folder`() throws {
        let folder = try Folder()
        let station = try RehearsalStation(.init(folder: folder.path, seed: 5, holdsInTruth: 2, bootSeconds: 0.05))
        defer { station.stop() }
        #expect(try Files.list(folder.path) == ["holdfast.toml", "left-band", "plate", "right-band", "truth.json"])
        let left = try RawReader(folder.path + "/left-band")
        let plate = try RawReader(folder.path + "/plate")
        #expect(try left.read { $0.lines.count > 200 })
        #expect(try plate.read { $0.lines.count > 200 })
        #expect(left.lines.first == "ADS1256 ready")
        let forces = plate.lines.dropFirst(10).dropLast().map { line in
            line.split(separator: "\t").dropFirst().compactMap { Double($0) }
        }
        #expect(forces.allSatisfy { $0.count == 4 && abs($0.reduce(0, +) - 720) < 10 })
        let truth = String(decoding: try Files.read(folder.path + "/truth.json", limit: 1 << 20), as: UTF8.self)
        #expect(truth.contains("\"epoch_nanoseconds\":\(station.bench.epoch.nanoseconds),"))
        #expect(truth.contains("\"name\":\"right-band\",\"onset_seconds\":12.018,"))
    }

    @Test func `settings name every sensor and its terminal`() throws {
        let text = RehearsalSettings.text(folder: "/run/a \"b\"", scene: .demonstration)
        #expect(
            text.contains("[sensor.\"left-band\"]\npath = \"/run/a \\\"b\\\"/left-band\"\ndriver = \"text\"\ncolumns = [2]\n"))
        #expect(
            text.contains(
                "columns = [2, 3, 4, 5]\nseparator = \"\\t\"\ntime_column = 1\ntime_unit = \"us\"\nunit = \"N\"\nkind = \"plate\"\n"
            ))
        #expect(text.contains("driver = \"chronojump\"\nkind = \"cell\"\n"))
    }

    @Test func `a recording comes out of the terminal to the bit`() throws {
        let folder = try Folder()
        var writer = CSVWriter(header: ["Time[s]", "Fz[N]"])
        var random = RehearsalRandom(seed: 11)
        let values = (0..<800).map { _ in 800 + 300 * random.gaussian() }
        for (index, value) in values.enumerated() { writer.row([Double(index) / 1000, value]) }
        let sensor = RecordedSensor(table: try CSVTable(writer.bytes), columns: ["fz"], kind: .plate, leadIn: 0.1, leadOut: 0.1)
        let station = try RehearsalStation(.init(folder: folder.path, scene: .recording(sensor), isHurried: true))
        defer { station.stop() }
        let reader = try RawReader(folder.path + "/recording")
        #expect(try reader.read { $0.lines.count == 1000 && $0.bytes.last == 0x0A })
        let rows = reader.lines.map { $0.split(separator: ",") }
        #expect(rows.map { $0.first.flatMap { Int($0) } } == (0..<1000).map { $0 * 1000 })
        #expect(rows[100..<900].map { $0.last.flatMap { Double($0) }?.bitPattern } == values.map(\.bitPattern))
    }

    @Test func `a recording that cannot be played says why`() throws {
        let folder = try Folder()
        let table = try CSVTable(Array("a,b\n5,1\n4,2\n6,3\n".utf8))
        let unknown = #expect(throws: RehearsalError.self) {
            try RehearsalStation(.init(folder: folder.path, scene: .recording(.init(table: table, columns: ["force"]))))
        }
        #expect(unknown?.description.hasPrefix("no column \"force\"") == true)
        let timeless = #expect(throws: RehearsalError.self) {
            try RehearsalStation(.init(folder: folder.path, scene: .recording(.init(table: table, columns: ["b"]))))
        }
        #expect(timeless?.description.contains("give its rate") == true)
    }
}
