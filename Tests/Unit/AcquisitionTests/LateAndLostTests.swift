import Drivers
import LinuxIO
import RingBuffer
import Samples
import Synchronization
import Testing

@testable import Acquisition

/// Samples with arrivals of the test's own: what the loop makes of stalls, gaps and stamps.
struct LateAndLostTests {
    /// A loop without its thread, and a session that nobody reads.
    private final class Bench {
        let loop: AcquireLoop
        let session: DeviceSession
        private let board: HandBoard
        private var frameEnd: RingConsumer<Frame>
        private(set) var frames: [Frame] = []
        private let origin = HostInstant(nanoseconds: 7_000_000_000)

        init() throws {
            let frames = Ring<Frame>(minimumCapacity: 1 << 12)
            let commands = Ring<AcquireCommand>(minimumCapacity: 64)
            let reports = Ring<AcquireReport>(minimumCapacity: 64)
            loop = try AcquireLoop(
                frames: frames.makeProducer(), commands: commands.makeConsumer(), reports: reports.makeProducer(),
                processBell: try Doorbell(), reportBell: try EventDescriptor())
            frameEnd = frames.makeConsumer()
            board = try HandBoard()
            session = try board.session()
        }

        func give(
            _ value: Double, at seconds: Double, deviceTime: Double? = nil, lost: UInt32 = 0, flags: FrameFlags = []
        ) {
            var values = [8 of Double](repeating: .nan)
            values[0] = value
            let sample = DeviceSample(
                present: 1, flags: flags, lost: lost, deviceTime: deviceTime.map { Int64(($0 * 1e9).rounded()) }, values: values)
            loop.take(sample, session, origin.advanced(bySeconds: seconds))
            while let frame = frameEnd.pop() { frames.append(frame) }
        }

        /// The time of a frame, on the test's own clock.
        func time(_ frame: Frame) -> Double { frame.time.seconds(since: origin) }

        var uncertainGaps: UInt64 { session.status.uncertainGaps.load(ordering: .relaxed) }
        var lost: UInt64 { session.status.lost.load(ordering: .relaxed) }
        var locked: [Frame] { frames.filter { $0.flags.isDisjoint(with: [.clockUnlocked, .ended]) } }
        var ended: Int { frames.count { $0.flags.contains(.ended) } }

        func end() {
            for feed in session.feeds { loop.release(session, feed, missing: 0) }
            while let frame = frameEnd.pop() { frames.append(frame) }
        }
    }

    /// 80 Hz for 20 s, of which `lost` seconds from the tenth on never come, and the rest of `stall` seconds comes late.
    private func run(stall: Double, lost: Double) throws -> Bench {
        let bench = try Bench()
        for number in 0..<1600 {
            let truth = Double(number) / 80
            guard truth < 10 || truth >= 10 + lost else { continue }
            bench.give(Double(number), at: truth < 10 ? truth : max(truth, 10 + stall) + 1e-4)
        }
        bench.end()
        return bench
    }

    @Test(arguments: [0.06, 0.3, 0.7, 2.1]) func aHostThatLagsLosesNothing(stall: Double) throws {
        let bench = try run(stall: stall, lost: 0)
        #expect(bench.lost == 0 && bench.ended == 0)
        #expect(bench.frames.map { $0.values[0] } == (0..<1600).map(Double.init), "in their order, none left out")
        #expect(bench.locked.allSatisfy { Double($0.index) == $0.values[0] && !$0.flags.contains(.discontinuity) })
        #expect(bench.locked.allSatisfy { abs(bench.time($0) - $0.values[0] / 80) < 0.001 })
    }

