/// Who takes load first: the onsets of several sensors in order, with what can be said of their lags.
public struct OnsetOrder: Sendable, Equatable {
    /// One sensor's onset in seconds on the common time axis.
    public struct Onset: Sendable, Equatable {
        public var moment: Double
        /// Half of the spread of the onset rules, s.
        public var spread: Double
        /// Expanded uncertainty of the sensor's time against the common axis, s: latency and clock.
        public var time: Double
        /// Sensors with the same clock have no such uncertainty against each other.
        public var clock: Int

        public init(moment: Double, spread: Double, time: Double, clock: Int) {
            self.moment = moment
            self.spread = spread
            self.time = time
            self.clock = clock
        }
    }

    /// A lag against the first sensor, s, with the half width within which two onsets count as simultaneous.
    public struct Lag: Sendable, Equatable {
        public let seconds: Double
        public let halfWidth: Double
        /// 1 for the first. Sensors that cannot be told apart from the one before share its place.
        public let place: Int
    }

    /// The index of the first sensor.
    public let first: Int
    /// The lags, in the order of the input.
    public let lags: [Lag]

    /// Nil with fewer than two onsets.
    public init?(_ onsets: [Onset]) {
        let order = onsets.indices.sorted { (onsets[$0].moment, $0) < (onsets[$1].moment, $1) }
        guard onsets.count > 1, let first = order.first else { return nil }
        self.first = first
        var lags = [Lag?](repeating: nil, count: onsets.count)
        var place = 1
        // The first of those that share a place: a chain of close onsets is not one moment.
        var leader = first
        for (position, index) in order.enumerated() {
            if onsets[index].moment - onsets[leader].moment > Self.halfWidth(onsets[leader], onsets[index]) {
                place = position + 1
                leader = index
            }
            lags[index] = Lag(
                seconds: onsets[index].moment - onsets[first].moment,
                halfWidth: index == first ? 0 : Self.halfWidth(onsets[first], onsets[index]), place: place)
        }
        self.lags = lags.compactMap { $0 }
    }

    /// 2·√(uᵢ² + uⱼ²) and, because both clocks may be wrong by their whole uncertainty for all of a hold, that of the times.
    public static func halfWidth(_ a: Onset, _ b: Onset) -> Double {
        2 * (a.spread * a.spread + b.spread * b.spread).squareRoot() + alignment(a, b)
    }

    /// The uncertainty of the time of one sensor against that of another, s.
    public static func alignment(_ a: Onset, _ b: Onset) -> Double { a.clock == b.clock ? 0 : a.time + b.time }
}
