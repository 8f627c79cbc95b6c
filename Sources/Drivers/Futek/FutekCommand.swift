/// A question to a FUTEK device: `00 length hi lo arguments… checksum`.
struct FutekCommand: Equatable {
    var high: UInt8
    var low: UInt8
    var arguments: (UInt8, UInt8) = (0, 0)
    var argumentCount = 0
    /// The number of bytes in the answer after the same header.
    var payload: Int

    static func == (a: Self, b: Self) -> Bool { a.high == b.high && a.low == b.low && a.arguments == b.arguments }

    /// Appends the command; the checksum is the sum of all bytes, each times its position counted from 1.
    func write(into request: inout RequestBuffer) {
        request.append(0)
        request.append(UInt8(5 + argumentCount))
        request.append(high)
        request.append(low)
        if argumentCount > 0 { request.append(arguments.0) }
        if argumentCount > 1 { request.append(arguments.1) }
        var sum: UInt8 = 0
        for index in 0..<request.count { sum &+= UInt8(truncatingIfNeeded: index + 1) &* request[index] }
        request.append(sum)
    }

    /// Whether bytes begin with a valid answer to this question.
    func isAnswer(_ bytes: Span<UInt8>) -> Bool {
        let length = payload + 5
        guard bytes.count >= length, bytes[0] == 0, bytes[1] == UInt8(length), bytes[2] == high, bytes[3] == low else {
            return false
        }
        var sum: UInt8 = 0
        for index in 0..<(length - 1) { sum &+= UInt8(truncatingIfNeeded: index + 1) &* bytes[index] }
        return sum == bytes[length - 1]
    }
}
