import Foundation
import Testing

@testable import LinuxIO

struct ClockTests {
    /// Foundation reads the zone of the host in its own way.
    @Test(arguments: [0, 1_792_889_999, 1_792_890_000, 1_780_000_000]) func aMomentHasTheOffsetOfTheHost(_ seconds: Int64) {
        let zone = Clock.zone(at: seconds * 1_000_000)
        let moment = Date(timeIntervalSince1970: Double(seconds))
        #expect(zone.offsetSeconds == Int64(TimeZone.current.secondsFromGMT(for: moment)))
        #expect(TimeZone(identifier: zone.name)?.secondsFromGMT(for: moment) == Int(zone.offsetSeconds))
    }
}
