import Interface
import Messages
import Samples

/// Reports of stored holds, from the station that has them.
final class ReportSource {
    private let client: StationClient
    private let unit: ForceUnit
    private let times: WallTime
    private let roles: [String: String]
    /// Of the sessions that were asked for; nil where the station does not say it.
    private var sessions: [Int64: (bests: SessionBests, holds: [Station1.Hold])?] = [:]
    /// More values than this are asked for as the lowest and highest ones of intervals, of which there are so many per second.
    private static let (values, reducedRate) = (2_000_000.0, 50.0)

    init(_ arguments: Arguments) throws(CommandError) {
        unit = try ForceUnit(arguments)
        times = WallTime(arguments)
        client = try StationClient(arguments, control: arguments["session"] != nil)
        let sensors = try client.call(Station1.ListSensors()).sensors
        roles = Dictionary(sensors.map { ($0.name, $0.role) }) { first, _ in first }
    }

    func hold(_ number: Int64) throws(CommandError) -> HoldReport {
        let hold = try client.call(Station1.GetHold(number: number, result: nil)).hold
        var samples: HoldReport.Samples = [:]
        var missing: String?
        // What has no trace is told without drawings.
        do throws(CommandError) { samples = try trace(of: hold) } catch {
            guard case .refused(let text) = error else { throw error }
            missing = text
        }
        var report = HoldReport(
            hold, roles: roles, samples: samples, withoutTrace: missing, bests: try bests(of: hold), unit: unit, times: times)
        report.standing = try StandText.comparison(of: hold, client)
        return report
    }

    func session(_ number: Int64) throws(CommandError) -> SessionReport {
        guard let found = try whole(number) else { throw .permission("sessions are told by the control socket only") }
        return SessionReport(bests: found.bests, holds: found.holds, unit: unit, times: times)
    }

    /// A session that the station does not tell of is named, and the hold is told without it.
    private func bests(of hold: Station1.Hold) throws(CommandError) -> SessionBests? {
        guard let number = hold.session else { return nil }
        do throws(CommandError) { return try whole(number)?.bests } catch {
            guard case .refused(let text) = error else { throw error }
            Output.error("holdfast: hold \(hold.number) is not compared with its session: \(text)")
            return nil
        }
    }

    private func whole(_ number: Int64) throws(CommandError) -> (bests: SessionBests, holds: [Station1.Hold])? {
        if let known = sessions[number] { return known }
        guard client.isControl else { return nil }
        let numbers = try client.call(Session1.GetNumbers(session: number, setUp: nil))
        var holds: [Station1.Hold] = []
        while true {
            let answer = try client.answer(
                to: Session1.ListHolds(
                    limit: 200, before: holds.last?.number, sensor: nil, includeExcluded: true, fromWallUs: nil, toWallUs: nil,
                    setUp: nil, kind: nil, metrics: SessionReport.names, athlete: nil, session: number,
                    firstResults: nil))
            let list = try client.understood(answer, as: Station1.ListHolds.Reply.self)
            holds += list.holds
            guard list.more, !list.holds.isEmpty else { break }
        }
        holds.reverse()
        let found = (SessionBests(numbers.session, numbers.numbers, holds), holds)
        sessions[number] = found
        return found
    }

    /// The samples of each sensor.
    private func trace(of hold: Station1.Hold) throws(CommandError) -> HoldReport.Samples {
        let seconds = Double(hold.endWallUs - hold.startWallUs) * 1e-6 + 20
        let isReduced = 3 * seconds * hold.sensors.reduce(0) { $0 + $1.rate } > Self.values
        try client.begin(
            Station1.GetTrace(
                hold: hold.number, sensor: nil, signals: ["force", "centre_of_pressure_x", "centre_of_pressure_y"], from: nil,
                to: nil, rate: isReduced ? Self.reducedRate : nil, result: hold.computation?.result))
        var found: [String: ReportSensor.Samples] = [:]
        var starts: [String: Double] = [:]
        let firsts = Dictionary(hold.sensors.map { ($0.sensor, $0.firstSample) }) { first, _ in first }
        while let reply = try client.reply(within: 30) {
            for chunk in try client.understood(reply.parameters, as: Station1.GetTrace.Reply.self).chunks {
                found[chunk.sensor, default: .init(isReduced: isReduced)].take(chunk)
                if let first = firsts[chunk.sensor], starts[chunk.sensor] == nil,
                    let place = chunk.indices.firstIndex(where: { $0 >= first }), place < chunk.seconds.count
                {
                    starts[chunk.sensor] = chunk.seconds[place]
                }
            }
            guard reply.continues else { break }
        }
        let begin = starts.values.min() ?? 0
        return Dictionary(
            uniqueKeysWithValues: found.compactMap { name, samples in
                guard let start = starts[name] else { return nil }
                var samples = samples
                samples.seconds = samples.seconds.map { $0 - start }
                return (name, (samples, start - begin))
            })
    }
}

extension ReportSensor.Samples {
    /// A companion answers with its own quantity where force is asked for.
    fileprivate static let quantities = ["force"] + SensorKind.companions.map(\.quantity)

    /// Appends a part of a trace.
    mutating func take(_ chunk: Station1.TraceChunk) {
        func values(_ name: String) -> [Double]? {
            guard let signal = chunk.signals.first(where: { $0.name == name }), signal.samples.count == chunk.seconds.count else {
                return nil
            }
            var samples = signal.samples
            for missing in signal.missing {
                if let place = Int(exactly: missing), samples.indices.contains(place) { samples[place] = .nan }
            }
            guard isReduced, let highest = signal.maxima, highest.count == samples.count else { return samples }
            // Of each interval the lowest, then the highest value.
            return zip(samples, highest).flatMap { [$0, $0.isNaN ? .nan : $1] }
        }
        guard let quantity = Self.quantities.first(where: { name in chunk.signals.contains { $0.name == name } }),
            let force = values(quantity)
        else { return }
        self.quantity = quantity
        self.force += force
        seconds +=
            isReduced && force.count == 2 * chunk.seconds.count ? chunk.seconds.flatMap { [$0, $0 + 1e-3] } : chunk.seconds
        right += values("centre_of_pressure_x") ?? []
        forward += values("centre_of_pressure_y") ?? []
    }
}
