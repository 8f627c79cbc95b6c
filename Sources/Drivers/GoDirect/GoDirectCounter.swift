/// The possible number of a packet: its third byte, whose meaning in packets from the device no source describes.
///
/// In commands it counts down. Here it is relied on once it has changed by one, up or down, for so many packets in a row that it
/// can be nothing else. It then shows how many packets never came.
struct GoDirectCounter {
    /// The number of such steps after which it is relied on.
    static let trust = 64

    private var last: UInt8?
    private var step: UInt8 = 1
    private var row = 0

    /// Follows the next packet's third byte; returns how many packets are missing before it. A jump back, or by more than half a
    /// turn, counts as at least one.
    mutating func follow(_ number: UInt8) -> Int {
        defer { last = number }
        guard let last else { return 0 }
        let difference = number &- last
        guard row >= Self.trust else {
            if difference == 1 || difference == .max, row == 0 || difference == step {
                step = difference
                row += 1
            } else {
                row = 0
            }
            return 0
        }
        let missing = (step == 1 ? difference : 0 &- difference) &- 1
        guard missing < 128 else {
            row = 0
            return 1
        }
        return Int(missing)
    }
}
