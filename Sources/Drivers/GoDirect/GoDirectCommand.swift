/// The commands of Go Direct that a conversation needs.
enum GoDirectCommand: UInt8 {
    case status = 0x10
    case start = 0x18
    case stop = 0x19
    case initialize = 0x1A
    case period = 0x1B
    case sensorInfo = 0x50
    case availableSensors = 0x51
    case disconnect = 0x54
    case deviceInfo = 0x55
    case defaultSensors = 0x56

    /// Writes the command: the part of an output report that is not padding.
    ///
    /// - Parameters:
    ///   - counter: decreases by one with each command.
    ///   - parameters: appends the bytes that follow the command.
    func write(counter: UInt8, into request: inout RequestBuffer, parameters: (inout RequestBuffer) -> Void = { _ in }) {
        request.append(0)
        request.append(0x58)
        request.append(0)
        request.append(counter)
        request.append(0)
        request.append(rawValue)
        parameters(&request)
        let length = UInt8(truncatingIfNeeded: request.count - 1)
        request.replace(0, with: length)
        request.replace(2, with: length)
        var sum: UInt8 = 0
        for index in 1..<request.count { sum &+= request[index] }
        request.replace(4, with: sum)
    }

    /// The parameters of INIT: numbers, each followed by its complement to 4Fh or, for the first, to EFh.
    static func appendGreeting(_ request: inout RequestBuffer) {
        request.append(0xA5)
        request.append(0x4A)
        for number in UInt8(6)...14 {
            request.append(number)
            request.append(0x4F - number)
        }
    }

    /// The parameters of STOP: all sensors.
    static func appendStop(_ request: inout RequestBuffer) {
        request.append(0xFF)
        request.append(0)
        request.append(littleEndian: UInt32.max)
    }
}
