import Interface
import Samples

/// `Watch`: several streams on one connection, with each reply under the name of its stream. They take turns, so that the fastest
/// does not delay the others.
final class WatchStream: VarlinkStream {
    private let parts: [(name: String, stream: any VarlinkStream)]
    private var turn = 0

    private static let head = Array("{\"parameters\":".utf8)
    private static let tail = Array(",\"continues\":true}".utf8) + [0]

    init(_ parts: [(name: String, stream: any VarlinkStream)]) { self.parts = parts }

    func next(at now: HostInstant) -> VarlinkStreamStep {
        var until: HostInstant?
        var wantsNews = false
        for offset in parts.indices {
            let place = (turn + offset) % parts.count
            switch parts[place].stream.next(at: now) {
            case .message(let message):
                turn = place + 1
                return .message(Self.named(parts[place].name, message))
            // No stream of these has descriptors.
            case .passing: return .failed(.methodNotImplemented(parts[place].name))
            // A stream ends only with an error, which ends all of them.
            case .last(let message): return .last(message)
            case .failed(let error): return .failed(error)
            case .wait(let moment, let orNews):
                until = min(until ?? moment, moment)
                wantsNews = wantsNews || orNews
            }
        }
        return .wait(until: until ?? now.advanced(bySeconds: MonitorStream.heartbeatSeconds), orNews: wantsNews)
    }

    /// Turns `{"parameters":{…},"continues":true}` into `{"parameters":{"NAME":{…}},"continues":true}`, without reading the
    /// contents.
    static func named(_ name: String, _ message: [UInt8]) -> [UInt8] {
        precondition(message.starts(with: head) && message.suffix(tail.count).elementsEqual(tail), "a reply of a stream")
        let inside = message.dropFirst(head.count).dropLast(tail.count)
        return head + Array("{\"\(name)\":".utf8) + inside + [UInt8(ascii: "}")] + tail
    }
}
