import Drivers
import Samples

/// An Arduino sketch that prints the microseconds since it began and two numbers, a hundred times a second.
final class PretendLines: PretendDevice {
    private var printed = 0

    /// What stands in line `index`, hundredths.
    static func signal(_ index: Int) -> Int { 1000 + index * 37 % 500 }

    override init() {
        super.init()
        tick = HostInstant(nanoseconds: 0)
    }

    override func ticked() {
        tick = now.advanced(bySeconds: 0.01)
        if printed == 0 { send(Array("\u{0}HX711 demo 1.0\r\ncalibrating...\r\n".utf8), from: .serial) }
        let value = Self.signal(printed)
        let text = "\(10_000 * printed);\(value / 100).\(value / 10 % 10)\(value % 10);\(-printed)\r\n"
        // Now and then the amplifier is not ready.
        send(Array((printed % 29 == 28 ? "\(10_000 * printed);nan;\(-printed)\r\n" : text).utf8), from: .serial)
        printed += 1
    }
}
