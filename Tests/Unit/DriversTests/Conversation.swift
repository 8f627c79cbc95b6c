import Drivers
import Samples

/// Drives a dialogue with a hand-held clock: what it writes, when, and which samples come of what it is given.
final class Conversation {
    let dialogue: any SensorDialogue
    var now = HostInstant(nanoseconds: 1_000_000_000)
    private(set) var written: [(seconds: Double, text: String)] = []
    private(set) var samples: [DeviceSample] = []
    private(set) var failure: DialogueError?
    private var sink = SampleSink()
    private let origin = HostInstant(nanoseconds: 1_000_000_000)

    init(_ dialogue: any SensorDialogue) { self.dialogue = dialogue }

    /// Lets time pass, the dialogue being asked whenever it wants to be.
    func pass(_ seconds: Double) {
        let end = now.advanced(bySeconds: seconds)
        while failure == nil {
            guard let wake = ask(), wake < end else { break }
            now = max(wake, now)
        }
        now = end
        _ = ask()
    }

    private func ask() -> HostInstant? {
        for _ in 0..<100 where failure == nil {
            var request = RequestBuffer()
            do {
                switch try dialogue.next(at: now, into: &request) {
                case .waitUntil(let moment): return moment
                case .write, .outputReport, .controlWrite, .controlRead, .setLine:
                    var text: [UInt8] = []
                    for index in request.bytes.indices { text.append(request.bytes[index]) }
                    written.append((now.seconds(since: origin), String(decoding: text, as: UTF8.self)))
                }
            } catch { failure = error }
        }
        return nil
    }

    /// Gives bytes, cut into pieces.
    func give(_ bytes: [UInt8], pieces: Int = .max) {
        var rest = bytes[...]
        while !rest.isEmpty, failure == nil {
            let piece = Array(rest.prefix(pieces))
            rest = rest.dropFirst(piece.count)
            do { try dialogue.receive(piece.span, from: .serial, at: now, into: &sink) } catch { failure = error }
            for index in 0..<sink.count { samples.append(sink[index]) }
            sink.removeAll()
        }
        _ = ask()
    }

    func give(_ text: String, pieces: Int = .max) { give(Array(text.utf8), pieces: pieces) }

    /// First channel of all samples that have one.
    var values: [Double] { samples.filter { $0.present & 1 != 0 }.map { $0.values[0] } }
}
