/// A measurement packet whose layout has been identified and whose length has been checked. `GoDirectSampler` reads its values.
struct GoDirectMeasurement {
    enum Layout {
        /// Sets of one value of each sensor of a mask, float32.
        case sets(mask: UInt32)
        /// Values of one sensor.
        case single(sensor: Int, isFloat: Bool)
        /// The device has lost data; it does not report how much.
        case dropped
        /// Times, which are not needed.
        case other
    }

    let layout: Layout
    let count: Int
    /// The offset of the values.
    let offset: Int

    /// `nil` when the packet is too short for its own description.
    init?(_ packet: Span<UInt8>) {
        switch packet.byte(at: 4) {
        case 0x06:
            layout = .sets(mask: UInt32(packet.littleEndian16(at: 5)))
            count = Int(packet.byte(at: 7))
            offset = 9
        case 0x07:
            layout = .sets(mask: packet.littleEndian32(at: 5))
            count = Int(packet.byte(at: 9))
            offset = 11
        case 0x08, 0x0A, 0x09, 0x0B:
            layout = .single(sensor: Int(packet.byte(at: 6)), isFloat: packet.byte(at: 4) & 1 == 0)
            count = Int(packet.byte(at: 7))
            offset = 8
        case 0x0D:
            layout = .dropped
            count = 0
            offset = 0
        case 0x0C, 0x0E:
            layout = .other
            count = 0
            offset = 0
        default: return nil
        }
        var width = 1
        if case .sets(let mask) = layout { width = mask.nonzeroBitCount }
        guard packet.count >= offset + 4 * count * width else { return nil }
    }
}
