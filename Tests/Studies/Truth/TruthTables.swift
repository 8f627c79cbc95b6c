import Glibc
import Metrics
import Rehearsal
import Samples

/// How often something was so, in %.
struct Share {
    var hits = 0
    var all = 0
    var value: Double { all > 0 ? 100 * Double(hits) / Double(all) : .nan }
    var text: String { all > 0 ? String(Int(value.rounded())) : "–" }
    mutating func add(_ hit: Bool) {
        all += 1
        if hit { hits += 1 }
    }
}

/// The first line is the head, the others are rows of a Markdown table.
func printTable(_ head: [String], _ rows: [[String]]) {
    print("\n| " + head.joined(separator: " | ") + " |")
    print("|" + String(repeating: " ---: |", count: head.count))
    for row in rows { print("| " + row.joined(separator: " | ") + " |") }
}

/// Mean and standard deviation.
func spread(_ values: [Double]) -> (mean: Double, deviation: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    return (mean, (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot())
}

func rounded(_ value: Double, _ digits: Int = 1) -> String {
    guard value.isFinite else { return "–" }
    let scale = pow(10, Double(digits))
    return "\((value * scale).rounded() / scale)"
}

enum TruthTables {
    static let windows = [50, 100, 150, 200, 250]

    /// RFD 0–50 … 0–250 ms: bias ± SD in %, coverage of the interval in %, its median width in % of the truth, share of nulls.
    static func intervals(_ trials: Int, of shapes: [RiseShape] = RiseShape.reported) {
        var rows: [[String]] = []
        var (coverages, meanWidths): ([Double], [Double]) = ([], [])
        for rate in [80.0, 87, 500, 1000] {
            for percent in [0.05, 0.2, 0.5, 1, 3] {
                var cells: [String] = []
                var results: [(truth: [Double], result: HoldResult)] = []
                for seed in 1...UInt64(trials) {
                    var random = RehearsalRandom.stream(seed, 121)
                    let shape = shapes[Int(seed) % shapes.count].draw(&random)
                    let height = random.uniform(in: 150...500)
                    let fluctuation = random.uniform(in: 0.002...0.01)
                    let (slow, fast) = (Wander(0.3...3, &random), Wander(8...12, &random))
                    var hold = TruthHold(rate: rate)
                    hold.height = height
                    hold.tension = seed % 3 == 0 ? random.uniform(in: 0.1...0.4) * height : 0
                    hold.noise = percent / 100 * height
                    hold.onset = 3 + random.uniform() / 10
                    hold.rise = shape
                    hold.sway = { fluctuation * slow.value($0) + 0.004 * fast.value($0) }
                    let record = hold.record(&random)
                    let truth = windows.map { height * shape(Double($0) / 1000) / (Double($0) / 1000) }
                    results.append((truth, HoldAnalysis.result(of: record)))
                }
                for (place, window) in windows.enumerated() {
                    var (held, null) = (Share(), Share())
                    var (errors, widths): ([Double], [Double]) = ([], [])
                    for (truth, result) in results {
                        let number = result["rfd_0_\(window)"]
                        null.add(number?.value == nil)
                        guard let value = number?.value, let low = number?.lower, let high = number?.upper else { continue }
                        held.add(low <= truth[place] && truth[place] <= high)
                        errors.append(100 * (value / truth[place] - 1))
                        widths.append(100 * (high - low) / truth[place])
                    }
                    guard errors.count > 1 else {
                        cells.append("–")
                        continue
                    }
                    coverages.append(held.value)
                    let (mean, deviation) = spread(errors)
                    meanWidths.append(widths.reduce(0, +) / Double(widths.count))
                    cells.append(
                        "\(rounded(mean)) ± \(rounded(deviation)), **\(held.text)**, \(rounded(widths.sorted()[widths.count / 2], 0))"
                            + (null.hits > 0 ? ", null \(null.text)" : ""))
                }
                rows.append(["\(Int(rate))", "\(percent)"] + cells)
            }
        }
        printTable(["Hz", "noise %"] + windows.map { "rfd_0_\($0)" }, rows)
        let sorted = coverages.sorted()
        if let least = sorted.first {
            print(
                "\nLeast coverage \(rounded(least)) %, median \(rounded(sorted[sorted.count / 2])) %, mean width "
                    + "\(rounded(meanWidths.reduce(0, +) / Double(meanWidths.count))) % of the truth."
            )
        }
    }

    /// Holds that tire: fatigue index less the truth in points; onset of shaking found, within 1 s, its error, and its limits.
    static func fatigue(_ trials: Int) {
        var rows: [[String]] = []
        for loss in [0.0, 10, 30, 40, 60] {
            var worst = 0.0
            var (near, found, held) = (Share(), Share(), Share())
            var (errors, widths): ([Double], [Double]) = ([], [])
            for seed in 1...UInt64(trials) {
                var random = RehearsalRandom.stream(seed, 122)
                let tremor = Wander(8...12, &random)
                var hold = TruthHold(rate: 250)
                hold.noise = 0.2
                hold.seconds = 30
                hold.rise = { $0 > 0 ? 1 - (1 + $0 / 0.04) * exp(-$0 / 0.04) : 0 }
                hold.left = { 1 - loss / 100 * min(max($0, 0), 30) / 30 }
                hold.sway = { t in (0.8 + 0.5 * max(0, t - 23)) / 300 * tremor.value(t) }
                let result = HoldAnalysis.result(of: hold.record(&random))
                let truth = 100 * loss * 28.45 / 30 / (100 - loss * 0.55 / 30)
                worst = max(worst, abs((result["fatigue_index"]?.value ?? .infinity) - truth))
                let onset = result["shaking_onset"]
                found.add(onset?.value != nil)
                near.add(onset?.value.map { abs($0 - 23) <= 1 } ?? false)
                guard let value = onset?.value, let low = onset?.lower, let high = onset?.upper else { continue }
                errors.append(value - 23)
                widths.append(high - low)
                held.add(low <= 23 && 23 <= high)
            }
            let (mean, deviation) = spread(errors)
            rows.append([
                rounded(loss, 0), rounded(worst, 2), found.text, near.text,
                "\(rounded(mean, 2)) ± \(rounded(deviation, 2))", held.text, rounded(widths.sorted()[widths.count / 2]),
            ])
        }
        printTable(
            [
                "loss %", "fatigue_index, largest error, points", "shaking found %", "within 1 s %", "error s",
                "limits hold it %", "their width s",
            ], rows)
    }

    /// Holds whose shaking does not grow: how often its onset is reported all the same, in %. Force stays, or falls by half while
    /// shaking does not.
    static func level(_ trials: Int) {
        var rows: [[String]] = []
        for (seconds, loss) in [(5.0, 0.0), (8, 0), (12, 0), (20, 0), (30, 0), (12, 0.5), (30, 0.5)] {
            var cells = [rounded(seconds, 0), rounded(100 * loss, 0)]
            for range in [8.0...12, 5...12, 8.5...9.5] {
                var reported = Share()
                for seed in 1...UInt64(trials) {
                    var random = RehearsalRandom.stream(seed, 123)
                    let tremor = Wander(range, &random)
                    var hold = TruthHold(rate: 200)
                    hold.noise = 0.2
                    hold.seconds = seconds
                    hold.rise = { $0 > 0 ? 1 - (1 + $0 / 0.04) * exp(-$0 / 0.04) : 0 }
                    let left = { 1 - loss * min(max($0 - 3, 0), seconds) / seconds }
                    hold.left = { left($0 + 3) }
                    hold.sway = { 0.8 / 300 * tremor.value($0) / left($0) }
                    reported.add(HoldAnalysis.result(of: hold.record(&random))["shaking_onset"]?.value != nil)
                }
                cells.append(rounded(reported.value))
            }
            rows.append(cells)
        }
        printTable(["hold s", "loss %", "8–12 Hz", "5–12 Hz", "8.5–9.5 Hz"], rows)
    }

    /// How often slack impact is flagged, and how often it cannot be decided, in %.
    static func slack(_ trials: Int) {
        struct Scene {
            var name: String
            var noise = 0.002
            var tremor = 0.003
            var jerk = 0.0
            var kind = SensorKind.cell
        }
        let scenes = [
            Scene(name: "clean, noise 0.2 %"), Scene(name: "clean, noise 0.5 %", noise: 0.005),
            Scene(name: "clean, noise 1 %", noise: 0.01), Scene(name: "clean, noise 3 %", noise: 0.03),
            Scene(name: "tremor 10 %", tremor: 0.1),
            Scene(name: "swaying plate", kind: .plate), Scene(name: "jerk of 5 %", jerk: 0.05),
            Scene(name: "jerk of 5 %, noise 0.5 %", noise: 0.005, jerk: 0.05),
            Scene(name: "jerk of 5 %, noise 1 %", noise: 0.01, jerk: 0.05), Scene(name: "jerk of 20 %", jerk: 0.2),
            Scene(name: "jerk of 20 %, noise 1 %", noise: 0.01, jerk: 0.2),
        ]
        var rows: [[String]] = []
        for scene in scenes {
            var cells = [scene.name]
            for rate in [87.0, 500, 1000] {
                var (flagged, unknown) = (Share(), Share())
                for seed in 1...UInt64(trials) {
                    var random = RehearsalRandom.stream(seed, 124)
                    let shape = RiseShape.reported[Int(seed) % RiseShape.reported.count].draw(&random)
                    let (slow, fast) = (Wander(0.3...2, &random), Wander(8...12, &random))
                    let wait = scene.jerk > 0 ? random.uniform(in: 0.05...0.08) : 0
                    var hold = TruthHold(rate: rate)
                    hold.kind = scene.kind
                    hold.ground = scene.kind == .plate ? 720 : 0
                    hold.height = random.uniform(in: 150...500)
                    hold.noise = scene.noise * hold.height
                    hold.onset = 3 + random.uniform() / 50
                    hold.rise = { shape($0 - wait) }
                    hold.jerk = { u in u > 0 && u < 0.04 ? 1.02 * scene.jerk * (0.5 - 0.5 * cos(2 * .pi * u / 0.04)) : 0 }
                    hold.sway = { 0.006 * slow.value($0) + scene.tremor * fast.value($0) }
                    if scene.kind == .plate {
                        // 2 N of 720 N: on a standing athlete all of the force sways.
                        hold.tension = 720
                        hold.ground = 0
                        hold.sway = { 0.003 * slow.value($0) }
                    }
                    let result = HoldAnalysis.result(of: hold.record(&random))
                    flagged.add(result.flags.contains(.slackImpact))
                    unknown.add(result["slack_impact_fall"]?.reason == .tooUncertain)
                }
                cells.append(rounded(flagged.value) + (unknown.hits > 0 ? ", unknown \(rounded(unknown.value))" : ""))
            }
            rows.append(cells)
        }
        printTable(["slack_impact %", "87 Hz", "500 Hz", "1000 Hz"], rows)
    }

    /// How often the 95 % limits of a band's RMS hold it, in %.
    static func tremor(_ trials: Int) {
        var rows: [[String]] = []
        for seconds in [6.0, 15, 30] {
            var cells = [rounded(seconds, 0)]
            for range in [8.0...12, 4...35] {
                var held = Share()
                for seed in 1...UInt64(trials) {
                    var random = RehearsalRandom.stream(seed, 125)
                    var noise = random
                    var hold = TruthHold(rate: 200)
                    hold.seconds = seconds
                    hold.rise = { $0 > 0 ? 1 - exp(-$0 / 0.03) : 0 }
                    // Even noise: 1 N at 200 Hz has a density of 0.01 N²/Hz.
                    hold.noise = range.upperBound > 12 ? 1 : 0.001
                    let oscillation = Wander(8.2...11.8, &noise)
                    if range.upperBound <= 12 { hold.sway = { oscillation.value($0) / 300 } }
                    let result = HoldAnalysis.result(of: hold.record(&random))
                    let truth = range.upperBound > 12 ? (0.01 * 4.0).squareRoot() : 1
                    guard let number = result["tremor_rms_8_12"], let low = number.lower, let high = number.upper else {
                        continue
                    }
                    held.add(low <= truth && truth <= high)
                }
                cells.append(rounded(held.value))
            }
            rows.append(cells)
        }
        printTable(["hold s", "limits of tremor_rms_8_12, sines of 8–12 Hz", "the same, white noise"], rows)
    }
}
