import Samples
import Testing

@testable import Daemon

/// The clock of the host, that of a machine without a battery among them.
struct HostClockTests {
    private let second: Int64 = 1_000_000
    private let today: Int64 = 1_795_000_000_000_000

    private func at(_ seconds: Int64) -> HostInstant { HostInstant(nanoseconds: seconds * 1_000_000_000) }

    @Test func aClockThatRunsIsNotSpokenOf() {
        var clock = HostClock(newest: today - 3600 * second)
        // Kept right by small steps.
        for tick: Int64 in 0..<100 { _ = clock.look(today + tick * second + tick % 3 * 400_000, at: at(tick)) }
        #expect(clock.warnings.isEmpty)
    }

    @Test func aClockThatNobodyHasSetIsSaidUntilItIs() {
        var clock = HostClock(newest: nil)
        _ = clock.look(300 * second, at: at(10))
        _ = clock.look(301 * second, at: at(11))
        #expect(clock.warnings.count == 1 && clock.warnings[0].contains("is not set") && clock.warnings[0].contains("1970-01-01"))
        #expect(clock.warnings[0].contains("timedatectl"))
        _ = clock.look(today, at: at(12))
        #expect(clock.warnings.count == 1 && clock.warnings[0].contains("has jumped"))
    }

    @Test func aClockThatStandsBeforeTheNewestHoldIsSaid() {
        var clock = HostClock(newest: today)
        _ = clock.look(today - 14 * 86_400 * second, at: at(10))
        #expect(clock.warnings.count == 1 && clock.warnings[0].contains("newest hold"))
    }

    @Test func aStepBackIsSaidAsWell() {
        var clock = HostClock(newest: today)
        _ = clock.look(today + 10 * second, at: at(10))
        #expect(clock.warnings.isEmpty)
        _ = clock.look(today - 3600 * second, at: at(11))
        #expect(clock.warnings.count == 1 && clock.warnings[0].contains("newest hold"))
    }

    @Test func aStepIsToldOnceAndASleepIsNone() {
        var clock = HostClock(newest: nil)
        #expect(clock.look(today, at: at(10), asleep: 5_000_000) == HostClock.Change())
        // The wall clock goes on while the host sleeps, the monotonic one does not.
        let slept = clock.look(today + 3_601 * second, at: at(11), asleep: 3_600_005_000_000)
        #expect(slept.stepped == nil && abs((slept.slept ?? 0) - 3600) < 1e-6)
        #expect(clock.warnings.isEmpty)
        #expect(clock.look(today + 3_602 * second, at: at(12), asleep: 3_600_005_000_000) == HostClock.Change())
        #expect(clock.look(today + 2 * second, at: at(13), asleep: 3_600_005_000_000).stepped == -3601)
        #expect(clock.warnings.count == 1 && clock.warnings[0].contains("has jumped"))
    }
}
