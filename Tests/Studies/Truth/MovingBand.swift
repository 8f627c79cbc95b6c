import Analysis
import Console
import Metrics
import Rehearsal
import Samples

extension TruthTables {
    /// Pulls from a loaded band that moves, 0.3 to 3 Hz, through the whole of the detector: pulls found, error of the onset in ms, onsets
    /// more than 15 ms early, onsets within twice `onset_uncertainty` and a sample of the truth, and coverage of two RFDs, in %.
    static func band(_ trials: Int) {
        var rows: [[String]] = []
        for rate in [500.0, 1000] {
            for percent in [0.5, 1, 3, 5] {
                var (found, early, near) = (Share(), Share(), Share())
                var held = [Share(), Share()]
                var errors: [Double] = []
                for seed in 1...UInt64(trials) {
                    let pull = BandPull(seed: seed, percent: percent, rate: rate)
                    let parts = OfflineAnalysis.holds(of: pull.series).flatMap(\.hold.sensors)
                    let part = parts.count == 1 ? parts[0] : nil
                    found.add(part?.result.kind == .explosive)
                    guard let part, part.result.kind == .explosive, let onset = part.onset else { continue }
                    let error = 1000 * (onset.seconds(since: HostInstant(nanoseconds: 0)) - pull.onset)
                    errors.append(error)
                    early.add(error < -15)
                    near.add(abs(error) <= 2 * (part.result["onset_uncertainty"]?.value ?? 0) + 1000 / rate)
                    for (place, window) in [100, 200].enumerated() {
                        let number = part.result["rfd_0_\(window)"]
                        guard let low = number?.lower, let high = number?.upper else { continue }
                        let seconds = Double(window) / 1000
                        let truth = pull.height * pull.rise(seconds) / seconds
                        held[place].add(low <= truth && truth <= high)
                    }
                }
                let (mean, deviation) = spread(errors)
                rows.append([
                    rounded(rate, 0), rounded(percent), found.text, "\(rounded(mean)) ± \(rounded(deviation))",
                    rounded(errors.min() ?? .nan, 0), rounded(early.value), near.text, held[0].text, held[1].text,
                ])
            }
        }
        printTable(
            [
                "Hz", "band %", "found %", "onset ms", "earliest ms", "early %", "within its uncertainty %", "rfd_0_100 held %",
                "rfd_0_200 held %",
            ], rows)
    }
}

/// A pull of 200 to 450 N from a band loaded with 100 N.
private struct BandPull {
    let height: Double
    let onset: Double
    let rise: @Sendable (Double) -> Double
    let series: OfflineAnalysis.Series

    init(seed: UInt64, percent: Double, rate: Double) {
        var random = RehearsalRandom.stream(seed, 126)
        let shapes = RiseShape.reported
        let rise = shapes[Int(seed) % shapes.count].draw(&random)
        let height = random.uniform(in: 200...450)
        let onset = 9 + random.uniform()
        let band = Wander(0.3...3, &random)
        let seconds = (0..<Int((onset + 8) * rate)).map { Double($0) / rate }
        let force = seconds.map { t in
            let load = 100 * min(max((t - 2) / 2, 0), 1) * min(max((onset + 5 - t) / 0.5, 0), 1)
            let pull = t < onset + 3 ? rise(t - onset) : max(0, 1 - (t - onset - 3) / 0.15)
            return load * (1 + percent / 100 * band.value(t)) + height * pull + 0.2 * random.gaussian()
        }
        (self.height, self.onset, self.rise) = (height, onset, rise)
        series = OfflineAnalysis.Series(force: force, seconds: seconds, rate: rate, kind: .cell)
    }
}
