import Foundation
import Seeding
import Testing

import Filtering

/// What a sensor says when somebody holds, with and without impossible samples.
struct SpikeDetectorTests {
    /// Which samples of a signal are left out.
    private func spikes(_ force: [Double], rate: Double, floor: Double = 4) -> [Int] {
        var detector = SpikeDetector(rate: rate, floor: floor)
        var found: [Int] = []
        var suspect: Int?
        for (sample, value) in force.enumerated() {
            if let waiting = suspect, detector.isSpike(before: value) { found.append(waiting) }
            suspect = detector.push(value) ? sample : nil
        }
        return found
    }

    private func sampled(
        _ rate: Double, _ seconds: Double = 10, noise: Double = 0.05, seed: UInt64 = 1, _ force: (Double) -> Double
    )
        -> [Double]
    {
        var random = SeededNumbers(seed: seed)
        return (0..<Int(rate * seconds)).map { force(Double($0) / rate) + noise * random.normal() }
    }

    /// 300 N with a rise time constant of `rise`, at 4 s, tremor of `tremor` N from 4.5 s on, let go at 8 s.
    private func pull(_ time: Double, rise: Double = 0.06, tremor: Double = 2) -> Double {
        guard time >= 4 else { return 0 }
        guard time < 8 else { return 300 * exp(-(time - 8) / 0.06) }
        return 300 * (1 - (1 + (time - 4) / rise) * exp(-(time - 4) / rise)) + (time > 4.5 ? tremor * sin(2 * .pi * 9 * time) : 0)
    }

    @Test("One wrong number anywhere in a hold is found, and nothing else is", arguments: [40.0, 80, 87.7, 125, 500, 1000, 2000])
    func found(rate: Double) {
        let wrong = [8_388_607 / 2000.0, -8_388_608 / 2000.0, 1_048_575 / 2000.0, 0, 131_071 / 200.0]
        for seed in 1...20 {
            var random = SeededNumbers(seed: UInt64(seed) &+ UInt64(rate) &* 100)
            let clean = sampled(rate, noise: 0.02 + 0.3 * random.uniform(), seed: UInt64(seed)) { pull($0) }
            #expect(spikes(clean, rate: rate).isEmpty, "\(rate) Hz, seed \(seed)")
            // At rest zero is what a sensor says; elsewhere it is not.
            let places = [1 + 2 * random.uniform(), 4.6 + 3 * random.uniform(), 8.9 + random.uniform()]
            for (number, time) in places.enumerated() {
                let value = wrong[(seed + number) % wrong.count]
                if number != 1, value == 0 { continue }
                var force = clean
                let sample = Int(time * rate)
                force[sample] = value
                #expect(spikes(force, rate: rate) == [sample], "\(rate) Hz, \(value) N at \(time) s, seed \(seed)")
            }
        }
    }

    @Test("A wrong number inside the rise is found where it is far from it", arguments: [80.0, 500, 1000])
    func inTheRise(rate: Double) {
        for step in 0..<8 {
            var force = sampled(rate) { pull($0) }
            let sample = Int((4.03 + 0.02 * Double(step)) * rate)
            force[sample] = 4194.3
            #expect(spikes(force, rate: rate) == [sample], "\(rate) Hz, \(step)")
        }
    }

    @Test("Several wrong numbers, each between good ones, are each left out")
    func several() {
        var force = sampled(80) { pull($0) }
        let wrong = [100, 102, 104, 400, 410, 430, 500]
        for sample in wrong { force[sample] = 4194.3 }
        #expect(spikes(force, rate: 80) == wrong)
    }

    @Test("What a body, a band and a mount do is none")
    func falseOnes() {
        for rate in [40.0, 80, 87, 125, 250, 500, 1000, 2000] {
            for seed in UInt64(1)...10 {
                let noise = [0.02, 0.2, 1, 3][Int(seed) % 4]
                func none(_ what: String, _ force: (Double) -> Double) {
                    let found = spikes(sampled(rate, noise: noise, seed: seed, force), rate: rate)
                    #expect(found.isEmpty, "\(what) at \(rate) Hz, noise \(noise) N: \(found.prefix(3))")
                }
                none("the fastest pull") { pull($0, rise: 0.02) }
                none("shaking of a tenth") { pull($0, tremor: 30) }
                none("pulses each half second") { 150 * pow(max(0, sin(2 * .pi * 2 * $0)), 2) }
                none("quick taps of a foot") { 200 * exp(-pow(($0.truncatingRemainder(dividingBy: 1) - 0.5) / 0.045, 2)) }
                none("a band that snaps") { $0 < 5 ? 250 : -30 * exp(-($0 - 5) / 0.05) * cos(2 * .pi * 12 * ($0 - 5)) }
                none("stepping on") { $0 < 3 ? 0 : 700 * (1 - exp(-($0 - 3) / 0.08)) }
                none("a heavy thing put down") { $0 < 5 ? 0 : 200 }
                none("the weight taken off") { $0 < 5 ? 400 : 0 }
                if rate >= 500 {
                    none("a mount that rings") {
                        $0 < 5 ? 0 : 300 * exp(-($0 - 5) / 0.02) * sin(2 * .pi * 0.13 * rate * ($0 - 5))
                    }
                }
            }
        }
    }

    @Test("A sensor with few digits, and one whose values come several times, have none")
    func coarse() {
        #expect(spikes(sampled(80) { pull($0) }.map { ($0 / 5).rounded() * 5 }, rate: 80).isEmpty)
        let slow = sampled(80) { pull($0) }
        #expect(spikes((0..<8000).map { slow[$0 * 80 / 1000 % slow.count] }, rate: 1000).isEmpty)
    }

    @Test("A slow sensor has none: one sample may be all of a quick pulse")
    func slow() {
        let force = (0..<300).map { $0 == 150 ? 200.0 : 0 }
        #expect(spikes(force, rate: 20).isEmpty)
        #expect(spikes(force, rate: 80) == [150])
    }

    @Test("Across a hole, at the start and beside what is no number nothing is judged")
    func holes() {
        var detector = SpikeDetector(rate: 80, floor: 4)
        var suspects = 0
        for sample in 0..<60 where detector.push(sample == 10 ? 500 : 0) { suspects += 1 }
        #expect(suspects == 0, "too early")
        detector.interrupt()
        for _ in 0..<40 where detector.push(500) { suspects += 1 }
        #expect(suspects == 0, "after a hole")
        let suspicion = detector.push(900)
        let verdict = detector.isSpike(before: .nan)
        #expect(suspicion && !verdict)
    }
}
