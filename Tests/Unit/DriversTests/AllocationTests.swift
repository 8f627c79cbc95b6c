import Drivers
import RealTimeProbe
import Samples
import Testing

/// A dialogue runs on the thread that reads devices: while it streams it does not allocate.
struct AllocationTests {
    @Test(.enabled(if: probe_is_active(), "the probe is compiled out under sanitizers"), arguments: Family.all)
    func streamingDoesNotAllocate(family: Family) throws {
        let rig = try family.begin(with: family.makeDevice())
        rig.run(3)
        try #require(rig.failure == nil && !rig.samples.isEmpty)
        var stream: [(endpoint: Endpoint, bytes: [UInt8])] = []
        rig.wire = { endpoint, bytes in
            // A block of a force plate is taken in pieces.
            for start in stride(from: 0, to: bytes.count, by: 64) {
                stream.append((endpoint, Array(bytes[start..<min(start + 64, bytes.count)])))
            }
            return []
        }
        rig.run(0.5)
        var sink = SampleSink()
        var request = RequestBuffer()
        var samples = 0
        let dialogue = rig.dialogue
        try #require(stream.count >= 2)
        var before = probe_own_allocations()
        for index in stream.indices {
            // The first round warms up what the language makes when it is first used.
            if index == 1 { before = probe_own_allocations() }
            let (endpoint, bytes) = stream[index]
            try dialogue.receive(bytes.span, from: endpoint, at: rig.now, into: &sink)
            samples += sink.count
            sink.removeAll()
            _ = try dialogue.next(at: rig.now, into: &request)
            request.removeAll()
        }
        let allocations = probe_own_allocations() - before
        // One block of a force plate is 200.
        #expect(samples > 20, "\(family)")
        #expect(allocations == 0, "\(family)")
    }
}
