import Analysis
import Console
import Glibc
import Metrics
import Rehearsal
import Samples

extension TruthTables {
    /// How often each flag is raised where it belongs, and where it does not, in % of pulls through the whole of the detector.
    /// With a text, only the rows that have it in their flag or name.
    static func flags(_ trials: Int, of text: String? = nil) {
        let rates = [80.0, 87, 500, 1000]
        // Facts about the rate and the length of a hold rather than findings.
        let facts: HoldFlags = [.lowRate, .lowConfidence]
        let named = HoldFlags.names.map(\.flag).filter { !facts.contains($0) }
        var rows: [[String]] = []
        for scene in FlagScene.all {
            var cells = [scene.flag.map { "`\($0.list[0])`" } ?? "none", scene.name]
            if let text, !cells.contains(where: { $0.contains(text) }) { continue }
            for rate in rates {
                var (raised, pulls) = (Share(), 0)
                var others: [String: Share] = [:]
                for seed in 1...UInt64(trials) {
                    let parts = OfflineAnalysis.holds(of: scene.series(seed, rate)).flatMap(\.hold.sensors)
                    guard let part = parts.first(where: { $0.result.kind == .explosive }) else { continue }
                    pulls += 1
                    let found = part.result.flags
                    if let flag = scene.flag { raised.add(found.contains(flag)) }
                    for other in named where other != scene.flag && !scene.allowed.contains(other) {
                        others[other.list[0], default: Share()].add(found.contains(other))
                    }
                }
                let wrong = others.filter { $0.value.hits > 0 }.sorted { $0.key < $1.key }
                var text = scene.flag == nil ? [] : [rounded(raised.value)]
                text += wrong.map { "\($0.key) \(rounded($0.value.value))" }
                if pulls < trials { text.append("of \(pulls)") }
                cells.append(text.isEmpty ? "0" : text.joined(separator: ", "))
            }
            rows.append(cells)
        }
        printTable(["flag", "pull"] + rates.map { "\(Int($0)) Hz" }, rows)
    }
}

/// A way of pulling, and the flag that belongs to it.
private struct FlagScene: Sendable {
    let name: String
    var flag: HoldFlags?
    /// Flags that may be raised or not: the scene does not decide them.
    var allowed: HoldFlags = []
    var noise = 0.002
    var isPlate = false
    /// As a share of the pull.
    var tension: ClosedRange<Double> = 0...0
    var tremor = 0.003
    /// Draws what is done to the force: what it is at a moment, so many seconds after the onset, whose pull has a height.
    var change: @Sendable (inout RehearsalRandom, Double) -> (_ force: Double, _ since: Double) -> Double = { _, _ in
        { force, _ in force }
    }
    /// Draws what is done to the samples.
    var damage: @Sendable (inout RehearsalRandom, inout OfflineAnalysis.Series, _ height: Double, _ onset: Double) -> Void = {
        _, _, _, _ in
    }

