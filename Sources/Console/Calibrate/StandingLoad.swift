import Calibration
import Samples

/// Watches a sensor until what hangs on it stands still, and listens to the technician meanwhile.
final class StandingLoad {
    /// What stood still.
    struct Standing {
        var status: StabilityTest.Status
        /// Means of the other signals over the same window.
        var others: [Double]
        /// Mean force of the reference cell over the same window, N; nil without one.
        var reference: Double?
    }

    enum Outcome {
        case stands(Standing)
        case typed(String)
    }

    /// So long before a line is typed a load that comes is seen, seconds.
    private static let longestWay = 60.0
    /// When ``follow(for:means:)`` began.
    private var followed = 0.0

    /// Seconds of the unloaded sensor that its noise is taken from.
    static let noiseSeconds = 3.0

    private let place: any WeighingPlace
    private var recent: [LiveReadings.Sample] = []
    /// What came while a line was waited for, and the first seconds after it: the way of a load.
    private var seen: [LiveReadings.Sample] = []

    init(_ place: any WeighingPlace) { self.place = place }

    var unit: String { place.unit }

    func say(_ text: String) { place.say(text) }

    /// Says something and waits for a line; the live value is shown meanwhile.
    func ask(_ text: String) throws(CommandError) -> String {
        place.say(text)
        recent = []
        seen = []
        while true {
            if let line = try place.typed() { return line }
            // Nobody wants them yet, but they would lie in the way later.
            _ = try place.referenceReadings()
            for sample in try place.readings() where sample.value.isFinite {
                recent.append(sample)
                seen.append(sample)
                if let first = seen.first, sample.time - first.time > 2 * Self.longestWay {
                    seen.removeAll { sample.time - $0.time > Self.longestWay }
                }
                // What is shown follows the hand: it is the mean of the last half second.
                while let first = recent.first, sample.time - first.time > 0.5 || first.time > sample.time {
                    recent.removeFirst()
                }
            }
            guard !recent.isEmpty else { continue }
            let mean = recent.reduce(0) { $0 + $1.value } / Double(recent.count)
            place.show("\(Digits.text(mean, digits: 7)) \(unit)")
        }
    }

    /// Scatter of single samples and smallest step while nothing moves.
    ///
    /// The scatter is that of differences of neighbours over √2 (von Neumann 1941), which a drift does not widen.
    func quiet() throws(CommandError) -> (noise: Double, resolution: Double) {
        var values: [Double] = []
        var begin: Double?
        let deadline = place.now.advanced(bySeconds: 60)
        while place.now < deadline {
            for sample in try place.readings() {
                guard sample.value.isFinite else {
                    values = []
                    begin = nil
                    continue
                }
                let start = begin ?? sample.time
                begin = start
                values.append(sample.value)
                if sample.time - start >= Self.noiseSeconds, values.count > 20 { return Self.scatter(values) }
            }
            place.show("measuring the noise")
        }
        throw .unavailable("no samples came for a minute: see `holdfast sensors`")
    }

    static func scatter(_ values: [Double]) -> (noise: Double, resolution: Double) {
        let steps = zip(values, values.dropFirst()).map { $1 - $0 }
        let square = steps.reduce(0) { $0 + $1 * $1 } / Double(max(steps.count, 1))
        let levels = Set(values).sorted()
        let smallest = zip(levels, levels.dropFirst()).map { $1 - $0 }.min() ?? 0
        return ((square / 2).squareRoot(), smallest)
    }

    /// Waits until it is stable, or somebody types something.
    ///
    /// - Parameter load: what a reading stands for, to be shown behind it; empty when it is not known.
    func wait(_ limits: StabilityTest.Limits, timeout: Double, load: (Double) -> String) throws(CommandError) -> Outcome {
        var test = StabilityTest(limits: limits)
        var kept: [LiveReadings.Sample] = []
        var reference: [LiveReadings.Sample] = []
        let deadline = place.now.advanced(bySeconds: timeout)
        while place.now < deadline {
            // Nobody needs to be there while it is measured.
            if let line = try? place.typed() { return .typed(line) }
            reference += try place.referenceReadings()
            for sample in try place.readings() {
                test.add(sample.value, at: sample.time)
                kept.append(sample)
                if test.status.state == .stable, let found = standing(test, kept, reference) { return .stands(found) }
            }
            let newest = kept.last?.time ?? 0
            kept.removeAll { newest - $0.time > limits.window + 1 }
            reference.removeAll { newest - $0.time > limits.window + 1 }
            let status = test.status
            // What has lasted, of what must last.
            let needed = limits.window + limits.dwell
            let done = status.remaining.isFinite ? Int((10 * (1 - status.remaining / needed)).rounded()) : 0
            let bar = (0..<10).map { $0 < done ? "█" : "░" }.joined()
            place.show(
                "\(bar)  \(Digits.text(status.mean, digits: 7)) \(unit)\(load(status.mean))  SD \(Digits.text(status.deviation, digits: 3))"
                    + "  \(status.state)  \(Digits.fixed(status.remaining, places: 0)) s")
        }
        guard test.status.state != .stable else { throw .refused("the reference cell sends no numbers: see `holdfast sensors`") }
        throw .refused(
            "the reading was not stable within \(Digits.text(timeout)) s (\(test.status.state), SD \(Digits.text(test.status.deviation)), "
                + "\(Digits.text(test.status.slope)) per second)")
    }

