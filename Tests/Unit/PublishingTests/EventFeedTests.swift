import LinuxIO
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
}
