import Foundation
import Help
import LinuxIO
import Testing

@testable import Console

struct WallTimeTests {
    /// Noon of the first of July 2026 and of the first of January 2027, UTC.
    private let summer: Int64 = 1_782_907_200_000_000
    private let winter: Int64 = 1_798_804_800_000_000

    @Test func utcHasNoOffset() throws {
        let times = WallTime(try Arguments(["--utc"], options: Option.common))
        #expect(times.text(summer) == "2026-07-01 12:00:00" && times.day(winter) == "2027-01-01")
        #expect(times.full(winter) == "2027-01-01 12:00:00 +00:00")
    }

    @Test func aDurationHasTwoUnits() {
        let seconds = [0, 41, 3600, 11_530, 459_000]
        #expect(seconds.map(Command.duration) == ["0 s", "41 s", "1 h 0 min", "3 h 12 min", "5 d 7 h"])
    }

    @Test func localTimeIsThatOfTheHostAndSorts() throws {
        let times = WallTime(try Arguments([], options: Option.common))
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.dateFormat = "yyyy-MM-dd HH:mm:ss xxx"
        for moment in [summer, winter] {
            #expect(times.full(moment) == format.string(from: Date(timeIntervalSince1970: Double(moment) / 1e6)))
        }
        #expect(times.text(summer) < times.text(winter))
    }
}
