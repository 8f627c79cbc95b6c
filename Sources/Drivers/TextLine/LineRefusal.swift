/// The reason why a line of text is not a sample.
public enum LineRefusal: UInt8, Sendable, BitwiseCopyable {
    case none, noNumber, severalNumbers, comma, unit, unreadable, shape, binary

    /// The problem and the cure; empty for none.
    public var text: String {
        switch self {
        case .none: ""
        case .noNumber: "its lines hold no number: check the baud rate"
        case .severalNumbers:
            "its lines hold several numbers: set columns to those that are forces, and time_column to the time"
        case .comma:
            "its lines hold a comma between digits: set decimal_comma = true, or set separator and columns"
        case .unit:
            "its lines name another unit than the settings: set unit to what the device prints, or set the device to that unit"
        case .unreadable:
            "its lines hold something between a number and a word: check the baud rate, or set separator and columns"
        case .binary:
            "its bytes are not text: check the baud rate, or choose the driver for the device"
        case .shape: "its lines do not have the columns that the settings name: check columns, time_column and separator"
        }
    }
}
