import Metrics
import RealTimeProbe
import Samples
import Testing

@Suite struct EffortWatchTests {
    @Test("The drop is against the session's best, and crossing the threshold is told once")
    func drops() {
        var watch = EffortWatch(threshold: 20)
        let first = watch.push(rate: 4000, peak: 500, flags: [])
        #expect(first.rateDrop == 0 && first.peakDrop == 0 && !first.isOver)
        let better = watch.push(rate: 5000, peak: 510, flags: [.lowRate])
        #expect(better.rateDrop == 0 && watch.bestRate == 5000)
        let tired = watch.push(rate: 4100, peak: 505, flags: [])
        #expect(abs(tired.rateDrop - 18) < 1e-9 && !tired.isOver)
        let over = watch.push(rate: 3900, peak: 505, flags: [])
        #expect(over.isOver && watch.isBeyond)
        let still = watch.push(rate: 3800, peak: 505, flags: [])
        #expect(!still.isOver && watch.isBeyond)
        _ = watch.push(rate: 4900, peak: 505, flags: [])
        let again = watch.push(rate: 4900, peak: 400, flags: [])
        #expect(again.isOver && abs(again.peakDrop - 100 * 110 / 510) < 1e-9)
        watch.reset()
        #expect(watch.bestRate.isNaN && !watch.isBeyond)
    }

    @Test("A flagged hold is nobody's best, and better than it is no drop")
    func flagged() {
        var watch = EffortWatch()
        #expect(watch.threshold == 20)
        let alone = watch.push(rate: 9000, peak: 900, flags: .slackImpact)
        #expect(alone.rateDrop.isNaN && alone.peakDrop.isNaN && !alone.isOver)
        _ = watch.push(rate: 4000, peak: 500, flags: [])
        let jerk = watch.push(rate: 9000, peak: 900, flags: .countermovement)
        #expect(jerk.rateDrop == 0 && watch.bestRate == 4000)
    }

    @Test("A sensor too slow for the rate is judged by its peak; what is no number never ends a set")
    func missing() {
        var watch = EffortWatch(threshold: 10)
        _ = watch.push(rate: .nan, peak: 500, flags: [])
        let weak = watch.push(rate: .nan, peak: 440, flags: [])
        #expect(weak.isOver && weak.rateDrop.isNaN && abs(weak.peakDrop - 12) < 1e-9)
        var broken = EffortWatch(threshold: .nan)
        for value in [Double.nan, .infinity, -1, 0] {
            let verdict = broken.push(rate: value, peak: value, flags: [])
            #expect(!verdict.isOver)
        }
        #expect(EffortWatch(threshold: -3).threshold == 1 && EffortWatch(threshold: 400).threshold == 99)
        let before = probe_own_allocations()
        _ = broken.push(rate: 3, peak: 4, flags: .saturated)
        #expect(probe_own_allocations() == before)
    }

    @Test("Only efforts of one target are compared, within 10 % of it; those without one among themselves")
    func targets() {
        var watch = EffortWatch(threshold: 20)
        _ = watch.push(rate: 4000, peak: 500, target: 500, flags: [])
        // Half of it was asked for.
        let light = watch.push(rate: 1500, peak: 250, target: 250, flags: [])
        #expect(light.peakDrop == 0 && !light.isOver)
        let free = watch.push(rate: 900, peak: 90, flags: [])
        #expect(free.peakDrop == 0 && !free.isOver)
        let near = watch.push(rate: 3000, peak: 460, target: 460, flags: [])
        #expect(near.isOver && abs(near.rateDrop - 25) < 1e-9)
        let tired = watch.push(rate: 1000, peak: 245, target: 260, flags: [])
        #expect(tired.isOver && watch.bestPeak == 250)
        // More targets than there are places: the oldest are forgotten, and nothing breaks.
        for number in 1...40 {
            let verdict = watch.push(rate: 1000, peak: 100, target: 1000 * Double(number * number), flags: [])
            #expect(verdict.peakDrop == 0)
        }
    }
}
