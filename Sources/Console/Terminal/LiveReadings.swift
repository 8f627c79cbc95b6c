import Interface
import LinuxIO
import Messages
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
            Station1.Monitor(
                sensor: sensor, signals: signals, intervalMs: 50, maxReplies: nil, sinceSample: nil, onOverrun: nil))
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
            while let reply = try client.reply(within: 0) {
                found += samples(try client.understood(reply.parameters, as: Station1.Monitor.Reply.self))
            }
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

    private func samples(_ reply: Station1.Monitor.Reply) -> [Sample] {
        reply.batches.flatMap { batch -> [Sample] in
            let start = Double(batch.timeUs) * 1e-6
            let step = (batch.stepUs ?? 0) * 1e-6
            guard let first = batch.signals.first else { return [] }
            unit = first.unit
            let columns = batch.signals.map(\.numbers)
            let values = (columns.first ?? []).enumerated().map { place, value in
                Sample(
                    time: start + Double(place) * step, value: value,
                    others: columns.dropFirst().map { place < $0.count ? $0[place] : .nan })
            }
            return (batch.lost + batch.dropped > 0 ? [Sample(time: start, value: .nan)] : []) + values
        }
    }
}

extension Station1.Signal {
    /// The samples, with NaN where one is missing.
    var numbers: [Double] {
        let missing = Set(missing)
        return samples.enumerated().map { place, value in missing.contains(Int64(place)) ? .nan : value }
    }
}
