import Drivers
import Samples

/// The device of the page about adding a driver, played from its description.
final class PretendExample: PretendDevice {
    private(set) var isStreaming = false
    private(set) var taken = 0
    var greeting = "EXAMPLE 1"
    private var input = ""

    static func signal(_ index: Int) -> Int { index * 1001 % 0x40_0000 - 0x20_0000 }

    func leaveStreaming() {
        isStreaming = true
        taken = 99
        tick = now
    }

    override func written(_ bytes: [UInt8], to endpoint: Endpoint) {
        for byte in bytes {
            guard byte == 10 else {
                input.append(Character(Unicode.Scalar(byte)))
                continue
            }
            switch input {
            case "?": if !isStreaming { send(Array((greeting + "\r\n").utf8), from: .serial, after: 0.01) }
            case "go":
                isStreaming = true
                taken = 0
                tick = now.advanced(bySeconds: 0.002)
            case "halt": isStreaming = false
            default: break
            }
            input = ""
        }
    }

    override func ticked() {
        guard isStreaming else { return }
        tick = now.advanced(bySeconds: 0.002)
        let count = Self.signal(taken)
        var frame: [UInt8] = [0xA5, UInt8(truncatingIfNeeded: taken)]
        for shift in [0, 8, 16] { frame.append(UInt8(truncatingIfNeeded: count >> shift)) }
        send(frame + [frame.reduce(0, ^)], from: .serial)
        taken += 1
    }
}
