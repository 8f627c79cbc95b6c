import Drivers
import Samples

/// A force plate controller, as its maker's library talks to one.
final class PretendTecGihan: PretendDevice {
    let plates: Int
    var state = "IDLE"
    /// So many questions for its state until it has woken.
    var wakesAfter = 0
    /// Seconds from the last `WAKE` until it is awake, in place of that; and whether it answers meanwhile.
    var wakeSeconds: Double?
    var isDeafWhileWaking = false
    private var wakesAt: HostInstant?
    var rangeName = "3kN"
    var refusesRange = false
    private(set) var commands: [String] = []
    private(set) var isMeasuring = false
    private(set) var starts = 0
    private var rate = 1000.0
    private var block = 100
    private var wanted = 0
    private var made = 0
    private var sent = 0
    private var input = ""
    /// What the wire does to a block; tests lose bytes here.
    var spoil: ([UInt8]) -> [UInt8] = { $0 }

    init(plates: Int = 2) { self.plates = plates }

    static func signal(_ plate: Int, _ axis: Int, _ index: Int) -> Int16 {
        Int16((index * 7 + plate * 1000 + axis * 3000) % 50_000 - 25_000)
    }

    func leaveMeasuring() {
        state = "MEASURE"
        begin()
    }

    private func begin() {
        isMeasuring = true
        wanted = 1
        made = 0
        sent = 0
        tick = now.advanced(bySeconds: Double(block) / rate)
    }

    override func written(_ bytes: [UInt8], to endpoint: Endpoint) {
        for byte in bytes {
            guard byte == 10 else {
                input.append(Character(Unicode.Scalar(byte)))
                continue
            }
            commands.append(input)
            obey(input)
            input = ""
        }
    }

    private func say(_ text: String) { send(Array((text + "\r\n").utf8), from: .serial, after: 0.002) }

    private func obey(_ command: String) {
        switch command {
        case "STOP":
            if isMeasuring { state = "IDLE" }
            isMeasuring = false
            tick = nil
        case "STATE":
            if state == "SLEEP", let wakesAt, now >= wakesAt { state = "IDLE" }
            if state == "SLEEP", wakesAt != nil, isDeafWhileWaking { return }
            if state == "SLEEP", wakesAfter > 0, commands.contains("WAKE") {
                wakesAfter -= 1
                if wakesAfter == 0 { state = "IDLE" }
            }
            say(state)
        case "WAKE": if let wakeSeconds { wakesAt = now.advanced(bySeconds: wakeSeconds) }
        case "DT":
            guard isMeasuring else { return }
            wanted += 1
            deliver()
        case "START":
            guard state == "IDLE" else { return }
            state = "MEASURE"
            starts += 1
            begin()
        default: if !isMeasuring { ask(command) }
        }
    }

    private func ask(_ command: String) {
        let rates: [String: (Double, Int)] = [
            "SPS_10K": (10_000, 100), "SPS_5K": (5000, 100), "SPS_2.5K": (2500, 100), "SPS_1K": (1000, 100),
            "SPS_500": (500, 100),
            "SPS_250": (250, 100), "SPS_240": (240, 24), "SPS_120": (120, 12),
        ]
        if let (rate, block) = rates[command] {
            (self.rate, self.block) = (rate, block)
            return say("SPS_OK")
        }
        if command.hasPrefix("RANGE_") {
            if !refusesRange { rangeName = String(command.dropFirst(6)) }
            return
        }
        if command.hasPrefix("FPSERIAL_"), let index = Int(command.dropFirst(9)), index < plates {
            return say("\(command)_\(index + 7)")
        }
        for plate in 0..<plates {
            let serial = "FP_000\(plate + 7)"
            if plate + 7 < 10, command == serial + "_GET_AZ0" { return say("AZ0_-0.04\(plate)") }
            if plate + 7 < 10, command == serial + "_GETFS" { return say("FS_" + scales(plate)) }
            if command == "FP_00\(plate + 7)_GET_AZ0" { return say("AZ0_0.05") }
            if command == "FP_00\(plate + 7)_GETFS" { return say("FS_" + scales(plate)) }
        }
        switch command {
        case "SERIAL": say("SERIAL_4711")
        case "VER": say("VER_1.2.3")
        case "FPCOUNT": say("FPCOUNT_\(plates)")
        case "RANGE": say("RANGE_" + rangeName)
        default: break
        }
    }

    private func scales(_ plate: Int) -> String { (0..<18).map { "\(1000 + 100 * plate + $0)" }.joined(separator: ",") }

    override func ticked() {
        guard isMeasuring else { return }
        made += 1
        tick = now.advanced(bySeconds: Double(block) / rate)
        deliver()
    }

    /// Blocks that are there and wanted.
    private func deliver() {
        while sent < min(made, wanted) {
            var bytes: [UInt8] = []
            for plate in 0..<plates {
                for index in 0..<block {
                    for axis in 0..<6 {
                        let value = UInt16(bitPattern: Self.signal(plate, axis, sent * block + index))
                        bytes += [UInt8(value & 0xFF), UInt8(value >> 8)]
                    }
                }
            }
            sent += 1
            send(spoil(bytes), from: .serial)
        }
    }
}
