import Drivers
import Samples

/// A PhidgetBridge 1046_0, as the maker's library sees it.
final class PretendPhidgetReports: PretendDevice {
    /// bcdDevice is 0x0100 or 0x0101: gains take only when input 0 stays on for 256 ms.
    let hasGainBug: Bool
    var enabled: UInt8 = 0
    var gains = [1, 1, 1, 1]
    private var effectiveGains = [1, 1, 1, 1]
    private var interval = 1
    private var packets = 0
    private var packetsSinceGain: Int?
    private var enabledAt = [0, 0, 0, 0]
    /// Samples of each input since it was switched on.
    private(set) var taken = [0, 0, 0, 0]
    /// Inputs that are out of range.
    var outOfRange: UInt8 = 0
    private(set) var requests: [[UInt8]] = []

    init(hasGainBug: Bool = false) {
        self.hasGainBug = hasGainBug
        super.init()
        tick = HostInstant(nanoseconds: 0)
    }

    /// What input `input` measures at its sample `index`, counts at gain 1.
    static func signal(_ input: Int, _ index: Int) -> Int { 0x80_0000 - 500 * input + index % 1000 }

    override func report(_ bytes: [UInt8], number: UInt8) {
        guard number == 0, bytes.count >= 5 else { return }
        requests.append(bytes)
        let table = [0: 1, 3: 8, 4: 16, 5: 32, 6: 64, 7: 128]
        let wanted = [bytes[1] >> 4, bytes[1] & 15, bytes[2] >> 4, bytes[2] & 15].map { table[Int($0)] ?? 1 }
        if wanted != gains {
            gains = wanted
            if hasGainBug { packetsSinceGain = 0 } else { effectiveGains = wanted }
        }
        interval = max(Int(bytes[3]) | Int(bytes[4] & 3) << 8, 1)
        for input in 0..<4 where bytes[0] >> UInt8(input) & 1 == 1 && enabled >> UInt8(input) & 1 == 0 {
            enabledAt[input] = packets
            taken[input] = 0
        }
        enabled = bytes[0] & 15
    }

    override func ticked() {
        tick = now.advanced(bySeconds: 0.008)
        packets += 1
        if let since = packetsSinceGain {
            packetsSinceGain = enabled & 1 == 1 ? since + 1 : nil
            if since + 1 >= 32, enabled & 1 == 1 {
                effectiveGains = gains
                packetsSinceGain = nil
            }
        }
        let codes = [1: 0, 8: 3, 16: 4, 32: 5, 64: 6, 128: 7]
        var packet = [UInt8](repeating: 0, count: 24)
        packet[0] = enabled
        packet[1] = outOfRange
        packet[2] = UInt8((codes[gains[0]] ?? 0) << 4 | (codes[gains[1]] ?? 0))
        packet[3] = UInt8((codes[gains[2]] ?? 0) << 4 | (codes[gains[3]] ?? 0))
        for input in 0..<4 {
            guard enabled >> UInt8(input) & 1 == 1, (packets - enabledAt[input]) % interval == 0 else { continue }
            packet[0] |= 0x10 << UInt8(input)
            // The first value is one from before.
            let index = taken[input]
            let raw = index == 0 ? 0x123456 : 0x80_0000 + (Self.signal(input, index) - 0x80_0000) * effectiveGains[input]
            taken[input] += 1
            for byte in 0..<3 { packet[6 + 3 * input + byte] = UInt8(truncatingIfNeeded: raw >> (16 - 8 * byte)) }
        }
        send(packet, from: .report)
    }
}
