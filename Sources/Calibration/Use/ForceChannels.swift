import Samples

/// Chooses the channels whose forces are summed to the force of a sensor.
public struct ForceChannels: Sendable, Hashable {
    /// One channel of a sensor, as its device describes it.
    public struct Channel: Sendable, Hashable {
        public var name: String
        public var unit: String
        /// Whether the unit is one of force.
        public var isForce: Bool

        public init(name: String, unit: String, isForce: Bool) {
            self.name = name
            self.unit = unit
            self.isForce = isForce
        }
    }

    /// The number of columns that the settings name; 0 when they name none.
    public var columns: Int
    /// Whether the settings name the inputs of the device, all of which are then summed.
    public var namesInputs: Bool
    public var isPlate: Bool

    public init(columns: Int, namesInputs: Bool, isPlate: Bool) {
        self.columns = columns
        self.namesInputs = namesInputs
        self.isPlate = isPlate
    }

    /// Bit n is set when channel n is summed.
    ///
    /// These are the channels that the settings name; otherwise the vertical one of a plate that has axes, the first four of a
    /// plate with cells, and the first of any other sensor. Only forces are summed: of a device that also measures other
    /// quantities, only the forces count, and without any force only the channels with the unit of the first one.
    public func mask(of channels: [Channel]) -> UInt8 {
        let seen = channels.prefix(Frame.channelLimit)
        if columns == 0, let vertical = seen.firstIndex(where: { $0.name == "Fz" }) { return 1 << UInt8(vertical) }
        let standard = namesInputs ? max(channels.count, 1) : isPlate ? 4 : 1
        let count = min(columns == 0 ? standard : columns, Frame.channelLimit)
        let lead = seen.first(where: \.isForce) ?? seen.first
        guard let lead, !seen.allSatisfy({ Self.isAlike($0, lead) }) else {
            return UInt8(truncatingIfNeeded: (UInt16(1) << UInt16(count)) - 1)
        }
        var mask: UInt8 = 0
        for (number, channel) in seen.enumerated() where Self.isAlike(channel, lead) && mask.nonzeroBitCount < count {
            mask |= 1 << UInt8(number)
        }
        return mask
    }

    private static func isAlike(_ one: Channel, _ other: Channel) -> Bool {
        one.isForce == other.isForce && (one.isForce || one.unit == other.unit)
    }
}