    /// Means of all signals over the next seconds, the first one first.
    func means(over seconds: Double) throws(CommandError) -> [Double] {
        var samples: [LiveReadings.Sample] = []
        let deadline = place.now.advanced(bySeconds: seconds + 60)
        while place.now < deadline {
            for sample in try place.readings() {
                guard sample.value.isFinite, sample.others.allSatisfy(\.isFinite) else {
                    samples = []
                    continue
                }
                samples.append(sample)
                guard sample.time - (samples.first?.time ?? sample.time) >= seconds else { continue }
                let count = Double(samples.count)
                return [samples.reduce(0) { $0 + $1.value } / count]
                    + sample.others.indices.map { signal in
                        samples.reduce(0) { $0 + (signal < $1.others.count ? $1.others[signal] : .nan) } / count
                    }
            }
            place.show("listening")
        }
        throw .unavailable("no samples came: see `holdfast sensors`")
    }

    /// Nil while the reference cell has not said as much as the sensor.
    private func standing(
        _ test: StabilityTest, _ kept: [LiveReadings.Sample], _ reference: [LiveReadings.Sample]
    ) -> Standing? {
        let end = kept.last?.time ?? 0
        let begin = end - test.limits.window
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
        let window = kept.filter { $0.time >= begin }
        let others = (window.first?.others ?? []).indices.map { place in
            mean(window.map { place < $0.others.count ? $0.others[place] : .nan })
        }
        guard place.hasReference else { return Standing(status: test.status, others: others, reference: nil) }
        let known = reference.filter { $0.time >= begin && $0.time <= end }
        let isWhole = (known.last?.time ?? begin) - (known.first?.time ?? end) >= 0.8 * test.limits.window
        guard isWhole, known.allSatisfy({ $0.value.isFinite }) else { return nil }
        return Standing(status: test.status, others: others, reference: mean(known.map(\.value)))
    }

    /// When the load came that was then followed, and what it read one second later.
    ///
    /// - Parameters:
    ///   - final: what it reads.
    ///   - deflection: what it changed.
    /// - Returns: seconds before it was followed, and the mean from 0.5 s to 1.5 s after it came; nil when it was not seen to come,
    ///   or was not steady so soon.
    func arrival(of final: Double, deflection: Double, _ limits: StabilityTest.Limits) -> (seconds: Double, mean: Double)? {
        guard let last = seen.lastIndex(where: { !(abs($0.value - final) <= 0.01 * abs(deflection)) }), last + 1 < seen.count
        else { return nil }
        let came = seen[last + 1].time
        let early = seen[(last + 1)...].filter { $0.time - came >= 0.5 && $0.time - came <= 1.5 }.map(\.value)
        guard let newest = seen.last?.time, newest - came >= 1.5, early.count > 2 else { return nil }
        let mean = early.reduce(0, +) / Double(early.count)
        let square = early.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(early.count - 1)
        return square.squareRoot() <= limits.largestDeviation ? (followed - came, mean) : nil
    }

    /// Means of what the sensor says from now on, and the middles of their times in seconds; nil when somebody types something, or
    /// when samples are missing.
    func follow(for seconds: Double, means window: Double) throws(CommandError) -> (times: [Double], means: [Double])? {
        var found: (times: [Double], means: [Double]) = ([], [])
        var bin: [Double] = []
        var begin: Double?
        let deadline = place.now.advanced(bySeconds: seconds + 60)
        while place.now < deadline {
            if (try? place.typed()) != nil { return nil }
            for sample in try place.readings() {
                guard sample.value.isFinite else { return nil }
                let start = begin ?? sample.time
                begin = start
                let passed = sample.time - start
                if passed < 3 { seen.append(sample) }
                followed = start
                if passed >= Double(found.means.count + 1) * window {
                    found.times.append((Double(found.means.count) + 0.5) * window)
                    found.means.append(bin.reduce(0, +) / Double(max(bin.count, 1)))
                    bin = []
                }
                bin.append(sample.value)
                if passed >= seconds { return found }
            }
            let left = seconds - (found.times.last ?? 0)
            place.show("\(Digits.text(found.means.last ?? .nan, digits: 7)) \(unit)  \(Digits.fixed(left, places: 0)) s")
        }
        throw .unavailable("no samples came: see `holdfast sensors`")
    }
}
