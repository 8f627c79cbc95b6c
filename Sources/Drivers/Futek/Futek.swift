/// FUTEK USB225 and its relatives (QIA128, IDC150, IEM100): converters for one load cell that store its calibration.
public enum Futek {
    public static let driver = Driver(
        name: "futek", title: "FUTEK USB225, QIA128, IDC150, IEM100", maturity: .emulated,
        transport: .serial(baud: 2_000_000, flowControl: false),
        // Other products have the same FTDI chip: a technician assigns it.
        claims: { _ in false },
        recognizes: recognized,
        makeDialogue: { options, _ throws(OptionError) in try FutekDialogue(options) })

    /// Recognises frames with a valid checksum if there are few other bytes between them, or an answer to a command.
    private static func recognized(_ bytes: [UInt8]) -> String? {
        for length in [4, 3] {
            var frames = FutekFrames(length: length)
            var (count, seen) = (0, Set<UInt32>())
            for byte in bytes {
                frames.append(byte)
                while let frame = frames.next() {
                    count += 1
                    seen.insert(frame.count)
                }
            }
            // A byte that is repeated may be its own checksum; the readings of a real cell always vary.
            if seen.count >= 8, count * length * 2 > bytes.count { return "its bytes are frames of a FUTEK converter" }
        }
        return nil
    }

    /// The rate of a rate code, samples per second.
    static func rate(_ code: UInt8, isUSB225: Bool) -> Double? {
        let table: [16 of Double] = [
            2.5, 5, 10, 16.6, 20, 50, 60, 100, 400, 1200, 2400, 4800, 7200, 14_000, 19_200, 38_400,
        ]
        let small: [8 of Double] = [4, 20, 50, 100, 200, 500, 850, 1300]
        if isUSB225 { return code < 16 ? table[Int(code)] : nil }
        return code < 8 ? small[Int(code)] : nil
    }

    static func unit(_ code: UInt8) -> String? {
        switch code {
        case 5: "g"
        case 12: "kg"
        case 17: "kN"
        case 20: "lbf"
        case 26: "N"
        case 28: "Nm"
        case 30: "oz"
        case 34: "mV/V"
        case 63: "mN"
        default: nil
        }
    }
}
