import LinuxIO
import Interface
import RingBuffer
import Samples
import Store
import Testing

@testable import Publishing

/// What a client of `Monitor` hears that was away while readings came.
struct MonitorStreamTests {
    /// A ring of readings, and a stream of it that has said hello.
    private final class Bench {
        private let view: StationView
        private var readings: BroadcastWriter<Reading>
        private let service: StationService
        private let stream: MonitorStream
        private var now = HostInstant(nanoseconds: 1_000_000_000)

        init(slots: Int = 64, disconnectsOnOverrun: Bool = false) throws {
            let layout = BroadcastLayout(minimumSlots: slots)
            let (memory, hops) = try (
                MemoryFile(name: "readings", byteCount: layout.byteCount),
                MemoryFile(name: "spectra", byteCount: layout.byteCount)
            )
            readings = BroadcastWriter<Reading>(memory: memory.memory, layout: layout, epoch: 1)
            _ = BroadcastWriter<SpectrumHop>(memory: hops.memory, layout: layout, epoch: 1)
            view = StationView(
                generation: 1, sensors: Editions([]),
                readings: try #require(BroadcastReader<Reading>(memory: memory.memory, byteCount: memory.byteCount)),
                spectra: try #require(BroadcastReader<SpectrumHop>(memory: hops.memory, byteCount: hops.byteCount)),
                events: Ring<HoldEvent>(minimumCapacity: 16), controlEvents: Ring<HoldEvent>(minimumCapacity: 16),
                memory: [memory, hops])
            service = StationService(
                backend: SecretBackend(view, hold: nil, maximum: .nan), feed: EventFeed(for: .read),
                file: StoreFile(path: "/nowhere"))
            var request = MonitorStream.Request()
            request.disconnectsOnOverrun = disconnectsOnOverrun
            stream = MonitorStream(request, view: view, service: service)
            _ = stream.next(at: now)
        }

        /// Publishes readings, 50 ms apart.
        func publish(_ indices: Range<UInt64>) {
            for index in indices {
                let moment = HostInstant(nanoseconds: Int64(index) * 50_000_000)
                let frame = Frame(
                    sensor: SensorNumber(0), present: 1, flags: [], index: index, time: moment, arrival: moment,
                    values: [8 of Double](repeating: 0))
                readings.publish(Reading(frame: frame, sequence: index))
            }
        }

        func next(after seconds: Double = 1) -> VarlinkStreamStep {
            now = now.advanced(bySeconds: seconds)
            return stream.next(at: now)
        }

        /// First sample, samples, and what is dropped and lost, of each batch that is said next.
        func batches(after seconds: Double = 1) throws -> [[Int64]] {
            guard case .message(let message) = next(after: seconds) else { return [] }
            let reply = try JSONParser.object(message.dropLast()[...], limit: 1 << 20)
            let batches = (reply["parameters"]?.object?["batches"]?.array ?? []).compactMap(\.object)
            return batches.map { batch in
                let count = batch["signals"]?.array?.first?.object?["samples"]?.array?.count ?? 0
                let numbers = ["firstSample", "dropped", "lost"].map { batch[$0]?.integer ?? -1 }
                return [numbers[0], Int64(count), numbers[1], numbers[2]]
            }
        }
    }

    @Test func whoeverIsOverrunGoesOnAtTheNewestSecondAndHearsHowMuchIsGone() throws {
        let bench = try Bench()
        bench.publish(0..<5)
        #expect(try bench.batches() == [[0, 5, 0, 0]])
        bench.publish(5..<205)
        #expect(try bench.batches() == [[184, 21, 179, 0]])
        // Two that the sensor itself has not sent are no fault of the client.
        bench.publish(205..<206)
        #expect(try bench.batches() == [[205, 1, 0, 0]])
    }

    @Test func whoeverWantsToBeClosedInsteadIsToldWhy() throws {
        let bench = try Bench(disconnectsOnOverrun: true)
        bench.publish(0..<205)
        guard case .failed(.subscriberTooSlow(184)) = bench.next() else {
            Issue.record("it goes on")
            return
        }
    }

    @Test func moreThanOneMessageHoldsDoesNotWaitForTheInterval() throws {
        let bench = try Bench(slots: 4096)
        bench.publish(0..<2500)
        #expect(try bench.batches() == [[0, 1024, 0, 0]])
        #expect(try bench.batches(after: 0) == [[1024, 1024, 0, 0]])
        #expect(try bench.batches(after: 0) == [[2048, 452, 0, 0]])
        bench.publish(2500..<2501)
        guard case .wait(_, orNews: false) = bench.next(after: 0.01) else {
            Issue.record("the interval is not kept")
            return
        }
    }
}
