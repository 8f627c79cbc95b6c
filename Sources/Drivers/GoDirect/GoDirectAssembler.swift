/// Assembles packets from pieces of up to 63 bytes, one piece in each report.
struct GoDirectAssembler {
    static let shortest = 5

    private var storage = [512 of UInt8](repeating: 0)
    private var count = 0
    /// The offsets at which reports begin, the newest last: a packet may begin there if the bytes before it are not a packet.
    private var boundaries = [16 of Int](repeating: 0)
    private var reports = 0

    /// Discards a packet that has come in part.
    mutating func clear() {
        count = 0
        reports = 0
    }

    /// Adds the valid bytes of a report; returns whether the report was valid.
    mutating func append(_ report: Span<UInt8>) -> Bool {
        let length = Int(report.byte(at: 0))
        guard report.count > length, length <= 63 else { return false }
        // A packet has at most 255 bytes, so more than this never needs to wait.
        if count + length > 512 { clear() }
        if reports == 16 { forgetReport() }
        boundaries[reports] = count
        reports += 1
        for index in 0..<length { storage[count + index] = report[1 + index] }
        count += length
        return true
    }

    enum Next: Equatable {
        case none
        /// The bytes begin with a packet of this length.
        case packet(Int)
        case garbage
    }

    var next: Next {
        guard count >= 2 else { return .none }
        let length = Int(storage[1])
        guard length >= Self.shortest else { return .garbage }
        return count >= length ? .packet(length) : .none
    }

    /// The first `length` bytes.
    @_lifetime(borrow self)
    borrowing func packet(_ length: Int) -> Span<UInt8> { storage.span.extracting(first: min(max(length, 0), count)) }

    mutating func drop(_ length: Int) {
        count = max(count - length, 0)
        for index in 0..<count { storage[index] = storage[index + length] }
        for index in 0..<reports { boundaries[index] -= length }
        while reports > 0, boundaries[0] < 0 { forgetReport() }
    }

    /// Skips bytes that are not a packet: the next packet begins with a report, or where the bytes look like a measurement.
    mutating func skip() {
        while reports > 0, boundaries[0] <= 0 { forgetReport() }
        let boundary = reports > 0 ? boundaries[0] : count
        for offset in 1..<max(boundary, 2) where looksLikeMeasurement(offset) { return drop(offset) }
        drop(boundary)
    }

    private func looksLikeMeasurement(_ offset: Int) -> Bool {
        guard offset < count, storage[offset] == 0x20 else { return false }
        if offset + 1 < count, Int(storage[offset + 1]) < Self.shortest { return false }
        return offset + 4 >= count || (0x06...0x0E).contains(storage[offset + 4])
    }

    private mutating func forgetReport() {
        reports -= 1
        for index in 0..<reports { boundaries[index] = boundaries[index + 1] }
    }
}
