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
    /// Values of one call, which is less than the station allows.
    private static let values = 2_000_000.0

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
        guard !numbers.isEmpty else { throw .refused("no such hold is stored") }
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
        var exported: [ExportedSensor] = []
        var columns: [HoldExport.Column] = []
        var events: [ExportedEvent] = []
        var clocks: Station1.Clocks?
        for part in hold.sensors where wanted?.contains(part.sensor) ?? true {
            let (own, happened, column, depth) = try trace(of: part, hold, asked)
            clocks = clocks ?? own
            var found = asked.compactMap { signal in column.units[signal.name].map { (signal: signal, unit: $0) } }
            // The only channel of a sensor is its force, as in the export of a recording.
            if signals == nil, column.units["channel_2"] == nil { found.removeAll { $0.signal == .channel(0) } }
            guard let first = column.seconds.first, !found.isEmpty else { continue }
            let begin = HostInstant(nanoseconds: own.monotonicUs &* 1000)
            events += happened.map { event in
                ExportedEvent(
                    name: event.name, sensor: exported.count, time: HostInstant(nanoseconds: event.timeUs &* 1000),
                    sample: UInt64(clamping: event.sample), hold: UInt64(clamping: event.hold ?? 0),
                    values: event.values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
            }
            exported.append(
                ExportedSensor(
                    part, sensor: sensors[part.sensor], begin: begin.advanced(bySeconds: first), signals: found,
                    surfaceDepth: depth))
            columns.append(column)
        }
        guard let clocks, !exported.isEmpty else {
            throw .refused("hold \(number) has no samples of these signals; `holdfast help export` lists the signals")
        }
        let origin = ExportOrigin(
            file: "hold \(number)", holds: "the number of the hold", station: station.station,
            software: "holdfast \(station.version)",
            wallMicroseconds: clocks.wallUs, monotonic: HostInstant(nanoseconds: clocks.monotonicUs &* 1000), sensors: exported)
        return HoldExport(origin, columns, events)
    }

    /// The samples and events of one sensor, in as many calls as they need.
    private func trace(
        of part: Station1.SensorHold, _ hold: Station1.Hold, _ signals: [ExportedSignal]
    ) throws(CommandError) -> (
        begin: Station1.Clocks, events: [Station1.Event], column: HoldExport.Column, surfaceDepth: Double?
    ) {
        // A companion answers with its own quantity where force is asked for.
        var names: [String] = []
        for signal in signals {
            let name = if case .value = signal { ExportedSignal.force.name } else { signal.name }
            if !names.contains(name) { names.append(name) }
        }
        let piece = max(1, Self.values / (max(part.rate, 1) * Double(signals.count)))
        // A trace has some seconds before and after the hold.
        let end = Double(hold.endWallUs &- hold.startWallUs) * 1e-6 + 20
        var begin: Station1.Clocks?
        var depth: Double?
        var events: [Station1.Event] = []
        var column = HoldExport.Column()
        var from = 0.0
        // On, where the last samples of a piece are near its end.
        while from < end || (column.seconds.last ?? 0) > from - 1 {
            try client.begin(
                // The first sample of a sensor may be somewhat before 0, which is that of the trace.
                Station1.GetTrace(
                    hold: hold.number, sensor: part.sensor, signals: names, from: from == 0 ? nil : from, to: from + piece,
                    rate: nil, result: hold.computation?.result))
            while let reply = try client.reply(within: 30) {
                let answer = try client.understood(reply.parameters, as: Station1.GetTrace.Reply.self)
                begin = begin ?? answer.trace?.begin
                depth = depth ?? answer.trace?.sensors.first?.surfaceDepth
                // An event at the edge of two pieces is in both.
                for event in answer.trace?.sensors.flatMap(\.events) ?? [] where !events.contains(event) { events.append(event) }
                for chunk in answer.chunks { column.take(chunk) }
                guard reply.continues else { break }
            }
            from += piece
        }
        guard let begin else { throw .refused("hold \(hold.number) has no trace of \(part.sensor)") }
        return (begin, events, column, depth)
    }
}

extension HoldExport.Column {
    /// Appends samples; those that are there already, at the edge of two pieces, are left out.
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
