import Calibration
import Processing
import Samples
import Testing

struct ReplacedCalibrationTests {
    private static let doubled = SensorCalibration(
        state: .certificate, channels: 1, curve: CalibrationCurve(offset: 0, scale: 2))

    /// Processes a pull and replaces the calibration after the frame with this index.
    private func run(after index: UInt64, tare: Bool = false, settings: PipelineSettings = HoldFrames.settings) -> ListOutput {
        let processor = StationProcessor(sensors: [settings], nextHold: 1)
        var output = ListOutput()
        for frame in HoldFrames().list() {
            processor.process(frame, into: &output)
            guard frame.flags.isDisjoint(with: .marks) else { continue }
            if tare, frame.index == 1000 { processor.replayTare(50, of: SensorNumber(0), at: frame.time, into: &output) }
            if frame.index == index {
                processor.use(Self.doubled, edition: 1, for: SensorNumber(0), at: frame.time, into: &output)
            }
        }
        return output
    }

    private func ended(_ output: ListOutput) -> [HoldEvent.Ended] {
        output.events.compactMap { event in
            if case .ended(let ended) = event.what { return ended }
            return nil
        }
    }

    @Test func everyReadingSaysWhichItWasMadeWithAndTheEventStandsBetweenThem() throws {
        let output = run(after: 2000, tare: true)
        let place = try #require(
            output.items.firstIndex { item in
                guard case .event(let event) = item, case .calibrated(edition: 1) = event.what else { return false }
                return event.index == 2000
            })
        let (before, after) = (output.items[..<place], output.items[place...])
        func readings(_ items: ArraySlice<ProcessedItem>) -> [Reading] {
            items.compactMap { item in
                if case .reading(let reading) = item { return reading }
                return nil
            }
        }
        #expect(readings(before).map(\.index) == Array(0...2000) && readings(before).allSatisfy { $0.calibration == 0 })
        #expect(readings(after).map(\.index) == Array(2001..<12000) && readings(after).allSatisfy { $0.calibration == 1 })
        // The tare was of the calibration before; forces are twice as large from the next sample on.
        #expect(readings(before).last?.tare == 50 && readings(after).allSatisfy { $0.tare == 0 })
        let plateau = try #require(output.readings.first { $0.index == 6000 })
        #expect(abs(plateau.force - 600) < 2)
    }

    /// The frames of the device before are still on their way when the settings of the next one come.
    @Test func settingsOfAnotherDeviceBeginWithItsStream() throws {
        let processor = StationProcessor(sensors: [HoldFrames.settings], nextHold: 1)
        var output = ListOutput()
        var other = HoldFrames.settings
        other.calibration = Self.doubled
        let frames = HoldFrames().list()
        processor.measure(SensorNumber(0), by: other, edition: 1, after: 12000, at: frames[0].time, into: &output)
        for frame in frames { processor.process(frame, into: &output) }
        #expect(output.readings.count == 12000 && output.readings.allSatisfy { $0.calibration == 0 })
        var end = frames[0]
        (end.flags, end.index) = (.ended, 12000)
        processor.process(end, into: &output)
        var next = try #require(frames.last)
        next.index = 12000
        processor.process(next, into: &output)
        #expect(output.readings.last?.calibration == 1)
    }

    @Test func aSensorThatIsAddedIsMeasuredAndTheOthersGoOn() throws {
        let processor = StationProcessor(sensors: [HoldFrames.settings], places: 8, nextHold: 1)
        var output = ListOutput()
        for frame in HoldFrames().list() {
            processor.process(frame, into: &output)
            guard frame.index == 6000, frame.flags.isDisjoint(with: .marks) else { continue }
            processor.measure(SensorNumber(1), by: HoldFrames.settings, edition: 0, at: frame.time, into: &output)
            var first = frame
            (first.sensor, first.index) = (SensorNumber(1), 0)
            processor.process(first, into: &output)
        }
        #expect(output.readings.count { $0.sensor == SensorNumber(1) } == 1)
        #expect(ended(output).map(\.flags) == [[]])
    }

    @Test func aHoldUnderWayEndsThereAndNoneReachesAcross() throws {
        let output = run(after: 6000)
        #expect(ended(output).map(\.flags) == [.truncated])
        #expect(ended(output).first?.end == 6000)
        // What it measures after that begins anew: the load that stands already is no pull.
        let later = output.events.compactMap { event -> HoldEvent.Onset? in
            if case .onset(let onset) = event.what, onset.onset > 6000 { return onset }
            return nil
        }
        #expect(later.isEmpty)
        #expect(output.readings.filter { $0.index > 6000 && $0.index < 6100 }.allSatisfy { $0.hold == 0 })
        // Steps of the spectrum stand for one calibration each.
        #expect(output.hops.contains { $0.calibration == 0 } && output.hops.contains { $0.calibration == 1 })
        #expect(output.hops.allSatisfy { $0.calibration == ($0.index <= 6000 ? 0 : 1) })
        #expect(!output.hops.contains { (6001..<7000).contains($0.index) })
    }

    @Test func aPullAfterItHasItsNumbersByTheNewOneAlone() throws {
        let output = run(after: 1500)
        let onset = try #require(
            output.events.lazy.compactMap { event -> HoldEvent.Onset? in
                if case .onset(let onset) = event.what { return onset }
                return nil
            }.first)
        #expect(onset.baselineFirst > 1500 && abs(Int(onset.onset) - 4000) <= 10)
        let peak = output.readings.filter { $0.hold != 0 }.map(\.force).max() ?? 0
        #expect(abs(peak - 600) < 2)
        #expect(ended(output).map(\.flags) == [[]])
    }

    @Test func aGapRightAfterItIsNotBridgedWithForcesOfTheOldOne() throws {
        let processor = StationProcessor(sensors: [HoldFrames.settings], nextHold: 1)
        var output = ListOutput()
        for frame in HoldFrames().list() {
            if (6001...6040).contains(frame.index), frame.flags.isEmpty { continue }
            processor.process(frame, into: &output)
            if frame.index == 6000, frame.flags.isEmpty {
                processor.use(Self.doubled, edition: 1, for: SensorNumber(0), at: frame.time, into: &output)
            }
        }
        let first = try #require(output.readings.first { $0.index == 6041 })
        #expect(abs(first.mean - 600) < 2 && first.calibration == 1)
        #expect(output.events.contains { if case .discontinuity(lost: 40) = $0.what { $0.index == 6041 } else { false } })
    }

    @Test func anOverloadUnderWayEndsWithTheOldNewtons() throws {
        var settings = HoldFrames.settings
        settings.overload = 250
        let overloads = run(after: 6000, settings: settings).events.compactMap { event -> (UInt64, Double, Bool)? in
            if case .overload(let newtons, let begins) = event.what { return (event.index, newtons, begins) }
            return nil
        }
        #expect(overloads.map(\.2) == [true, false, true, false])
        #expect(overloads[1].0 == 6000 && overloads[1].1 < 302 && overloads[3].1 > 598)
    }
}
