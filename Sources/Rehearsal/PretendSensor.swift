public import Samples

/// A sensor that is not there: answers byte for byte as the real one does. It has no clock and no wire of its own; who drives it
/// says what time it is. Owned by one thread.
public protocol PretendSensor: AnyObject {
    /// Somebody opened its port at this moment: the board resets. Output that was under way is lost.
    func opened(at moment: HostInstant)
    /// Nobody has its port open any more.
    func closed(at moment: HostInstant)
    /// Bytes from the host, of which the last one arrived at `moment`. Call ``advance(to:into:)`` with the same moment first.
    func receive(_ bytes: [UInt8], at moment: HostInstant)
    /// Does everything that is due up to `now` and appends what the sensor sends.
    ///
    /// At most ``PretendLimits/chunk`` bytes more or less at a time: call again while `nextMoment` is not after `now`.
    func advance(to now: HostInstant, into output: inout [UInt8])
    /// When there is something to do next; nil when only a byte can change anything.
    var nextMoment: HostInstant? { get }
    /// Makes something go wrong inside of the sensor; faults of the wire are not for it.
    func inject(_ fault: SensorFault, at moment: HostInstant)
    /// Samples sent since it was made.
    var samplesSent: Int { get }
}

/// Bounds of pretend sensors.
public enum PretendLimits {
    /// About how many bytes are made at once.
    public static let chunk = 4096
}

/// What can go wrong inside of a sensor.
public enum SensorFault: Sendable, Equatable {
    /// The next samples are taken but not sent.
    case drop(samples: Int)
    /// The next samples are no numbers.
    case notANumber(samples: Int)
    /// Its clock is slow by so much from now on.
    case drift(partsPerMillion: Double)
    /// An edge on its trigger input, for sensors that have one.
    case trigger(rose: Bool)
}

/// What can go wrong on the wire.
public enum WireFault: Sendable, Equatable {
    /// The next line loses its second half and its line end.
    case halfLine
    /// Everything is lost for so long.
    case silence(seconds: Double)
    /// Everything is kept back for so long, and then comes at once.
    case stall(seconds: Double)
    /// From now on bytes arrive in batches, one each so many seconds (an FTDI chip: 0.016); 0 ends it.
    case batches(seconds: Double)
    /// Seeded random bytes come between two pieces.
    case noise(bytes: Int)
    /// So many bytes without a line end.
    case flood(bytes: Int)
    /// The next bytes come twice.
    case duplicate(bytes: Int)
}
