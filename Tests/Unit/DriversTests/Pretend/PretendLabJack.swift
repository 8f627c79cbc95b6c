import Drivers
import Samples

/// A LabJack U6 or U3, as its maker's examples see it.
final class PretendLabJack: PretendDevice {
    let isU6: Bool
    var isHighVoltage = false
    /// Packets that it sends from an earlier stream: before it is stopped, and once more when the next one starts.
    var staleAfterStart = 0
    /// Answers StreamStop only while something streams.
    var ignoresIdleStop = false
    /// So many commands arrive with a bad checksum.
    var misheard = 0
    var configError: UInt8 = 0
    private(set) var commands: [[UInt8]] = []
    private(set) var isStreaming = false
    private var channels: [[UInt8]] = []
    private(set) var scanSeconds = 0.001
    private var counter: UInt8 = 0
    /// Samples since the start, those that found no room too.
    private(set) var position = 0
    private var recovering = 0
    /// While its buffer overflows time passes, as it does.
    var takesTime = false
    private var isReporting = false
    private var reported = 0
    private var dropped = 0

    init(isU6: Bool = true) { self.isU6 = isU6 }

    /// The count of a channel in a scan: never at the end of the range.
    static func signal(_ channel: Int, _ scan: Int) -> UInt16 { UInt16((scan * 3 + channel * 4001) % 65_000 + 100) }

    /// A program that is gone has left it streaming.
    func leaveStreaming(channels: Int) {
        self.channels = [[UInt8]](repeating: [0, 0], count: channels)
        isStreaming = true
        counter = 77
        tick = now
    }

    /// Its buffer overflows: some packets say so, then one says how many scans are missing.
    func overflow(scans: Int) {
        recovering = 3
        dropped = scans
    }

    static func fold(_ bytes: ArraySlice<UInt8>) -> UInt8 {
        var sum = bytes.reduce(0) { $0 + Int($1) }
        for _ in 0..<2 { sum = sum % 256 + sum / 256 }
        return UInt8(sum)
    }

    static func extended(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        let sum = bytes[6...].reduce(0) { $0 + Int($1) }
        bytes[4] = UInt8(sum & 0xFF)
        bytes[5] = UInt8(sum >> 8 & 0xFF)
        bytes[0] = fold(bytes[1...5])
        return bytes
    }

    override func written(_ bytes: [UInt8], to endpoint: Endpoint) {
        guard endpoint == .usb(0x01), bytes.count >= 2 else { return }
        commands.append(bytes)
        let isWhole = bytes[1] == 0xF8 ? bytes == Self.extended(bytes) : bytes[0] == Self.fold(bytes[1...])
        if !isWhole || misheard > 0 {
            misheard -= isWhole ? 1 : 0
            return answer([0xB8, 0xB8])
        }
        switch bytes[1] {
        case 0xB0: stop()
        case 0xA8: start()
        case 0xF8: configure(bytes)
        default: break
        }
    }

    private func answer(_ bytes: [UInt8]) { send(bytes, from: .usb(0x82)) }

    private func short(_ command: UInt8, _ error: UInt8) -> [UInt8] {
        [Self.fold([command, error, 0]), command, error, 0]
    }

    private func stop() {
        let wasStreaming = isStreaming
        isStreaming = false
        tick = nil
        if wasStreaming || !ignoresIdleStop { answer(short(0xB1, wasStreaming ? 0 : 52)) }
    }

    private func start() {
        for index in 0..<staleAfterStart {
            counter = UInt8(77 + index)
            sendPacket([UInt16](repeating: 9, count: 25), error: 0)
        }
        isStreaming = true
        counter = 0
        position = 0
        tick = now.advanced(bySeconds: packetSeconds)
        answer(short(0xA9, 0))
    }

    private var packetSeconds: Double { 25 * scanSeconds / Double(max(channels.count, 1)) }

