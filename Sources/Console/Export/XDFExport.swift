import Certificates
import Formats
import LinuxIO
import Samples

/// A stream for each sensor, and one of markers. Times are seconds on the station's monotonic clock.
struct XDFExport: ExportFormat {
    private let origin: ExportOrigin
    private let file: ExportFile
    private var writer: XDFWriter
    private var streams: [UInt32] = []
    private var markers: UInt32 = 0
    /// Samples that are not written yet, for each sensor.
    private var times: [[Double]]
    private var values: [[Double]]
    private static let chunk = 512

    init(_ origin: ExportOrigin, base: String) throws(CommandError) {
        self.origin = origin
        file = try ExportFile(ExportFile.name(base, ".xdf"))
        writer = XDFWriter(created: Clock.isoText(origin.wall(origin.begin), isUTC: false))
        times = origin.sensors.map { _ in [] }
        values = origin.sensors.map { _ in [] }
        for sensor in origin.sensors {
            streams.append(
                writer.begin(
                    .init(
                        name: sensor.name, type: "Force",
                        content: .samples(
                            channels: sensor.signals.map { ($0.name, sensor.unit(of: $0)) }, rate: sensor.rate ?? 0),
                        description: [
                            ("kind", sensor.kind), ("driver", sensor.driver),
                            ("calibration", sensor.calibration), ("station", origin.station),
                            ("begin", Clock.isoText(origin.wall(sensor.begin), isUTC: false)),
                        ])))
        }
        markers = writer.begin(.init(name: "events", type: "Markers", content: .markers, description: []))
    }

    mutating func sample(
        of sensor: Int, index: UInt64, time: HostInstant, flags: FrameFlags, values: [Double]
    ) throws(CommandError) {
        times[sensor].append(Double(time.nanoseconds) / 1e9)
        self.values[sensor] += values
        if times[sensor].count >= Self.chunk { try flush(sensor) }
    }

    mutating func event(_ event: ExportedEvent) throws(CommandError) {
        let values =
            event.values.map { " \($0.name)=\(CSVWriter.text($0.value))" }.joined() + (event.text.map { " text=\($0)" } ?? "")
        let name = origin.sensors[event.sensor].name
        let hold = event.hold == 0 ? "" : " hold=\(event.hold)"
        writer.markers(of: markers, [(Double(event.time.nanoseconds) / 1e9, "\(event.name) sensor=\(name)\(hold)\(values)")])
    }

    private mutating func flush(_ sensor: Int) throws(CommandError) {
        writer.samples(of: streams[sensor], times: times[sensor], values: values[sensor])
        times[sensor].removeAll(keepingCapacity: true)
        values[sensor].removeAll(keepingCapacity: true)
        try file.take(&writer.bytes)
    }

    mutating func finish() throws(CommandError) -> [String] {
        for sensor in streams.indices { try flush(sensor) }
        writer.end()
        try file.end(&writer.bytes)
        return [file.path]
    }
}
