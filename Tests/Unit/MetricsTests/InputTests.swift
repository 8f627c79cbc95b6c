import Foundation
import Metrics
import Samples
import Seeding
import Testing

/// Input that a hold cannot be made of: loads below rest, sensors that are never quiet, converters at their end, lines at rest.
struct InputTests {
    private func noise(_ sd: Double, seed: UInt64 = 1) -> () -> Double {
        var random = SeededNumbers(seed: seed)
        return { sd * random.bounded() }
    }

    private func negative(_ run: OnsetRun) -> (begun: Int, returned: Int, became: Int) {
        var counts = (begun: 0, returned: 0, became: 0)
        for event in run.events {
            switch event.what {
            case .negativeLoad: counts.begun += 1
            case .negativeLoadEnded(let returned): if returned { counts.returned += 1 } else { counts.became += 1 }
            default: break
            }
        }
        return counts
    }

    @Test("Pulls on a reversed cell are negative loads that come back, and no holds", arguments: [87.0, 500, 1000])
    func reversedCell(rate: Double) {
        let next = noise(0.2)
        let force = OnsetSignals.sampled(seconds: 24, rate: rate) { time in
            -OnsetSignals.pull(time, start: 3, stop: 7, height: 300) - OnsetSignals.pull(time, start: 13, stop: 18, height: 200)
                + next()
        }
        let run = OnsetRun(force, rate: rate, kind: .cell)
        #expect(negative(run) == (2, 2, 0) && run.onsets.isEmpty)
    }

    @Test("Standing and pulling on a reversed plate is no hold", arguments: [500.0, 1000])
    func reversedPlate(rate: Double) {
        let next = noise(1)
        let force = OnsetSignals.sampled(seconds: 30, rate: rate) { time in
            let stands = time > 2 && time < 25 ? -700.0 : 0
            return stands - OnsetSignals.pull(time, start: 10, stop: 15, height: 200) + next()
        }
        let run = OnsetRun(force, rate: rate, kind: .plate)
        #expect(negative(run) == (1, 1, 0) && run.onsets.isEmpty)
        // The recording begins when somebody stands there already.
        let begun = OnsetRun(Array(force.dropFirst(Int(4 * rate))), rate: rate, kind: .plate)
        #expect(negative(begun).begun == 1 && begun.onsets.isEmpty)
    }

    @Test("A dip, a band that snaps back and a tare that is a little off are none")
    func noNegativeLoad() {
        let next = noise(0.3)
        let force = OnsetSignals.sampled(seconds: 30, rate: 500) { time in
            let dip = time > 4 && time < 4.5 ? -60.0 : 0
            let snap = time > 12 ? -80 * exp(-(time - 12) / 0.1) : 0
            return dip + OnsetSignals.pull(time, start: 4.5, stop: 12, height: 300) + snap + (time > 20 ? -8 : 0) + next()
        }
        #expect(negative(OnsetRun(force, rate: 500, kind: .cell)) == (0, 0, 0))
    }

    @Test("Where measuring begins in the middle of a hold, rest is what comes after it", arguments: [87.0, 500, 1000])
    func beginsUnderLoad(rate: Double) {
        let next = noise(0.2)
        let force = OnsetSignals.sampled(seconds: 40, rate: rate) { time in
            OnsetSignals.pull(time, start: -3, stop: 5, height: 190) + OnsetSignals.pull(time, start: 10, stop: 15, height: 220)
                + OnsetSignals.pull(time, start: 25, stop: 30, height: 200) + next()
        }
        let run = OnsetRun(force, rate: rate, kind: .cell)
        #expect(negative(run) == (0, 0, 0) && run.onsets.count == 2)
        #expect(run.onsets.allSatisfy { abs($0.rest) < 2 })
    }

    @Test("A tare under load becomes rest after half a minute")
    func tareUnderLoad() {
        let next = noise(0.2)
        let force = OnsetSignals.sampled(seconds: 60, rate: 250) { time in
            (time < 3 ? 0 : -150) + OnsetSignals.pull(time, start: 50, stop: 54, height: 300) + next()
        }
        let run = OnsetRun(force, rate: 250, kind: .cell, restLevel: 0)
        #expect(negative(run) == (1, 0, 1) && run.onsets.count == 1)
        #expect(run.onsets.first.map { abs($0.rest + 150) < 2 } == true)
    }

