import Drivers
import Samples

/// A Go Direct device, as its maker's libraries see it. What they leave open is a switch.
final class PretendGoDirect: PretendDevice {
    struct Sensor {
        var number: Int
        var id: UInt32 = 77
        var isAperiodic = false
        var name = "Force"
        var unit = "N"
        var shortestPeriod: UInt32 = 10_000
        var granularity: UInt32 = 1
        var excludes: UInt32 = 0
    }
    enum Packing { case normal, wide, single, integers }

    let sensors: [Sensor]
    var defaultMask: UInt32
    var packing = Packing.normal
    /// Sets in a packet.
    var sets = 1
    /// Whether its packets carry right checksums; nothing that the libraries do depends on it.
    var sums = true
    /// Several packets may share a report, a report end one packet and begin the next.
    var packsReports = false
    /// By how much the third byte of its packets changes from one to the next.
    var numberStep: UInt8 = 0
    private var number: UInt8 = 250
    var refusedStarts = 0
    private(set) var commands: [[UInt8]] = []
    private(set) var isMeasuring = false
    private(set) var mask: UInt32 = 0
    private(set) var period: UInt32 = 0
    /// Sets measured since the start.
    private(set) var taken = 0
    private var pending: [UInt8] = []
    private var stream: [UInt8] = []

    init(_ sensors: [Sensor], defaultMask: UInt32? = nil) {
        self.sensors = sensors
        self.defaultMask = defaultMask ?? sensors.first.map { 1 << UInt32($0.number) } ?? 0
    }

    static func signal(_ sensor: Int, _ index: Int) -> Float { Float(index) * 0.125 + Float(sensor) * 1000 + 0.1 }

    /// A program that is gone has left it measuring.
    func leaveMeasuring(mask: UInt32) {
        isMeasuring = true
        self.mask = mask
        period = 10_000
        tick = now
    }

    override func report(_ bytes: [UInt8], number: UInt8) {
        guard number == 0, let length = bytes.first, bytes.count > Int(length) else { return }
        pending += bytes[1...Int(length)]
        guard pending.count >= 2, pending.count >= Int(pending[1]) else { return }
        let command = pending
        pending = []
        commands.append(command)
        let sum = command.enumerated().reduce(UInt8(0)) { $1.offset == 3 ? $0 : $0 &+ $1.element }
        guard command[0] == 0x58, Int(command[1]) == command.count, sum == command[3] else { return }
        answer(command)
    }

    private func answer(_ command: [UInt8]) {
        let parameters = Array(command[5...])
        var payload: [UInt8] = [0]
        switch command[4] {
        case 0x10: payload = [0, 0, 1, 7, 0x34, 0x12, 0, 0, 0, 0, 95, 0]
        case 0x55:
            payload = text("GDX-FOR", 16) + text("0K12345", 16) + text("GDX-FOR 0K12345", 32) + [UInt8](repeating: 0, count: 80)
        case 0x56: payload = little(defaultMask)
        case 0x51: payload = little(sensors.reduce(0) { $0 | 1 << UInt32($1.number) })
        case 0x50: payload = parameters.first.flatMap { number in sensors.first { $0.number == Int(number) } }.map(info) ?? [1]
        case 0x1B: period = parameters[2...5].reversed().reduce(0) { $0 << 8 | UInt32($1) }
        case 0x18:
            if refusedStarts > 0 {
                refusedStarts -= 1
                payload = [4]
            } else {
                mask = parameters[2...5].reversed().reduce(0) { $0 << 8 | UInt32($1) }
                isMeasuring = true
                taken = 0
                tick = now.advanced(bySeconds: Double(period) * 1e-6 * Double(sets))
            }
        case 0x19:
            isMeasuring = false
            tick = nil
        default: break
        }
        send(packet([0x9C, 0, 0, 0, command[4], command[2]] + payload), measured: false)
    }

    private func info(_ sensor: Sensor) -> [UInt8] {
        var bytes: [UInt8] = [UInt8(sensor.number), 0] + little(sensor.id) + [0, sensor.isAperiodic ? 1 : 0]
        bytes += text(sensor.name, 60) + text(sensor.unit, 32)
        for value in [0.15, -50, 50] { bytes += little(value.bitPattern) }
        bytes += little(sensor.shortestPeriod) + little(UInt64(3_600_000_000)) + little(UInt32(100_000))
        return bytes + little(sensor.granularity) + little(sensor.excludes)
    }

    override func ticked() {
        guard isMeasuring else { return }
        tick = now.advanced(bySeconds: Double(period) * 1e-6 * Double(sets))
        let numbers = (0..<32).filter { mask >> UInt32($0) & 1 == 1 }
        var values: [UInt8] = []
        switch packing {
        case .normal, .wide:
            for set in 0..<sets { for number in numbers { values += little(Self.signal(number, taken + set).bitPattern) } }
            let head: [UInt8] =
                packing == .normal
                ? [0x06, UInt8(mask & 0xFF), UInt8(mask >> 8 & 0xFF), UInt8(sets), 0]
                : [0x07] + little(mask) + [UInt8(sets), 0]
            send(packet([0x20, 0, 0, 0] + head + values))
        case .single, .integers:
            for number in numbers {
                values = []
                for set in 0..<sets {
                    let value = Self.signal(number, taken + set)
                    values += packing == .single ? little(value.bitPattern) : little(Int32(value))
                }
                send(packet([0x20, 0, 0, 0, packing == .single ? 0x08 : 0x09, 0, UInt8(number), UInt8(sets)] + values))
            }
        }
        taken += sets
    }

    /// It tells that it has lost data.
    func dropData(_ count: Int) {
        taken += count
        send(packet([0x20, 0, 0, 0, 0x0D, 0]))
    }

    private func packet(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        bytes[1] = UInt8(truncatingIfNeeded: bytes.count)
        if bytes[0] == 0x20 {
            bytes[2] = number
            number &+= numberStep
        }
        bytes[3] = sums ? bytes.enumerated().reduce(0) { $1.offset == 3 ? $0 : $0 &+ $1.element } : 0xEE
        return bytes
    }

    private func send(_ packet: [UInt8], measured: Bool = true) {
        stream += packet
        // A report that is not full waits for the next packet, if reports may be shared.
        while !stream.isEmpty, !measured || !packsReports || stream.count >= 63 {
            let part = Array(stream.prefix(63))
            stream.removeFirst(part.count)
            send([UInt8(part.count)] + part + [UInt8](repeating: 0, count: 63 - part.count), from: .report)
        }
    }

    private func text(_ text: String, _ length: Int) -> [UInt8] {
        Array((Array(text.utf8) + [UInt8](repeating: 0, count: length)).prefix(length))
    }

    private func little(_ value: some FixedWidthInteger) -> [UInt8] {
        (0..<(value.bitWidth / 8)).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
