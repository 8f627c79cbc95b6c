import Calibration
import Metrics
import Processing
import RealTimeProbe
import Samples
import Testing

/// Companions as they come out of the processing, sample by sample.
struct CompanionPipelineTests {
    private struct Counting: ProcessingOutput {
        var readings = 0
        var hops = 0
        var last = 0.0
        mutating func emit(_ reading: Reading) {
            readings += 1
            last = reading.tremor
        }
        mutating func emit(_ event: HoldEvent) {}
        mutating func emit(_ hop: SpectrumHop) { hops += 1 }
        mutating func retire(_ stages: SensorStages) {}
    }

    private func settings(_ kind: SensorKind) -> PipelineSettings {
        PipelineSettings(
            kind: kind, calibration: SensorCalibration(state: .settings, channels: 1), setUp: 0, onset: OnsetParameters(kind))
    }

    private func frames(_ rate: Double, _ count: Int, from first: Int = 0, _ value: (Int) -> Double) -> [Frame] {
        (first..<first + count).map { index in
            var values = [8 of Double](repeating: .nan)
            values[0] = value(index)
            let time = HostInstant(nanoseconds: 0).advanced(bySeconds: Double(index) / rate)
            return Frame(
                sensor: SensorNumber(0), present: values[0].isFinite ? 1 : 0, flags: [], index: UInt64(index), time: time,
                arrival: time, values: values)
        }
    }

    private func lock(_ rate: Double) -> Frame {
        var mark = Frame(endOf: SensorNumber(0), at: HostInstant(nanoseconds: 0))
        (mark.flags, mark.index, mark.values[0]) = (.clockLocked, 0, rate)
        return mark
    }

    @Test(
        .enabled(if: probe_is_active(), "the probe is compiled out under sanitizers"),
        arguments: SensorKind.allCases.filter { !$0.isForce })
    func noSampleTakesMemory(kind: SensorKind) {
        let processor = StationProcessor(sensors: [settings(kind)], nextHold: 1)
        var output = Counting()
        let list = frames(2000, 6000) { Double($0 % 19) }
        processor.process(lock(2000), into: &output)
        for frame in list.prefix(3000) { processor.process(frame, into: &output) }
        let before = probe_own_allocations()
        var index = 3000
        while index < 6000 {
            processor.process(list[index], into: &output)
            index += 1
        }
        #expect(probe_own_allocations() == before)
        #expect(output.readings == 6000)
        #expect((output.hops > 0) == (kind == .emg || kind == .acceleration))
    }

    @Test func aShortGapIsBridgedAndALongOneBeginsAnew() throws {
        func speeds(_ frames: [Frame]) -> [(index: UInt64, speed: Double)] {
            let processor = StationProcessor(sensors: [settings(.position)], nextHold: 1)
            var output = ListOutput()
            for frame in [lock(200)] + frames { processor.process(frame, into: &output) }
            return output.readings.map { ($0.index, $0.tremor) }
        }
        let whole = frames(200, 400) { 0.3 * Double($0) / 200 }
        #expect(speeds(whole).suffix(300).allSatisfy { abs($0.speed - 0.3) < 1e-9 })
        let short = speeds(whole.filter { !(200..<210).contains($0.index) })
        #expect(short.filter { $0.index > 20 }.allSatisfy { $0.speed.isFinite })
        let long = speeds(whole.filter { !(200..<240).contains($0.index) })
        #expect(long.filter { (240..<258).contains($0.index) }.allSatisfy { $0.speed.isNaN })
        #expect(abs(try #require(long.last).speed - 0.3) < 1e-9)
        // A number that is missing has no value; what is derived goes on.
        let missing = speeds(frames(200, 400) { $0 == 300 ? .nan : 0.3 })
        #expect(missing.filter { $0.index > 20 }.allSatisfy { abs($0.speed) < 1e-9 })
    }

    @Test func aMarkIsAnEventOfTheStation() throws {
        let processor = StationProcessor(sensors: [settings(.position)], nextHold: 1)
        var output = ListOutput()
        processor.mark(try #require(MarkText("go")), at: HostInstant(nanoseconds: 7), into: &output)
        let event = try #require(output.events.last)
        guard case .mark(let mark) = event.what else {
            Issue.record("no mark")
            return
        }
        #expect(mark.text == "go" && event.time.nanoseconds == 7 && event.hold == 0)
        #expect(MarkText("") == nil && MarkText("a\nb") == nil && MarkText(String(repeating: "ä", count: 49)) == nil)
        #expect(MarkText(String(repeating: "ä", count: 48))?.text.count == 48)
    }
}
