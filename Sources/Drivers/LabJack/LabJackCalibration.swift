/// The factory constants that every LabJack stores, and the conversion of counts that they give.
struct LabJackCalibration {
    private var constants = [40 of Double](repeating: 0)

    /// Stores a block of four: each has 32 bits of fraction and 32 bits of whole number.
    mutating func take(block: Int, _ bytes: Span<UInt8>) {
        for index in 0..<4 where block >= 0 && 4 * block + index < 40 {
            let fraction = Double(bytes.littleEndian32(at: 8 * index)) / 0x1p32
            constants[4 * block + index] = fraction + Double(Int32(bitPattern: bytes.littleEndian32(at: 8 * index + 4)))
        }
    }

    /// - Parameters:
    ///   - gain: the index of the input's gain among those of the U6.
    ///   - isHighVoltage: a U3-HV, whose first four inputs have a wide range.
    func conversion(_ model: LabJackModel, input: Int, gain: Int, isDifferential: Bool, isHighVoltage: Bool) -> DeviceConversion {
        switch model {
        case .u6:
            // Below the centre the result is (centre − code) times a slope that is negative.
            return DeviceConversion(
                unit: "V", center: constants[9 + 2 * gain], slopeBelow: -constants[8 + 2 * gain], slopeAbove: constants[2 * gain])
        case .u3:
            if isDifferential { return DeviceConversion(unit: "V", value: constants[3], slope: constants[2]) }
            if isHighVoltage, input < 4 {
                return DeviceConversion(unit: "V", value: constants[16 + input], slope: constants[12 + input])
            }
            return DeviceConversion(unit: "V", value: constants[1], slope: constants[0])
        }
    }
}
