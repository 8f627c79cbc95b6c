/// The commands of a Chronojump board, and its stored values.
struct ChronojumpBoard {
    enum Effect { case none, start, end }
    struct Answer {
        /// Bytes before the first line.
        var prefix: [UInt8] = []
        var lines: [String]
        var effect = Effect.none
        /// The number of conversions that it waits for before it answers.
        var readings = 0
    }

    private let firmware: ChronojumpFirmware
    private let versionGarbage: [UInt8]
    private(set) var tare: Int32
    private(set) var factor: Double

    init(_ options: PretendChronojump.Options) {
        firmware = options.firmware
        versionGarbage = options.versionGarbage
        tare = options.storedTare
        factor = options.storedFactor
    }

    /// After a reset: stored values remain.
    init(_ options: PretendChronojump.Options, keeping other: ChronojumpBoard) {
        self.init(options)
        tare = other.tare
        factor = other.factor
    }

    var effectiveTare: Double { tare == -151 ? 10000 : Double(tare) }
    var effectiveFactor: Double { factor.isNaN ? 915 : factor }

    /// - Parameters:
    ///   - text: all characters received until a second of silence. The name is the text before the last colon, the argument
    ///     the text between that colon and the last semicolon.
    ///   - rawMean: the mean of the next conversions.
    mutating func obey(_ text: String, rawMean: () -> Double) -> Answer {
        guard let colon = text.lastIndex(of: ":") else { return Answer(lines: ["Not a valid command"]) }
        let name = String(text[..<colon])
        let rest = text[text.index(after: colon)...]
        let argument = rest.lastIndex(of: ";").map { String(rest[..<$0]) } ?? ""
        switch name {
        case "get_version": return Answer(prefix: versionGarbage, lines: [firmware.version])
        case "start_capture": return Answer(lines: firmware.announcesCapture ? ["Starting capture..."] : [], effect: .start)
        case "end_capture": return Answer(lines: [firmware.captureEnded], effect: .end)
        case "get_tare": return Answer(lines: [integer(effectiveTare)])
        case "set_tare": return setTare(argument)
        case "tare":
            tare = Self.int32(rawMean())
            return Answer(
                lines: [firmware.reportsNewValue ? "Taring OK:\(tare)" : "Taring OK"], readings: firmware.tareReadings)
        case "get_calibration_factor": return Answer(lines: [twoDecimals(effectiveFactor)])
        case "set_calibration_factor":
            factor = Self.float(argument)
            return Answer(lines: ["Calibration factor set"])
        case "calibrate":
            let kilograms = Self.float(argument)
            factor = kilograms == 0 ? .nan : Double(Float((rawMean() - effectiveTare) / kilograms / 9.81))
            return Answer(
                lines: [firmware.reportsNewValue ? "Calibrating OK:\(twoDecimals(effectiveFactor))" : "Calibrating OK"],
                readings: 50)
        case "get_transmission_format":
            return Answer(lines: [firmware.transmissionFormat ?? "Not a valid command"])
        case "set_bps" where firmware.hasSetBps:
            let bps = integer(Self.float(argument))
            return Answer(lines: ["setting to: \(bps) bps", "Speed set to: \(bps) bps"])
        default: return Answer(lines: ["Not a valid command"])
        }
    }

    private mutating func setTare(_ argument: String) -> Answer {
        let wanted = Self.int32(Self.float(argument))
        let changed = wanted != tare
        tare = wanted
        return Answer(lines: (firmware.saysUpdated && changed ? ["updated"] : []) + ["Tare set"])
    }

    private func integer(_ value: Double) -> String { String(Self.int32(value)) }

    private func twoDecimals(_ value: Double) -> String {
        var out: [UInt8] = []
        NumberText.append(value, decimals: 2, to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    /// Like Arduino's `toFloat`: text that is not a number gives 0.
    private static func float(_ text: String) -> Double { Double(text.filter { !$0.isWhitespace }) ?? 0 }

    private static func int32(_ value: Double) -> Int32 {
        value.isNaN ? 0 : Int32(max(-2_147_483_648, min(2_147_483_647, value.rounded())))
    }
}
