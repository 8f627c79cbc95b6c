import Samples

/// Tec Gihan force plates: up to twenty six-axis plates behind one "FORCEPLATE CONTROLLER".
public enum TecGihan {
    public static let driver = Driver(
        name: "tec-gihan", title: "Tec Gihan force plate", maturity: .emulated,
        transport: .serial(baud: 1_000_000, flowControl: true),
        // Its FTDI chip has a product name of its own.
        claims: { $0.subsystem == "tty" && $0.vendorID == 0x0403 && ($0.product ?? "").contains("FORCEPLATE CONTROLLER") },
        recognizes: { bytes in
            StreamSigns.hasLine(bytes, beginningWith: ["FPCOUNT_", "FPSERIAL_", "AZ0_", "FS_", "SPS_OK"])
                ? "it answers as a Tec Gihan controller does" : nil
        },
        makeDialogue: { options, _ throws(OptionError) in try TecGihanDialogue(options) })

    static let axes: [StaticString] = ["Fx", "Fy", "Fz", "Mx", "My", "Mz"]
    /// Counts at full scale.
    static let fullScale = 30_000.0
}

/// A rate of the controller.
struct TecGihanRate {
    let hertz: Double
    let command: StaticString
    /// Samples of each plate in a block.
    let block: Int
    /// The time-out of a block in the maker's library, seconds.
    let timeout: Double

    static let all: [TecGihanRate] = [
        TecGihanRate(hertz: 10_000, command: "SPS_10K", block: 100, timeout: 0.2),
        TecGihanRate(hertz: 5000, command: "SPS_5K", block: 100, timeout: 0.4),
        TecGihanRate(hertz: 2500, command: "SPS_2.5K", block: 100, timeout: 0.8),
        TecGihanRate(hertz: 1000, command: "SPS_1K", block: 100, timeout: 2),
        TecGihanRate(hertz: 500, command: "SPS_500", block: 100, timeout: 4),
        TecGihanRate(hertz: 250, command: "SPS_250", block: 100, timeout: 8),
        TecGihanRate(hertz: 240, command: "SPS_240", block: 24, timeout: 8),
        TecGihanRate(hertz: 120, command: "SPS_120", block: 12, timeout: 16),
    ]
}

/// A plate's description of itself.
struct TecGihanPlate {
    static let limit = 20
    var serial = [8 of UInt8](repeating: 0)
    /// In metres.
    var originDepth = 0.0
    /// Full scales of three ranges, six axes each: newtons and newton metres.
    var fullScales = [18 of Double](repeating: 0)

    init() { setDefaults() }

    /// The values for a plate that does not report them.
    private mutating func setDefaults() {
        let smallest: [6 of Double] = [1500, 1500, 3000, 300, 300, 200]
        let largest: [6 of Double] = [5000, 5000, 10_000, 1000, 1000, 600]
        for axis in 0..<6 {
            fullScales[axis] = smallest[axis]
            fullScales[6 + axis] = 2 * smallest[axis]
            fullScales[12 + axis] = largest[axis]
        }
    }

    /// Reads `FS_` and 18 numbers; stored only when all of them are there.
    mutating func takeFullScales(_ line: Span<UInt8>, from start: Int) {
        var scales = [18 of Double](repeating: 0)
        var found = 0
        var begin = start
        for index in start...line.count where index == line.count || line[index] == UInt8(ascii: ",") {
            guard found < 18, case .number(let scale) = NumberScanner.scan(line, begin..<index, decimalComma: false), scale > 0
            else {
                return
            }
            scales[found] = scale
            found += 1
            begin = index + 1
        }
        if found == 18 { fullScales = scales }
    }
}
