import Calibration
import Metrics
import Processing
import Samples
import Testing

/// Impossible samples on their way through a pipeline.
struct SpikeTests {
    private func run(_ frames: [Frame], _ act: (Int, StationProcessor, inout ListOutput) -> Void = { _, _, _ in }) -> (
        output: ListOutput, signal: SignalStatus.Snapshot
    ) {
        let processor = StationProcessor(sensors: [HoldFrames.settings], nextHold: 5)
        var output = ListOutput()
        for (place, frame) in frames.enumerated() {
            processor.process(frame, into: &output)
            act(place, processor, &output)
        }
        if let last = frames.last { processor.finish(at: last.time, into: &output) }
        return (output, processor.signals[0].snapshot)
    }

    private func spoilt(_ samples: [Int], with value: Double = 4194) -> [Frame] {
        var frames = HoldFrames().list()
        // The first frame is the mark of the clock.
        for sample in samples { frames[sample + 1].values[0] = value }
        return frames
    }

    private func ended(_ output: ListOutput) -> [HoldEvent.Ended] {
        output.events.compactMap { if case .ended(let ended) = $0.what { ended } else { nil } }
    }

    @Test func aSpikeHasNoForceAndMovesNothing() throws {
        let clean = run(HoldFrames().list()).output
        let (output, signal) = run(spoilt([2000, 4080, 6000]))
        #expect(signal.spikes == 3)
        let left = output.readings.filter { $0.flags.contains(.spike) }
        #expect(left.map(\.index) == [2000, 4080, 6000])
        #expect(left.allSatisfy { $0.force.isNaN && $0.forces[0].isNaN && !$0.flags.contains(.saturated) })
        #expect(output.readings.map(\.index) == clean.readings.map(\.index), "in order, and none is lost")
        #expect(output.readings.map(\.sequence) == clean.readings.map(\.sequence))
        let (a, b) = (try #require(ended(output).first), try #require(ended(clean).first))
        #expect(ended(output).count == 1 && a.release == b.release && a.flags == .spike && b.flags.isEmpty)
        #expect(output.readings.filter { !$0.mean.isNaN && abs($0.mean) > 320 }.isEmpty)
    }

    @Test func theFootOfAPullIsHeldBackForOneSampleAndNothingElse() throws {
        // A step is as suspect as a spike until its second sample comes.
        var frames = HoldFrames(height: 0).list()
        for sample in 5000..<8000 { frames[sample + 1].values[0] += 300 }
        let (output, signal) = run(frames)
        #expect(signal.spikes == 0 && output.readings.map(\.index) == Array(0..<12_000).map(UInt64.init))
        #expect(output.readings.allSatisfy { !$0.force.isNaN })
    }

    @Test(
        "A sample that waits is not lost, whatever comes next",
        arguments: ["ended", "hole", "finish", "calibrate", "tare", "lock"])
    func waiting(next: String) throws {
        var frames = Array(spoilt([3000]).prefix(3002))
        let rest = Array(HoldFrames().list()[3002..<3400])
        var mark = frames[0]
        switch next {
        case "ended":
            mark.flags = .ended
            mark.index = 3001
            frames.append(mark)
        case "hole": frames += rest.dropFirst(20)
        case "finish": break
        case "lock":
            mark.index = 3001
            frames += [mark] + rest
        default: frames += rest
        }
        let (output, signal) = run(frames) { place, processor, output in
            guard place == 3001 else { return }
            let now = frames[place].time
            if next == "tare" { processor.replayTare(1, of: SensorNumber(0), at: now, into: &output) }
            if next == "calibrate" {
                processor.use(
                    SensorCalibration(state: .certificate, channels: 1), edition: 1, for: SensorNumber(0), at: now, into: &output)
            }
        }
        let reading = try #require(output.readings.first { $0.index == 3000 })
        #expect(output.readings.map(\.index) == output.readings.map(\.index).sorted())
        if next == "tare" {
            #expect(signal.spikes == 1 && reading.flags.contains(.spike))
        } else {
            #expect(signal.spikes == 0 && reading.force == 4194)
        }
        #expect(reading.calibration == (next == "calibrate" ? 1 : 0))
    }

    @Test func conversionsThatComeSeveralTimesAreToldOf() throws {
        let slow = HoldFrames(rate: 80).list()
        var frames = HoldFrames(rate: 320).list()
        for sample in 0..<(frames.count - 1) {
            frames[sample + 1].values[0] = slow[min(sample / 4, slow.count - 2) + 1].values[0]
        }
        let (output, signal) = run(frames)
        #expect(signal.repeats == 4)
        #expect(try #require(ended(output).first).flags.contains(.repeated))
        #expect(run(slow).signal.repeats == nil)
    }

    @Test func aReversedSensorIsToldOfAndCounted() throws {
        var frames = HoldFrames().list()
        for place in 1..<frames.count { frames[place].values[0] *= -1 }
        let processor = StationProcessor(sensors: [HoldFrames.settings], nextHold: 5)
        var output = ListOutput()
        for (place, frame) in frames.enumerated() {
            processor.process(frame, into: &output)
            if place == 7000 { #expect(processor.signals[0].snapshot.negativeLoad.map { abs($0 + 300) < 2 } == true) }
        }
        let signal = processor.signals[0].snapshot
        #expect(signal.negativePulls == 1 && signal.negativeLoad == nil)
        let told = output.events.filter { if case .negativeLoad = $0.what { true } else { false } }
        #expect(told.count == 1 && ended(output).isEmpty)
    }
}
