public import Samples

/// A simulated sensor and its wire, as a reader finds them at a port. It has no clock: the caller passes the time.
public final class PretendLink {
    private let sensor: any PretendSensor
    private var wire: Wire
    private var scratch: [UInt8] = []

    /// - Parameter seed: of the wire's random bytes.
    public init(_ sensor: any PretendSensor, seed: UInt64 = 1) {
        self.sensor = sensor
        wire = Wire(seed: seed)
    }

    public var samplesSent: Int { sensor.samplesSent }

    public func opened(at moment: HostInstant) {
        wire.cut()
        sensor.opened(at: moment)
    }

    public func closed(at moment: HostInstant) {
        wire.cut()
        sensor.closed(at: moment)
    }

    public func inject(_ fault: SensorFault, at moment: HostInstant) { sensor.inject(fault, at: moment) }
    public func inject(_ fault: WireFault, at moment: HostInstant) { wire.inject(fault, at: moment) }

    /// Bytes from the reader.
    public func receive(_ bytes: [UInt8], at moment: HostInstant) { sensor.receive(bytes, at: moment) }

    /// Appends the bytes that arrive at the reader up to `now`.
    public func advance(to now: HostInstant, into output: inout [UInt8]) {
        scratch.removeAll(keepingCapacity: true)
        sensor.advance(to: now, into: &scratch)
        wire.pass(scratch, at: now, into: &output)
    }

    /// When to call ``advance(to:into:)`` next.
    public var nextMoment: HostInstant? {
        guard let a = sensor.nextMoment else { return wire.nextMoment }
        guard let b = wire.nextMoment else { return a }
        return min(a, b)
    }
}
