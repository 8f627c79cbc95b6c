import Interface
import Messages
import Samples

/// A stored hold on its way into files: its trace, as the station sends it.
struct HoldExport: ExportSource {
    /// What one sensor has sent.
    struct Column {
        var indices: [UInt64] = []
        var seconds: [Double] = []
        /// Of each signal by its name; NaN where there is none.
        var values: [String: [Double]] = [:]
        var units: [String: String] = [:]
    }

    let origin: ExportOrigin
    private let columns: [Column]
    private let events: [ExportedEvent]
    private let begin: HostInstant

    /// - Parameter columns: one for each sensor of the origin.
    init(_ origin: ExportOrigin, _ columns: [Column], _ events: [ExportedEvent]) {
        self.origin = origin
        self.columns = columns
        self.events = events.sorted { $0.time < $1.time }
        begin = origin.monotonic
    }

    func write(into format: inout some ExportFormat, _ progress: inout Progress) throws(CommandError) {
        let values = zip(columns, origin.sensors).map { column, sensor in sensor.names.map { column.values[$0] ?? [] } }
        var next = columns.map { _ in 0 }
        var event = 0
        while true {
            // The earliest of what is left, so that files have their lines in order.
            let waiting = columns.indices.filter { next[$0] < columns[$0].seconds.count }
            let sensor = waiting.min { columns[$0].seconds[next[$0]] < columns[$1].seconds[next[$1]] }
            let time = sensor.map { begin.advanced(bySeconds: columns[$0].seconds[next[$0]]) }
            if event < events.count, time.map({ events[event].time < $0 }) ?? true {
                try format.event(events[event])
                event += 1
                continue
            }
            guard let sensor, let time else { return }
            let (column, place) = (columns[sensor], next[sensor])
            try format.sample(
                of: sensor, index: column.indices[place], time: time, flags: [], values: values[sensor].map { $0[place] })
            next[sensor] += 1
        }
    }
}

/// The station from which holds are exported.
final class HoldExportSource {
    private let client: StationClient
    private let sensors: [String: Station1.Sensor]
    private let station: Station1.GetStatus.Reply
    private let result: Int64?

    init(_ arguments: Arguments) throws(CommandError) {
        client = try StationClient(arguments, control: arguments["hold"] == nil)
        result = try arguments.result()
        sensors = Dictionary(try client.call(Station1.ListSensors()).sensors.map { ($0.name, $0) }) { first, _ in first }
        station = try client.call(Station1.GetStatus())
    }

    /// The numbers of the holds that are asked for, the oldest first.
    func numbers(_ arguments: Arguments) throws(CommandError) -> [Int64] {
        let session = try arguments.integer("session", in: 1...Int.max).map { Int64($0) }
        if let hold = try arguments.integer("hold", in: 0...Int.max) {
            guard session == nil, arguments["athlete"] == nil else {
                throw .usage("name either one hold, or a session or an athlete")
            }
            return [Int64(hold)]
        }
        var numbers: [Int64] = []
        while true {
            let answer = try client.answer(
                to: Session1.ListHolds(
                    limit: 200, before: numbers.last, sensor: nil, includeExcluded: true, fromWallUs: nil, toWallUs: nil,
                    setUp: nil, kind: nil, metrics: ["duration"], athlete: arguments["athlete"], session: session,
                    firstResults: nil))
            let list = try client.understood(answer, as: Station1.ListHolds.Reply.self)
            numbers += list.holds.map(\.number)
            guard list.more, !list.holds.isEmpty else { break }
        }
        guard !numbers.isEmpty else {
            let asked = [session.map { "session \($0)" }, arguments["athlete"].map { "athlete \"\($0)\"" }].compactMap { $0 }
            throw .refused("no hold of \(asked.joined(separator: " and ")) is stored: see `holdfast athletes`, `holdfast holds`")
        }
        return numbers.reversed()
    }