    static let all = [
        FlagScene(name: "clean"), FlagScene(name: "clean, noise 1 %", allowed: .baselineNoisy, noise: 0.01),
        FlagScene(name: "clean, on a plate", isPlate: true), FlagScene(name: "tremor of 10 %", tremor: 0.1),
        FlagScene(name: "from 10 to 40 %", flag: .pretension, tension: 0.1...0.4),
        FlagScene(name: "from 2 to 10 %", flag: .pretension, tension: 0.02...0.1),
        FlagScene(
            name: "a dip of 5 to 15 % for 0.15 to 0.3 s, from 20 to 40 %", flag: .countermovement, allowed: .pretension,
            tension: 0.2...0.4,
            change: dip),
        FlagScene(
            name: "the same, noise 1 %", flag: .countermovement, allowed: [.pretension, .baselineNoisy], noise: 0.01,
            tension: 0.2...0.4,
            change: dip),
        FlagScene(name: "a dip of 5 to 15 %, on a plate", flag: .countermovement, isPlate: true, change: dip),
        FlagScene(
            name: "loose band: a jerk of 5 to 20 %", flag: .slackImpact,
            allowed: [.preRise, .baselineUnstable, .countermovement],
            change: { random, height in
                let (size, wait) = (random.uniform(in: 0.05...0.2) * height, random.uniform(in: 0.09...0.12))
                return { force, since in
                    let u = since + wait
                    return force + (u > 0 && u < 0.04 ? size * (0.5 - 0.5 * cos(2 * .pi * u / 0.04)) : 0)
                }
            }),
        FlagScene(
            name: "slack taken up at 40 to 150 N/s for 0.3 to 0.8 s", flag: .preRise,
            allowed: [.pretension, .baselineUnstable, .baselineNoisy],
            change: { random, _ in
                let (slope, time) = (random.uniform(in: 40...150), random.uniform(in: 0.3...0.8))
                return { force, since in force + slope * min(max(since + time, 0), since < 4 ? time : 0) }
            }),
        FlagScene(
            name: "cut off at 60 to 95 %", flag: .clipped,
            damage: { random, series, height, _ in
                let top = random.uniform(in: 0.6...0.95) * height
                for index in series.force.indices { series.force[index] = min(series.force[index], top) }
            }),
        FlagScene(
            name: "a wrong sample of 30 to 200 %", flag: .spike,
            damage: { random, series, height, onset in
                let at = onset + random.uniform(in: 0.8...3)
                if let index = series.seconds.firstIndex(where: { $0 >= at }) {
                    series.force[index] += random.uniform(in: 0.3...2) * height * (random.uniform() < 0.5 ? -1 : 1)
                }
            }),
        FlagScene(
            name: "a knock of 10 to 100 % for 15 to 60 ms", flag: .knock,
            change: { random, height in
                let (size, time) = (random.uniform(in: 0.1...1) * height, random.uniform(in: 0.015...0.06))
                let at = random.uniform(in: 0.5...3)
                return { force, since in force + blow(since - at, time) * size }
            }),
        FlagScene(
            name: "the same, 70 to 100 ms", flag: .knock, allowed: .pretension,
            change: { random, height in
                let (size, time) = (random.uniform(in: 0.1...1) * height, random.uniform(in: 0.07...0.1))
                let at = random.uniform(in: 0.6...3)
                return { force, since in force + blow(since - at, time) * size }
            }),
        FlagScene(
            name: "a knock of 10 to 80 % that takes load off, for 15 to 80 ms", flag: .knock,
            change: { random, height in
                let (size, time) = (random.uniform(in: 0.1...0.8) * height, random.uniform(in: 0.015...0.08))
                let at = random.uniform(in: 0.6...3)
                return { force, since in force - blow(since - at, time) * size }
            }),
        FlagScene(
            name: "a knock of 10 to 40 % below the peak, after an overshoot of 50 %", flag: .knock, allowed: .transientPlateau,
            change: { random, height in
                let (size, time) = (random.uniform(in: 0.1...0.4) * height, random.uniform(in: 0.02...0.08))
                let at = random.uniform(in: 1...3)
                return { force, since in
                    let u = (since - 0.4) / 0.2
                    return force + (since > 0 && since < 4 ? 0.5 * height * exp(-u * u) : 0) + blow(since - at, time) * size
                }
            }),
        FlagScene(
            name: "a spurt of 10 to 40 % for 0.15 to 0.4 s", allowed: .transientPlateau,
            change: { random, height in
                let (size, time) = (random.uniform(in: 0.1...0.4) * height, random.uniform(in: 0.15...0.4))
                let at = random.uniform(in: 0.8...3)
                return { force, since in force + blow(since - at, time) * size }
            }),
        FlagScene(
            name: "the grip is changed: 10 to 40 % are lost in 0.05 s, and regained in 0.3 s", allowed: .transientPlateau,
            change: { random, height in
                let (size, at) = (random.uniform(in: 0.1...0.4) * height, random.uniform(in: 0.8...3))
                return { force, since in
                    let u = since - at
                    return force - size * (u < 0 ? 0 : u < 0.05 ? u / 0.05 : u < 0.35 ? 1 - (u - 0.05) / 0.3 : 0)
                }
            }),
        FlagScene(
            name: "it rings after the rise: 5 to 15 %, 5 to 12 Hz, for 0.05 to 0.2 s", allowed: .transientPlateau,
            change: { random, height in
                let (size, frequency) = (random.uniform(in: 0.05...0.15) * height, random.uniform(in: 5...12))
                let (decay, phase) = (random.uniform(in: 0.05...0.2), random.uniform(in: 0...2 * .pi))
                return { force, since in
                    let u = since - 0.25
                    return force + (u > 0 ? size * exp(-u / decay) * sin(2 * .pi * frequency * u + phase) : 0)
                }
            }),
        FlagScene(
            name: "a knock of 10 to 100 % that rings at 20 to 60 Hz, on a plate", flag: .knock, isPlate: true,
            change: { random, height in
                let (size, time) = (random.uniform(in: 0.1...1) * height, random.uniform(in: 0.015...0.06))
                let (at, frequency) = (random.uniform(in: 0.5...3), random.uniform(in: 20...60))
                return { force, since in
                    let u = since - at - time / 2
                    let ring = u > 0 ? exp(-2 * .pi * 0.07 * frequency * u) * cos(2 * .pi * frequency * u) : 0
                    return force + size * (u > 0 ? ring : blow(since - at, time))
                }
            }),
        FlagScene(name: "shaking of 20 %, on a plate", isPlate: true, tremor: 0.2),
        FlagScene(
            name: "each conversion 3 times", flag: .repeated,
            damage: { _, series, _, _ in
                for index in series.force.indices { series.force[index] = series.force[index / 3 * 3] }
            }),
        FlagScene(
            name: "a motor of 8 to 11 Hz, 1 %, at rest, too", flag: .restLine, allowed: [.baselineNoisy, .baselineUnstable],
            damage: { random, series, height, _ in
                let (frequency, phase) = (random.uniform(in: 8...11), random.uniform(in: 0...2 * .pi))
                for index in series.force.indices {
                    series.force[index] += 0.01 * height * sin(2 * .pi * frequency * series.seconds[index] + phase)
                }
            }),
        FlagScene(
            name: "a gap of 20 to 90 ms in the hold", flag: .gapInside,
            damage: { random, series, _, onset in
                let begin = onset + random.uniform(in: 0.5...3)
                let end = begin + random.uniform(in: 0.02...0.09)
                let kept = series.seconds.indices.filter { !(begin..<end).contains(series.seconds[$0]) }
                series.index = kept.map(UInt64.init)
                series.force = kept.map { series.force[$0] }
                series.seconds = kept.map { series.seconds[$0] }
            }),
        FlagScene(
            name: "ends in the hold", flag: .truncated,
            damage: { random, series, _, onset in
                let end = onset + random.uniform(in: 1...3.5)
                let count = series.seconds.firstIndex { $0 >= end } ?? series.seconds.count
                series.force.removeSubrange(count...)
                series.seconds.removeSubrange(count...)
            }),
        FlagScene(
            name: "force falls by 20 to 50 %", flag: .transientPlateau,
            change: { random, _ in
                let loss = random.uniform(in: 0.2...0.5)
                return { force, since in force * (1 - loss * min(max(since, 0), 4) / 4) }
            }),
        FlagScene(
            name: "jumps off the plate", flag: .steppedOff, isPlate: true,
            change: { random, _ in
                let off = random.uniform(in: 1.5...3)
                return { force, since in since > off ? 0 : force }
            }),
    ]

