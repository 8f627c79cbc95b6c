import Samples

/// Scans of numbered packets: 25 samples in each, scan after scan, across the borders of packets.
///
/// Nothing is guessed: the number of a packet says how many before it are missing, the device says how many scans it could not keep, and
/// both move the position in the stream, so that the count of lost scans is that of the scans that are not there whole.
struct LabJackStream {
    static let samplesPerPacket = 25
    static let packetLength = 64
    /// A stream begins with packet 0. Packets of an earlier one may come before it; so many in a row show that a beginning was missed.
    private static let rowLength = 4

    private let channels: Int
    private let samplesPerSecond: Double
    private var buffer = [64 of UInt8](repeating: 0)
    private var filled = 0
    private var expected: UInt8?
    private var candidate: UInt8 = 0
    private var row = 0
    private var packets: UInt64 = 0
    private var firstArrival = HostInstant.never
    private var lastArrival = HostInstant.never
    /// When sample 0 would have arrived with the least delay seen, seconds after the first packet.
    private var beginning = 0.0
    /// Samples since the beginning, lost ones too.
    private var position: UInt64 = 0
    private var nextScan: UInt64?
    private var isScanWhole = false
    /// The last packet came while the device had no room: one will say how many scans are missing.
    private var isRecovering = false
    /// That one never came: how many scans it knew of shows only in time, to the sensor's clock.
    private var isBehind = false
    private var values = [16 of Double](repeating: .nan)
    private var pendingFlags: FrameFlags = []

    private(set) var skippedBytes: UInt64 = 0
    private(set) var badPackets: UInt64 = 0
    /// What the device reported instead of a stream, if it did.
    private(set) var error: UInt8 = 0
    /// When the last good packet came.
    var lastPacket: HostInstant? { packets == 0 ? nil : lastArrival }

    init(channels: Int, scansPerSecond: Double) {
        self.channels = min(max(channels, 1), 16)
        samplesPerSecond = Double(channels) * scansPerSecond
    }

    mutating func receive(_ bytes: Span<UInt8>, at arrival: HostInstant, into sink: inout SampleSink) {
        for index in bytes.indices {
            buffer[filled] = bytes[index]
            filled += 1
            guard filled == Self.packetLength else { continue }
            if isPacket {
                takePacket(at: arrival, into: &sink)
                filled = 0
            } else {
                slide()
            }
        }
    }

    private var isPacket: Bool {
        buffer[1] == 0xF9 && buffer[2] == 0x1D && buffer[3] == 0xC0 && LabJackFrame.isWhole(buffer.span)
    }

    /// Looks for the beginning of a packet a byte further on.
    private mutating func slide() {
        if skippedBytes % 64 == 0 { badPackets &+= 1 }
        skippedBytes &+= 1
        filled -= 1
        for index in 0..<filled { buffer[index] = buffer[index + 1] }
    }

    private mutating func takePacket(at arrival: HostInstant, into sink: inout SampleSink) {
        let number = buffer[10]
        guard follows(number, at: arrival) else { return }
        expected = number &+ 1
        isRecovering = buffer[11] == 59
        switch buffer[11] {
        case 0, 59: break
        case 60:
            // Whole scans that found no room; the order of channels goes on. A scan that has begun before and ends behind the gap is none.
            isScanWhole = false
            position &+= UInt64(buffer.span.littleEndian32(at: 6)) &* UInt64(channels)
        default: error = buffer[11]
        }
        for index in 0..<Self.samplesPerPacket { takeSample(buffer.span.littleEndian16(at: 12 + 2 * index), into: &sink) }
        followTime(arrival)
    }

    /// Packets come late, never early: the smallest delay is the truth. It may creep up by 500 ppm, more than any crystal is wrong.
    private mutating func followTime(_ arrival: HostInstant) {
        if packets == 0 { firstArrival = arrival }
        let time = arrival.seconds(since: firstArrival)
        let offset = time - Double(position) / samplesPerSecond
        let crept = beginning + 5e-4 * max(arrival.seconds(since: packets == 0 ? arrival : lastArrival), 0)
        beginning = packets == 0 || isBehind ? offset : min(offset, crept)
        isBehind = false
        packets &+= 1
        lastArrival = arrival
    }

    /// Whether the packet belongs to the stream; moves the position on by what is missing before it.
    private mutating func follows(_ number: UInt8, at arrival: HostInstant) -> Bool {
        guard let expected else {
            row = number == candidate && row > 0 ? row + 1 : 1
            candidate = number &+ 1
            guard number == 0 || row >= Self.rowLength else { return false }
            return true
        }
        guard number != expected else { return true }
        if number == 0, packets < 3 {
            // The zero before was of the earlier stream.
            position = 0
            packets = 0
            nextScan = nil
            isScanWhole = false
            pendingFlags = .discontinuity
            return true
        }
        var missing = UInt64(number &- expected)
        // The number wraps after 256 packets: how often, only the time says. A host that was too busy for some is late with the next ones
        // too: up to three quarters of a turn are that, while nothing comes early but by an error of the clocks.
        let due = Double(position &+ (missing &+ 1) &* UInt64(Self.samplesPerPacket)) / samplesPerSecond
        let late = arrival.seconds(since: firstArrival) - beginning - due
        let wraps = (late * samplesPerSecond / Double(256 * Self.samplesPerPacket) + 0.25).rounded(.down)
        isBehind = isRecovering && buffer[11] != 59 && buffer[11] != 60
        if wraps >= 1, wraps < 1e9, !isBehind { missing &+= 256 &* UInt64(wraps) }
        position &+= missing &* UInt64(Self.samplesPerPacket)
        isScanWhole = false
        return true
    }

    private mutating func takeSample(_ code: UInt16, into sink: inout SampleSink) {
        let channel = Int(position % UInt64(channels))
        if channel == 0 { isScanWhole = true }
        values[channel] = Double(code)
        position &+= 1
        guard channel == channels - 1, isScanWhole else { return }
        let scan = position / UInt64(channels) &- 1
        let lost = UInt32(clamping: scan &- (nextScan ?? scan))
        nextScan = scan &+ 1
        for part in 0...((channels - 1) / 8) { emit(part, lost, into: &sink) }
        pendingFlags = []
        isScanWhole = false
    }

    private func emit(_ part: Int, _ lost: UInt32, into sink: inout SampleSink) {
        var sample = DeviceSample(
            part: UInt8(part), present: 0, flags: pendingFlags, lost: lost, values: [8 of Double](repeating: .nan))
        for channel in 0..<min(channels - 8 * part, 8) {
            let code = values[8 * part + channel]
            sample.values[channel] = code
            sample.present |= 1 << UInt8(channel)
            // The converters of either model leave the lowest four bits to what they can resolve.
            if code == 0 || code >= 0xFFF0 { sample.flags.insert(.saturated) }
        }
        sink.append(sample)
    }
}
