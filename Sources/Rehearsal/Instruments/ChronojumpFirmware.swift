/// A firmware of the Chronojump force sensor, and its differences from the others.
public enum ChronojumpFirmware: String, Sendable, CaseIterable {
    case v0_1 = "0.1"
    case v0_2 = "0.2"
    case v0_3 = "0.3"
    case v0_4 = "0.4"
    case v0_5 = "0.5"
    case v0_6 = "0.6"
    case v0_7 = "0.7"
    /// The platform of four cells.
    case platform0_1 = "platform"

    /// The answer to `get_version:`.
    var version: String { self == .platform0_1 ? "Force_Platform-0.1" : "Force_Sensor-\(rawValue)" }

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    private func isAtLeast(_ other: ChronojumpFirmware) -> Bool { self != .platform0_1 && order >= other.order }

    /// Frames of 16 bytes instead of lines.
    var isBinary: Bool { self == .v0_3 || self == .platform0_1 }
    /// The answer to `get_transmission_format:`; nil where the command does not exist.
    var transmissionFormat: String? {
        if isBinary { return "binary" }
        return isAtLeast(.v0_3) ? "text" : nil
    }
    /// The firmware for four cells does not report the start of the capture.
    var announcesCapture: Bool { self != .platform0_1 }
    /// Since 0.6 the answer ends with a colon.
    var captureEnded: String { isAtLeast(.v0_6) ? "Capture ended:" : "Capture ended" }
    /// Since 0.4 `Taring OK` and `Calibrating OK` contain the new value.
    var reportsNewValue: Bool { isAtLeast(.v0_4) }
    /// The number of conversions that `tare:` averages.
    var tareReadings: Int { self == .v0_1 ? 255 : 50 }
    /// `updated` precedes `Tare set` when the memory was changed.
    var saysUpdated: Bool { self == .v0_6 }
    var hasSetBps: Bool { self == .v0_6 }
    var hasTrigger: Bool { isAtLeast(.v0_5) }
    var decimals: Int { self == .v0_1 ? 1 : 2 }
    /// Its sum of differences of `micros()` loses one microsecond at the wrap.
    var losesOneAtWrap: Bool { self == .v0_1 }
}
