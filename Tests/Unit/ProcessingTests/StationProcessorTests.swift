import Processing
import Samples
import Testing

struct StationProcessorTests {
    private func run(_ frames: [Frame]) -> ListOutput {
        let processor = StationProcessor(sensors: [HoldFrames.settings], nextHold: 5)
        var output = ListOutput()
        for frame in frames { processor.process(frame, into: &output) }
        return output
    }

    private func ended(_ output: ListOutput) -> [HoldEvent.Ended] {
        output.events.compactMap { event in
            if case .ended(let ended) = event.what { return ended }
            return nil
        }
    }

    private func onsets(_ output: ListOutput) -> [HoldEvent.Onset] {
        output.events.compactMap { event in
            if case .onset(let onset) = event.what { return onset }
            return nil
        }
    }

    @Test func aPullIsOneHoldWithANumberFromOnsetToClose() throws {
        let output = run(HoldFrames().list())
        let onset = try #require(onsets(output).first)
        #expect(onsets(output).count == 1 && onset.kind == .explosive)
        #expect(abs(Int(onset.onset) - 4000) <= 10)
        let end = try #require(ended(output).first)
        #expect(ended(output).count == 1 && abs(Int(end.release) - 9100) < 40 && end.flags.isEmpty)
        #expect(Set(output.readings.map(\.hold)) == [0, 5])
        #expect(output.readings.first { $0.hold == 5 }?.index == onset.confirmed)
        #expect(output.events.last { $0.hold == 5 }.map { if case .holdClosed = $0.what { true } else { false } } == true)
        #expect(output.readings.count == 12000 && output.readings.last?.sequence == 11999)
    }

    @Test func aShortHoleIsBridgedAndFlagged() throws {
        var frames = HoldFrames().list()
        frames.removeSubrange(6001..<6051)
        let end = try #require(ended(run(frames)).first)
        #expect(end.flags == .gapInside)
        #expect(abs(Int(end.release) - 9100) < 40)
    }

    @Test func aLongHoleEndsTheHoldThere() throws {
        var frames = HoldFrames().list()
        frames.removeSubrange(6001..<6301)
        let output = run(frames)
        let end = try #require(ended(output).first)
        #expect(ended(output).count == 1)
        #expect(end.flags == [.gapInside, .truncated] || end.flags == .truncated)
        #expect(end.end == 5999)
        #expect(output.events.contains { if case .discontinuity(lost: 300) = $0.what { true } else { false } })
    }

    @Test func aSensorThatLeavesEndsItsHoldAndDetectsNothingWithoutAClock() {
        var frames = HoldFrames().list()
        var mark = frames[6000]
        mark.flags = .ended
        frames.insert(mark, at: 6000)
        let output = run(frames)
        #expect(ended(output).map(\.flags) == [.truncated])
        #expect(output.readings.dropFirst(6000).allSatisfy { $0.phase == .settling && $0.hold == 0 })
    }

    @Test func numbersThatDoNotComeAreHoles() throws {
        var frames = HoldFrames().list()
        for index in 6000..<6040 { frames[index].present = 0 }
        let output = run(frames)
        #expect(output.readings[6010].force.isNaN)
        #expect(ended(output).map(\.flags) == [.gapInside])
    }

    @Test func aTareAppliesFromTheNextFrameOnAndIsRefusedInAHold() throws {
        let frames = HoldFrames().list()
        let processor = StationProcessor(sensors: [HoldFrames.settings], nextHold: 1)
        var output = ListOutput()
        for (index, frame) in frames.enumerated() {
            processor.process(frame, into: &output)
            if index == 2000 { processor.replayTare(15, of: SensorNumber(0), at: frame.time, into: &output) }
            if index == 6000 { processor.replayTare(10, of: SensorNumber(0), at: frame.time, into: &output) }
        }
        #expect(abs(output.readings[1999].force) < 1 && abs(output.readings[2000].force + 15) < 1)
        #expect(output.events.count { if case .tared = $0.what { true } else { false } } == 1)
        let end = try #require(ended(output).first)
        // Its baseline is 15 N away from the level that the tare declared to be rest.
        #expect(end.flags == .pretension)
        #expect(output.readings[1999].phase == .armed && output.readings[2000].phase == .rest)
    }

    @Test func framesOfASensorThatIsNotThereAreCounted() {
        let processor = StationProcessor(sensors: [], nextHold: 1)
        var output = ListOutput()
        processor.process(HoldFrames().list()[1], into: &output)
        #expect(processor.strayFrames == 1 && output.items.isEmpty)
    }
}
