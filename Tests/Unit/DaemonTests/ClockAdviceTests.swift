import Messages
import Settings
import Testing
import Timing

@testable import Daemon

/// What is said of clocks that do not lock.
struct ClockAdviceTests {
    private func state(_ trouble: ClockTrouble, _ value: Double, timeUnit: String? = "us") throws -> (
        state: Station1.SensorState, reason: String?
    )? {
        let time = timeUnit.map { "columns = [2]\ntime_column = 1\ntime_unit = \"\($0)\"" } ?? ""
        let read = try StationSettings.parse([("t", Array("[sensor.one]\ndriver = \"text\"\npath = \"/dev/null\"\n\(time)".utf8))]
        )
        return ClockAdvice.state(trouble, value, try #require(read.sensors.first))
    }

    @Test func aClockThatOnlyListensHasNoTrouble() throws { #expect(try state(.none, 0) == nil) }

    @Test func slowSensorsAreValues() throws {
        let said = try #require(try state(.slow, 0.5))
        #expect(said.state == .slow && said.reason?.hasPrefix("0.5 samples per second") == true)
    }

    @Test(arguments: [("us", 0.001, "ms"), ("ms", 1000, "us"), ("us", 1e-6, "s"), ("s", 1.02e6, "us"), ("ns", 0.00098, "us")])
    func theUnitThatFitsIsNamed(set: String, speed: Double, right: String) throws {
        let said = try #require(try state(.deviceTime, speed, timeUnit: set))
        #expect(said.state == .refused && said.reason?.contains("time_unit = \"\(right)\"") == true, "\(said.reason ?? "")")
    }

    @Test func aColumnThatIsNoTimeIsLeftOut() throws {
        for speed in [0.0, 0.37, 0.00008] {
            let said = try #require(try state(.deviceTime, speed))
            #expect(said.reason?.contains("or remove time_column") == true, "\(said.reason ?? "")")
        }
        #expect(try state(.deviceTime, 2, timeUnit: nil)?.reason?.contains("the time of the device runs 2 times") == true)
    }

    @Test func impossibleAndUnsteadyRatesAreSaid() throws {
        #expect(try state(.impossibleRate, 6_944_444)?.reason?.contains("6944444 samples") == true)
        #expect(try state(.unsteady, 80.02)?.state == .settling)
    }
}
