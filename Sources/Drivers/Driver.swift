public import Samples

/// A device family: everything known about it before any communication with a device. One row of `DriverTable`.
public struct Driver: Sendable {
    /// Stable: used in settings, recordings and messages.
    public let name: String
    /// The name of the device, for people.
    public let title: String
    public let maturity: Maturity
    public let transport: TransportNeed
    /// Whether a device is certainly of this family, by its identity alone; opens nothing. Generic USB-serial chips belong to no
    /// driver: a technician assigns them.
    public let claims: @Sendable (DeviceIdentity) -> Bool
    /// The reason why bytes from a tty, starting anywhere, are certainly of this family; `nil` when they are not, or could be of
    /// another.
    public let recognizes: @Sendable ([UInt8]) -> String?
    /// Begins a conversation. The options come from the settings; invalid ones are refused with a message that says what to
    /// change. Without a device (nothing is plugged in yet) the dialogue can only be asked for its channels.
    public let makeDialogue: @Sendable (DriverOptions, DeviceIdentity?) throws(OptionError) -> any SensorDialogue

    public init(
        name: String, title: String, maturity: Maturity, transport: TransportNeed,
        claims: @escaping @Sendable (DeviceIdentity) -> Bool,
        recognizes: @escaping @Sendable ([UInt8]) -> String? = { _ in nil },
        makeDialogue: @escaping @Sendable (DriverOptions, DeviceIdentity?) throws(OptionError) -> any SensorDialogue
    ) {
        self.name = name
        self.title = title
        self.maturity = maturity
        self.transport = transport
        self.claims = claims
        self.recognizes = recognizes
        self.makeDialogue = makeDialogue
    }
}

/// How well a driver has been tested.
public enum Maturity: String, Sendable {
    /// Tested against models of the device only.
    case emulated
    /// Somebody has run it with a real device, and has reported it.
    case reported

    /// The meaning, for people.
    public var meaning: String {
        switch self {
        case .emulated: "tested against models of the device only; if you have a real device, capture it with `holdfast capture`"
        case .reported: "somebody has used it with a real device"
        }
    }
}

/// The reason why the settings of a sensor do not give a dialogue.
public enum OptionError: Error, Equatable, Sendable {
    /// `key` of the sensor's table has a value that the driver cannot use.
    case invalid(key: String, message: String)
}