    private func configure(_ bytes: [UInt8]) {
        switch bytes[3] {
        case 0x08:
            var reply: [UInt8] = [0, 0xF8, 0x10, 0x08] + [UInt8](repeating: 0, count: 34)
            reply.replaceSubrange(9...10, with: [5, 1])
            reply.replaceSubrange(15...18, with: [0x40, 0xE2, 0x01, 0x14])
            reply[19] = isU6 ? 6 : 3
            reply[37] = isU6 ? 12 : isHighVoltage ? 18 : 2
            answer(Self.extended(reply))
        case 0x2D:
            var reply: [UInt8] = [0, 0xF8, 0x11, 0x2D, 0, 0, 0, 0]
            for index in 0..<4 { reply += Self.fixed(constant(Int(bytes[7]) * 4 + index)) }
            answer(Self.extended(reply))
        case 0x0B: answer(Self.extended([0, 0xF8, 0x03, 0x0B, 0, 0, 0, 0, 0x40, 0, bytes[10], bytes[11]]))
        case 0x11:
            let head = isU6 ? 14 : 12
            let error = isStreaming ? 48 : configError
            if error == 0 {
                channels = (0..<Int(bytes[6])).map { Array(bytes[(head + 2 * $0)..<(head + 2 * $0 + 2)]) }
                let settings = isU6 ? bytes[11] : bytes[9]
                let divides = settings & (isU6 ? 2 : 4) != 0
                let clock = (settings & 8 != 0 ? 48e6 : 4e6) / (divides ? 256 : 1)
                scanSeconds = Double(UInt16(bytes[head - 2]) | UInt16(bytes[head - 1]) << 8) / clock
            }
            answer(Self.extended([0, 0xF8, 0x01, 0x11, 0, 0, error, 0]))
        default: break
        }
    }

    /// Constant `index` of the factory: near its nominal value, each a little different.
    func constant(_ index: Int) -> Double {
        let one = 1 + Double(index) * 1e-4
        if isU6 {
            let group = index % 24
            if group < 8 { return (group % 2 == 0 ? 3.1580578e-4 / [1, 10, 100, 1000][group / 2] : 0.25) * one }
            if group < 16 { return group % 2 == 0 ? -3.1580578e-4 / [1, 10, 100, 1000][(group - 8) / 2] * one : 33_523 * one }
            return 1
        }
        switch index {
        case 0: return 3.7231e-5 * one
        case 2: return 7.4463e-5 * one
        case 3: return -2.44 * one
        case 12...15: return 3.14e-4 * one
        case 16...19: return -10.3 * one
        default: return 0
        }
    }

    static func fixed(_ value: Double) -> [UInt8] {
        let whole = Int32(value.rounded(.down))
        let fraction = UInt32((value - value.rounded(.down)) * 4_294_967_296)
        return (0..<4).map { UInt8(truncatingIfNeeded: fraction >> (8 * $0)) }
            + (0..<4).map { UInt8(truncatingIfNeeded: whole >> (8 * $0)) }
    }

    override func ticked() {
        guard isStreaming else { return }
        tick = now.advanced(bySeconds: packetSeconds)
        var error: UInt8 = 0
        if recovering > 0 {
            recovering -= 1
            if isReporting { (dropped, reported, isReporting) = (0, dropped, false) }
            error = recovering == 0 ? 60 : 59
            if recovering == 0 {
                position += dropped * channels.count
                // They were scans of as much time.
                if takesTime {
                    recovering = 1
                    tick = now.advanced(bySeconds: packetSeconds * Double(dropped * channels.count) / 25)
                    (takesTime, isReporting) = (false, true)
                    return
                }
            }
        }
        let samples = (0..<25).map { Self.signal((position + $0) % channels.count, (position + $0) / channels.count) }
        position += 25
        sendPacket(samples, error: error)
        if error == 60 { dropped = 0 }
    }

    private func sendPacket(_ samples: [UInt16], error: UInt8) {
        var packet: [UInt8] = [0, 0xF9, 0x1D, 0xC0, 0, 0]
        let count = error == 60 ? UInt32(dropped + reported) : 0
        reported = 0
        packet += (0..<4).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) } + [counter, error]
        for sample in samples { packet += [UInt8(sample & 0xFF), UInt8(sample >> 8)] }
        send(Self.extended(packet + [0, 0]), from: .usb(0x83))
        counter &+= 1
    }
}
