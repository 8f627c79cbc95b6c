import Drivers
import Samples

/// A PhidgetBridge 1046_1. Open questions about it are switches here, so that the driver is tried both ways.
final class PretendPhidgetMessages: PretendDevice {
    enum Saturation { case replaces, follows }

    var enabled = [false, false, false, false]
    private var intervals: [Float] = [250, 250, 250, 250]
    private(set) var gains: [UInt8] = [1, 1, 1, 1]
    private(set) var triggers: [UInt32] = [1, 1, 1, 1]
    private var nextAt = [HostInstant](repeating: .never, count: 4)
    private(set) var taken = [0, 0, 0, 0]
    /// Messages of one moment share a packet.
    var packs = false
    var flagByte: UInt8?
    var saturation = Saturation.replaces
    /// Input and samples during which it is out of range.
    var saturated: (input: Int, samples: Range<Int>)?
    /// So many requests are refused, after so many that are not.
    var stalls = 0
    var passes = 0
    /// In which order the inputs of a moment are sent, and seconds between two of them.
    var order = [0, 1, 2, 3]
    var spread = 0.0
    /// Input and sample of a message that never comes.
    var lost: (input: Int, sample: Int)?
    /// Input and sample of a message that comes after all others of its moment.
    var overtaken: (input: Int, sample: Int)?
    /// Samples that the host reads all at once, after the last.
    var heldUp: Range<Int>?
    private var kept: [[UInt8]] = []
    private var lastSent = HostInstant(nanoseconds: 0)

    static func signal(_ input: Int, _ index: Int) -> Float { Float(index % 500) * 1e-6 - Float(input) * 1e-3 + 1e-7 }

    override func control(_ setup: ControlSetup, _ data: [UInt8]) -> Bool {
        if passes > 0 {
            passes -= 1
        } else if stalls > 0 {
            stalls -= 1
            return false
        }
        let input = Int(setup.value & 0xFF)
        guard setup.requestType == 0x41, setup.request == 0, setup.index == 0, input < 4, Int(setup.length) == data.count else {
            return false
        }
        switch (setup.value >> 8, data.count) {
        case (0x1E, 1):
            if data[0] != 0, !enabled[input] {
                taken[input] = 0
                nextAt[input] = now.advanced(bySeconds: Double(intervals[input]) / 1000)
            }
            enabled[input] = data[0] != 0
            schedule()
        case (0xFC, 4): intervals[input] = Float(bitPattern: data.reversed().reduce(0) { $0 << 8 | UInt32($1) })
        case (0x1D, 1): gains[input] = data[0]
        case (0x1A, 4): triggers[input] = data.reduce(0) { $0 << 8 | UInt32($1) }
        default: return false
        }
        return true
    }

    override func control(_ setup: ControlSetup) -> [UInt8]? {
        let input = Int(setup.value & 0xFF)
        guard setup.requestType == 0xC1, setup.request == 1, setup.value >> 8 == 0xFC, input < 4 else { return nil }
        return (0..<4).map { UInt8(truncatingIfNeeded: intervals[input].bitPattern >> (8 * UInt32($0))) }
    }

    private func schedule() {
        tick = (0..<4).filter { enabled[$0] }.map { nextAt[$0] }.min()
    }

    override func ticked() {
        var packets: [[UInt8]] = []
        for input in order where enabled[input] && nextAt[input] <= now {
            nextAt[input] = nextAt[input].advanced(bySeconds: Double(intervals[input]) / 1000)
            let isOvertaken = overtaken.map { $0 == (input, taken[input]) } ?? false
            if isOvertaken { kept = messages(input, taken[input]) }
            if !isOvertaken, lost.map({ $0 != (input, taken[input]) }) ?? true { packets += messages(input, taken[input]) }
            taken[input] += 1
            if input == order.last {
                packets += kept
                kept = []
            }
        }
        if packs {
            send(packets.flatMap { $0 }, from: .usb(0x81))
        } else {
            let late = heldUp.map { $0.contains(taken[order[3]]) ? Double($0.upperBound - taken[order[3]]) * 0.004 : 0 } ?? 0
            for (place, packet) in packets.enumerated() {
                // An endpoint is read in order.
                let after = max(0.0002 + late + spread * Double(place), lastSent.seconds(since: now) + 1e-7)
                lastSent = now.advanced(bySeconds: after)
                send(packet, from: .usb(0x81), after: after)
            }
        }
        schedule()
    }

    private func messages(_ input: Int, _ index: Int) -> [[UInt8]] {
        let bits = Self.signal(input, index).bitPattern
        let value = [0x1B, UInt8(input)] + (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt32($0))) }
        let isOut = saturated.map { $0.input == input && $0.samples.contains(index) } ?? false
        guard isOut else { return [value + (flagByte.map { [$0] } ?? [])] }
        let notice: [UInt8] = [0x1C, UInt8(input), 0xFF]
        return saturation == .replaces ? [notice] : [value + [0xFF], notice]
    }
}
