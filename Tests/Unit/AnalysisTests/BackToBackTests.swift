import Analysis
import Calibration
import Metrics
import Processing
import Samples
import Store
import Testing
import Seeding

/// The load that a station must bear: eight sensors of 1 kHz, one minute of hold after the other.
struct BackToBackTests {
    private static let rate = 1000.0
    private static let (rest, hold, count, sensors) = (3.0, 60.0, 2, 8)

    /// 300 N, a little less each second, with a tremor of 9 Hz that grows; three seconds of rest between two holds.
    private func force(_ time: Double, sensor: Int, _ numbers: inout SeededNumbers) -> Double {
        let held = time.truncatingRemainder(dividingBy: Self.rest + Self.hold) - Self.rest
        let noise = Double.random(in: -0.3...0.3, using: &numbers)
        guard held > 0, time < Double(Self.count) * (Self.rest + Self.hold) else { return noise }
        let shape = min(held / 0.15, 1) - min(max((held - Self.hold + 0.2) / 0.15, 0), 1)
        // A triangle wave needs no mathematics library.
        let phase = (9 * held).truncatingRemainder(dividingBy: 1)
        let tremor = (2 + 0.05 * held) * (4 * abs(phase - 0.5) - 1)
        return (300 + 10 * Double(sensor) - 0.1 * held + tremor) * shape + noise
    }

    @Test(
        "Holds of a minute one after the other on 8 sensors of 1 kHz: nothing is refused, lost or null", .timeLimit(.minutes(10)))
    func backToBack() throws {
        let settings = PipelineSettings(
            kind: .cell, calibration: SensorCalibration(state: .settings, channels: 1), setUp: 0,
            onset: OnsetParameters(.cell))
        let station = try ThreadedStation((0..<Self.sensors).map { ("s\($0)", settings) })
        var numbers = SeededNumbers(seed: 60)
        let samples = Int((Double(Self.count) * (Self.rest + Self.hold) + Self.rest) * Self.rate)
        func frame(_ sensor: Int, _ index: Int, flags: FrameFlags = [], _ value: Double) -> Frame {
            var values = [8 of Double](repeating: .nan)
            values[0] = value
            let time = HostInstant(nanoseconds: 1_000_000_000 + Int64(index) * 1_000_000)
            return Frame(
                sensor: SensorNumber(UInt16(clamping: sensor)), present: flags.isEmpty ? 1 : 0, flags: flags,
                index: UInt64(clamping: index), time: time, arrival: time, values: values)
        }
        // First the marks of the clocks, then a tenth of a second at a time.
        var first = -100
        let pieces = AnyIterator<[Frame]> {
            defer { first += 100 }
            guard first >= 0 else { return (0..<Self.sensors).map { frame($0, 0, flags: .clockLocked, Self.rate) } }
            guard first < samples else { return nil }
            return (first..<first + 100).flatMap { index in
                (0..<Self.sensors).map { frame($0, index, force(Double(index) / Self.rate, sensor: $0, &numbers)) }
            }
        }
        let outcome = try station.run(pieces, ahead: 8000, holds: Self.count) { recent in
            func kept(_ hold: Int) -> Int {
                (0..<Self.sensors).count { recent.record(ofHold: Int64(hold), sensor: "s\($0)") != nil }
            }
            // Memory holds what was last; of the rest the recording is read.
            #expect(kept(1) == 0 && kept(Self.count) > 0)
        }
        #expect(outcome.refused == 0 && outcome.stored == outcome.announced)
        #expect(outcome.stored.map(\.number) == (1...Self.count).map(Int64.init))
        for part in outcome.stored.flatMap({ hold in hold.sensors }) {
            #expect(part.result.flags.isEmpty && part.result.kind == .explosive, "\(part.sensor) \(part.result.flags.list)")
            #expect(abs(try #require(part.result["duration"]?.value) - Self.hold) < 1)
            for number in part.result.measurements where number.value == nil {
                // What nobody knew, and what these curves do not have; nothing that the station lost.
                let reason = try #require(number.reason)
                #expect(Self.reasons.contains(reason), "\(part.sensor) \(number.name): \(reason)")
            }
        }
        #expect(outcome.stored.map(\.sensors.count) == [Int](repeating: Self.sensors, count: Self.count))
        let numbersOfAll = outcome.stored.flatMap(\.sensors).flatMap(\.result.measurements)
        print("\(outcome.stored.count) holds of \(Self.sensors): \(numbersOfAll.count { $0.value != nil }) numbers (seed 60)")
    }

    private static let reasons: Set<NullReason> = [.noTarget, .noMaximalForce, .noBodyMass, .illConditioned, .noFailure]
}
