import Interface
import Messages
import Samples

/// The JSON lines that `export` writes.
extension ImportedFile {
    private struct Line {
        var kind: SensorKind
        var unit: String
        var calibration: String
        var rate: Double?
        var times: [Int64] = []
        var index: [UInt64] = []
        var force: [Double] = []
        var hasForce = false
        var tares: [(index: UInt64, time: Int64)] = []
    }

    static func areLines(_ bytes: [UInt8]) -> Bool { bytes.first == UInt8(ascii: "{") }

    init(lines bytes: [UInt8], path: String) throws(CommandError) {
        var sensors: [String: Line] = [:]
        var names: [String] = []
        self.init(sensors: [])
        var (start, number) = (0, 0)
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            number += 1
            defer { start = end + 1 }
            if start == end { continue }
            guard let object = try? JSONParser.object(bytes[start..<end], limit: 1 << 20) else {
                guard end == bytes.count, number > 1 else { throw .data("\(path): line \(number) is not a JSON object") }
                notes.append("the last line is cut off and was left out")
                break
            }
            switch object["type"]?.string {
            case "recording":
                station = object["station"]?.string ?? station
                wallMicroseconds = object["begin_wall_us"]?.integer
            case "sensor":
                guard let name = object["sensor"]?.string, sensors[name] == nil else {
                    throw .data("\(path): line \(number) describes no sensor")
                }
                names.append(name)
                sensors[name] = Line(
                    kind: SensorKind.allCases.first { $0.name == object["kind"]?.string } ?? .cell,
                    unit: object["units"]?.object?["force"]?.string ?? "N",
                    calibration: object["calibration"]?.string ?? "settings", rate: object["rate_hz"]?.number)
                sensors[name]?.hasForce = object["units"]?.object?["force"] != nil
            default:
                guard let name = object["sensor"]?.string, sensors[name] != nil, let seconds = object["time_s"]?.number,
                    let sample = object["sample"]?.integer, sample >= 0
                else { throw .data("\(path): line \(number) is neither a sample of a known sensor nor an event") }
                let time = ImportedSensor.nanoseconds(seconds)
                if let event = object["event"]?.string {
                    if event == EventName.tared.rawValue { sensors[name]?.tares.append((UInt64(sample), time)) }
                    continue
                }
                sensors[name]?.times.append(time)
                sensors[name]?.index.append(UInt64(sample))
                sensors[name]?.force.append(object["force"]?.number ?? .nan)
            }
        }
        for name in names {
            guard let read = sensors[name], !read.times.isEmpty else { continue }
            guard read.hasForce else { throw .data("\(path): \(name) has no force; export it with --signals force") }
            guard let rate = read.rate ?? ImportedSensor.rate(times: read.times, index: read.index) else {
                throw .data("\(path): \(name) has fewer than two samples")
            }
            var sensor = ImportedSensor(
                name: name, kind: read.kind, unit: read.unit, calibration: read.calibration, rate: rate, times: read.times,
                index: read.index, force: read.force)
            sensor.tares = read.tares
            self.sensors.append(sensor)
        }
        guard !self.sensors.isEmpty else { throw .data("\(path) has no samples") }
    }
}
