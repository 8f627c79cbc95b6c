import Calibration
import Certificates
import Formats
import Samples

/// Files of analog channels: one for each sensor, because each has its own clock, and another one after each gap of more than a
/// second and after every 65 534 samples. A lost sample is NaN.
struct C3DExport: ExportFormat {
    /// Width and length of a plate with six loads, metres: without them its corners are not known.
    struct PlateSize {
        var width: Double
        var length: Double
    }

    private let origin: ExportOrigin
    private let base: String
    private let plateSize: PlateSize?
    /// The file under way of each sensor: its samples, and the index after the last one.
    private var rows: [[[Double]]]
    private var next: [UInt64]
    private var parts: [Int]
    private var files: [String] = []
    /// The time of the first sample of the file under way of each sensor.
    private var begins: [HostInstant]
    /// Marks and edges of trigger inputs, which belong to all sensors.
    private var moments: [ExportedEvent] = []

    init(_ origin: ExportOrigin, base: String, plateSize: PlateSize?) throws(CommandError) {
        for sensor in origin.sensors where sensor.rate == nil {
            throw .data("\(sensor.name) has no constant sampling rate, as C3D needs: export csv or xdf")
        }
        self.origin = origin
        self.base = base
        self.plateSize = plateSize
        rows = origin.sensors.map { _ in [] }
        next = origin.sensors.map { _ in 0 }
        parts = origin.sensors.map { _ in 0 }
        begins = origin.sensors.map(\.begin)
    }

    mutating func sample(
        of sensor: Int, index: UInt64, time: HostInstant, flags: FrameFlags, values: [Double]
    ) throws(CommandError) {
        if !rows[sensor].isEmpty {
            let missing = index >= next[sensor] ? index - next[sensor] : .max
            if Double(missing) > origin.sensors[sensor].rate ?? 0 {
                try flush(sensor)
            } else {
                for _ in 0..<missing { try add([Double](repeating: .nan, count: values.count), sensor) }
            }
        }
        if rows[sensor].isEmpty { begins[sensor] = time }
        try add(values, sensor)
        next[sensor] = index + 1
    }

    private mutating func add(_ values: [Double], _ sensor: Int) throws(CommandError) {
        rows[sensor].append(values)
        if rows[sensor].count == C3DWriter.frameLimit { try flush(sensor) }
    }

    /// Marks and edges of trigger inputs; for the events of holds C3D has no words that readers agree on.
    mutating func event(_ event: ExportedEvent) throws(CommandError) {
        if ["mark", "trigger_rose", "trigger_fell"].contains(event.name) { moments.append(event) }
    }

    /// The moments within so many seconds from the first sample of a sensor's file.
    private func events(_ sensor: Int, seconds: Double) -> [C3DWriter.Event] {
        moments.compactMap { moment in
            let since = moment.time.seconds(since: begins[sensor])
            guard since >= 0, since <= seconds else { return nil }
            let note = moment.text ?? origin.sensors[moment.sensor].name
            return C3DWriter.Event(seconds: since, label: moment.name, note: note)
        }
    }

    private mutating func flush(_ sensor: Int) throws(CommandError) {
        let exported = origin.sensors[sensor]
        guard !rows[sensor].isEmpty, let rate = exported.rate else { return }
        parts[sensor] += 1
        var writer = C3DWriter(
            channels: exported.signals.map {
                .init(name: $0.name, unit: exported.c3dUnit(of: $0), note: $0.meaning)
            },
            plates: exported.c3dPlate(plateSize).map { [$0] } ?? [], rate: rate, frames: rows[sensor].count,
            events: events(sensor, seconds: Double(rows[sensor].count) / rate))
        for row in rows[sensor] { writer.frame(zip(row, exported.signals).map { $0 * exported.c3dFactor(of: $1) }) }
        rows[sensor].removeAll(keepingCapacity: true)
        let suffix = parts[sensor] == 1 ? "" : "-\(parts[sensor])"
        let file = try ExportFile("\(base).\(exported.name)\(suffix).c3d")
        var bytes = writer.bytes()
        try file.end(&bytes)
        files.append(file.path)
    }

    mutating func finish() throws(CommandError) -> [String] {
        for sensor in rows.indices { try flush(sensor) }
        return files
    }
}

extension ExportedSensor {
    /// The moments of a C3D file are in newton millimetres.
    fileprivate func c3dUnit(of signal: ExportedSignal) -> String { unit(of: signal) == "N·m" ? "Nmm" : unit(of: signal) }

    fileprivate func c3dFactor(of signal: ExportedSignal) -> Double { unit(of: signal) == "N·m" ? 1000 : 1 }

    /// A plate that measures three forces and three moments, if all of them are exported. Its axes are those of the laboratory,
    /// turned about x, so that z points down.
    fileprivate func c3dPlate(_ size: C3DExport.PlateSize?) -> C3DWriter.Plate? {
        guard let size, let plate = sixAxes else { return nil }
        let channels = (0..<6).compactMap { signals.firstIndex(of: .channel($0)) }
        guard channels.count == 6 else { return nil }
        let (x, y) = (500 * size.width, 500 * size.length)
        return .init(
            kind: .sixComponents, corners: [(x, -y, 0), (-x, -y, 0), (-x, y, 0), (x, y, 0)],
            origin: (0, 0, -1000 * (abs(plate.originDepth) + plate.coverThickness)), channels: channels)
    }
}
