import LinuxIO
import Messages
import RingBuffer
import Samples
import Testing

@testable import Publishing

struct EventFeedTests {
    private static let capacity = UInt64(EventFeed.capacity)

    private func numbers(_ items: [EventFeed.Item]) -> [Int64] {
        items.compactMap { if case .hold(let number) = $0 { number } else { nil } }
    }

    private func view() throws -> StationView {
        let layout = BroadcastLayout(minimumSlots: 2)
        let (readings, spectra) = try (
            MemoryFile(name: "readings", byteCount: layout.byteCount), MemoryFile(name: "spectra", byteCount: layout.byteCount)
        )
        _ = BroadcastWriter<Reading>(memory: readings.memory, layout: layout, epoch: 1)
        _ = BroadcastWriter<SpectrumHop>(memory: spectra.memory, layout: layout, epoch: 1)
        return StationView(
            generation: 1, sensors: Editions([]),
            readings: try #require(BroadcastReader<Reading>(memory: readings.memory, byteCount: readings.byteCount)),
            spectra: try #require(BroadcastReader<SpectrumHop>(memory: spectra.memory, byteCount: spectra.byteCount)),
            events: Ring<HoldEvent>(minimumCapacity: 16), controlEvents: Ring<HoldEvent>(minimumCapacity: 16),
            memory: [readings, spectra])
    }

    @Test func whatIsKeptIsAlwaysTheNewestAndWhoeverIsBehindHearsHowMuchIsGone() throws {
        let feed = EventFeed(for: .read)
        let view = try view()
        var posted: Int64 = 0
        for batch in [1, 62, Int64(Self.capacity) - 63, 1, 5000, 3 * Int64(Self.capacity) + 7] {
            for _ in 0..<batch {
                posted += 1
                feed.post(hold: posted)
            }
            feed.drain(view) { _, _ in }
            #expect(feed.end == UInt64(posted))
            let kept = min(UInt64(posted), Self.capacity)
            let (all, dropped) = feed.items(from: 0, limit: .max)
            #expect(dropped == UInt64(posted) - kept)
            #expect(numbers(all) == Array((posted - Int64(kept) + 1)...posted))
            let (newest, none) = feed.items(from: feed.end - 1, limit: 64)
            #expect(numbers(newest) == [posted] && none == 0)
        }
        let (first, _) = feed.items(from: feed.end - 100, limit: 64)
        #expect(numbers(first) == Array((posted - 99)...(posted - 36)))
        // Whoever has heard all, and whoever asks for what is still to come.
        #expect(feed.items(from: feed.end, limit: 64).items.isEmpty)
        let (future, gone) = feed.items(from: feed.end + 5, limit: 64)
        #expect(future.isEmpty && gone == 0)
    }

    /// What is a number among the values has a field that says what it is.
    @Test func booleansAndCodesOfEventsHaveFields() throws {
        let view = try view()
        func event(_ what: HoldEvent.What) -> Station1.Event? {
            let event = HoldEvent(sensor: SensorNumber(0), hold: 3, index: 7, time: HostInstant(nanoseconds: 1000), what: what)
            return Station1.Event(NamedEvent(event, in: view, edition: 0))
        }
        func onset(_ kind: HoldKind) -> HoldEvent.Onset {
            HoldEvent.Onset(
                kind: kind, onset: 5, onset5SD: .nan, trigger: 6, confirmed: 7, baselineMean: 1, baselineDeviation: 0.1,
                baselineFirst: 0, baselineCount: 5, rest: 0, scatter: 0.1, countermovement: 0, flags: .pretension)
        }
        let explosive = event(.onset(onset(.explosive)))
        #expect(explosive?.kind == .explosive && explosive?.values["explosive"] == 1 && explosive?.flags == ["pretension"])
        #expect(event(.onsetFinal(onset(.sustained)))?.kind == .sustained)
        for truth in [true, false] {
            let tared = event(.tared(offset: 1, deviation: 2, quiet: truth, ticket: 9))
            #expect(tared?.quiet == truth && tared?.values == ["offset": 1, "deviation": 2, "quiet": truth ? 1 : 0])
            #expect(event(.negativeLoadEnded(returned: truth))?.returned == truth)
        }
        #expect(event(.holdMerged(into: 12))?.into == 12)
        for (test, name, code) in [(.deviation, .deviation, 0), (.rise, .drift, 1), (.range, .range, 2)]
            as [(HoldEvent.Unrest.Test, Station1.UnrestTest, Double)]
        {
            let unrest = event(.notArmed(HoldEvent.Unrest(test: test, value: 2, limit: 1)))
            #expect(unrest?.test == name && unrest?.values["test"] == code)
        }
        let refused = event(.tareRefused(.noSamples, ticket: 9))
        #expect(refused?.refusal == .noSamples && refused?.values == ["reason": 1])
        #expect(event(.surge(trigger: 6))?.kind == nil)
        // What a session is compared with is nobody's business.
        #expect(event(.conditions(HoldConditions())) == nil)
    }
}
