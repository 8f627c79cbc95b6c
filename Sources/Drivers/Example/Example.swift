import Samples

/// The device of <doc:AddingADriver>: it does not exist, and has no row in `DriverTable`.
///
/// It answers `?` with `EXAMPLE 1`. After `go` it streams frames of six bytes, 500 a second: A5h, a number that wraps at 256, a
/// 24-bit count in two's complement with its lowest byte first, and the exclusive or of these five. After `halt` it stops.
public enum Example {
    public static let driver = Driver(
        name: "example", title: "Example of a driver", maturity: .emulated,
        transport: .serial(baud: 115_200, flowControl: false),
        claims: { $0.subsystem == "tty" && $0.product == "EXAMPLE FORCE SENSOR" },
        makeDialogue: { _, _ throws(OptionError) in ExampleDialogue() })
}
