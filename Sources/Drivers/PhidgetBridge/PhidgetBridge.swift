import Samples

/// The PhidgetBridge 1046: four bridge inputs with a 24-bit converter. Two generations share a product number and nothing else on
/// the wire: reports of a HID device (versions below 2.00), and messages of a vendor-specific class.
public enum PhidgetBridge {
    public static let reports = Driver(
        name: "phidget-1046-0", title: "PhidgetBridge 1046_0 (HID)", maturity: .emulated,
        transport: .hidraw(inputLength: 18, outputLength: 5),
        claims: { $0.subsystem == "hidraw" && isBridge($0) && ($0.deviceVersion ?? 0) < 0x0200 },
        makeDialogue: { options, device throws(OptionError) in
            PhidgetReportDialogue(
                try PhidgetBridgeSettings(options, gains: [1, 8, 16, 32, 64, 128], interval: 8...1000, isHID: true),
                version: device?.deviceVersion ?? 0x0102)
        })

    public static let messages = Driver(
        name: "phidget-1046-1", title: "PhidgetBridge 1046_1", maturity: .emulated,
        transport: .usb(
            interface: 0, endpoints: [USBEndpointNeed(address: 0x81, transfer: .interrupt, length: 64, inFlight: 16)]),
        claims: {
            $0.subsystem == "usb" && isBridge($0) && ($0.deviceVersion ?? 0) >= 0x0200 && ($0.interfaceClass ?? 0xFF) == 0xFF
        },
        makeDialogue: { options, _ throws(OptionError) in
            PhidgetMessageDialogue(
                try PhidgetBridgeSettings(
                    options, gains: [1, 2, 4, 8, 16, 32, 64, 128], interval: 1...1000, isHID: false))
        })

    private static func isBridge(_ device: DeviceIdentity) -> Bool {
        device.vendorID == 0x06C2 && device.productID == 0x003B
    }
}

/// The settings for a bridge.
struct PhidgetBridgeSettings {
    static let inputLimit = 4
    /// The inputs that are read, in the order of the sensor's channels.
    let inputs: [Int]
    /// The same as a mask.
    private(set) var enabled: UInt8 = 0
    private var channels = [4 of Int](repeating: -1)
    var gains = [4 of Int](repeating: 128)
    /// The time between two samples of an input, milliseconds.
    var interval: Double

    /// - Parameters:
    ///   - gains: the gains that this generation supports.
    ///   - interval: the intervals that it supports, milliseconds.
    ///   - isHID: whether intervals are whole multiples of 8 ms, and all inputs come in one packet.
    init(_ options: DriverOptions, gains allowed: [Int], interval limits: ClosedRange<Double>, isHID: Bool) throws(OptionError) {
        inputs = options.inputs.isEmpty ? Array(0..<Self.inputLimit) : options.inputs
        for (channel, input) in inputs.enumerated() {
            guard input >= 0, input < Self.inputLimit else {
                throw .invalid(key: "inputs", message: "a bridge has the inputs 0 to 3")
            }
            guard enabled >> UInt8(input) & 1 == 0 else {
                throw .invalid(key: "inputs", message: "input \(input) is named twice")
            }
            enabled |= 1 << UInt8(input)
            channels[input] = channel
        }
        guard options.gains.count <= 1 || options.gains.count == inputs.count else {
            throw .invalid(key: "gains", message: "give one gain, or one for each of the \(inputs.count) inputs")
        }
        for (index, input) in inputs.enumerated() {
            let wanted = options.gains.count > 1 ? options.gains[index] : options.gains.first ?? 128
            guard let gain = allowed.first(where: { Double($0) == wanted }) else {
                throw .invalid(key: "gains", message: "a gain must be one of \(allowed.map(String.init).joined(separator: ", "))")
            }
            gains[input] = gain
        }
        // A full-speed interrupt endpoint transfers one packet per millisecond.
        let shortest = isHID ? limits.lowerBound : Double(inputs.count) * limits.lowerBound
        interval = options.rate.map { 1000 / $0 } ?? shortest
        guard interval >= shortest, interval <= limits.upperBound else {
            throw .invalid(
                key: "rate", message: "\(inputs.count) inputs can be read at \(1000 / limits.upperBound) to \(1000 / shortest) Hz"
            )
        }
        if isHID { interval = max((interval / 8).rounded(), 1) * 8 }
    }

    /// −1 when the input is not read.
    func channel(of input: Int) -> Int { channels[input] }

    func isEnabled(_ input: Int) -> Bool { enabled >> UInt8(input) & 1 != 0 }
}
