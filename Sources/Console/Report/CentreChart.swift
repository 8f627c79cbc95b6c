import CMath
import Filtering
import Messages
import Metrics

extension ReportSensor {
    static let centreTitle = "Centre of pressure"

    /// The path of the centre of pressure on the plateau, smoothed as its numbers are; nil where it is not known throughout.
    func centrePath() -> CentrePath? {
        guard let plateau, !samples.isReduced, samples.right.count == samples.seconds.count,
            samples.forward.count == samples.seconds.count
        else { return nil }
        let slack = 0.01 / max(part.rate, 1)
        let places = samples.seconds.indices.filter {
            samples.seconds[$0] >= plateau.lowerBound - slack && samples.seconds[$0] <= plateau.upperBound + slack
        }
        guard places.count > 8, places.allSatisfy({ samples.right[$0].isFinite && samples.forward[$0].isFinite }) else {
            return nil
        }
        let moments = places.map { samples.seconds[$0] }
        let (start, end) = (plateau.lowerBound + Plateau.trim, plateau.upperBound - Plateau.trim)
        guard end - start >= 1 else { return nil }
        let step = min(part.rate, 100)
        func smooth(_ values: [Double]) -> [Double]? {
            guard let even = UniformSeries(time: moments, values: places.map { 1000 * values[$0] }, rate: part.rate),
                let filter = Butterworth.lowPass(order: 2, cutoff: 10, rate: even.rate),
                let smooth = ZeroPhaseFilter.apply(filter, to: even.values),
                let series = UniformSeries(values: smooth, rate: even.rate, start: even.start)
            else { return nil }
            return (0...Int((end - start) * step)).compactMap { series.value(at: start + Double($0) / step) }
        }
        guard let x = smooth(samples.right), let y = smooth(samples.forward), x.count == y.count else { return nil }
        return CentrePath(x: x, y: y, rate: step)
    }

    /// The path of the centre of pressure with its 95 % prediction ellipse, both axes in the same scale.
    func centreChart() -> Chart? {
        guard let path = centrePath(), let ellipse = PredictionEllipse(path) else { return nil }
        let points = zip(path.x, path.y).map { SIMD2($0, $1) }
        let outline = ellipse.outline
        let all = points + outline
        let (xs, ys) = (all.map(\.x), all.map(\.y))
        guard let left = xs.min(), let right = xs.max(), let low = ys.min(), let high = ys.max() else { return nil }
        // One millimetre is as long on both axes: the drawing is about twice as wide as high.
        let ratio = 1.9
        let half = 0.55 * max(high - low, (right - left) / ratio, 1)
        let middle = ((left + right) / 2, (low + high) / 2)
        var chart = Chart(
            title: Self.centreTitle,
            summary: "Path of the centre of pressure of \(title) on the plateau, with its 95 % prediction ellipse.",
            x: ChartAxis("to the right", unit: "mm", from: middle.0 - ratio * half, to: middle.0 + ratio * half),
            y: ChartAxis("forwards", unit: "mm", from: middle.1 - half, to: middle.1 + half, count: 5))
        // The width of the labels decides on the width of the data.
        let layout = chart.layout
        let true0 = half * (layout.right - layout.left) / (layout.bottom - layout.top)
        chart.x = ChartAxis("to the right", unit: "mm", from: middle.0 - true0, to: middle.0 + true0)
        chart.lines = [
            .init(name: "path", tone: .sensor(place), points: points),
            .init(name: "95 % ellipse", tone: .onset, points: outline, isDashed: true),
        ]
        return chart
    }
}

/// The ellipse in which the next value lies with a probability of 95 % (Schubert & Kirchner 2014 Gait Posture 39:518).
struct PredictionEllipse {
    /// Its middle, mm.
    let centre: SIMD2<Double>
    /// Its half axes, mm, the longer one first, and the direction of that one from the right towards forwards, radians.
    let halfAxes: (long: Double, short: Double)
    let direction: Double

    /// Nil with fewer than three points.
    init?(_ path: CentrePath) {
        let count = Double(path.x.count)
        guard count > 2, path.y.count == path.x.count else { return nil }
        let mean = SIMD2(path.x.reduce(0, +) / count, path.y.reduce(0, +) / count)
        var (xx, yy, xy) = (0.0, 0.0, 0.0)
        for (x, y) in zip(path.x, path.y) {
            let (dx, dy) = (x - mean.x, y - mean.y)
            (xx, yy, xy) = (xx + dx * dx, yy + dy * dy, xy + dx * dy)
        }
        (xx, yy, xy) = (xx / (count - 1), yy / (count - 1), xy / (count - 1))
        let middle = (xx + yy) / 2
        let spread = ((xx - yy) * (xx - yy) / 4 + xy * xy).squareRoot()
        let fisher = Quantile.fisher(0.95, numerator: 2, denominator: count - 2)
        let factor = 2 * (count - 1) * (count + 1) / (count * (count - 2)) * fisher
        centre = mean
        halfAxes = ((factor * (middle + spread)).squareRoot(), (factor * max(0, middle - spread)).squareRoot())
        direction = 0.5 * c_atan2(2 * xy, xx - yy)
    }

    /// mm².
    var area: Double { .pi * halfAxes.long * halfAxes.short }

    var outline: [SIMD2<Double>] {
        let along = SIMD2(c_cos(direction), c_sin(direction))
        let across = SIMD2(-along.y, along.x)
        return (0...90).map { step in
            let angle = Double(step) * .pi / 45
            return centre + halfAxes.long * c_cos(angle) * along + halfAxes.short * c_sin(angle) * across
        }
    }
}