    @Test("Who leans on something and stands up again has made no effort", arguments: [3.0, 10, 40])
    func leaning(seconds: Double) {
        let next = noise(2)
        let force = OnsetSignals.sampled(seconds: seconds + 30, rate: 500) { time in
            let leans = min(max((time - 5) / 0.5, 0), 1) - min(max((time - 5 - seconds) / 0.3, 0), 1)
            return 700 - 220 * leans + OnsetSignals.pull(time, start: seconds + 15, stop: seconds + 20, height: 300) + next()
        }
        let run = OnsetRun(force, rate: 500, kind: .plate)
        #expect(negative(run) == (0, 0, 0))
        #expect(run.onsets.count == 1 && run.onsets.first.map { abs($0.rest - 700) < 5 } == true)
        #expect(run.events.contains { if case .unloaded = $0.what { true } else { false } })
    }

    /// The first one looks like an athlete who stands again as in the beginning.
    @Test("Where measuring begins in a hold on a plate, later holds as strong as that one are found", arguments: [87.0, 500])
    func beginsInAHoldOnAPlate(rate: Double) {
        let next = noise(1)
        let force = OnsetSignals.sampled(seconds: 80, rate: rate) { time in
            let pulls = [15.0, 36, 57].map { OnsetSignals.pull(time, start: $0, stop: $0 + 7, height: 230) }
            return 360 + (time < 5 ? 230 : 0) + pulls.reduce(0, +) + next()
        }
        let run = OnsetRun(force, rate: rate, kind: .plate)
        #expect(run.onsets.count == 2 && run.onsets.allSatisfy { abs($0.rest - 360) < 5 }, "\(run.onsets)")
    }

    @Test("Where measuring begins in a hold on a band with pre-tension, later holds are found", arguments: [87.0, 500])
    func beginsInAHoldOnABand(rate: Double) {
        for begin in [5.0, 12] {
            let next = noise(0.5)
            let force = OnsetSignals.sampled(seconds: 80, rate: rate) { time in
                let pulls = [18.0, 36, 57].map { OnsetSignals.pull(time, start: $0, stop: $0 + 7, height: 300) }
                return 60 + (time < begin ? 300 : 0) + pulls.reduce(0, +) + next()
            }
            let run = OnsetRun(force, rate: rate, kind: .cell)
            #expect(run.onsets.count == 3 && run.onsets.allSatisfy { abs($0.rest - 60) < 5 }, "\(run.onsets)")
        }
    }

    @Test("Half a minute without a quiet baseline is told once, with the test that fails", arguments: [87.0, 500])
    func notArmed(rate: Double) throws {
        let next = noise(0.1)
        func unrest(_ force: (Double) -> Double) -> [HoldEvent.Unrest] {
            let run = OnsetRun(OnsetSignals.sampled(seconds: 45, rate: rate) { force($0) + next() }, rate: rate, kind: .cell)
            return run.events.compactMap { if case .notArmed(let unrest) = $0.what { unrest } else { nil } }
        }
        let motor = unrest { 6 * sin(2 * .pi * 5 * $0) }
        #expect(motor.count == 1 && motor[0].value > motor[0].limit && motor[0].limit > 0)
        let drift = unrest { $0 * 14 }
        #expect(drift.count <= 1)
        #expect(unrest { _ in 0 }.isEmpty)
        #expect(unrest { OnsetSignals.pull($0, start: 3, stop: 40, height: 300) * (1 + 0.05 * sin(2 * .pi * 5 * $0)) }.isEmpty)
    }

