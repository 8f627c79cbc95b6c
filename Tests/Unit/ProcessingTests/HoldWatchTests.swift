@testable import Processing
import Samples
import Testing

/// What is told of a hold while it lasts, and of an effort afterwards.
struct HoldWatchTests {
    /// One pull after the other; conditions before the first.
    private func run(_ conditions: HoldConditions?, _ pulls: [HoldFrames]) -> ListOutput {
        let processor = StationProcessor(sensors: [HoldFrames.settings], nextHold: 1)
        var output = ListOutput()
        var index: UInt64 = 0
        for (place, pull) in pulls.enumerated() {
            let start = Double(index) / pull.rate
            for frame in pull.list().dropFirst(place == 0 ? 0 : 1) {
                var frame = frame
                let isMark = frame.flags.contains(.clockLocked)
                if place > 0 { frame.flags = [] }
                frame.index = isMark ? 0 : index
                frame.time = frame.time.advanced(bySeconds: start)
                if !isMark { index += 1 }
                processor.process(frame, into: &output)
                if isMark, let conditions { processor.use(conditions, for: SensorNumber(0), at: frame.time, into: &output) }
            }
        }
        return output
    }

    private var conditions: HoldConditions {
        var conditions = HoldConditions()
        conditions.session = 4
        conditions.maximalForce = 600
        return conditions
    }

    @Test func shakingIsToldOnceWhileItsHoldLasts() throws {
        let output = run(nil, [HoldFrames(seconds: 14, trembling: true)])
        let told = output.events.compactMap { event -> (UInt64, UInt64, UInt64)? in
            if case .shakingBegan(let sample) = event.what { return (sample, event.index, event.hold) }
            return nil
        }
        #expect(told.count == 1)
        let (sample, noticed, hold) = try #require(told.first)
        #expect(hold == 1)
        // It began at 9.6 s; the RMS needs part of its second to rise, and must then last for a second.
        #expect((9100...10_100).contains(sample), "\(sample)")
        #expect((10_600...11_400).contains(noticed), "\(noticed)")
        let steady = run(nil, [HoldFrames(seconds: 14)])
        #expect(!steady.events.contains { if case .shakingBegan = $0.what { true } else { false } })
    }

    @Test func forceIsAShareOfTheMaximumNetOfTheHoldsBaseline() throws {
        let output = run(conditions, [HoldFrames()])
        let middle = try #require(output.readings.first { $0.index == 7000 })
        #expect(abs(middle.percentOfMaximum - 50) < 0.2)
        #expect(middle.percentOfMaximum != 100 * middle.force / 600)
        let zones = output.events.compactMap { event -> UInt8? in
            if case .zoneEntered(let zone) = event.what { return zone }
            return nil
        }
        #expect(zones.contains(2) && Set(zones).isSubset(of: [1, 2]))
        #expect(!run(nil, [HoldFrames()]).readings.contains { !$0.percentOfMaximum.isNaN })
    }

    @Test func anEffortThatIsAFifthWeakerThanTheSessionsBestEndsTheSet() throws {
        func dropped(_ conditions: HoldConditions?, _ heights: [Double]) -> [UInt64] {
            run(conditions, heights.map { HoldFrames(height: $0) }).events.compactMap { event in
                if case .effortDropped(_, let peak) = event.what {
                    #expect(abs(peak - 25) < 1)
                    return event.hold
                }
                return nil
            }
        }
        #expect(dropped(conditions, [300, 400, 390, 300]) == [4])
        var tolerant = conditions
        tolerant.effortDrop = 40
        #expect(dropped(tolerant, [400, 300]) == [])
        // Without a session nobody knows whose efforts these are.
        #expect(dropped(nil, [400, 300]) == [])
    }

    @Test func percentagesAndEffortsCountFromTheLevelOfRest() {
        var watch = HoldWatch()
        watch.lock(rate: 1000)
        watch.use(conditions)
        // 300 N reached from 90 N of pre-tension, at a maximum of 600 N.
        #expect(watch.percent(of: 300).isNaN, "nobody knows yet what is rest")
        watch.rest = 0
        watch.begin(at: 0)
        #expect(watch.percent(of: 300) == 50)
        // Somebody stands on a plate, and does nothing.
        watch.rest = 720
        #expect(watch.percent(of: 720) == 0)
        // The same strength is no drop.
        watch.rest = 0
        for _ in 0..<3 {
            watch.begin(at: 0)
            watch.note(.release(peak: 300))
            let told = watch.end(HoldEvent.Ended(kind: .explosive, release: 1, end: 2, flags: []))
            #expect(told == nil)
        }
    }

    @Test func liveTremorIsMissingWhileForceRisesAndIsLetGoAndAWhileAfter() {
        var watch = HoldWatch()
        watch.lock(rate: 100)
        #expect(watch.shown(tremor: 1, phase: .armed) == 1)
        #expect(watch.shown(tremor: 5, phase: .rising).isNaN)
        let after = (0..<400).map { _ in watch.shown(tremor: 2, phase: .hold) }
        #expect(after.prefix { $0.isNaN }.count == 160 && after.dropFirst(160).allSatisfy { $0 == 2 })
        #expect(watch.shown(tremor: 9, phase: .release).isNaN)
        let rest = (0..<400).map { _ in watch.shown(tremor: 0.1, phase: .rest) }
        #expect(rest.prefix { $0.isNaN }.count == 160)
    }

    @Test func shakingIsComparedWithThePullAndNotWithThePretensionBeforeIt() {
        var watch = HoldWatch()
        watch.lock(rate: 100)
        watch.begin(at: 0)
        // Ten seconds of calm pre-tension, then a pull that shakes as it will.
        for _ in 0..<1000 { #expect(watch.push(tremor: 0.1) == nil) }
        let onset = HoldEvent.Onset(
            kind: .explosive, onset: 1000, onset5SD: 1000, trigger: 1000, confirmed: 1005, baselineMean: 90, baselineDeviation: 1,
            baselineFirst: 900, baselineCount: 50, rest: 0, scatter: 1, countermovement: 0, flags: [])
        watch.note(.onset(onset))
        for _ in 0..<1000 { #expect(watch.push(tremor: 1) == nil) }
        var told: UInt64?
        for _ in 0..<300 { told = watch.push(tremor: 3) ?? told }
        #expect(told.map { $0 > 1005 + 900 && $0 < 1005 + 1020 } == true)
    }
}
