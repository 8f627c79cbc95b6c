// What athletes, technicians and busy hosts do, with known truth, through the onset machine; two plates of one set-up through the
// processor. Prints the table of Metrics.docc/Situations.md.
//
// usage: Tests/Studies/Situations/run [SEEDS] [NAME]     seeds in each cell (100); only the families whose name holds NAME

import Foundation
import Metrics
import Samples
import Seeding
import Synchronization

/// What became of the efforts of a cell of the table.
struct Score: Sendable {
    var efforts = 0
    var hits = 0
    var split = 0
    var late = 0
    var `false` = 0
    var errors: [Double] = []

    static func += (a: inout Score, b: Score) {
        a.efforts += b.efforts
        a.hits += b.hits
        a.split += b.split
        a.late += b.late
        a.false += b.false
        a.errors += b.errors
    }
}

/// The holds that a machine finds: onset and release, s.
func holds(_ situation: Situation, rate: Double, noise: Double, _ random: inout SeededNumbers) -> [(
    onset: Double, release: Double
)] {
    if let other = situation.other {
        return TwoPlates.holds(
            of: [situation.force, other], seconds: situation.seconds, rate: rate, noise: noise, &random)
    }
    var machine = OnsetMachine(rate: rate, kind: situation.kind)
    var events = OnsetEvents()
    var found: [(onset: Double, release: Double)] = []
    var onset = 0.0
    func take() {
        for place in 0..<events.count {
            switch events[place] {
            case .onsetFinal(let final)?: onset = final.position / rate
            case .ended(let ended)?: found.append((onset, Double(ended.release) / rate))
            default: break
            }
        }
        events.removeAll()
    }
    for index in 0..<Int(situation.seconds * rate) {
        machine.push(situation.force(Double(index) / rate) + noise * random.normal(), into: &events)
        if events.count > 0 { take() }
    }
    machine.finish(into: &events)
    take()
    return found
}

func score(_ family: Situation.Family, rate: Double, percent: Double, seed: UInt64) -> Score {
    var random = SeededNumbers(seed: seed &* 0x9E37_79B9 &+ 77)
    let situation = family.make(&random)
    let found = holds(situation, rate: rate, noise: situation.scale * percent / 100, &random)
    var score = Score()
    var used = Set<Int>()
    for effort in situation.efforts {
        score.efforts += 1
        let near = found.indices.filter { found[$0].onset < effort.release && found[$0].release > effort.onset }
        used.formUnion(near)
        guard let first = near.first else { continue }
        let error = found[first].onset - effort.onset
        if near.count > 1 {
            score.split += 1
        } else if abs(error) > effort.tolerance {
            score.late += 1
        } else {
            score.hits += 1
            score.errors.append(1000 * error)
        }
    }
    score.false = found.count - used.count
    return score
}

let arguments = CommandLine.arguments.dropFirst()
let seeds = UInt64(arguments.first ?? "") ?? 100
let wanted = arguments.dropFirst().first
let rates = [80, 87.47, 500, 1000]
let percents = [0.05, 0.2, 1, 3]

struct Cell: Sendable {
    let family: Int
    let rate: Double
    let percent: Double
}
let cells = Situation.Family.all.indices.flatMap { family in
    rates.flatMap { rate in percents.map { Cell(family: family, rate: rate, percent: $0) } }
}.filter { cell in wanted.map { Situation.Family.all[cell.family].name.contains($0) } ?? true }
let results = Mutex<[Int: Score]>([:])
let next = Atomic<Int>(0)

await withTaskGroup(of: Void.self) { group in
    for _ in 0..<2 {
        group.addTask {
            while true {
                let place = next.add(1, ordering: .relaxed).oldValue
                guard place < cells.count else { return }
                let cell = cells[place]
                var sum = Score()
                for seed in 1...seeds {
                    sum += score(Situation.Family.all[cell.family], rate: cell.rate, percent: cell.percent, seed: 9000 + seed)
                }
                let total = sum
                results.withLock { $0[place] = total }
            }
        }
    }
}

func text(_ score: Score) -> String {
    var parts: [String] = []
    if score.efforts > 0 {
        let share = 100 * Double(score.hits) / Double(score.efforts)
        parts.append(share == 100 ? "100" : String(format: "%.1f", share))
    }
    if score.false > 0 || score.efforts == 0 { parts.append("\(score.false) false") }
    return parts.joined(separator: ", ")
}

print("| situation | Hz | efforts | " + percents.map { "noise \($0) %" }.joined(separator: " | ") + " | onset ms at 0.2 % |")
print("| --- | ---: | ---: | " + percents.map { _ in "---: |" }.joined(separator: " ") + " ---: |")
let all = results.withLock { $0 }
for start in stride(from: 0, to: cells.count, by: percents.count) {
    let row = (0..<percents.count).map { all[start + $0] ?? Score() }
    let errors = row[1].errors
    let mean = errors.reduce(0, +) / Double(max(1, errors.count))
    let deviation = (errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, errors.count - 1))).squareRoot()
    let onset = errors.isEmpty ? "" : String(format: "%+.1f ± %.1f", mean, deviation)
    print(
        "| \(Situation.Family.all[cells[start].family].name) | \(cells[start].rate) | \(row[0].efforts) | "
            + row.map(text).joined(separator: " | ") + " | \(onset) |")
}
