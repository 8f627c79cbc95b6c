public import Samples

/// A simulated sensor that answers byte for byte like the real one. It has no clock and no wire of its own: the caller passes
/// the time. Owned by one thread.
public protocol PretendSensor: AnyObject {
    /// A program opened its port at this moment: the board resets. Output in transit is lost.
    func opened(at moment: HostInstant)
    /// No program has its port open any more.
    func closed(at moment: HostInstant)
    /// Receives bytes from the host, of which the last one arrived at `moment`. Call ``advance(to:into:)`` with the same moment
    /// first.
    func receive(_ bytes: [UInt8], at moment: HostInstant)
    /// Carries out everything that is due up to `now` and appends the bytes that the sensor sends.
    ///
    /// Produces about ``PretendLimits/chunk`` bytes at most in one call: call again while `nextMoment` is not after `now`.
    func advance(to now: HostInstant, into output: inout [UInt8])
    /// When the sensor next needs a call; nil when only received bytes can change anything.
    var nextMoment: HostInstant? { get }
    /// Triggers a fault inside the sensor. Faults of the wire are handled elsewhere.
    func inject(_ fault: SensorFault, at moment: HostInstant)
    /// Samples sent since it was made.
    var samplesSent: Int { get }
}

/// Limits of simulated sensors.
public enum PretendLimits {
    /// About the largest number of bytes that are produced at once.
    public static let chunk = 4096
}

/// Faults inside a sensor.
public enum SensorFault: Sendable, Equatable {
    /// The next samples are taken but not sent.
    case drop(samples: Int)
    /// The values of the next samples are not numbers.
    case notANumber(samples: Int)
    /// From now on its clock is slow by this amount.
    case drift(partsPerMillion: Double)
    /// An edge on its trigger input, for sensors that have one.
    case trigger(rose: Bool)
}

/// Faults on the wire.
public enum WireFault: Sendable, Equatable {
    /// The next line loses its second half and its line end.
    case halfLine
    /// All bytes are lost for this time.
    case silence(seconds: Double)
    /// All bytes are held back for this time and then arrive at once.
    case stall(seconds: Double)
    /// From now on bytes arrive in batches at this interval in seconds (an FTDI chip: 0.016); 0 ends it.
    case batches(seconds: Double)
    /// Seeded random bytes arrive between two pieces.
    case noise(bytes: Int)
    /// This number of bytes without a line end.
    case flood(bytes: Int)
    /// The next bytes arrive twice.
    case duplicate(bytes: Int)
}
