import Glibc
import Samples
import Seeding

@testable import Console

/// What happens at a cell after Enter: the reading without noise, counts, and since when the load stands. Enter is at 0 s.
struct LoadSituation {
    /// Of the full load.
    static let span = 600_000.0

    /// What should come of it.
    enum Outcome {
        /// The load is captured, as it stands at the end.
        case captured
        /// It never stands still.
        case refused
        /// A load stands, but not the one that is meant: no rule about readings can know that.
        case mistaken
    }

    let name: String
    let outcome: Outcome
    /// SD of a sample, counts, and what a count is worth: the readings of a coarse cell are whole multiples of this.
    var noise = 16.0
    var step = 1.0
    /// No other load has been captured, so that nobody knows what a load reads.
    var isFirst = false
    /// The reading at a time, as a share of the full load; since when it stands, seconds.
    let make: (inout SeededNumbers) -> (share: (Double) -> Double, stands: Double)

    private static func ramp(_ time: Double, from begin: Double, for length: Double) -> Double {
        guard time > begin else { return 0 }
        return time < begin + length ? 0.5 - 0.5 * cos(.pi * (time - begin) / length) : 1
    }

    private static func swing(_ time: Double, from begin: Double, _ size: Double, _ rate: Double, _ fading: Double) -> Double {
        time > begin ? size * exp(-(time - begin) / fading) * sin(2 * .pi * rate * (time - begin)) : 0
    }