    @Test(arguments: [0.05, 0.3, 0.7, 2.1]) func samplesThatNeverCameAreAGapOfTheirLength(lost: Double) throws {
        let bench = try run(stall: lost, lost: lost)
        let truth = (lost * 80 - 1e-9).rounded(.up)
        #expect(bench.ended == 0 && Double(bench.lost) == truth)
        #expect(bench.locked.allSatisfy { Double($0.index) == $0.values[0] }, "samples behind the gap have their own index")
        #expect(bench.locked.allSatisfy { abs(bench.time($0) - $0.values[0] / 80) < 0.001 })
        let marked = bench.locked.filter { $0.flags.contains(.discontinuity) }
        #expect(marked.map { $0.values[0] } == [800 + truth], "the first behind the gap says so")
        #expect(bench.session.nextIndices == [1600])
    }

    /// A LabJack whose packet with the count of lost scans is lost as well: its number is known, what it knew is not.
    @Test(arguments: [0.0, 0.4]) func aGapOfWhichTheDeviceKnowsAPartIsCountedWhole(lag: Double) throws {
        let bench = try Bench()
        for number in 0..<12_000 where number < 8000 || number >= 8300 {
            let truth = Double(number) / 1000
            // Packets of six scans; what comes behind the gap the host reads late.
            let sent = (truth / 0.006).rounded(.up) * 0.006
            bench.give(
                Double(number), at: max(sent, number < 8000 ? 0 : 8.3 + lag) + 1e-4, lost: number == 8300 ? 6 : 0,
                flags: number == 8300 ? .uncertainGap : [])
        }
        bench.end()
        #expect(bench.lost == 300 && bench.ended == 0 && bench.uncertainGaps == 0)
        #expect(!bench.frames.contains { $0.flags.contains(.uncertainGap) }, "the clock has decided")
        #expect(bench.locked.suffix(3000).allSatisfy { Double($0.index) == $0.values[0] })
    }

    @Test func aGapThatNoClockDecidesIsSaidToBeUncertain() throws {
        let bench = try Bench()
        for number in 0..<300 where !(60..<150).contains(number) {
            bench.give(
                Double(number), at: Double(number) / 80 + 1e-4, lost: number == 150 ? 20 : 0,
                flags: number == 150 ? .uncertainGap : [])
        }
        bench.end()
        #expect(bench.uncertainGaps == 1 && bench.lost == 20 && bench.ended == 0)
        #expect(bench.frames.filter { $0.flags.contains(.uncertainGap) }.map { $0.values[0] } == [150], "and recorded")
    }

    /// Twenty samples were lost, 276 were counted, and the samples behind them come before their time.
    @Test func aGapThatWasCountedTooLongEndsTheStream() throws {
        let bench = try Bench()
        for number in 0..<16_000 where !(8000..<8020).contains(number) {
            bench.give(
                Double(number), at: Double(number) / 1000 + 1e-4, lost: number == 8020 ? 276 : 0,
                flags: number == 8050 ? .uncertainGap : [])
        }
        bench.end()
        #expect(bench.uncertainGaps == 1 && bench.ended == 1)
        #expect(bench.session.status.clockRestarts.load(ordering: .relaxed) == 0)
        let anew = bench.locked.filter { $0.values[0] >= 8050 }
        #expect(anew.count > 2000 && anew.allSatisfy { abs(bench.time($0) - $0.values[0] / 1000) < 0.001 }, "times are right")
    }

    @Test func aDevicesOwnTimeShowsItsGaps() throws {
        let bench = try Bench()
        for number in 0..<1600 where !(820..<823).contains(number) && number != 1000 {
            let truth = Double(number) / 80
            bench.give(Double(number), at: truth + 1e-4, deviceTime: truth)
        }
        #expect(bench.lost == 4 && bench.ended == 0)
        #expect(bench.locked.allSatisfy { Double($0.index) == $0.values[0] })
        #expect(bench.locked.filter { $0.flags.contains(.discontinuity) }.map { $0.values[0] } == [823, 1001])
    }

