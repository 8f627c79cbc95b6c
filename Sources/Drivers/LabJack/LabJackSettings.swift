/// The settings for a LabJack, and the request that sends them.
struct LabJackSettings {
    let model: LabJackModel
    let inputs: [Int]
    /// The gain of each input, before the converter.
    let gains: [Int]
    let isDifferential: Bool
    /// Counts of the clock from one scan to the next.
    let interval: UInt16
    /// In hertz.
    private let clock: Double
    private let clockBits: UInt8

    /// Scans per second.
    var rate: Double { clock / Double(interval) }

    init(_ options: DriverOptions, _ model: LabJackModel) throws(OptionError) {
        self.model = model
        isDifferential = options.differential
        let step = options.differential ? 2 : 1
        inputs = options.inputs.isEmpty ? (0..<4).map { $0 * step } : options.inputs
        guard inputs.allSatisfy({ $0 >= 0 && $0 < model.inputs && $0 % step == 0 }), Set(inputs).count == inputs.count else {
            throw .invalid(
                key: "inputs",
                message: "inputs must be from 0 to \(model.inputs - 1), each named once"
                    + (step == 2 ? "; a differential pair begins with an even input" : ""))
        }
        guard options.gains.count <= 1 || options.gains.count == inputs.count else {
            throw .invalid(key: "gains", message: "give one gain, or one for each of the \(inputs.count) inputs")
        }
        var gains: [Int] = []
        for index in inputs.indices {
            let wanted = options.gains.count > 1 ? options.gains[index] : options.gains.first ?? 1
            guard let gain = model.gains.first(where: { Double($0) == wanted }) else {
                throw .invalid(
                    key: "gains", message: "a gain must be one of \(model.gains.map(String.init).joined(separator: ", "))")
            }
            gains.append(gain)
        }
        self.gains = gains
        let rate = options.rate ?? 1000
        guard rate * Double(inputs.count) <= LabJackModel.fastest, let found = Self.clock(rate, model) else {
            let fastest = LabJackModel.fastest / Double(inputs.count)
            throw .invalid(key: "rate", message: "\(inputs.count) inputs can be read at 1 to \(fastest) Hz")
        }
        (clock, clockBits, interval) = found
    }

    /// The clock that gives the nearest rate: 4 or 48 MHz, undivided or divided by 256.
    private static func clock(_ rate: Double, _ model: LabJackModel) -> (Double, UInt8, UInt16)? {
        guard rate >= 1 else { return nil }
        let divide: UInt8 = model == .u6 ? 0x02 : 0x04
        var best: (clock: Double, bits: UInt8, interval: UInt16)?
        var smallest = Double.infinity
        for (clock, bits) in [(4e6, 0), (48e6, 0x08), (15_625, divide), (187_500, 0x08 | divide)] as [(Double, UInt8)] {
            let counts = (clock / rate).rounded()
            guard counts >= 1, counts <= 65_535 else { continue }
            let error = abs(clock / counts - rate)
            if error < smallest {
                smallest = error
                best = (clock, bits, UInt16(counts))
            }
        }
        return best
    }

    /// The index of a gain among those of the model.
    func gainIndex(_ channel: Int) -> Int { model.gains.firstIndex(of: gains[channel]) ?? 0 }

    /// The request StreamConfig.
    func writeStreamConfig(into request: inout RequestBuffer) {
        LabJackFrame.beginExtended(0x11, into: &request)
        request.append(UInt8(inputs.count))
        switch model {
        case .u6:
            // Resolution index, samples in a packet, reserved, automatic settling, clock.
            request.append(1)
            request.append(UInt8(LabJackStream.samplesPerPacket))
            request.append(0)
            request.append(0)
            request.append(clockBits)
        case .u3:
            // A coarser resolution if the converter does not have enough time.
            let total = rate * Double(inputs.count)
            request.append(UInt8(LabJackStream.samplesPerPacket))
            request.append(0)
            request.append(clockBits | (total <= 10_000 ? 1 : total <= 20_000 ? 2 : 3))
        }
        request.append(littleEndian: interval)
        for (channel, input) in inputs.enumerated() {
            request.append(UInt8(input))
            switch model {
            case .u6: request.append((isDifferential ? 0x80 : 0) | UInt8(gainIndex(channel)) << 4)
            case .u3: request.append(isDifferential ? UInt8(input + 1) : 31)
            }
        }
        LabJackFrame.finishExtended(&request)
    }
}
