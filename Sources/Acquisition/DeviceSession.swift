public import Drivers
public import LinuxIO
public import Samples
public import Synchronization
import Timing

/// One open device: the way to it, its dialogue, and the clocks of the sensors that it feeds.
///
/// Made by `main`, lent to the `acquire` thread through a ring, and given back when the conversation is over. Only the atomics of
/// `statuses` are read by others meanwhile.
public final class DeviceSession: @unchecked Sendable {
    // Safety: everything but the statuses belongs to the thread that has the session: `main` before attaching and after it came back,
    // `acquire` in between; the rings that carry it order the two.
    let door: DeviceDoor
    let dialogue: any SensorDialogue
    /// The sensors that parts of the device are; a device of up to eight channels has one part.
    var feeds: [SensorFeed]
    /// The place in `feeds` of each part; −1: nobody wants it.
    private var feedOfPart: [Int]
    var sink = SampleSink()
    var request = RequestBuffer()
    let buffer: UnsafeMutableRawBufferPointer
    /// The newest bytes of a tty, round and round: what they look like when the conversation fails.
    private let newest: UnsafeMutableRawBufferPointer
    private var newestCount = 0
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
    /// Whether `main` was told what the device has said of itself.
    var isDescribed = false

    /// What anybody may ask while it runs; of each sensor.
    public let statuses: [SessionStatus]
    /// That of the first sensor.
    public var status: SessionStatus { statuses[0] }

    /// - Parameters:
    ///   - door: open and configured.
    ///   - feeds: at least one; a sensor for each part that somebody wants.
    public init(door: consuming DeviceDoor, dialogue: any SensorDialogue, feeds: [SensorFeed]) {
        precondition(!feeds.isEmpty, "a device that feeds no sensor is not opened")
        self.door = door
        self.dialogue = dialogue
        self.feeds = feeds
        statuses = feeds.map(\.status)
        feedOfPart = [Int](repeating: -1, count: 256)
        for (place, feed) in feeds.enumerated() { feedOfPart[Int(feed.part)] = place }
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

    func feed(ofPart part: UInt8) -> Int { feedOfPart[Int(part)] }

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

    /// The newest bytes that a tty has sent. Only for who has the session.
    public var heard: [UInt8] {
        let count = min(newestCount, newest.count)
        return (0..<count).map { newest[(newestCount - count + $0) % newest.count] }
    }

    /// Reads what is there into `buffer`; nothing where libusb does that.
    func read() throws(SystemError) -> Descriptor.Transfer {
        guard let number = door.number else { return .wouldBlock }
        return try Descriptor.read(number, into: buffer)
    }

    /// Writes what is left of the request, as much as the device takes.
    func writeRest() throws(SystemError) -> Descriptor.Transfer {
        guard let number = door.number else { return .wouldBlock }
        let rest = min(max(request.count - written, 0), buffer.count)
        // The read buffer is free while the session writes; the request has no bytes of its own to lend to the kernel.
        for index in 0..<rest { buffer[index] = request[written + index] }
        return try Descriptor.write(number, UnsafeRawBufferPointer(rebasing: buffer[..<rest]))
    }

    /// Sends the request as an output report; whether the device has one of this number.
    func writeReport(number report: UInt8) throws(SystemError) -> Bool {
        let length = min(door.outputLength(number: report), buffer.count)
        guard let number = door.number, length > 0 else { return false }
        buffer[0] = report
        for index in 1..<length { buffer[index] = request[index - 1] }
        _ = try Descriptor.write(number, UnsafeRawBufferPointer(rebasing: buffer[..<length]))
        request.removeAll()
        return true
    }

    /// The index that each sensor's next frame would get; for the session that follows this one.
    public var nextIndices: [UInt64] { feeds.map(\.nextIndex) }

    /// Says farewell to a device that is about to be closed; what does not go out soon is not waited for.
    public func sayFarewell() {
        // A farewell has a handful of steps; those that the way to the device does not know are left out.
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
    /// `Drivers.LineRefusal`: why the last line that did not fit was refused.
    public let refusal = Atomic<UInt8>(0)
    /// Bits of a `Double`: hertz, 0 until the clock has locked.
    public let rate = Atomic<UInt64>(0)
    /// Bits of a `Double`: seconds RMS.
    public let jitter = Atomic<UInt64>(0)
    /// Samples whose device time stood still or stepped back.
    public let interpolated = Atomic<UInt64>(0)
    /// How often the clock has begun anew, because its rate or its time did not fit any more.
    public let clockRestarts = Atomic<UInt64>(0)
    /// `Timing.ClockTrouble`: why the clock has not locked; and bits of a `Double`, what it found.
    public let trouble = Atomic<UInt8>(0)
    public let troubleValue = Atomic<UInt64>(0)
    /// Nanoseconds on CLOCK_MONOTONIC.
    public let lastArrival = Atomic<Int64>(.min)
    /// Channels of the newest frame, as a mask.
    public let present = Atomic<UInt8>(0)

    public init() {}
}
