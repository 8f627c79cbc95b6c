import Samples

/// LabJack U6 and U3: analog inputs for force plates and load-cell amplifiers, streamed in numbered packets.
public enum LabJack {
    public static let u6 = driver("labjack-u6", "LabJack U6", .u6)
    public static let u3 = driver("labjack-u3", "LabJack U3", .u3)

    private static func driver(_ name: String, _ title: String, _ model: LabJackModel) -> Driver {
        Driver(
            name: name, title: title, maturity: .emulated,
            transport: .usb(
                interface: 0,
                endpoints: [
                    USBEndpointNeed(address: 0x01, transfer: .bulk, length: 64, inFlight: 0),
                    USBEndpointNeed(address: 0x82, transfer: .bulk, length: 64, inFlight: 1),
                    // One packet per transfer, with many in flight: a packet does not wait for the next one.
                    USBEndpointNeed(address: 0x83, transfer: .bulk, length: 64, inFlight: 32),
                ]),
            claims: { $0.subsystem == "usb" && $0.vendorID == 0x0CD5 && $0.productID == model.productID },
            makeDialogue: { options, _ throws(OptionError) in LabJackDialogue(try LabJackSettings(options, model)) })
    }
}

/// The differences between the two models.
enum LabJackModel: Sendable {
    case u3, u6

    var productID: UInt16 { self == .u6 ? 6 : 3 }
    /// The number of inputs on its case.
    var inputs: Int { self == .u6 ? 14 : 16 }
    var gains: [Int] { self == .u6 ? [1, 10, 100, 1000] : [1] }
    /// Blocks of calibration constants, four in each.
    var blocks: Int { self == .u6 ? 10 : 5 }
    /// The largest number of samples per second of a stream, all inputs together.
    static let fastest = 50_000.0
}
