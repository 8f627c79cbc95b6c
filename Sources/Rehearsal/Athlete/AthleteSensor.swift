public import Samples

/// How one sensor measures a simulated athlete.
public struct AthleteSensor: Sendable {
    /// The plate on which the athlete stands: four cells in the corners, in the order front left, front right, rear left, rear
    /// right.
    public struct Plate: Sendable {
        /// N.
        public var bodyWeight: Double
        /// Distance between the cells from left to right and from rear to front, m.
        public var width: Double
        public var length: Double
        /// RMS of the centre of pressure in quiet standing, m.
        public var sway: Double
        /// RMS of vertical force in quiet standing, N.
        public var restlessness: Double
        /// Shift of the centre of pressure to the right when the athlete pulls with 1000 N, m.
        public var lean: Double

        public init(
            bodyWeight: Double = 750, width: Double = 0.4, length: Double = 0.6, sway: Double = 0.003, restlessness: Double = 1,
            lean: Double = 0.02
        ) {
            self.bodyWeight = bodyWeight
            self.width = width
            self.length = length
            self.sway = sway
            self.restlessness = restlessness
            self.lean = lean
        }
    }

    public var name: String
    /// The share of the athlete's force that this sensor measures.
    public var gain: Double
    /// The delay of the force at this sensor, s.
    public var lag: Double
    /// RMS of the sensor's own white noise on each channel, N.
    public var noise: Double
    /// The resolution of a channel, N; 0 for none.
    public var quantum: Double
    /// The reading of every channel without load, N.
    public var offset: Double
    /// nil for a load cell or band sensor.
    public var plate: Plate?

    public init(
        name: String, gain: Double = 1, lag: Double = 0, noise: Double = 0.1, quantum: Double = 0, offset: Double = 0,
        plate: Plate? = nil
    ) {
        self.name = name
        self.gain = gain
        self.lag = lag
        self.noise = noise
        self.quantum = quantum
        self.offset = offset
        self.plate = plate
    }

    public var kind: SensorKind { plate == nil ? .cell : .plate }
    public var channelCount: Int { plate == nil ? 1 : 4 }
}
