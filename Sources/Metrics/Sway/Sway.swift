import CMath
import Filtering

/// How a centre of pressure moves: distances, path, areas and spectra, in millimetres (Prieto 1996 IEEE Trans Biomed Eng 43:956;
/// Schubert & Kirchner 2014 Gait Posture 39:518).
///
/// Path, velocity and the frequencies that follow from them depend on the smoothing: they mean nothing without it.
public struct Sway: Sendable, Equatable {
    /// Mean and RMS distance from the mean centre.
    public let meanDistance: Double
    public let rmsDistance: Double
    /// Along one axis; x is mediolateral, y anteroposterior.
    public struct Axis: Sendable, Equatable {
        public let meanDistance: Double
        public let rms: Double
        public let path: Double
        /// Path divided by (n − 1)/rate, per second.
        public let velocity: Double
        public let range: Double
        /// velocity/(4√2·meanDistance), Hz.
        public let frequency: Double
    }
    public let mediolateral: Axis
    public let anteroposterior: Axis
    public let path: Double
    public let velocity: Double
    /// velocity/(2π·meanDistance), Hz: the rate of turns on a circle of that radius.
    public let frequency: Double
    /// Area that the vector from the mean sweeps, per second.
    public let sweptArea: Double
    /// Area of the circle that holds 95 % of the distances.
    public let circleArea: Double
    /// Area of the 95 % prediction ellipse: where the next value lies with 95 % probability.
    public let ellipseArea: Double
    /// Areas by other definitions: 2πF·√det of the population covariance (Prieto), and χ²·π·√det of the covariance.
    public let prietoArea: Double
    public let chiSquaredArea: Double
    /// The angle from the anteroposterior axis to the long axis of the ellipse, positive to the right, 0 … 180°.
    public let ellipseDirection: Double

    /// Nil with fewer than three values, one that is not finite, or without any movement along one axis.
    public init?(_ centre: CentrePath) {
        let count = centre.x.count
        guard count > 2, centre.y.count == count, centre.rate > 0 else { return nil }
        let number = Double(count)
        func centred(_ values: [Double]) -> [Double] {
            let mean = values.reduce(0, +) / number
            return values.map { $0 - mean }
        }
        let (x, y) = (centred(centre.x), centred(centre.y))
        let duration = (number - 1) / centre.rate
        func axis(_ values: [Double]) -> Axis? {
            guard let low = values.min(), let high = values.max(), high > low else { return nil }
            let distance = values.reduce(0) { $0 + abs($1) } / number
            let path = zip(values, values.dropFirst()).reduce(0) { $0 + abs($1.1 - $1.0) }
            return Axis(
                meanDistance: distance, rms: (values.reduce(0) { $0 + $1 * $1 } / number).squareRoot(), path: path,
                velocity: path / duration, range: high - low,
                frequency: path / duration / (4 * 2.0.squareRoot() * distance))
        }
        guard let mediolateral = axis(x), let anteroposterior = axis(y) else { return nil }
        self.mediolateral = mediolateral
        self.anteroposterior = anteroposterior
        let distances = zip(x, y).map { ($0 * $0 + $1 * $1).squareRoot() }
        meanDistance = distances.reduce(0, +) / number
        let squares = distances.reduce(0) { $0 + $1 * $1 }
        rmsDistance = (squares / number).squareRoot()
        var (path, swept) = (0.0, 0.0)
        for index in 1..<count {
            let (dx, dy) = (x[index] - x[index - 1], y[index] - y[index - 1])
            path += (dx * dx + dy * dy).squareRoot()
            swept += abs(y[index] * x[index - 1] - y[index - 1] * x[index])
        }
        self.path = path
        velocity = path / duration
        frequency = velocity / (2 * .pi * meanDistance)
        sweptArea = swept / (2 * duration)
        let scatter = max(0, squares / number - meanDistance * meanDistance)
        let radius = meanDistance + 1.645 * scatter.squareRoot()
        circleArea = .pi * radius * radius
        let xx = x.reduce(0) { $0 + $1 * $1 } / (number - 1)
        let yy = y.reduce(0) { $0 + $1 * $1 } / (number - 1)
        let xy = zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } / (number - 1)
        let root = max(0, xx * yy - xy * xy).squareRoot()
        let fisher = Quantile.fisher(0.95, numerator: 2, denominator: number - 2)
        ellipseArea = .pi * root * 2 * (number - 1) * (number + 1) / (number * (number - 2)) * fisher
        prietoArea = 2 * .pi * fisher * root * (number - 1) / number
        chiSquaredArea = .pi * root * Quantile.chiSquared(0.95, freedom: 2)
        let angle = 0.5 * c_atan2(2 * xy, yy - xx) * 180 / .pi
        ellipseDirection = angle < 0 ? angle + 180 : angle
    }
}

/// The spectrum of a centre of pressure along one axis, 0.15–5 Hz (Prieto 1996).
public struct SwaySpectrum: Sendable, Equatable {
    /// Sum of the densities.
    public let total: Double
    /// The frequencies below which half and 95 % of the sum lie, Hz.
    public let median: Double
    public let edge: Double
    /// √(μ₂/μ₀), Hz, and √(1 − μ₁²/(μ₀·μ₂)), μₖ being the k-th moment of the frequency.
    public let centroid: Double
    public let dispersion: Double

    public static let band = 0.15...5.0
    public static let segmentSeconds = 20.0

    /// Hann segments of 20 s that overlap by half, mean removed. Nil when the path is shorter than one or has no power.
    public init?(_ values: [Double], rate: Double) {
        let length = Int((Self.segmentSeconds * rate).rounded())
        guard
            let spectrum = WelchSpectrum.density(
                of: values, rate: rate, segmentLength: length, overlap: length / 2, detrend: .constant)
        else { return nil }
        let lines = spectrum.density.enumerated().map { (frequency: Double($0) * spectrum.step, density: $1) }
            .filter { Self.band.contains($0.frequency) }
        func moment(_ order: Double) -> Double { lines.reduce(0) { $0 + c_pow($1.frequency, order) * $1.density } }
        let (zeroth, first, second) = (moment(0), moment(1), moment(2))
        guard zeroth > 0, second > 0 else { return nil }
        func edge(_ share: Double) -> Double {
            var sum = 0.0
            for line in lines {
                sum += line.density
                if sum >= share * zeroth { return line.frequency }
            }
            return Self.band.upperBound
        }
        total = zeroth
        median = edge(0.5)
        self.edge = edge(0.95)
        centroid = (second / zeroth).squareRoot()
        dispersion = max(0, 1 - first * first / (zeroth * second)).squareRoot()
    }
}