    /// A line of which bytes were lost on the way gives one wrong device time: before the clock has locked, after it, and twice
    /// with one good line between.
    @Test(arguments: [-40_000.0, -3, 0.2, 3, 30_000_000]) func oneDamagedDeviceTimeLosesOneSample(wrong: Double) throws {
        let bench = try Bench()
        let damaged = [300, 3000, 9000, 9002, 11_000]
        for number in 0..<14_000 {
            let truth = Double(number) / 1000
            bench.give(
                Double(number), at: truth + 1e-4,
                deviceTime: 50_000 + truth + (damaged.contains(number) && (number > 6000 || abs(wrong) > 1) ? wrong : 0))
        }
        bench.end()
        let out = abs(wrong) > 1 ? damaged : damaged.filter { $0 > 6000 }
        #expect(bench.ended == 0 && bench.session.feeds[0].damaged == UInt64(out.count) && bench.lost == UInt64(out.count))
        #expect(bench.frames.map { Int($0.values[0]) }.filter { $0 >= 0 } == (0..<14_000).filter { !out.contains($0) })
        #expect(bench.locked.allSatisfy { Double($0.index) == $0.values[0] && abs(bench.time($0) - $0.values[0] / 1000) < 0.001 })
    }

    @Test(arguments: [-40.0, 0.3, 40]) func aDevicesClockThatJumpsBeginsAnewOnce(jump: Double) throws {
        let bench = try Bench()
        for number in 0..<14_000 {
            let truth = Double(number) / 1000
            bench.give(Double(number), at: truth + 1e-4, deviceTime: 50_000 + truth + (number < 7000 ? 0 : jump))
        }
        bench.end()
        #expect(bench.ended == 1 && bench.session.feeds[0].damaged == 0)
        #expect(bench.frames.count { $0.flags.isDisjoint(with: .marks) } == 14_000)
    }

    @Test func theDriftOfADeviceClockIsReported() throws {
        let bench = try Bench()
        var early: Double?
        for number in 0..<5600 {
            let truth = Double(number) / 80
            bench.give(Double(number), at: truth + 1e-4, deviceTime: truth * (1 + 80e-6))
            if number == 4000 { early = Double(bitPattern: bench.session.status.drift.load(ordering: .relaxed)) }
        }
        let drift = Double(bitPattern: bench.session.status.drift.load(ordering: .relaxed))
        #expect(early?.isNaN == true && abs(drift - 80) < 10, "\(drift) ppm")
    }

    @Test func stampsThatStandStillAreCounted() throws {
        let bench = try Bench()
        for number in 0..<1600 {
            let truth = Double(number) / 80
            let stamp = [700, 900, 901].contains(number) ? Double(number - 1) / 80 : number == 1100 ? truth - 0.2 : truth
            bench.give(Double(number), at: truth + 1e-4, deviceTime: stamp)
        }
        #expect(bench.session.status.interpolated.load(ordering: .relaxed) == 3 && bench.lost == 0 && bench.ended == 0)
    }

    @Test func anotherRateEndsTheStreamAndIsLockedAnew() throws {
        let bench = try Bench()
        var (time, number) = (0.0, 0)
        while time < 40 {
            bench.give(Double(number), at: time)
            number += 1
            time += time < 10 ? 1.0 / 80 : 0.1
        }
        bench.end()
        #expect(bench.ended == 1 && bench.lost == 0 && bench.frames.count == number + 1)
        #expect(bench.session.status.clockRestarts.load(ordering: .relaxed) == 1)
        #expect(abs(Double(bitPattern: bench.session.status.rate.load(ordering: .relaxed)) - 10) < 0.1)
    }

    @Test func whatWaitsIsGivenOnWhenTheDeviceGoes() throws {
        let bench = try Bench()
        for number in 0..<801 { bench.give(Double(number), at: Double(number) / 80 + (number == 800 ? 0.4 : 0)) }
        #expect(bench.frames.count == 800)
        bench.end()
        #expect(bench.frames.count == 801)
    }
}
