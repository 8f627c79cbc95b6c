import Drivers
import Samples

/// Bytes as a conversation: records of an endpoint or a failure, a pause, a length, and what was read.
enum ConversationInput {
    private static let failures: [TransferFailure] = [.stalled, .timedOut, .overflowed, .refused]

    /// Kind 0…3: serial, report, control, another endpoint, whose address comes next; 4…7: a transfer that fails, there.
    static func make(of log: ReplayLog) -> [UInt8] {
        var input: [UInt8] = []
        var latest: Int64 = 0
        func begin(_ kind: UInt8, _ endpoint: Endpoint, _ time: Int64) {
            input += [kind, address(endpoint), pause(time - latest)]
            latest = time
        }
        for entry in log.entries {
            switch entry.event {
            case .received(let endpoint, let bytes):
                var rest = bytes[...]
                repeat {
                    let piece = rest.prefix(255)
                    rest = rest.dropFirst(piece.count)
                    begin(kind(endpoint), endpoint, entry.time)
                    input += [UInt8(piece.count)] + piece
                } while !rest.isEmpty
            case .failed(let failure, let endpoint):
                begin(4 + UInt8(failures.firstIndex(of: failure) ?? 0), endpoint, entry.time)
            case .step, .asked, .unasked, .farewell, .sample, .ended, .channel, .counters: break
            }
        }
        return input
    }

    private static func kind(_ endpoint: Endpoint) -> UInt8 {
        switch endpoint {
        case .serial: 0
        case .report: 1
        case .control: 2
        case .usb: 3
        }
    }

    private static func address(_ endpoint: Endpoint) -> UInt8 { if case .usb(let address) = endpoint { address } else { 0 } }

    /// Milliseconds up to 63, then 50 ms each.
    private static func pause(_ nanoseconds: Int64) -> UInt8 {
        let milliseconds = (nanoseconds + 999_999) / 1_000_000
        return UInt8(clamping: milliseconds < 64 ? milliseconds : 64 + (milliseconds - 64 + 49) / 50)
    }

    private static func seconds(_ pause: UInt8) -> Double {
        pause < 64 ? Double(pause) / 1000 : 0.064 + Double(pause - 64) * 0.05
    }

    /// Holds the conversation of an input with a new dialogue.
    static func hold(_ input: [UInt8], with driver: Driver) {
        guard let dialogue = try? driver.makeDialogue(DriverOptions(), nil) else { return }
        var hearer = Hearer(dialogue: dialogue)
        hearer.ask()
        var rest = input[...]
        while !hearer.isOver, let kind = rest.popFirst(), let address = rest.popFirst(), let pause = rest.popFirst() {
            let endpoint: Endpoint = [.serial, .report, .control, .usb(address)][Int(kind & 3)]
            hearer.pass(seconds(pause))
            if kind & 4 != 0 {
                hearer.fail(failures[Int(kind & 3)], on: address == 0 ? .control : .usb(address))
            } else {
                let count = Int(rest.popFirst() ?? 0)
                hearer.give(Array(rest.prefix(count)), from: endpoint)
                rest = rest.dropFirst(count)
            }
        }
        hearer.close()
    }

    /// A dialogue on a wire that nobody answers on but the input.
    private struct Hearer: ~Copyable {
        let dialogue: any SensorDialogue
        private(set) var isOver = false
        private var now = HostInstant(nanoseconds: 1_000_000_000)
        private var wake = HostInstant(nanoseconds: 1_000_000_000)
        private var sink = SampleSink()

        init(dialogue: any SensorDialogue) { self.dialogue = dialogue }

        mutating func pass(_ seconds: Double) {
            let end = now.advanced(bySeconds: seconds)
            for _ in 0..<100 where !isOver && wake > now && wake < end {
                now = wake
                ask()
            }
            now = end
            if wake <= now { ask() }
        }

        mutating func ask() {
            for _ in 0..<100 {
                guard !isOver else { return }
                var request = RequestBuffer()
                do {
                    if case .waitUntil(let moment) = try dialogue.next(at: now, into: &request) {
                        wake = moment
                        return
                    }
                } catch { isOver = true }
            }
            preconditionFailure("the dialogue never waits")
        }

        mutating func give(_ bytes: [UInt8], from endpoint: Endpoint) {
            do { try dialogue.receive(bytes.span, from: endpoint, at: now, into: &sink) } catch { isOver = true }
            precondition(sink.refused == 0, "more samples than a read can hold")
            for index in 0..<sink.count {
                let sample = sink[index]
                for channel in 0..<8 where sample.present >> UInt8(channel) & 1 != 0 {
                    precondition(sample.values[channel].isFinite, "a value that is present is a number")
                }
            }
            sink.removeAll()
            ask()
        }

        mutating func fail(_ failure: TransferFailure, on endpoint: Endpoint) {
            do { try dialogue.fail(failure, on: endpoint, at: now) } catch { isOver = true }
            ask()
        }

        mutating func close() {
            precondition(!dialogue.channels.isEmpty, "a device has channels")
            _ = dialogue.description
            for _ in 0..<8 {
                var request = RequestBuffer()
                guard dialogue.farewell(into: &request) != nil else { return }
            }
            preconditionFailure("the farewell has no end")
        }
    }
}
