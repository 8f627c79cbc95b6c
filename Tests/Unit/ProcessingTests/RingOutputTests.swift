import LinuxIO
import RingBuffer
import Samples
import Testing

@testable import Processing

struct RingOutputTests {
    @Test func whenNobodyReadsSamplesAreRefusedAndEventsAreNot() throws {
        let analysis = Ring<ProcessedItem>(minimumCapacity: 2048)
        let recording = Ring<RecordedOutcome>(minimumCapacity: 2048)
        let events = Ring<HoldEvent>(minimumCapacity: 1 << 12)
        let layout = BroadcastLayout(minimumSlots: 1 << 10)
        let memory = try MemoryFile(name: "test-ring", byteCount: layout.byteCount)
        let spectra = try MemoryFile(name: "test-ring-spectra", byteCount: layout.byteCount)
        var output = RingOutput(
            broadcast: BroadcastWriter(memory: memory.memory, layout: layout, epoch: 1),
            spectra: BroadcastWriter(memory: spectra.memory, layout: layout, epoch: 1), analysis: analysis.makeProducer(),
            recording: recording.makeProducer(), events: events.makeProducer(),
            retired: Ring<StagesHandle>(minimumCapacity: 2).makeProducer())
        let processor = StationProcessor(sensors: [HoldFrames.settings], nextHold: 1)
        for frame in HoldFrames().list() {
            output.record(frame)
            processor.process(frame, into: &output)
            guard frame.index == 3000, frame.flags.isEmpty else { continue }
            processor.use(HoldFrames.settings.calibration, edition: 1, for: SensorNumber(0), at: frame.time, into: &output)
        }
        // Events and marks that came before the ring was so full have taken places of samples.
        let fitting = 12_000 - 1024...12_000 - 1024 + 8
        #expect(fitting.contains(Int(analysis.refused)) && fitting.contains(Int(recording.refused)))
        var names: Set<String> = []
        var reader = analysis.makeConsumer()
        while let item = reader.pop() {
            guard case .event(let event) = item else { continue }
            names.insert(String(describing: event.what).prefix { $0 != "(" }.description)
        }
        #expect(names.isSuperset(of: ["onset", "early", "release", "ended", "holdClosed", "calibrated"]), "\(names)")
        var recorded: [RecordedOutcome] = []
        var record = recording.makeConsumer()
        while let outcome = record.pop() { recorded.append(outcome) }
        #expect(recorded.contains { if case .calibrated(_, 3000, _, edition: 1) = $0 { true } else { false } })
    }
}
