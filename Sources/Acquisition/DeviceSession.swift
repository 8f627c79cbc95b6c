public import Drivers
public import LinuxIO
public import Samples
public import Synchronization
import Timing

/// One open device: the access to it, its dialogue, and the clocks of its sensors.
///
/// Made by `main`, lent to the `acquire` thread through a ring, and returned when the conversation is over. Meanwhile other
/// threads read only the atomics of `statuses`.
public final class DeviceSession: @unchecked Sendable {
    // Safety: everything except the statuses belongs to the thread that has the session: `main` before attaching and after the
    // return, `acquire` in between; the rings that carry the session order the accesses.
    let door: DeviceDoor
    let dialogue: any SensorDialogue
    /// The sensors that are parts of the device; a device of up to eight channels has one part.
    let feeds: [SensorFeed]
    /// The sensor of each part; nil: no sensor uses the part.
    private let feedOfPart: [SensorFeed?]
    var sink = SampleSink()
    var request = RequestBuffer()
    let buffer: UnsafeMutableRawBufferPointer
    /// The newest bytes of a tty, in a circular buffer: they are examined when the conversation fails.
    private let newest: UnsafeMutableRawBufferPointer
    private var newestCount = 0
    /// When the dialogue must be asked again.
    var wake = HostInstant.never
    /// The number of bytes of `request` that have been written.
    var written = 0
    var isWriting = false
    /// The reason why the session returns to `main`, once it does, and the time of the decision.
    var leaving: AcquireReport.Reason?
    var left = HostInstant.never
    /// The number of `feeds` whose end of stream has been sent.
    var ended = 0
    /// Whether the device's description of itself has been passed to `main`.
    var isDescribed = false

    /// The numbers that any thread may read during the session, for each sensor.
    public let statuses: [SessionStatus]
    /// The status of the first sensor.
    public var status: SessionStatus { statuses[0] }

    /// - Parameters:
    ///   - door: open and configured.
    ///   - feeds: at least one; a sensor for each part that is used.
    public init(door: consuming DeviceDoor, dialogue: any SensorDialogue, feeds: [SensorFeed]) {
        precondition(!feeds.isEmpty, "a device that feeds no sensor is not opened")
        self.door = door
        self.dialogue = dialogue
        self.feeds = feeds
        statuses = feeds.map(\.status)
        var feedOfPart = [SensorFeed?](repeating: nil, count: 256)
        for feed in feeds { feedOfPart[Int(feed.part)] = feed }
        self.feedOfPart = feedOfPart
        buffer = .allocate(byteCount: SampleSink.readLimit, alignment: 16)
        newest = .allocate(byteCount: 2048, alignment: 16)
    }

    /// A tty whose parts are these sensors.
    public convenience init(
        port: consuming SerialPort, dialogue: any SensorDialogue, sensors: [SensorNumber], nextIndices: [UInt64]
    ) {
        let feeds = zip(sensors, nextIndices).enumerated().map {
            SensorFeed(part: UInt8(truncatingIfNeeded: $0), sensor: $1.0, nextIndex: $1.1)
        }
        self.init(door: .serial(port), dialogue: dialogue, feeds: feeds)
    }

    func feed(ofPart part: UInt8) -> SensorFeed? { feedOfPart[Int(part)] }

    deinit {
        buffer.deallocate()
        newest.deallocate()
    }

    func keep(_ bytes: UnsafeBufferPointer<UInt8>) {
        for place in max(bytes.count - newest.count, 0)..<bytes.count {
            newest[newestCount % newest.count] = bytes[place]
            newestCount &+= 1
        }
    }

    /// The newest bytes that a tty has sent. Only for the thread that has the session.
    public var heard: [UInt8] {
        let count = min(newestCount, newest.count)
        return (0..<count).map { newest[(newestCount - count + $0) % newest.count] }
    }

    /// Reads the available bytes into `buffer`; nothing for a libusb device, which libusb reads.
    func read() throws(SystemError) -> Descriptor.Transfer {
        guard let number = door.number else { return .wouldBlock }
        return try Descriptor.read(number, into: buffer)
    }

    /// Writes the rest of the request, as much as the device accepts.
    func writeRest() throws(SystemError) -> Descriptor.Transfer {
        guard let number = door.number else { return .wouldBlock }
        let rest = min(max(request.count - written, 0), buffer.count)
        // The read buffer is free while the session writes; the request has no contiguous bytes that could be passed to the
        // kernel.
        for index in 0..<rest { buffer[index] = request[written + index] }
        return try Descriptor.write(number, UnsafeRawBufferPointer(rebasing: buffer[..<rest]))
    }

    /// Sends the request as an output report; returns whether the device has a report with this number.
    func writeReport(number report: UInt8) throws(SystemError) -> Bool {
        let length = min(door.outputLength(number: report), buffer.count)
        guard let number = door.number, length > 0 else { return false }
        buffer[0] = report
        for index in 1..<length { buffer[index] = request[index - 1] }
        _ = try Descriptor.write(number, UnsafeRawBufferPointer(rebasing: buffer[..<length]))
        request.removeAll()
        return true
    }

    /// The index that each sensor's next frame would get, for the session that follows this one.
    public var nextIndices: [UInt64] { feeds.map(\.nextIndex) }

    /// Sends the farewell to a device that is about to be closed. It does not wait for bytes that cannot be written soon.
    public func sayFarewell() {
        // A farewell has a few steps; those that this kind of device cannot perform are left out.
        for _ in 0..<8 {
            request.removeAll()
            guard let step = dialogue.farewell(into: &request) else { return }
            switch step {
            case .write(.serial):
                written = 0
                if door.usb == nil { _ = try? writeRest() }
            case .outputReport(let number): _ = try? writeReport(number: number)
            case .write, .controlWrite: door.usb?.sayLast(step, request)
            case .controlRead, .setLine, .waitUntil: continue
            }
        }
    }
}

/// Numbers of a running session that any thread may read.
public final class SessionStatus: Sendable {
    public let frames = Atomic<UInt64>(0)
    public let lost = Atomic<UInt64>(0)
    public let corrupt = Atomic<UInt64>(0)
    public let notANumber = Atomic<UInt64>(0)
    public let incomplete = Atomic<UInt64>(0)
    public let resent = Atomic<UInt64>(0)
    /// `Drivers.LineRefusal`: the reason why the last refused line was refused.
    public let refusal = Atomic<UInt8>(0)
    /// Bits of a `Double`: hertz, 0 until the clock has locked.
    public let rate = Atomic<UInt64>(0)
    /// Bits of a `Double`: seconds RMS.
    public let jitter = Atomic<UInt64>(0)
    /// Bits of a `Double`: parts per million by which the device's clock is fast; not a number while that is not known.
    public let drift = Atomic<UInt64>(Double.nan.bitPattern)
    /// Samples whose device time stood still or stepped back.
    public let interpolated = Atomic<UInt64>(0)
    /// The number of times that the clock has begun anew, because its rate or its time no longer fitted.
    public let clockRestarts = Atomic<UInt64>(0)
    /// Gaps whose number of samples is uncertain.
    public let uncertainGaps = Atomic<UInt64>(0)
    /// `Timing.ClockTrouble`: the reason why the clock has not locked; and bits of a `Double`, the value that it found.
    public let trouble = Atomic<UInt8>(0)
    public let troubleValue = Atomic<UInt64>(0)
    /// Nanoseconds on CLOCK_MONOTONIC.
    public let lastArrival = Atomic<Int64>(.min)
    /// Channels of the newest frame, as a mask.
    public let present = Atomic<UInt8>(0)

    public init() {}
}
