import Formats
import Samples

/// XDF and C3D: channels with names and units.
extension ImportedFile {
    /// A channel that may be a force.
    private struct Channel {
        var name: String
        var unit: String
        /// Of the exported signal `force`.
        var isExported: Bool
        /// Seconds of its samples.
        var times: [Double]
        var values: [Double]
        var rate: Double
        var kind: String?
        var calibration: String?
    }

    init(xdf bytes: [UInt8], path: String, _ arguments: Arguments) throws(CommandError) {
        let file: XDFReader
        do throws(XDFReader.Failure) { file = try XDFReader(bytes) } catch { throw .data("\(path): \(error)") }
        var channels: [Channel] = []
        for stream in file.streams where stream.times.count > 1 {
            let seconds = (stream.times.last ?? 0) - stream.times[0]
            let rate = stream.rate > 0 ? stream.rate : Double(stream.times.count - 1) / seconds
            guard rate > 0, rate.isFinite, zip(stream.times, stream.times.dropFirst()).allSatisfy({ $0 < $1 }) else {
                throw .data("\(path): the times of stream \"\(stream.name)\" do not rise")
            }
            let isOwn = stream.fact("calibration") != nil && stream.fact("station") != nil
            let width = stream.channels.count
            for (place, channel) in stream.channels.enumerated() {
                channels.append(
                    Channel(
                        name: isOwn && channel.name == "force" || width == 1 ? stream.name : "\(stream.name).\(channel.name)",
                        unit: channel.unit, isExported: isOwn && channel.name == "force", times: stream.times,
                        values: stride(from: place, to: stream.values.count, by: width).map { stream.values[$0] }, rate: rate,
                        kind: stream.fact("kind"), calibration: stream.fact("calibration")))
            }
        }
        try self.init(channels, path, arguments)
        wallMicroseconds = file.created.flatMap(Moment.iso)
        if let station = file.streams.compactMap({ $0.fact("station") }).first { self.station = station }
        if file.isCutOff { notes.append("the file is cut off: what is in front of the cut was read") }
    }

    init(c3d bytes: [UInt8], path: String, _ arguments: Arguments) throws(CommandError) {
        let file: C3DReader
        do throws(C3DReader.Failure) { file = try C3DReader(bytes) } catch { throw .data("\(path): \(error)") }
        let name = ExportFile.baseName(path, suffix: ".c3d").split(separator: ".").last.map(String.init) ?? "force"
        let channels = file.channels.map { channel in
            Channel(
                name: channel.name == "force" ? name : channel.name, unit: channel.unit, isExported: channel.name == "force",
                times: channel.values.indices.map { Double($0) / file.rate }, values: channel.values, rate: file.rate,
                kind: nil, calibration: nil)
        }
        try self.init(channels, path, arguments)
    }

    private init(_ channels: [Channel], _ path: String, _ arguments: Arguments) throws(CommandError) {
        try ForceTable.judge(arguments)
        let told = try arguments.choice("kind", SensorKind.allCases.map(\.name))
        self.init(sensors: [])
        let chosen = try Self.chosen(channels, path, arguments)
        let begin = chosen.compactMap(\.times.first).min() ?? 0
        monotonic = HostInstant(nanoseconds: ImportedSensor.nanoseconds(begin))
        for channel in chosen {
            // A lost sample is not a number, or missing between two times.
            let factor = try newtons(channel, path, arguments)
            var series = OfflineAnalysis.Series(
                force: channel.values.map { $0 * (factor ?? 1) }, seconds: channel.times, rate: channel.rate,
                kind: SensorKind.allCases.first { $0.name == told ?? channel.kind } ?? .cell)
            let kept = series.force.indices.filter { !series.force[$0].isNaN }
            guard kept.count > 1 else { throw .data("\(path): \(channel.name) has fewer than two numbers") }
            let numbers = series.numbers
            series.force = kept.map { series.force[$0] }
            series.seconds = kept.map { series.seconds[$0] }
            let origin = monotonic.nanoseconds
            sensors.append(
                ImportedSensor(
                    name: channel.name, kind: series.kind, unit: factor == nil ? channel.unit : "N",
                    calibration: channel.calibration ?? "settings", rate: channel.rate,
                    times: series.seconds.map { ImportedSensor.nanoseconds($0) &- origin }, index: kept.map { numbers[$0] },
                    force: series.force))
        }
    }

    /// The channels of `--columns` or `--column`, or those of the exported signal `force`, or the only one in a unit of force.
    private static func chosen(
        _ channels: [Channel], _ path: String, _ arguments: Arguments
    ) throws(CommandError) -> [Channel] {
        let forces = channels.filter { ForceScale(heading: $0.unit) != nil && $0.unit != "g" }
        if let wanted = arguments["columns"] ?? arguments["column"], wanted != "all" {
            return try wanted.split(separator: ",").map { (name) throws(CommandError) -> Channel in
                guard let channel = channels.first(where: { $0.name == name }) else {
                    throw .usage("\(path) has no channel \"\(name)\"; it has \(names(channels))")
                }
                return channel
            }
        }
        let exported = channels.filter(\.isExported)
        if !exported.isEmpty { return exported }
        guard let first = forces.first else {
            throw .data(
                "\(path) has no channel in a unit of force: name one of \(names(channels)) with --columns, and its --unit")
        }
        guard forces.count == 1 || arguments["columns"] == "all" else {
            throw .usage("\(path) has several forces: choose with --columns from \(names(forces))")
        }
        return arguments["columns"] == "all" ? forces : [first]
    }

    private static func names(_ channels: [Channel]) -> String {
        channels.isEmpty ? "no channels of numbers" : channels.map(\.name).joined(separator: ", ")
    }

    /// Newtons of one unit of a channel; nil for an exported sensor that nobody has calibrated.
    private func newtons(_ channel: Channel, _ path: String, _ arguments: Arguments) throws(CommandError) -> Double? {
        let sign = arguments.has("invert") ? -1.0 : 1
        if let told = arguments["unit"].flatMap({ ForceScale.named[$0] }) { return sign * told.newtons }
        if let own = ForceScale(heading: channel.unit) { return sign * own.newtons }
        if channel.isExported { return nil }
        throw .usage("\(path): \(channel.name) is in \"\(channel.unit)\", which is no unit of force: give it with --unit")
    }
}
