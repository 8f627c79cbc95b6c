import Metrics
import Samples
import Testing
import Seeding

/// The machine's constant-time windows against the rule recomputed in full with every sample, on random sessions.
struct OnsetMachineNaiveTests {
    /// Pulls, slow loads, bumps and drifts in random order; force comes back to its level after each, as the naive rule needs.
    private func session(_ kind: SensorKind, rate: Double, seed: UInt64) -> [Double] {
        var random = SeededNumbers(seed: seed)
        let scale: Double = kind == .plate ? 5 : 1
        var efforts: [(kind: Int, start: Double, length: Double, height: Double)] = []
        var time = 1.5
        while time < 12 {
            efforts.append(
                (
                    Int(random.uniform() * 4), time, 0.3 + random.uniform(),
                    scale * (10 + 300 * random.uniform() * random.uniform())
                ))
            time += 1.5 + 2 * random.uniform()
        }
        let noise = scale * (0.05 + 0.2 * random.uniform())
        let rest = kind == .plate ? 750.0 : 3 * random.uniform()
        return OnsetSignals.sampled(seconds: 14, rate: rate) { t in
            efforts.reduce(rest + noise * random.bounded()) { sum, effort in
                let stop = effort.start + effort.length
                switch effort.kind {
                case 0, 1: return sum + OnsetSignals.pull(t, start: effort.start, stop: stop, height: effort.height)
                case 2:
                    let middle = effort.start + effort.length / 2
                    return sum + OnsetSignals.lines(t, [(effort.start, 0), (middle, effort.height), (stop, 0)])
                default:
                    return sum + OnsetSignals.pull(t, start: effort.start, stop: effort.start + 0.06, height: effort.height / 3)
                }
            }
        }
    }

    @Test(arguments: [SensorKind.cell, .plate], [87.5, 250, 500])
    func eventsAreThoseOfTheRuleInFull(_ kind: SensorKind, _ rate: Double) throws {
        var parameters = OnsetParameters(kind)
        if kind == .cell { parameters.quietFraction = 0 }
        parameters.slowFraction = 0
        var seen = 0
        for seed in 1...UInt64(6) {
            let force = session(kind, rate: rate, seed: seed)
            let naive = OnsetNaive(rate: rate, kind: kind)
            for value in force { naive.push(value) }
            let run = OnsetRun(force, rate: rate, kind: kind, parameters: parameters)
            // Raised by amendments, unknown to the naive rule.
            let added: HoldFlags = [.lowRate, .pretension]
            let events = run.events.compactMap { at, what -> OnsetNaive.Event? in
                switch what {
                case .ramp(let trigger): return .ramp(Int(trigger))
                case .falseStart(let trigger): return .falseStart(Int(trigger))
                case .onset(let onset) where onset.kind == .explosive:
                    return .onset(
                        Int(onset.onset), trigger: Int(onset.trigger), confirmed: Int(onset.confirmed),
                        flags: onset.flags.subtracting(added).rawValue)
                case .release where run.isExplosiveRelease(at): return .release(at)
                default: return nil
                }
            }
            #expect(events == naive.events, "seed \(seed)")
            for (onset, expected) in zip(run.explosive, naive.positions) {
                #expect(abs(onset.baselineMean - expected.mean) < 1e-9, "seed \(seed)")
                #expect(abs(onset.baselineDeviation - expected.deviation) < 1e-9, "seed \(seed)")
                #expect(abs(onset.onset5SD - expected.sd5) < 1e-9, "seed \(seed)")
            }
            seen += naive.events.count
        }
        #expect(seen > 30, "the sessions hold too few events to prove anything")
    }
}
