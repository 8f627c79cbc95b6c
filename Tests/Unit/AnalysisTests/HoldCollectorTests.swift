import Metrics
import Samples
import Testing

@testable import Analysis

struct HoldCollectorTests {
    private static let rate = 1000.0

    /// A collector of a sensor whose rate is known.
    private func collector() -> HoldCollector {
        var collector = HoldCollector(OnsetParameters(.cell))
        #expect(collector.receive(event(.rateFrozen(Self.rate), 0)) == nil)
        return collector
    }

    private func event(_ what: HoldEvent.What, _ index: UInt64) -> HoldEvent {
        HoldEvent(sensor: SensorNumber(0), hold: 0, index: index, time: time(index), what: what)
    }

    private func time(_ index: UInt64) -> HostInstant { HostInstant(nanoseconds: Int64(index) * 1_000_000) }

    /// A slow ramp, as its reading is before it is known what it becomes.
    private func reading(_ index: UInt64) -> Reading {
        var reading = Reading(
            frame: Frame(
                sensor: SensorNumber(0), present: 1, flags: [], index: index, time: time(index), arrival: time(index),
                values: [8 of Double](repeating: 0)), sequence: index)
        reading.phase = .ramp
        reading.force = Double(index)
        return reading
    }

    @Test func ofASensorThatIsPluggedInAgainAndAgainOnlyTheNewestStreamIsKept() {
        var collector = collector()
        var index: UInt64 = 0
        for round in 0..<200 {
            // A hole of two seconds, or one of unknown length.
            let lost: UInt64 = round % 2 == 0 ? 2000 : 0
            index += lost
            collector.receive(reading(index))
            #expect(collector.receive(event(.discontinuity(lost: lost), index)) == nil)
            for _ in 1..<1500 {
                index += 1
                collector.receive(reading(index))
            }
            index += 1
            #expect(collector.count == 1500)
        }
    }

    @Test func aHoleThatIsBridgedForgetsNothing() {
        var collector = collector()
        for index in UInt64(0)..<500 { collector.receive(reading(index)) }
        collector.receive(reading(600))
        #expect(collector.receive(event(.discontinuity(lost: 100), 600)) == nil)
        #expect(collector.count == 501)
        // The event may come before its reading.
        #expect(collector.receive(event(.discontinuity(lost: 101), 702)) == nil)
        #expect(collector.count == 0)
    }
}
