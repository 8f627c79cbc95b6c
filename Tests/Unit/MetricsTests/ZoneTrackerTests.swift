import Glibc
import Metrics
import RealTimeProbe
import Testing
import Seeding

@Suite struct ZoneTrackerTests {
    private func track(_ percents: [Double], seconds: Double = 0.01) -> ZoneTracker {
        var tracker = ZoneTracker()
        for percent in percents { _ = tracker.push(percent, seconds: seconds) }
        return tracker
    }

    @Test("An edge belongs to the zone above it")
    func edges() {
        let cases: [(Double, ForceZone)] = [
            (-5, .low), (29.9, .low), (30, .moderate), (59.9, .moderate), (60, .high), (80, .threshold), (84.9, .threshold),
            (85, .highThreshold), (130, .highThreshold),
        ]
        for (percent, zone) in cases { #expect(ForceZone.of(percent) == zone, "\(percent) %") }
    }

    @Test("A force that flickers about an edge stays where it was")
    func hysteresis() {
        let flicker = [70.0] + (0..<500).map { 80 + 0.9 * sin(Double($0)) }
        let tracker = track(flicker)
        #expect(tracker.zone == .high && abs(tracker.time(in: .high) - 5.01) < 1e-9 && tracker.time(in: .threshold) == 0)
    }

    @Test("A zone changes after 100 ms in another one, whose time counts from the leaving on")
    func dwell() {
        let short = track([Double](repeating: 50, count: 100) + [Double](repeating: 70, count: 9) + [50])
        #expect(short.zone == .moderate && abs(short.time(in: .moderate) - 1.1) < 1e-9 && short.time(in: .high) == 0)
        var long = track([Double](repeating: 50, count: 100) + [Double](repeating: 70, count: 9))
        #expect(abs(long.time(in: .moderate) - 1.09) < 1e-9)
        let changed = long.push(70, seconds: 0.01)
        #expect(changed && long.zone == .high)
        #expect(abs(long.time(in: .moderate) - 1) < 1e-9 && abs(long.time(in: .high) - 0.1) < 1e-9)
        // Going through two zones in less than 100 ms each is one change.
        let fast = track([20] + [Double](repeating: 40, count: 5) + [Double](repeating: 70, count: 10))
        #expect(fast.zone == .high && fast.time(in: .moderate) == 0 && abs(fast.time(in: .high) - 0.15) < 1e-9)
    }

    @Test("Times add up to what was pushed, whatever the force does; what is no number is left out")
    func sums() {
        var numbers = SeededNumbers(seed: 31)
        var tracker = ZoneTracker()
        var percent = 50.0
        var sum = 0.0
        for _ in 0..<20_000 {
            percent += 3 * Holds.gaussian(&numbers)
            percent = min(120, max(-10, percent))
            _ = tracker.push(percent, seconds: 0.004)
            sum += 0.004
        }
        _ = tracker.push(.nan, seconds: 1)
        _ = tracker.push(50, seconds: .infinity)
        _ = tracker.push(50, seconds: -1)
        let total = ForceZone.allCases.reduce(0) { $0 + tracker.time(in: $1) }
        #expect(abs(total - sum) < 1e-6, "seed 31")
        tracker.reset()
        #expect(tracker.zone == nil && tracker.time(in: .low) == 0)
    }

    @Test("No force takes memory")
    func memory() {
        var tracker = ZoneTracker()
        var index = 0
        let before = probe_own_allocations()
        while index < 10_000 {
            _ = tracker.push(Double(index % 100), seconds: 0.05)
            index += 1
        }
        #expect(probe_own_allocations() == before)
    }

    @Test("A hold lists its time in each zone of the athlete's maximum")
    func hold() throws {
        var record = Holds.explosive(seconds: 12)
        #expect(HoldAnalysis.result(of: record)["zone_time_high"]?.reason == .noMaximalForce)
        record.context.maximalForce = 600
        let result = HoldAnalysis.result(of: record)
        // 400 N of 600 N are 67 %, for 12 s but for the rise.
        #expect(abs(try #require(result["zone_time_high"]?.value) - 12) < 0.2)
        #expect(result["zone_time_high_threshold"]?.value == 0)
        let sum = ForceZone.allCases.reduce(0) { $0 + (result["zone_time_\($1.name)"]?.value ?? .nan) }
        #expect(abs(sum - (try #require(result["duration"]?.value))) < 0.01)
    }
}
