import Certificates
import Formats
import LinuxIO
import Samples

/// A table for each sensor, and one of the events.
struct CSVExport: ExportFormat {
    private let origin: ExportOrigin
    private var tables: [ExportFile]
    private var writers: [CSVWriter]
    private var events: ExportFile
    private var eventWriter: CSVWriter

    init(_ origin: ExportOrigin, base: String, decimalComma: Bool) throws(CommandError) {
        self.origin = origin
        let begin = Clock.isoText(origin.wall(origin.begin), isUTC: false)
        let head = [
            "\(origin.software), station \(origin.station), from \(origin.file)",
            "begin: \(begin) (time_s is 0)",
        ]
        tables = []
        writers = []
        for sensor in origin.sensors {
            tables.append(try ExportFile("\(base).\(sensor.name).csv"))
            var comments = head
            comments.append(
                "sensor: \(sensor.name), \(sensor.kind), driver \(sensor.driver)")
            comments.append("calibration: \(sensor.calibration)")
            comments.append("rate: " + (sensor.rate.map { "\(CSVWriter.text($0)) Hz" } ?? "not known"))
            comments.append("sample: index of the sample in its stream; a gap in it is a gap in the data")
            for signal in sensor.signals { comments.append("\(signal.name): \(sensor.unit(of: signal)), \(signal.meaning)") }
            let header = ["time_s", "sample"] + sensor.signals.map { "\($0.name)_\(sensor.unit(of: $0))" }
            writers.append(CSVWriter(comments: comments, header: header, decimalComma: decimalComma))
        }
        events = try ExportFile("\(base).events.csv")
        eventWriter = CSVWriter(
            comments: head + ["hold: \(origin.holds)", "values: NAME=VALUE, in newtons, seconds and samples"],
            header: ["time_s", "time", "sensor", "sample", "event", "hold", "values"], decimalComma: decimalComma)
    }

    mutating func sample(
        of sensor: Int, index: UInt64, time: HostInstant, flags: FrameFlags, values: [Double]
    ) throws(CommandError) {
        writers[sensor].row([time.seconds(since: origin.begin), Double(index)] + values)
        try tables[sensor].take(&writers[sensor].bytes)
    }

    mutating func event(_ event: ExportedEvent) throws(CommandError) {
        let values = event.values.map { "\($0.name)=\(CSVWriter.text($0.value))" }.joined(separator: " ")
        eventWriter.line([
            CSVWriter.text(event.time.seconds(since: origin.begin)), Clock.isoText(origin.wall(event.time), isUTC: false),
            origin.sensors[event.sensor].name, String(event.sample), event.name,
            event.hold == 0 ? "" : String(event.hold), event.text ?? values,
        ])
    }

    mutating func finish() throws(CommandError) -> [String] {
        // No table has its name before all are written, so that a full disk leaves none.
        for sensor in tables.indices {
            try tables[sensor].write(writers[sensor].bytes)
            writers[sensor].bytes = []
        }
        try events.write(eventWriter.bytes)
        eventWriter.bytes = []
        for sensor in tables.indices { try tables[sensor].end(&writers[sensor].bytes) }
        try events.end(&eventWriter.bytes)
        return tables.map(\.path) + [events.path]
    }
}
