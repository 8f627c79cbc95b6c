import Metrics
import Processing
import Samples
import Testing

/// The live spectrum as it comes out of the processing.
struct SpectrumStreamTests {
    private func run(_ frames: [Frame]) -> ListOutput {
        let processor = StationProcessor(sensors: [HoldFrames.settings], nextHold: 1)
        var output = ListOutput()
        for frame in frames { processor.process(frame, into: &output) }
        return output
    }

    @Test func stepsAreThoseOfTheForceFourTimesASecondWithTheirHold() throws {
        let frames = HoldFrames(seconds: 14, trembling: true).list()
        let output = run(frames)
        let made = LiveSpectrum(rate: 1000)
        guard var spectrum = made else {
            Issue.record("no spectrum")
            return
        }
        var expected: [(index: UInt64, amplitude: Double, ridge: Double)] = []
        for frame in frames.dropFirst() where spectrum.push(frame.values[0]) {
            expected.append((frame.index, spectrum.amplitude(.low), spectrum.ridge))
        }
        // The first second, then every quarter of one.
        #expect(output.hops.count == 53 && expected.count == 53)
        for (hop, (index, amplitude, ridge)) in zip(output.hops, expected) {
            #expect(hop.index == index)
            #expect(hop.amplitudes[0].bitPattern == amplitude.bitPattern && hop.ridge.bitPattern == ridge.bitPattern)
            #expect(hop.time == frames[Int(index) + 1].time.advanced(bySeconds: -0.5))
            #expect(hop.hold == output.readings[Int(index)].hold)
            #expect(hop.amplitudes[3].isFinite && hop.amplitudes[4].isNaN)
        }
        #expect(Set(output.hops.map(\.hold)) == [0, 1])
        // A triangle wave of ±8 N, 8 Hz on the border of two bands: 99 % of its RMS of 8/√3 N is there.
        let shaking = try #require(output.hops.last { $0.time > frames[10_400].time && $0.time < frames[11_000].time })
        let (low, physiological) = (shaking.amplitudes[0], shaking.amplitudes[1])
        #expect(abs((low * low + physiological * physiological).squareRoot() - 8 / 3.0.squareRoot()) < 0.1)
    }

    @Test func aHoleBeginsAnewAndASlowSensorHasNone() throws {
        var frames = HoldFrames().list()
        frames.removeSubrange(6001..<6301)
        // A whole second after the hole, as at the beginning.
        let hops = run(frames).hops.map(\.index)
        #expect(!hops.contains { $0 > 5999 && $0 < 7299 } && hops.contains(7299))
        #expect(run(HoldFrames(rate: 50).list()).hops.isEmpty)
    }
}