    /// - Parameters:
    ///   - wanted: the names of the sensors; nil for all.
    ///   - signals: the names of the signals; nil for all.
    func hold(_ number: Int64, sensors wanted: [String]?, signals: [String]?) throws(CommandError) -> HoldExport {
        let hold = try client.call(Station1.GetHold(number: number, result: result)).hold
        let known = hold.sensors.map(\.sensor)
        if let stranger = wanted?.first(where: { !known.contains($0) }) {
            throw .usage("hold \(number) has no sensor \"\(stranger)\"; it has \(known.joined(separator: ", "))")
        }
        let asked = ExportedSignal.all.filter { signals?.contains($0.name) ?? true }
        guard !asked.isEmpty else { throw .usage("there are no such signals; `holdfast help export` lists them") }
        let parts = hold.sensors.filter { wanted?.contains($0.sensor) ?? true }
        let (trace, columns) = try self.trace(of: hold, only: parts.count == 1 ? parts[0].sensor : nil, asked)
        let begin = HostInstant(nanoseconds: trace.begin.monotonicUs &* 1000)
        var exported: [(sensor: ExportedSensor, column: HoldExport.Column)] = []
        var events: [ExportedEvent] = []
        for part in parts {
            guard let column = columns[part.sensor], let first = column.seconds.first,
                let own = trace.sensors.first(where: { $0.sensor == part.sensor })
            else { continue }
            var found = asked.compactMap { signal in column.units[signal.name].map { (signal: signal, unit: $0) } }
            // The only channel of a sensor is its force, as in the export of a recording.
            if signals == nil, column.units["channel_2"] == nil { found.removeAll { $0.signal == .channel(0) } }
            guard !found.isEmpty else { continue }
            events += own.events.map { event in
                ExportedEvent(
                    name: event.name, sensor: exported.count, time: HostInstant(nanoseconds: event.timeUs &* 1000),
                    sample: UInt64(clamping: event.sample), hold: UInt64(clamping: event.hold ?? 0),
                    values: event.values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
            }
            let sensor = ExportedSensor(
                part, sensor: sensors[part.sensor], begin: begin.advanced(bySeconds: first), signals: found,
                surfaceDepth: own.surfaceDepth)
            exported.append((sensor, column))
        }
        guard !exported.isEmpty else {
            throw .refused("hold \(number) has no samples of these signals; `holdfast help export` lists the signals")
        }
        let origin = ExportOrigin(
            file: "hold \(number)", holds: "the number of the hold", station: station.station,
            software: "holdfast \(station.version)",
            wallMicroseconds: trace.begin.wallUs, monotonic: begin, sensors: exported.map(\.sensor))
        return HoldExport(origin, exported.map(\.column), events)
    }

    /// The trace of a hold, and the samples of each sensor, in one call: the station reads the file once for all of them.
    ///
    /// - Parameter sensor: the only one that is wanted; nil for all.
    private func trace(
        of hold: Station1.Hold, only sensor: String?, _ signals: [ExportedSignal]
    ) throws(CommandError) -> (trace: Station1.Trace, columns: [String: HoldExport.Column]) {
        // A companion answers with its own quantity where force is asked for.
        var names: [String] = []
        for signal in signals {
            let name = if case .value = signal { ExportedSignal.force.name } else { signal.name }
            if !names.contains(name) { names.append(name) }
        }
        try client.begin(
            Station1.GetTrace(
                hold: hold.number, sensor: sensor, signals: names, from: nil, to: nil, rate: nil,
                result: hold.computation?.result))
        var trace: Station1.Trace?
        var columns: [String: HoldExport.Column] = [:]
        while let reply = try client.reply(within: 30) {
            let answer = try client.understood(reply.parameters, as: Station1.GetTrace.Reply.self)
            trace = trace ?? answer.trace
            for chunk in answer.chunks { columns[chunk.sensor, default: .init()].take(chunk) }
            guard reply.continues else { break }
        }
        guard let trace else { throw .refused("hold \(hold.number) has no trace") }
        return (trace, columns)
    }
}

extension HoldExport.Column {
    /// Appends samples; those that are there already are left out.
    mutating func take(_ chunk: Station1.TraceChunk) {
        let (last, before) = (indices.last, indices.count)
        let new = chunk.indices.indices.filter { place in
            place < chunk.seconds.count && (last.map { UInt64(clamping: chunk.indices[place]) > $0 } ?? true)
        }
        indices += new.map { UInt64(clamping: chunk.indices[$0]) }
        seconds += new.map { chunk.seconds[$0] }
        for signal in chunk.signals {
            let missing = Set(signal.missing)
            units[signal.name] = signal.unit
            // A signal has no numbers in a piece in which the sensor has none.
            values[signal.name, default: [Double](repeating: .nan, count: before)] += new.map { place in
                place < signal.samples.count && !missing.contains(Int64(place)) ? signal.samples[place] : .nan
            }
        }
        for name in values.keys {
            let gap = indices.count - (values[name]?.count ?? 0)
            if gap > 0 { values[name]? += [Double](repeating: .nan, count: gap) }
        }
    }
}
