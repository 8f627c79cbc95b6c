import Metrics
import Samples

/// ON-LIVE as it is written down, without the amendments: recomputes its whole window with every sample. Slow, and easy to check.
final class OnsetNaive {
    enum State { case rest, armed, rising, ramp, hold, release }
    enum Event: Equatable {
        case ramp(Int), falseStart(Int), release(Int)
        case onset(Int, trigger: Int, confirmed: Int, flags: UInt32)
    }
    private let rate: Double
    private let isPlate: Bool
    private var x: [Double] = []
    private var m: [Double] = []
    private var state = State.rest
    private var mean = 0.0, deviation = 0.0, slopes: [Double] = []
    private var above = 0, trigger = 0, confirmed = 0, peak = 0.0
    private(set) var events: [Event] = []
    private(set) var positions: [(mean: Double, deviation: Double, sd5: Double)] = []

    init(rate: Double, kind: SensorKind) {
        self.rate = rate
        isPlate = kind == .plate
    }

    private func n(_ milliseconds: Double) -> Int { max(1, Int((milliseconds * rate / 1000).rounded(.toNearestOrEven))) }
    private func limit(_ mean: Double) -> Double { isPlate ? max(20, 0.02 * abs(mean)) : 1 }
    private var floor: Double { isPlate ? 20 : 4 }
    private var height: Double { max(5 * deviation, floor) }

    private static func moments(_ values: ArraySlice<Double>) -> (mean: Double, deviation: Double) {
        let mean = values.reduce(0, +) / Double(values.count)
        return (mean, (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot())
    }

    private func slope(_ i: Int) -> Double {
        let half = n(5)
        var product = 0.0, square = 0.0
        for k in -half...half {
            product += Double(k) / rate * x[i + k]
            square += Double(k) / rate * Double(k) / rate
        }
        return product / square
    }

    private func quiet() -> Range<Int>? {
        let end = x.count - n(100), length = n(500)
        guard end >= length + n(20) else { return nil }
        let window = m[end - length..<end]
        let (mean, deviation) = Self.moments(window)
        let bound = limit(mean)
        var product = 0.0, square = 0.0
        for (k, value) in window.enumerated() {
            let t = Double(k) - Double(length - 1) / 2
            product += t * value
            square += t * t
        }
        guard deviation <= bound, abs(product / square) * Double(length) <= 3 * bound,
            (window.max() ?? 0) - (window.min() ?? 0) <= 8 * bound
        else { return nil }
        return end - length..<end
    }

    func push(_ value: Double) {
        x.append(value)
        let i = x.count - 1
        let recent = x.suffix(n(20))
        m.append(recent.reduce(0, +) / Double(recent.count))
        switch state {
        case .rest, .armed, .ramp:
            if above == 0 {
                if let window = quiet() {
                    (mean, deviation) = Self.moments(x[window])
                    slopes = (window.lowerBound + n(5)..<window.upperBound - n(5)).map(slope)
                    state = .armed
                } else if state == .armed {
                    state = .rest
                }
            }
            guard state == .armed else { return }
            above = value > mean + height ? above + 1 : 0
            if above >= max(rate <= 200 ? 2 : 1, n(5)) {
                state = .rising
                trigger = i - above + 1
            }
        case .rising: rise(value, i)
        case .hold:
            peak = max(peak, m[i])
            if i - confirmed > n(100), m[i] < mean + 0.5 * (peak - mean) {
                events.append(.release(i))
                state = .release
            }
        case .release:
            if m[i] < mean + height {
                state = .rest
                above = 0
            }
        }
    }

    private func rise(_ value: Double, _ i: Int) {
        if value >= mean + max(3 * height, isPlate ? 100 : 20) {
            let level = mean + 5 * deviation
            var first = trigger
            while first > 0, x[first - 1] > level { first -= 1 }
            let position = Double(first - 1) + (level - x[first - 1]) / (x[first] - x[first - 1])
            let threshold = Self.moments(slopes[...]).deviation
            var onset = first
            while onset > first - n(150), slope(onset) > threshold { onset -= 1 }
            let lowest = x[max(0, onset - n(200))...onset].min() ?? 0
            var flags: HoldFlags = []
            if lowest < mean - max(3 * deviation, 1) { flags.insert(.countermovement) }
            if deviation > limit(mean) { flags.insert(.baselineNoisy) }
            if onset <= first - n(150) { flags.insert(.troughLimit) }
            events.append(.onset(onset, trigger: trigger, confirmed: i, flags: flags.rawValue))
            positions.append((mean, deviation, position))
            state = .hold
            peak = m[i]
            confirmed = i
            above = 0
        } else if i - trigger > n(150) {
            events.append(m[i] > mean + height ? .ramp(trigger) : .falseStart(trigger))
            state = .ramp
            above = 0
        }
    }
}
