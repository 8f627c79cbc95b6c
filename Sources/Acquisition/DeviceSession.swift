public import Drivers
public import LinuxIO
public import Samples
public import Synchronization
import Timing

/// One open device: its port, its dialogue, and the clocks of the sensors that it feeds.
///
/// Made by `main`, lent to the `acquire` thread through a ring, and given back when the conversation is over. Only the atomics of
/// `status` are read by others meanwhile.
public final class DeviceSession: @unchecked Sendable {
    // Safety: everything but `status` belongs to the thread that has the session: `main` before attaching and after it came back,
    // `acquire` in between; the rings that carry it order the two.
    let port: SerialPort
    let dialogue: any SensorDialogue
    /// The sensor that each part of the device is; a device of up to eight channels has one.
    var feeds: [SensorFeed]
    var sink = SampleSink()
    var request = RequestBuffer()
    let buffer: UnsafeMutableRawBufferPointer
    /// When the dialogue wants to be asked again.
    var wake = HostInstant.never
    /// How much of `request` has been written.
    var written = 0
    var isWriting = false
    /// Why it goes back to `main`, once it does, and since when.
    var leaving: AcquireReport.Reason?
    var left = HostInstant.never
    /// How many of `feeds` were told that their stream has ended.
    var ended = 0

    /// What anybody may ask while it runs.
    public let status: SessionStatus

    /// - Parameters:
    ///   - port: open and configured.
    ///   - sensors: the sensor of each part.
    ///   - nextIndices: the index that each sensor's next frame gets; indices never go back while the daemon runs.
    public init(port: consuming SerialPort, dialogue: any SensorDialogue, sensors: [SensorNumber], nextIndices: [UInt64]) {
        self.port = port
        self.dialogue = dialogue
        feeds = zip(sensors, nextIndices).map(SensorFeed.init)
        buffer = .allocate(byteCount: SampleSink.readLimit, alignment: 16)
        status = SessionStatus()
    }

    deinit { buffer.deallocate() }

    /// Writes what is left of the request, as much as the port takes.
    func writeRest() throws(SystemError) -> Descriptor.Transfer {
        let rest = min(max(request.count - written, 0), buffer.count)
        // The read buffer is free while the session writes; the request has no bytes of its own to lend to the kernel.
        for index in 0..<rest { buffer[index] = request[written + index] }
        return try port.descriptor.write(UnsafeRawBufferPointer(rebasing: buffer[..<rest]))
    }

    /// The index that each sensor's next frame would get; for the session that follows this one.
    public var nextIndices: [UInt64] { feeds.map(\.nextIndex) }

    /// Says farewell to the device on a port that is about to be closed; what does not go out at once is not waited for.
    public func sayFarewell() {
        var last = RequestBuffer()
        // A farewell has a handful of steps; those that a serial port cannot do are left out.
        for _ in 0..<8 {
            last.removeAll()
            guard let step = dialogue.farewell(into: &last) else { return }
            guard step == .write(.serial), last.bytes.count > 0 else { continue }
            _ = last.bytes.withUnsafeBytes { try? port.descriptor.write($0) }
        }
    }
}

/// One sensor that a device feeds.
struct SensorFeed {
    let sensor: SensorNumber
    var clock = SampleClock()
    var nextIndex: UInt64
    /// The next frame does not follow on the one before.
    var discontinuity = true

    init(sensor: SensorNumber, nextIndex: UInt64) {
        self.sensor = sensor
        self.nextIndex = nextIndex
    }
}

/// Numbers of a running session that any thread may read.
public final class SessionStatus: Sendable {
    public let frames = Atomic<UInt64>(0)
    public let lost = Atomic<UInt64>(0)
    public let corrupt = Atomic<UInt64>(0)
    public let notANumber = Atomic<UInt64>(0)
    public let resent = Atomic<UInt64>(0)
    /// Bits of a `Double`: hertz, 0 until the clock has locked.
    public let rate = Atomic<UInt64>(0)
    /// Bits of a `Double`: seconds RMS.
    public let jitter = Atomic<UInt64>(0)
    /// Nanoseconds on CLOCK_MONOTONIC.
    public let lastArrival = Atomic<Int64>(.min)
    /// Channels of the newest frame, as a mask.
    public let present = Atomic<UInt8>(0)

    public init() {}
}
