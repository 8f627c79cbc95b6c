import Formats
import Help
import Interface
import Messages

extension Command {
    static let holdTrace = Command(
        "holds trace", words: ["N"], summary: "print the samples of a hold as CSV",
        details: """
            Prints the samples of hold N, from 5 s before its load to 2 s after its end: a row for each sample, one sensor after the
            other.
            """,
        options: [
            Option("sensor", "NAME", "only this sensor"),
            Option("signals", "LIST", "the signals (force): force,tremor,raw_1,centre_of_pressure_x,…"),
            .firstResult, .result,
        ], run: trace)

    private static func trace(_ arguments: Arguments) throws(CommandError) {
        let signals = (arguments["signals"] ?? "force").split(separator: ",").map(String.init)
        let client = try StationClient(arguments)
        try client.begin(
            Station1.GetTrace(
                hold: try holdNumber(arguments), sensor: arguments["sensor"], signals: signals, from: nil, to: nil, rate: nil,
                result: try arguments.result()))
        while let reply = try client.reply(within: 30) {
            let answer = try client.understood(reply.parameters, as: Station1.GetTrace.Reply.self)
            guard !Output.isForPrograms else {
                Output.json(reply.parameters)
                guard reply.continues else { return }
                continue
            }
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
