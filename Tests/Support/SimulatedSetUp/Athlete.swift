import Glibc
import Seeding

/// One hold against two bands on two plates, whose truth is known.
public struct Athlete: Sendable {
    /// A sensor and what it really does.
    public struct Sensor: Sendable {
        public let name: String
        public let role: String
        public let isPlate: Bool
        /// Hertz as stated, and how much faster the device's crystal is.
        public let rate: Double
        public let drift: Double
        /// The time from a force to the arrival of its sample at best, s: as stated in the settings and as it is.
        public let statedLatency: Double
        public var latency: Double
        /// The onset after that of the hold, the time constant of the rise and the held force, s and N.
        public var lag: Double
        public var timeConstant: Double
        /// The power of time with which the rise begins: 1 is a corner, 3 a soft toe.
        public let toe: Int
        public var level: Double
        /// SD of the sensor's own white noise, N.
        public let noise: Double
    }

    /// The expanded uncertainty of each latency, s.
    public static let latencyUncertainty = 0.002
    /// The moment of the first onset, and the time from there to the release, s.
    public var onset = 9.0
    public var duration = 25.0
    public var end: Double { onset + duration }

    public var sensors: [Sensor]
    /// What the first band passes on to the first plate.
    public var gain: Double
    public var delay: Double
    private let swing: Oscillation
    private let other: Oscillation
    private let tremor: Oscillation
    private let exchange: Oscillation
    private let sway: [Oscillation]
    /// SD of the fluctuation of each band and of the athlete's own tremor in the first plate, N.
    public var fluctuation = 8.0
    public var ownTremor = 3.0
    /// What goes from the first plate to the second: SD of what comes back, N, and what does not, N/s.
    public var exchanged = 0.0
    public var moved = 0.0
    /// RMS of the centre of pressure in each direction, m.
    public var swaySize = 0.003

    /// - Parameters:
    ///   - equalToes: whether the rises of all sensors begin alike.
    ///   - rates: of left band, right band, push plate and swing plate, Hz.
    public init(seed: UInt64, equalToes: Bool, rates: [Double] = [320, 87, 1000, 1000]) {
        var random = SeededNumbers(seed: seed)
        var lags = (0..<4).map { _ in 0.06 * random.uniform() }
        // One of them begins.
        lags[Int(random.uniform() * 4)] = 0
        // From another stream, so that everything else is as it is with equal toes.
        var shapes = SeededNumbers(seed: seed &+ 77_000)
        let toes = (0..<4).map { _ in equalToes ? 2 : 1 + Int(shapes.uniform() * 3) }
        func sensor(
            _ index: Int, _ name: String, _ role: String, _ isPlate: Bool, _ latency: Double, _ level: Double
        )
            -> Sensor
        {
            Sensor(
                name: name, role: role, isPlate: isPlate, rate: rates[index], drift: random.even(100e-6), statedLatency: latency,
                latency: latency + random.even(Self.latencyUncertainty), lag: lags[index],
                timeConstant: 0.04 + 0.06 * random.uniform(), toe: toes[index], level: level * (0.8 + 0.4 * random.uniform()),
                noise: 0.3)
        }
        sensors = [
            sensor(0, "left-band", "left_arm", false, 0.004, 200),
            sensor(1, "right-band", "right_arm", false, 0.015, 200),
            sensor(2, "push-plate", "push_leg", true, 0.002, 500),
            sensor(3, "swing-plate", "swing_leg", true, 0.002, 300),
        ]
        gain = 0.5 + 0.5 * random.uniform()
        delay = 0.06 * random.uniform()
        swing = Oscillation(0.5...5, &random)
        other = Oscillation(0.5...5, &random)
        tremor = Oscillation(8...11, &random)
        exchange = Oscillation(0.2...1, &shapes)
        sway = (0..<2).map { _ in Oscillation(0.1...1.5, &shapes) }
    }

    /// The centre of pressure of a plate, m to the right and forward.
    public func centre(at time: Double) -> (x: Double, y: Double) {
        (swaySize * sway[0].value(at: time), swaySize * sway[1].value(at: time))
    }

    /// The force on a sensor, N over s.
    public func force(_ index: Int, at time: Double) -> Double {
        let sensor = sensors[index]
        let since = time - onset - sensor.lag
        guard since > 0 else { return 0 }
        let release = time > end ? exp(-(time - end) / 0.04) : 1
        // The toe, then an exponential rise: the gamma distribution.
        let x = since / sensor.timeConstant
        var (term, sum) = (1.0, 1.0)
        for order in 1..<max(sensor.toe, 1) {
            term *= x / Double(order)
            sum += term
        }
        let rise = 1 - sum * exp(-x)
        let settled = min(1, since / 0.5) * rise
        let given = exchanged * exchange.value(at: time) + moved * since
        let added =
            switch index {
            case 0: fluctuation * swing.value(at: time)
            case 1: fluctuation * other.value(at: time)
            case 2: gain * fluctuation * swing.value(at: time - delay) + ownTremor * tremor.value(at: time) - given
            default: given
            }
        return (sensor.level * rise + settled * added) * release
    }
}