    private static func within(_ range: ClosedRange<Double>, _ numbers: inout SeededNumbers) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * numbers.uniform()
    }

    private static func gently(_ numbers: inout SeededNumbers) -> ((Double) -> Double, Double) {
        let (begin, length) = (within(0...2, &numbers), within(1...6, &numbers))
        return ({ ramp($0, from: begin, for: length) }, begin + length)
    }

    private static func creeping(_ percent: ClosedRange<Double>, _ seconds: ClosedRange<Double>)
        -> (inout SeededNumbers) -> ((Double) -> Double, Double)
    {
        { numbers in
            let (share, time) = (within(percent, &numbers) / 100, within(seconds, &numbers))
            return ({ $0 > 0.5 ? 1 + share * (1 - exp(-($0 - 0.5) / time)) : 0 }, 0.5)
        }
    }

    private static func twoLoads(_ seconds: ClosedRange<Double>) -> (inout SeededNumbers) -> ((Double) -> Double, Double) {
        { numbers in
            let (share, later) = (within(0.2...0.8, &numbers), within(seconds, &numbers))
            return ({ share * ramp($0, from: 0, for: 0.5) + (1 - share) * ramp($0, from: later, for: 0.5) }, later + 0.5)
        }
    }

    /// A hand that holds a part of the load, and trembles.
    private static func held(_ numbers: inout SeededNumbers) -> ((Double) -> Double, Double) {
        let (part, until, rate) = (within(0.01...0.1, &numbers), within(5...25, &numbers), within(2...9, &numbers))
        return ({ $0 < until ? 1 - part * (1 + 0.1 * sin(2 * .pi * rate * $0) + 0.05 * sin(7.3 * $0)) : 1 }, until)
    }

    static var all: [LoadSituation] {
        [
            .init(name: "a load that hangs already", outcome: .captured) { _ in ({ _ in 1 }, 0) },
            .init(name: "a load that is hung on gently, in 1 … 6 s", outcome: .captured, make: gently),
            .init(name: "the same, the first load of all", outcome: .captured, isFirst: true, make: gently),
            .init(name: "the same on a cell of 300 counts without noise", outcome: .captured, noise: 0, step: 2000, make: gently),
            .init(
                name: "the same, the first load of all", outcome: .captured, noise: 0, step: 2000, isFirst: true, make: gently),
            .init(name: "a load that is let go, and rings", outcome: .captured) { numbers in
                let (size, rate, fading) = (within(0.1...0.5, &numbers), within(3...15, &numbers), within(0.2...1, &numbers))
                return ({ ramp($0, from: 0, for: 0.1) + swing($0, from: 0.1, size, rate, fading) }, 0.1)
            },
            .init(name: "a weight that swings, ever less", outcome: .captured) { numbers in
                let (size, rate, fading) = (within(0.001...0.02, &numbers), within(0.3...3, &numbers), within(3...15, &numbers))
                return ({ ramp($0, from: 0, for: 1) + swing($0, from: 0, size, rate, fading) }, 1)
            },
            .init(name: "a weight that is kept swinging", outcome: .refused) { numbers in
                let (size, rate) = (within(0.0005...0.02, &numbers), within(0.3...3, &numbers))
                return ({ ramp($0, from: 0, for: 1) + swing($0, from: 0, size, rate, .infinity) }, .infinity)
            },
            .init(
                name: "a cell that creeps by 0.02 … 0.1 % within 5 … 60 s", outcome: .captured, make: creeping(0.02...0.1, 5...60)
            ),
            .init(
                name: "a cell that creeps by 0.5 … 1 % within 60 … 120 s", outcome: .refused, make: creeping(0.5...1, 60...120)),
            .init(name: "a load that is bumped within 8 s", outcome: .captured) { numbers in
                let (at, size, length) = (within(1...7.5, &numbers), within(-0.5...0.5, &numbers), within(0.05...0.5, &numbers))
                return ({ $0 < at || $0 > at + length ? 1 : 1 + size }, at + length)
            },
            .init(name: "a load that is touched: 0.02 … 0.2 % for 0.1 … 0.5 s", outcome: .captured) { numbers in
                let (at, size, length) = (within(1...7.5, &numbers), within(2e-4...2e-3, &numbers), within(0.1...0.5, &numbers))
                return ({ $0 < at || $0 > at + length ? 1 : 1 + size }, 0)
            },
            .init(name: "a hand that holds 1 … 10 % of the load for 5 … 25 s", outcome: .captured, make: held),
            .init(name: "a load that is taken off and put on again within 7 s", outcome: .captured) { numbers in
                let (off, time) = (within(0.5...7, &numbers), within(0.5...7, &numbers))
                let on = off + time
                return ({ 1 - ramp($0, from: off, for: 0.3) + ramp($0, from: on, for: 0.3) }, on + 0.3)
            },
            .init(name: "two loads within 0.5 … 7 s", outcome: .captured, make: twoLoads(0.5...7)),
            .init(
                name: "two loads within 0.5 … 7 s, the first of all", outcome: .captured, isFirst: true, make: twoLoads(0.5...7)),
            .init(name: "noise of one count, 300 counts", outcome: .captured, noise: 2000, step: 2000, make: gently),
            .init(name: "the second of two loads comes 10 … 20 s later", outcome: .mistaken, make: twoLoads(10...20)),
            .init(name: "the load comes 10 … 20 s after Enter", outcome: .mistaken) { numbers in
                let begin = within(10...20, &numbers)
                return ({ ramp($0, from: begin, for: 1) }, begin + 1)
            },
        ]
    }
}

/// A place that says what a situation says, at 80 Hz, on a time of its own.
final class SituatedPlace: WeighingPlace {
    let unit = "counts"
    private(set) var now = HostInstant(nanoseconds: 0)
    private var sample = 0
    private var numbers: SeededNumbers
    private let situation: LoadSituation
    /// The load at a time, without noise, as a share; nil while nothing hangs.
    var share: ((Double) -> Double)?

    init(_ situation: LoadSituation, _ numbers: SeededNumbers) {
        self.situation = situation
        self.numbers = numbers
    }

    /// Enter was pressed.
    func begin(_ share: @escaping (Double) -> Double) {
        self.share = share
        sample = 0
        now = HostInstant(nanoseconds: 0)
    }

    func readings() -> [LiveReadings.Sample] {
        now = now.advanced(bySeconds: 0.1)
        return (0..<8).map { _ in
            let time = Double(sample) / 80
            sample += 1
            let value = 84_123 + LoadSituation.span * (share?(time) ?? 0) + situation.noise * numbers.normal()
            return LiveReadings.Sample(time: time, value: (value / situation.step).rounded() * situation.step)
        }
    }

    func typed() -> String? { nil }
    func say(_ text: String) {}
    func show(_ text: String) {}
}
