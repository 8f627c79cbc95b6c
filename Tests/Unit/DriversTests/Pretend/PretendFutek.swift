import Drivers
import Samples

/// A FUTEK converter with its load cell, as its maker's library talks to one.
final class PretendFutek: PretendDevice {
    let model: String
    var baud: UInt32
    private(set) var lineBaud: UInt32 = 2_000_000
    var rateCode: UInt8 = 9
    var directions: UInt8 = 0
    /// Whether settings are acknowledged, and a stop while streaming.
    var acknowledges = true
    var deafFor = 0
    private(set) var isStreaming = false
    private(set) var taken = 0
    private(set) var commands: [[UInt8]] = []
    private var input: [UInt8] = []
    var loads: [Float] = [0, 500, 0, -500]
    let counts: [UInt32] = [0x8000_0000, 0xC000_0000, 0x8000_0000, 0x4000_8000]

    init(_ model: String = "USB225", baud: UInt32 = 2_000_000) {
        self.model = model
        self.baud = baud
    }

    static func signal(_ index: Int) -> UInt32 { UInt32(0x2000_0000 + (index % 100_000) * 0x6500) & 0xFFFF_FF00 }

    func leaveStreaming() {
        isStreaming = true
        tick = now
    }

    static func framed(_ bytes: [UInt8]) -> [UInt8] {
        bytes + [bytes.enumerated().reduce(0) { $0 &+ UInt8(truncatingIfNeeded: $1.offset + 1) &* $1.element }]
    }

    override func line(_ settings: LineSettings) {
        lineBaud = settings.baud
        input = []
    }

    override func written(_ bytes: [UInt8], to endpoint: Endpoint) {
        guard endpoint == .serial, lineBaud == baud else { return }
        input += bytes
        while input.count >= 5, input.count >= Int(input[1]) {
            let length = max(Int(input[1]), 5)
            let command = Array(input.prefix(length))
            input.removeFirst(length)
            if command == Self.framed(Array(command.dropLast())) { obey(command) }
        }
    }

    private func obey(_ command: [UInt8]) {
        commands.append(command)
        if deafFor > 0 {
            deafFor -= 1
            return
        }
        let arguments = Array(command[4..<(command.count - 1)])
        // While it streams it listens to nothing but the end of it.
        if isStreaming, !(command[2] == 0 && command[3] == 0x0C) { return }
        switch (command[2], command[3]) {
        case (0, 0x0C):
            isStreaming = arguments[0] == 1
            taken = 0
            tick = isStreaming ? now.advanced(bySeconds: 0.001) : nil
            if isStreaming || acknowledges { answer(command, []) }
        case (1, 1): answer(command, text(model))
        case (1, 2): answer(command, text("FSH04454"))
        case (1, 4): answer(command, [1, 2, 3])
        case (1, 0): answer(command, big(765_432))
        case (1, 0x0A): answer(command, [2])
        case (3, 0): answer(command, big(111_222))
        case (4, 0x1E):
            if arguments[0] == 2 { rateCode = arguments[1] }
            if acknowledges { answer(command, []) }
        case (3, 0x1E): answer(command, [rateCode])
        case (3, 0x0C): answer(command, [26])
        case (3, 0x17): answer(command, [4])
        case (3, 0x18):
            answer(command, (0..<4).map { UInt8(truncatingIfNeeded: loads[Int(arguments[1])].bitPattern >> (8 * $0)) })
        case (3, 0x19): answer(command, big(counts[Int(arguments[1])]))
        case (3, 0x0B): answer(command, [directions])
        default: break
        }
    }

    private func answer(_ command: [UInt8], _ payload: [UInt8]) {
        send(Self.framed([0, UInt8(5 + payload.count), command[2], command[3]] + payload), from: .serial)
    }

    private func text(_ text: String) -> [UInt8] { Array((Array(text.utf8) + [UInt8](repeating: 0, count: 10)).prefix(10)) }

    private func big(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }

    private var rate: Double {
        model == "USB225"
            ? [2.5, 5, 10, 16.6, 20, 50, 60, 100, 400, 1200, 2400, 4800, 7200, 14_000, 19_200, 38_400][Int(rateCode)]
            : [4, 20, 50, 100, 200, 500, 850, 1300][Int(rateCode)]
    }

    /// Its converter hands samples over in bunches of a few milliseconds.
    override func ticked() {
        guard isStreaming else { return }
        let bunch = max(Int(rate / 200), 1)
        tick = now.advanced(bySeconds: Double(bunch) / rate)
        var bytes: [UInt8] = []
        for index in taken..<(taken + bunch) {
            let frame = big(Self.signal(index))
            bytes += Self.framed(Array(frame.prefix(rateCode == 15 && model == "USB225" ? 2 : 3)))
        }
        taken += bunch
        send(bytes, from: .serial)
    }
}
