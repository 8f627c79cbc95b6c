/// What may be the number of a packet: its third byte, of which nobody says what it is in what comes.
///
/// In commands it counts down. Here it is believed once it has gone by one, up or down, for so many packets in a row that it can be nothing
/// else, and then tells how many packets never came.
struct GoDirectCounter {
    /// So many steps make it something to go by.
    static let trust = 64

    private var last: UInt8?
    private var step: UInt8 = 1
    private var row = 0

    /// The next packet's third byte; how many packets are missing before it. A jump back, or by more than half a turn, is at least one.
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
