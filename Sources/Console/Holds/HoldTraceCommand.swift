import Formats
import Interface
import Messages

extension Command {
    /// Prints the trace of a hold as CSV: a row for each sample, one sensor after the other.
    static func trace(_ arguments: Arguments) throws(CommandError) {
        let signals = (arguments["signals"] ?? "force").split(separator: ",").map(String.init)
        let client = try StationClient(arguments)
        try client.begin(
            Station1.GetTrace(
                hold: try holdNumber(arguments), sensor: arguments["sensor"], signals: signals, from: nil, to: nil, rate: nil))
        while let reply = try client.reply(within: 30) {
            let answer = try client.understood(reply.parameters, as: Station1.GetTrace.Reply.self)
            if answer.trace != nil { Output.record((["sensor", "sample", "seconds"] + signals).joined(separator: ",") + "\n") }
            for chunk in answer.chunks { Output.record(rows(chunk, signals)) }
            guard reply.continues else { return }
        }
    }

    private static func rows(_ chunk: Station1.TraceChunk, _ signals: [String]) -> String {
        let columns = signals.map { name -> [Double] in
            guard let signal = chunk.signals.first(where: { $0.name == name }) else { return [] }
            var samples = signal.samples
            for missing in signal.missing {
                if let place = Int(exactly: missing), samples.indices.contains(place) { samples[place] = .nan }
            }
            return samples
        }
        var rows = ""
        for (place, (sample, seconds)) in zip(chunk.indices, chunk.seconds).enumerated() {
            let values = columns.map { CSVWriter.text(place < $0.count ? $0[place] : .nan) }
            rows += ([chunk.sensor, "\(sample)", CSVWriter.text(seconds)] + values).joined(separator: ",") + "\n"
        }
        return rows
    }
}