    @Test("A force that stands at its highest value is clipped, and nothing is computed from it")
    func clipped() throws {
        var record = Holds.explosive(tremor: 8)
        #expect(!HoldAnalysis.result(of: record).flags.contains(.clipped))
        record.force = record.force.map { min($0, 402) }
        let result = HoldAnalysis.result(of: record)
        #expect(result.flags.contains(.clipped))
        for name in ["peak_force", "mvc_500", "rfd_0_100", "plateau_cv", "tremor_rms_8_12"] {
            #expect(try #require(result[name]).value == nil && result[name]?.reason == .saturated, "\(name)")
        }
        // Few digits make every level stand still.
        var coarse = Holds.explosive(tremor: 3)
        coarse.force = coarse.force.map { ($0 / 2).rounded() * 2 }
        #expect(!HoldAnalysis.result(of: coarse).flags.contains(.clipped))
        var still = Holds.explosive(noise: 0, tremor: 0)
        still.force = still.force.map { min($0, 390) }
        #expect(!HoldAnalysis.result(of: still).flags.contains(.clipped), "nothing to compare with")
    }

    @Test("A line that is there at rest is no tremor", arguments: UInt64(1)...5)
    func restLine(seed: UInt64) throws {
        func record(hum: Double, tremor: Double) -> HoldRecord {
            var numbers = SeededNumbers(seed: seed)
            return Holds.record(rate: 500, seconds: 16, quietUntil: 2.9, release: 15) { time in
                let up = time < 3 ? 0 : time < 15 ? 1 - exp(-12 * (time - 3)) : exp(-20 * (time - 15))
                let shake = time > 3.5 && time < 15 ? tremor * sin(2 * .pi * 10 * time) : 0
                return 400 * up + shake + hum * sin(2 * .pi * 9.6 * time) + 0.1 * Holds.gaussian(&numbers)
            }
        }
        let motor = HoldAnalysis.result(of: record(hum: 1, tremor: 0))
        #expect(motor["tremor_peak_frequency"]?.reason == .lineAtRest && motor.flags.contains(.restLine))
        let athlete = HoldAnalysis.result(of: record(hum: 0, tremor: 1))
        #expect(try abs(#require(athlete["tremor_peak_frequency"]?.value) - 10) < 0.3 && !athlete.flags.contains(.restLine))
        // A little of it does not hide the athlete.
        let both = HoldAnalysis.result(of: record(hum: 0.3, tremor: 3))
        #expect(both["tremor_peak_frequency"]?.value != nil && !both.flags.contains(.restLine))
    }

    @Test("Where each conversion comes several times, numbers are those of the conversions", arguments: [4, 10])
    func repeated(times: Int) throws {
        let plain = Holds.explosive(rate: 100)
        var said = plain
        said.rate = 100 * Double(times)
        said.force = plain.force.flatMap { [Double](repeating: $0, count: times) }
        said.time = said.force.indices.map { Double($0) / said.rate }
        func scaled(_ range: Range<Int>) -> Range<Int> { range.lowerBound * times..<range.upperBound * times }
        (said.baseline, said.search) = (scaled(plain.baseline), scaled(plain.search))
        said.release = plain.release.map { $0 * times }
        let (a, b) = (HoldAnalysis.result(of: plain), HoldAnalysis.result(of: said))
        #expect(b.flags.contains(.repeated) && b.flags.contains(.lowRate) && !a.flags.contains(.repeated))
        for name in ["mvc_500", "rfd_0_200", "plateau_cv", "tremor_rms_8_12"] {
            let (x, y) = (try #require(a[name]), try #require(b[name]))
            #expect(x.reason == y.reason, "\(name)")
            if let x = x.value, let y = y.value { #expect(abs(x / y - 1) < 0.01, "\(name) \(x) \(y)") }
        }
        let onsets = (try #require(a.onsetSample), try #require(b.onsetSample))
        #expect(abs(onsets.0 * Double(times) - onsets.1) <= Double(times))
    }

    @Test("The spread of an onset is that of the rules that speak of it")
    func onsetUncertainty() throws {
        var record = Holds.explosive()
        let plain = HoldAnalysis.result(of: record)
        let found = try #require(plain.onsetSample)
        record.found = HoldRecord.FoundOnset(position: found + 400, rule: .steepest, scatter: 0.2, earlierRises: 1)
        #expect(HoldAnalysis.result(of: record).onsetUncertainty == nil, "all rules found the earlier rise")
        record.found = HoldRecord.FoundOnset(position: found + 30, rule: .steepest, scatter: 0.2, earlierRises: 1)
        #expect(try #require(HoldAnalysis.result(of: record).onsetUncertainty) >= 15)
    }
}
