import Interface
import LinuxIO
import Samples

/// Samples of some signals of one sensor, as they come. When the station goes away, it waits until it is back.
final class LiveReadings {
    struct Sample {
        /// Seconds on the station's clock.
        var time: Double
        /// Of the first signal; NaN where samples are missing.
        var value: Double
        /// Of the other signals.
        var others: [Double] = []
    }

    private static let patienceSeconds = 60.0

    private let arguments: Arguments
    private let sensor: String
    private let signals: [String]
    private var client: StationClient?
    private(set) var unit = ""
    private var lostAt: HostInstant?

    /// Nothing has answered for a second.
    var isLost: Bool { lostAt.map { Clock.monotonic().seconds(since: $0) > 1 } ?? false }

    init(_ arguments: Arguments, sensor: String, signals: [String]) throws(CommandError) {
        self.arguments = arguments
        self.sensor = sensor
        self.signals = signals
        try connect()
    }

    private func connect() throws(CommandError) {
        let fresh = try StationClient(arguments)
        try fresh.begin(
            Method.station("Monitor"),
            [("sensor", .string(sensor)), ("signals", .array(signals.map(JSONValue.string))), ("intervalMs", .integer(50))])
        _ = try fresh.reply(within: 10)
        client = fresh
    }

    /// What has come within a moment; empty when nothing has.
    func next() throws(CommandError) -> [Sample] {
        do throws(CommandError) {
            if client == nil { try connect() }
            guard let client else { return [] }
            _ = UnixSocket.wait(client.number, seconds: 0.1)
            var found: [Sample] = []
            // All of it: who was not asked for a while must not lag behind from then on.
            while let reply = try client.reply(within: 0) { found += samples(reply.parameters) }
            if !found.isEmpty { lostAt = nil }
            return found
        } catch {
            client = nil
            let now = Clock.monotonic()
            let since = lostAt ?? now
            lostAt = since
            guard now.seconds(since: since) < Self.patienceSeconds else { throw error }
            if let silence { _ = UnixSocket.wait(silence.number, seconds: 0.2) }
            return [Sample(time: .nan, value: .nan)]
        }
    }

    /// Nobody rings it: it is waited for between two attempts.
    private let silence = try? EventDescriptor()

    private func samples(_ reply: JSONObject) -> [Sample] {
        (reply["batches"]?.array ?? []).compactMap(\.object).flatMap { batch -> [Sample] in
            let start = (batch["timeUs"]?.number ?? 0) * 1e-6
            let step = (batch["stepUs"]?.number ?? 0) * 1e-6
            let series = (batch["signals"]?.array ?? []).compactMap(\.object)
            guard let first = series.first else { return [] }
            unit = first["unit"]?.string ?? ""
            let columns = series.map(Self.numbers)
            let values = (columns.first ?? []).enumerated().map { place, value in
                Sample(
                    time: start + Double(place) * step, value: value,
                    others: columns.dropFirst().map { place < $0.count ? $0[place] : .nan })
            }
            let isHole = (batch["lost"]?.integer ?? 0) + (batch["dropped"]?.integer ?? 0) > 0
            return (isHole ? [Sample(time: start, value: .nan)] : []) + values
        }
    }

    private static func numbers(_ signal: JSONObject) -> [Double] {
        let missing = Set((signal["missing"]?.array ?? []).compactMap(\.integer))
        return (signal["samples"]?.array ?? []).enumerated().map { place, value in
            missing.contains(Int64(place)) ? .nan : value.number ?? .nan
        }
    }
}