    /// Half a sine of height 1 that lasts so many seconds.
    private static func blow(_ since: Double, _ seconds: Double) -> Double {
        since > 0 && since < seconds ? sin(.pi * since / seconds) : 0
    }

    @Sendable private static func dip(_ random: inout RehearsalRandom, _ height: Double) -> (Double, Double) -> Double {
        let (depth, time) = (random.uniform(in: 0.05...0.15) * height, random.uniform(in: 0.15...0.3))
        return { force, since in
            let u = (since + time) / time
            return force - (u > 0 && u < 1 ? depth * (0.5 - 0.5 * cos(2 * .pi * u)) : 0)
        }
    }

    /// Eight to nine seconds of rest, three with the pre-tension, four of the pull, and two of rest.
    func series(_ seed: UInt64, _ rate: Double) -> OfflineAnalysis.Series {
        var random = RehearsalRandom.stream(seed, 127)
        let rise = RiseShape.reported[Int(seed) % RiseShape.reported.count].draw(&random)
        let height = random.uniform(in: 200...450)
        let onset = 11 + random.uniform()
        let pre = random.uniform(in: tension) * height
        let (slow, fast) = (Wander(0.3...2, &random), Wander(8...12, &random))
        let change = change(&random, height)
        let seconds = (0..<Int((onset + 7) * rate)).map { Double($0) / rate }
        let force = seconds.map { t -> Double in
            let since = t - onset
            let load = isPlate ? 720 : pre * min(max((since + 3.5) / 0.5, 0), 1) * min(max((4.3 - since) / 0.3, 0), 1)
            let pull = since < 4 ? rise(since) : max(0, 1 - (since - 4) / 0.15)
            let sway = isPlate ? 2 * slow.value(t) : 0.006 * slow.value(t) * (load + height * pull)
            let clean = change(load + height * (pull * (1 + tremor * fast.value(t))) + sway, since)
            return clean + noise * height * random.gaussian()
        }
        var series = OfflineAnalysis.Series(force: force, seconds: seconds, rate: rate, kind: isPlate ? .plate : .cell)
        damage(&random, &series, height, onset)
        return series
    }
}
