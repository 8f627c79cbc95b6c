import Calibration
import Certificates
import Interface
import LinuxIO
import Messages
import Metrics
import RingBuffer
import Samples
import Scratch
import Store
import Testing

@testable import Publishing

/// A trial of quiet standing as the stream of a client has it; the test says how time passes.
final class StandStreamTests {
    private static let rate = 100.0
    private var readings: BroadcastWriter<Reading>
    private let stream: StandStream
    private var count: UInt64 = 0

    init() throws {
        let layout = BroadcastLayout(minimumSlots: 256)
        let (memory, hops) = try (
            MemoryFile(name: "readings", byteCount: layout.byteCount), MemoryFile(name: "spectra", byteCount: layout.byteCount)
        )
        readings = BroadcastWriter<Reading>(memory: memory.memory, layout: layout, epoch: 1)
        _ = BroadcastWriter<SpectrumHop>(memory: hops.memory, layout: layout, epoch: 1)
        let reader = try #require(BroadcastReader<Reading>(memory: memory.memory, byteCount: memory.byteCount))
        let spectra = try #require(BroadcastReader<SpectrumHop>(memory: hops.memory, byteCount: hops.byteCount))
        let plate = SensorDescription(
            name: "plate", kind: .plate, calibration: SensorCalibration(state: .settings, channels: 4))
        let view = StationView(
            generation: 1, sensors: Editions([plate]), readings: reader, spectra: spectra,
            events: Ring<HoldEvent>(minimumCapacity: 64), controlEvents: Ring<HoldEvent>(minimumCapacity: 64),
            memory: [memory, hops])
        let backend = SecretBackend(view, hold: nil, maximum: 1)
        let server = try VarlinkServer(
            information: VarlinkInformation(vendor: "v", product: "p", version: "1", url: "u"), news: try Doorbell())
        let station = StationService(
            backend: backend, feed: EventFeed(for: .read), file: StoreFile(path: Scratch.path("none")))
        stream = StandStream(
            [(SensorNumber(0), plate, Self.rate)], seconds: 30, session: 3, user: 1,
            service: SessionService(backend: backend, station: station, server: server))
    }

    /// Lets samples come from the call on until so many seconds after the beginning; the first step that is no waiting and no progress.
    private func run(until seconds: Double, change: (inout Reading, Double) -> Void = { _, _ in }) -> VarlinkStreamStep? {
        var progress = 0
        while true {
            let since = Double(count) / Self.rate - StandStream.settleSeconds
            guard since <= seconds else { break }
            let moment = stream.begin.advanced(bySeconds: since)
            let frame = Frame(
                sensor: SensorNumber(0), present: 15, flags: [], index: count, time: moment, arrival: moment,
                values: [8 of Double](repeating: 0))
            var reading = Reading(frame: frame, sequence: count)
            let angle = since + 0.3 * Double(count % 7)
            (reading.force, reading.centreOfPressureX) = (700, Float(angle.truncatingRemainder(dividingBy: 3)) / 1000)
            reading.centreOfPressureY = Float((angle * 1.7).truncatingRemainder(dividingBy: 5)) / 1000
            change(&reading, since)
            readings.publish(reading)
            count += 1
            var isAgain = count % 20 == 0
            while isAgain {
                isAgain = false
                switch stream.next(at: moment) {
                case .message: progress += 1
                // The analysis goes on at once, when others have been answered.
                case .wait(let next, _): isAgain = next <= moment
                case let step: return step
                }
            }
        }
        #expect(progress > Int(seconds) / 2)
        return nil
    }

    private func message(_ step: VarlinkStreamStep?) -> String {
        guard case .failed(let error)? = step else { return "\(String(describing: step))" }
        return error.parameters["message"]?.string ?? ""
    }

    @Test func itsSwayIsStoredAndSent() throws {
        let step = run(until: 31)
        guard case .last(let bytes)? = step else {
            Issue.record("\(message(step))")
            return
        }
        let reply = try VarlinkReply(parsing: bytes.dropLast())
        let trial = try #require(try Session1.Stand.Reply(reply.parameters).stand)
        #expect(trial.number == 7 && trial.session == 3 && trial.seconds == 30)
        #expect(trial.numbers.contains { $0.metric.name == "sway_velocity" && $0.seconds == nil && ($0.metric.value ?? 0) > 0 })
        #expect(Set(trial.numbers.compactMap(\.seconds)) == [2, 3, 5, 8])
    }

    @Test func aHoldEndsIt() {
        #expect(
            message(run(until: 20) { reading, since in if since > 10 { reading.hold = 4 } }).hasPrefix("a hold began on plate"))
    }

    @Test func aTareEndsIt() {
        #expect(message(run(until: 20) { reading, since in if since > 10 { reading.tare = 5 } }).contains("was tared"))
    }

    @Test func nobodyOnThePlateIsSaid() {
        #expect(message(run(until: 31) { reading, _ in reading.centreOfPressureX = .nan }).contains("not_loaded"))
    }

    @Test func aSensorThatStopsIsNamed() {
        #expect(run(until: 12) == nil)
        #expect(message(stream.next(at: stream.begin.advanced(bySeconds: 36))).hasPrefix("plate has stopped sending"))
    }
}
