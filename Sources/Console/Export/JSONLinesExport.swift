import Certificates
import Interface
import LinuxIO
import Samples

/// One JSON object in a line: first the recording and its sensors, then samples and events in the order in which they were processed.
struct JSONLinesExport: ExportFormat {
    private let origin: ExportOrigin
    private let file: ExportFile
    private var bytes: [UInt8] = []

    init(_ origin: ExportOrigin, base: String) throws(CommandError) {
        self.origin = origin
        file = try ExportFile(ExportFile.name(base, ".jsonl"))
        line { writer in
            writer.field("type", "recording")
            writer.field("station", origin.station)
            writer.field("software", origin.software)
            writer.field("begin", Clock.isoText(origin.wall(origin.begin), isUTC: false))
            writer.field("begin_wall_us", origin.wall(origin.begin))
        }
        for sensor in origin.sensors {
            line { writer in
                writer.field("type", "sensor")
                writer.field("sensor", sensor.name)
                writer.field("kind", sensor.kind)
                writer.field("driver", sensor.driver)
                writer.field("calibration", sensor.calibration)
                writer.field("rate_hz", ifPresent: sensor.rate)
                writer.object("units") { writer in
                    for signal in sensor.signals { writer.field(signal.name, sensor.unit(of: signal)) }
                }
            }
        }
    }

    private mutating func line(_ body: (inout JSONWriter) -> Void) {
        var writer = JSONWriter(reserving: 256)
        writer.object(body)
        bytes += writer.bytes
        bytes.append(0x0A)
    }

    mutating func sample(
        of sensor: Int, index: UInt64, time: HostInstant, flags: FrameFlags, values: [Double]
    ) throws(CommandError) {
        let (exported, begin) = (origin.sensors[sensor], origin.begin)
        line { writer in
            writer.field("sensor", exported.name)
            writer.field("sample", index)
            writer.field("time_s", time.seconds(since: begin))
            // JSON has no NaN: a signal without a value is left out.
            for (name, value) in zip(exported.names, values) where value.isFinite { writer.field(name, value) }
        }
        try file.take(&bytes)
    }

    mutating func event(_ event: ExportedEvent) throws(CommandError) {
        let (name, begin) = (origin.sensors[event.sensor].name, origin.begin)
        line { writer in
            writer.field("event", event.name)
            writer.field("sensor", name)
            writer.field("sample", event.sample)
            writer.field("time_s", event.time.seconds(since: begin))
            if event.hold != 0 { writer.field("hold", event.hold) }
            if let text = event.text { writer.field("text", text) }
            for (name, value) in event.values where value.isFinite { writer.field(name, value) }
        }
    }

    mutating func finish() throws(CommandError) -> [String] {
        try file.end(&bytes)
        return [file.path]
    }
}
