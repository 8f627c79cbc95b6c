/// The possible number of a packet: its third byte, whose meaning in packets from the device no source describes.
///
/// In commands it counts down. Here it is relied on once it has changed by one, up or down, for so many packets in a row that it
/// can be nothing else. It then shows how many packets never came, as long as they are fewer than half a turn.
struct GoDirectCounter {
    /// The number of such steps after which it is relied on.
    static let trust = 64

    private var last: UInt8?
    private var step: UInt8 = 1
    private var row = 0

    /// The number of packets from which on a gap is ambiguous.
    static let half = 128

    /// Follows the next packet's third byte; returns how many packets are missing before it, and whether that is certain. A jump
    /// back, or by more than half a turn, counts as at least one.
    ///
    /// - Parameter elapsed: the number of packets that the time since the last one is long.
    mutating func follow(_ number: UInt8, elapsed: Double) -> (missing: Int, isCertain: Bool) {
        defer { last = number }
        guard let last else { return (0, true) }
        let difference = number &- last
        guard row >= Self.trust else {
            if difference == 1 || difference == .max, row == 0 || difference == step {
                step = difference
                row += 1
            } else {
                row = 0
            }
            return (0, true)
        }
        let missing = (step == 1 ? difference : 0 &- difference) &- 1
        guard missing < Self.half else {
            row = 0
            return (1, false)
        }
        return (Int(missing), missing == 0 || elapsed < Double(Self.half))
    }
}
