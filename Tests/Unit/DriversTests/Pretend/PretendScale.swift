import Drivers
import Samples

/// A scale that says a weight of so many digits several times a second.
final class PretendScale: PretendDevice {
    var report: [UInt8] = [3, 4, 3, 0xFF, 0, 0]
    var digits: UInt16 = 0

    override init() {
        super.init()
        tick = HostInstant(nanoseconds: 0)
    }

    override func ticked() {
        tick = now.advanced(bySeconds: 0.2)
        send(Array(report.prefix(4)) + [UInt8(digits & 0xFF), UInt8(digits >> 8)] + report.dropFirst(6), from: .report)
        digits &+= 1
    }
}
