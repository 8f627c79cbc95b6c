// How far from the truth each estimate is: holds of the synthetic athlete, whose onset, shaking and growth are known, through the code of
// the daemon; then holds of other shapes through the final analysis alone. Prints the tables of Metrics.docc/Truth.md.
//
// usage: Tests/Studies/Truth/run [HOLDS] [TABLE]     holds in each row (200); athlete, intervals, fatigue, level, slack, flags,
//        tremor or band alone; or tuning: intervals of the shapes that their parameters were chosen on

import Analysis
import Console
import Metrics
import Rehearsal
import Samples

/// One athlete, one hold, and what really happened.
struct Trial: Sendable {
    let athlete: SyntheticAthlete
    let truth: AthleteTruth.Hold
    let rate: Double

    init(seed: UInt64, rate: Double, noise: Double) {
        var random = RehearsalRandom.stream(seed, 77)
        let tremor = HoldPlan.Tremor(
            floor: random.uniform(in: 0.6...1.5), onset: random.uniform(in: 4...7),
            growth: .linear(newtonsPerSecond: random.uniform(in: 0.4...1.2)))
        let plan = HoldPlan(
            // Not a whole number of samples, so that onsets fall anywhere between two of them.
            rest: 9 + random.uniform(), rise: .explosive(timeConstant: random.uniform(in: 0.03...0.07)),
            level: random.uniform(in: 200...600), duration: 12, fluctuation: 0.005, fatigue: 0.005, tremor: tremor)
        athlete = SyntheticAthlete(
            seed: seed, plan: [plan, HoldPlan(rest: 4, level: 0, duration: 0)],
            sensors: [AthleteSensor(name: "cell", noise: noise)])
        truth = athlete.truth(holds: 1).holds[0]
        self.rate = rate
    }

    var series: OfflineAnalysis.Series {
        let count = Int((truth.end + 3) * rate)
        var values: [Double] = []
        let forces = (0..<count).map { index -> Double in
            athlete.sample(of: athlete.sensors[0], at: Double(index) / rate, into: &values)
            return values[0]
        }
        return OfflineAnalysis.Series(
            force: forces, seconds: (0..<count).map { Double($0) / rate }, rate: rate, kind: .cell)
    }
}

/// An estimate, what it should have been, and in which unit the difference is shown.
struct Estimate: Sendable {
    let name: String
    let truth: @Sendable (Trial) -> Double?
    let factor: Double
    /// Whether the number counts from the first sample of the record.
    let isMoment: Bool
    let relative: Bool

    static let all = [
        moment("onset_trough"), moment("onset_5sd"), moment("onset_3sd"), moment("onset_hinge"), moment("onset_slope"),
        Estimate(
            name: "rfd_0_100", truth: { rise($0, 0.1) }, factor: 100, isMoment: false, relative: true),
        Estimate(name: "rfd_0_200", truth: { rise($0, 0.2) }, factor: 100, isMoment: false, relative: true),
        Estimate(name: "shaking_onset", truth: { $0.truth.tremorOnset }, factor: 1, isMoment: true, relative: false),
        Estimate(
            name: "shaking_growth",
            truth: { if case .linear(let growth) = $0.truth.plan.tremor.growth { growth } else { nil } }, factor: 100,
            isMoment: false, relative: true),
    ]

    private static func moment(_ name: String) -> Estimate {
        Estimate(name: name, truth: { $0.truth.onset }, factor: 1000, isMoment: true, relative: false)
    }

    /// The mean slope of the athlete's own rise, without tremor and fluctuation.
    private static func rise(_ trial: Trial, _ seconds: Double) -> Double? {
        guard case .explosive(let tau) = trial.truth.plan.rise else { return nil }
        var power = 1.0
        var term = 1.0
        // e to the power of u/τ as a series: no libm is needed for numbers of this size.
        for step in 1...60 {
            term *= seconds / tau / Double(step)
            power += term
        }
        return trial.truth.plan.level * (1 - (1 + seconds / tau) / power) / seconds
    }

    var unit: String { relative ? "%" : factor == 1000 ? "ms" : "s" }
}

/// Differences of one estimate over many holds.
struct Tally {
    var differences: [Double] = []
    var text: String {
        guard differences.count > 1 else { return "–" }
        let count = Double(differences.count)
        let mean = differences.reduce(0, +) / count
        let deviation = (differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)).squareRoot()
        return Digits.text(mean, digits: 3) + " ± " + Digits.text(deviation, digits: 3)
    }
}

/// The synthetic athlete.
func athleteTable(_ holds: Int) {
    print("| Hz | noise N | found | " + Estimate.all.map { "\($0.name) \($0.unit)" }.joined(separator: " | ") + " |")
    print("| ---: | ---: | ---: |" + String(repeating: " ---: |", count: Estimate.all.count))
    for rate in [80.0, 320, 1000] {
        for noise in [0.05, 0.5, 2] {
            var tallies = [Tally](repeating: Tally(), count: Estimate.all.count)
            var found = 0
            for seed in 1...UInt64(max(holds, 1)) {
                let trial = Trial(seed: seed, rate: rate, noise: noise)
                let results = OfflineAnalysis.holds(of: trial.series)
                guard results.count == 1, let part = results.first?.hold.sensors.first else { continue }
                found += 1
                let begin = part.begin.seconds(since: HostInstant(nanoseconds: 0))
                for (index, estimate) in Estimate.all.enumerated() {
                    guard let value = part.result[estimate.name]?.value, let truth = estimate.truth(trial) else { continue }
                    let got = estimate.isMoment ? begin + value : value
                    tallies[index].differences.append((got - truth) / (estimate.relative ? truth : 1) * estimate.factor)
                }
            }
            let cells = tallies.map { $0.text + ($0.differences.count == found ? "" : " (\($0.differences.count))") }
            print("| \(Int(rate)) | \(Digits.text(noise, digits: 2)) | \(found) | " + cells.joined(separator: " | ") + " |")
        }
    }
}

let holds = CommandLine.arguments.dropFirst().first.flatMap(Int.init) ?? 200
let tables: [(name: String, print: (Int) -> Void)] = [
    ("athlete", athleteTable), ("intervals", { TruthTables.intervals($0) }), ("fatigue", TruthTables.fatigue),
    ("level", TruthTables.level),
    ("slack", TruthTables.slack),
    ("flags", { TruthTables.flags($0, of: CommandLine.arguments.dropFirst(3).first) }), ("tremor", TruthTables.tremor),
    ("band", TruthTables.band),
]
/// Not among the results: what parameters of intervals are chosen on.
let tuning = (name: "tuning", print: { (holds: Int) in TruthTables.intervals(holds, of: RiseShape.tuning) })
let chosen = CommandLine.arguments.dropFirst(2).first
for table in tables + [tuning] where chosen == table.name || chosen == nil && table.name != tuning.name {
    table.print(max(holds, 1))
}
