import Drivers
import Samples

/// A Chronojump force sensor of firmware 0.6, as the maker's firmware reads: it boots for three seconds, and takes what came until a second
/// of silence as one command.
final class PretendChronojumpBoard: PretendDevice {
    private var heard: [UInt8] = []
    private var heardAt = HostInstant.never
    private var isCapturing = false
    private var taken = 0
    private let boots = 3.0
    private var began: HostInstant?

    /// Hundredths of a newton at conversion `index`.
    static func signal(_ index: Int) -> Int { 780 + index * 13 % 300 }

    override init() {
        super.init()
        tick = HostInstant(nanoseconds: 0)
    }

    override func written(_ bytes: [UInt8], to endpoint: Endpoint) {
        // The bootloader takes what comes too early.
        guard now.seconds(since: began ?? now) >= boots else { return }
        heard += bytes
        heardAt = now
        if !isCapturing { tick = now.advanced(bySeconds: 1.0005) }
    }

    override func ticked() {
        if began == nil { began = now }
        if !heard.isEmpty, now.seconds(since: heardAt) >= 1 {
            obey(String(decoding: heard, as: UTF8.self))
            heard = []
        }
        if isCapturing {
            let value = Self.signal(taken)
            let microseconds = taken == 0 ? 0 : 908 + 12_500 * (taken - 1)
            send(Array("\(microseconds);\(value / 100).\(value / 10 % 10)\(value % 10)\r\n".utf8), from: .serial)
            if taken == 20 { send(Array("\(microseconds + 300);R\r\n".utf8), from: .serial) }
            if taken == 24 { send(Array("\(microseconds + 700);r\r\n".utf8), from: .serial) }
            taken += 1
            tick = now.advanced(bySeconds: 0.0125)
        } else if !heard.isEmpty {
            tick = heardAt.advanced(bySeconds: 1.0005)
        }
    }

    private func obey(_ command: String) {
        switch command {
        case "get_version:\n": send(Array("\u{0};Force_Sensor-0.6\r\n".utf8), from: .serial)
        case "get_transmission_format:\n": send(Array("text\r\n".utf8), from: .serial)
        case "start_capture:\n":
            send(Array("Starting capture...\r\n".utf8), from: .serial)
            isCapturing = true
            taken = 0
        case "end_capture:\n":
            send(Array("Capture ended:\r\n".utf8), from: .serial)
            isCapturing = false
        default: send(Array("Not a valid command\r\n".utf8), from: .serial)
        }
    }
}
