import Drivers
import Samples

/// A Loadstar interface, as a third party's driver talks to one.
final class PretendLoadstar: PretendDevice {
    var baud: UInt32 = 230_400
    private var lineBaud: UInt32 = 230_400
    var unit = "LB"
    var ending = "\r\n"
    var busyFor = 0
    /// Whether the line that ends the output is answered with `A` too.
    var answersStop = false
    private(set) var isPrinting = false
    private(set) var taken = 0
    private(set) var commands: [String] = []
    private var input = ""

    static func signal(_ index: Int) -> String {
        let value = index % 2000 - 1000
        let digits = String(abs(value) % 1000)
        return (value < 0 ? "-" : "") + "\(abs(value) / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
    }

    func leavePrinting() {
        isPrinting = true
        tick = now
    }

    override func line(_ settings: LineSettings) { lineBaud = settings.baud }

    override func written(_ bytes: [UInt8], to endpoint: Endpoint) {
        guard endpoint == .serial, lineBaud == baud else { return }
        for byte in bytes {
            guard byte == 13 else {
                input.append(Character(Unicode.Scalar(byte)))
                continue
            }
            obey(input)
            input = ""
        }
    }

    private func obey(_ command: String) {
        commands.append(command)
        if isPrinting {
            isPrinting = false
            tick = nil
            if answersStop { say("A") }
            return
        }
        if busyFor > 0, !command.isEmpty {
            busyFor -= 1
            return say("E")
        }
        switch command.uppercased() {
        case "": say("A")
        case "UNIT": say(unit)
        case "MODEL": say("DI-1000UHS")
        case "ID": say("F123456")
        case "LC": say("500.0")
        case "WC":
            isPrinting = true
            taken = 0
            tick = now.advanced(bySeconds: 0.001)
        default: say("E")
        }
    }

    private func say(_ text: String) { send(Array((text + ending).utf8), from: .serial, after: 0.005) }

    override func ticked() {
        guard isPrinting else { return }
        tick = now.advanced(bySeconds: 0.001)
        send(Array((Self.signal(taken) + ending).utf8), from: .serial)
        taken += 1
    }
}
