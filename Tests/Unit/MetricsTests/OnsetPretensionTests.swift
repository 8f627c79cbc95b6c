import Metrics
import Samples
import Testing
import Seeding

/// Explosive pulls from a pre-tension that is never quiet. Prints the table that the documentation shows.
struct OnsetPretensionTests {
    private struct Score: Equatable {
        var found = 0
        var missed = 0
        var wrong = 0
    }

    private func score(percent: Double, range: ClosedRange<Double>, height: Double) -> Score {
        var score = Score()
        for seed in 1...UInt64(10) {
            let band = OnsetSignals.band(percent: percent, seed: seed, range: range, height: height)
            let run = OnsetRun(band.force, rate: 500, kind: .cell, finish: true)
            // Confirmed within a quarter of a second of the truth: the pull, and not the fluctuation before it.
            let hits = run.explosive.filter { abs(Double($0.confirmed) / 500 - band.onset - 0.1) <= 0.15 }
            score.found += hits.isEmpty ? 0 : 1
            score.missed += hits.isEmpty ? 1 : 0
            score.wrong += run.explosive.count - hits.count
        }
        return score
    }

    private struct Band: Sendable {
        var range: ClosedRange<Double>
        var height: Double
    }

    @Test(arguments: [Band(range: 0.3...3, height: 350), Band(range: 2...4, height: 350), Band(range: 0.3...3, height: 150)])
    private func pullsFromAFluctuatingBandAreFound(_ band: Band) {
        var lines: [String] = []
        for percent in [1.0, 2, 3, 5, 8] {
            let score = score(percent: percent, range: band.range, height: band.height)
            lines.append(
                "| \(band.range) Hz | \(band.height) N | \(percent) % | \(score.found) / \(score.missed) / \(score.wrong) |")
            if percent <= 3 { #expect(score == Score(found: 10, missed: 0, wrong: 0), "\(band) \(percent) %") }
            if percent == 5 { #expect(score.found >= 9 && score.wrong <= 1, "\(band) \(percent) %") }
        }
        print("found / missed / false\n" + lines.joined(separator: "\n"))
    }

    @Test func theOnsetIsRightAsFarAsTheFluctuationAllows() throws {
        var worst: [Double: Double] = [:]
        for percent in [1.0, 3, 5] {
            for seed in 1...UInt64(10) {
                let band = OnsetSignals.band(percent: percent, seed: seed)
                let run = OnsetRun(band.force, rate: 500, kind: .cell)
                let onset = try #require(run.explosive.first, "\(percent) %, seed \(seed)")
                #expect(onset.flags.contains(.pretension))
                worst[percent] = max(worst[percent] ?? 0, abs(Double(onset.onset) / 500 - band.onset))
            }
        }
        print("largest error of the onset, s: \(worst.sorted { $0.key < $1.key })")
        #expect(worst.values.allSatisfy { $0 < 0.15 })
        #expect(worst[1]! < 0.012)
    }

    /// The band moves by 1.5 N, a small part of the pull but far above the noise, and the pull begins 60 ms later.
    @Test(arguments: [500.0, 1000])
    func whatTheBandDoesBeforeThePullIsNotItsOnset(rate: Double) throws {
        for seed in 1...UInt64(10) {
            var random = SeededNumbers(seed: seed)
            let force = OnsetSignals.sampled(seconds: 12, rate: rate) { time in
                OnsetSignals.lines(time, [(1, 0), (3, 60), (7.92, 60), (7.94, 61.5), (11, 61.5), (11.5, 0)])
                    + OnsetSignals.pull(time, start: 8, stop: 10.5, height: 250) + 0.15 * random.bounded()
            }
            let run = OnsetRun(force, rate: rate, kind: .cell, finish: true)
            let onset = try #require(run.explosive.last, "seed \(seed)")
            let baseline = Int(onset.baselineFirst)..<Int(onset.baselineFirst) + Int(onset.baselineCount)
            let record = HoldRecord(
                force: force, time: force.indices.map { Double($0) / rate }, rate: rate, sensorKind: .cell, kind: .explosive,
                baseline: baseline, baselineMean: onset.baselineMean, baselineDeviation: onset.baselineDeviation,
                search: baseline.lowerBound..<force.count, release: nil, restLevel: 0, flags: [])
            let found = try #require(OnsetMethods.all(in: record).trough)
            for sample in [Double(onset.onset), found] {
                #expect(abs(sample / rate - 8) < 0.01, "seed \(seed): \(sample / rate)")
            }
        }
    }

    @Test func aBandThatOnlyMovesIsNoPull() {
        for percent in [1.0, 2, 3, 5] {
            var wrong = 0
            for seed in 1...UInt64(10) {
                var random = SeededNumbers(seed: 1000 + seed)
                let fluctuation = OnsetSignals.Fluctuation(&random)
                let force = OnsetSignals.sampled(seconds: 25, rate: 500) { time in
                    OnsetSignals.lines(time, [(1, 0), (3, 150), (22, 150), (23, 0)]) * (1 + 0.01 * percent * fluctuation(time))
                        + 0.3 * random.bounded()
                }
                let run = OnsetRun(force, rate: 500, kind: .cell, finish: true)
                wrong += run.explosive.count
                #expect(run.sustained.count == 1, "\(percent) %, seed \(seed)")
            }
            #expect(wrong == 0, "\(percent) %")
        }
    }

    @Test func growingTremorIsNoPull() {
        var random = SeededNumbers(seed: 8)
        let force = OnsetSignals.sampled(seconds: 40, rate: 500) { time in
            let load = OnsetSignals.lines(time, [(1, 0), (3, 200), (37, 200), (38, 0)])
            let amplitude = 0.1 * OnsetSignals.lines(time, [(10, 0), (37, 1)])
            return load * (1 + amplitude * OnsetSignals.wave(9.3, time)) + 0.3 * random.bounded()
        }
        let run = OnsetRun(force, rate: 500, kind: .cell, finish: true)
        #expect(run.explosive.isEmpty && run.sustained.count == 1)
    }
}
