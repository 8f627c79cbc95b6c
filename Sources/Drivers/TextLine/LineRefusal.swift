/// The reason why a line of text is not a sample.
public enum LineRefusal: UInt8, Sendable, BitwiseCopyable {
    case none, noNumber, severalNumbers, comma, unit, unreadable, shape, binary

    /// The problem and the cure; empty for none.
    public var text: String {
        switch self {
        case .none: ""
        case .noNumber: "its lines hold no number: check the baud rate"
        case .severalNumbers:
            "its lines hold several numbers: say which are forces with columns, and which is the time with time_column"
        case .comma:
            "its lines hold a comma between digits: say decimal_comma = true, or separator and columns"
        case .unit: "its lines name another unit than the settings: set unit to what the device prints, or switch the device"
        case .unreadable:
            "its lines hold something between a number and a word: check the baud rate, or say separator and columns"
        case .binary:
            "its bytes are no text: it runs at another baud rate, or is a device with a driver of its own"
        case .shape: "its lines do not have the columns of the settings"
        }
    }
}
