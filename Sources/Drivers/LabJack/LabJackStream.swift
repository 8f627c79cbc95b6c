import Samples

/// Scans from numbered packets: 25 samples in each, scan after scan, across packet boundaries.
///
/// The number of a packet shows how many before it are missing, and the device reports how many scans it could not store. Both
/// advance the position in the stream, so that the count of lost scans is the number of incomplete scans. The number wraps, and
/// the time shows how often; where the packets that follow contradict it, the count is marked as uncertain.
struct LabJackStream {
    static let samplesPerPacket = 25
    static let packetLength = 64
    /// A stream begins with packet 0. Packets of an earlier stream may come before it; this number of packets in a row shows that
    /// the beginning was missed.
    private static let rowLength = 4
    /// After so many packets their numbers come again: a turn.
    private static let turn = 256
    /// A count of turns agrees with the time when packets are nearer to it than this many turns.
    private static let agreement = 0.25
    /// For this time after a gap, seconds, the arrivals are compared with the count of turns: longer than a host lags.
    private static let comparisonSeconds = 1.5

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
    /// When sample 0 would have arrived with the smallest delay observed, seconds after the first packet.
    private var beginning = 0.0
    /// Samples since the beginning, including lost ones.
    private var position: UInt64 = 0
    private var nextScan: UInt64?
    private var isScanWhole = false
    /// The last packet came while the device had no room: a later packet will report how many scans are missing.
    private var isRecovering = false
    /// The packet with this report never came: the number of scans shows only in the time, to the sensor's clock.
    private var isBehind = false
    /// The arrival behind a gap whose count of turns is compared with the arrivals that follow, `beginning` before it, and the
    /// least one that follows from these arrivals.
    private var gap: HostInstant?
    private var beforeGap = 0.0
    private var behindGap = 0.0
    private var values = [16 of Double](repeating: .nan)
    private var pendingFlags: FrameFlags = []

    private(set) var skippedBytes: UInt64 = 0
    private(set) var badPackets: UInt64 = 0
    /// The error that the device reported instead of a stream, if any.
    private(set) var error: UInt8 = 0
    /// The arrival of the last good packet.
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

    /// Searches for the beginning of a packet one byte further on.
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
            // Whole scans that found no room; the order of channels continues. A scan that began before the gap and ends after it
            // is dropped.
            isScanWhole = false
            position &+= UInt64(buffer.span.littleEndian32(at: 6)) &* UInt64(channels)
        default: error = buffer[11]
        }
        for index in 0..<Self.samplesPerPacket { takeSample(buffer.span.littleEndian16(at: 12 + 2 * index), into: &sink) }
        followTime(arrival)
    }

    /// Packets come late, never early, so the smallest delay is the true one. It may increase by 500 ppm, more than the error of
    /// any crystal.
    private mutating func followTime(_ arrival: HostInstant) {
        if packets == 0 { firstArrival = arrival }
        let time = arrival.seconds(since: firstArrival)
        let offset = time - Double(position) / samplesPerSecond
        let crept = beginning + 5e-4 * max(arrival.seconds(since: packets == 0 ? arrival : lastArrival), 0)
        if packets > 0, !isBehind { compare(offset, at: arrival) }
        beginning = packets == 0 || isBehind ? offset : min(offset, crept)
        isBehind = false
        packets &+= 1
        lastArrival = arrival
    }

    /// Packets that come too early behind a gap show that it had fewer turns; packets that stay late show that it may have had
    /// more.
    private mutating func compare(_ offset: Double, at arrival: HostInstant) {
        guard let gap else { return }
        behindGap = min(behindGap, offset)
        let delay = turns(behindGap - beforeGap)
        guard arrival.seconds(since: gap) >= Self.comparisonSeconds || delay < -Self.agreement else { return }
        self.gap = nil
        guard abs(delay) >= Self.agreement else { return }
        isBehind = delay > 0
        pendingFlags.insert(.uncertainGap)
    }

    private func turns(_ seconds: Double) -> Double {
        seconds * samplesPerSecond / Double(Self.turn * Self.samplesPerPacket)
    }

    /// Whether the packet belongs to the stream; advances the position by the samples that are missing before it.
    private mutating func follows(_ number: UInt8, at arrival: HostInstant) -> Bool {
        guard let expected else {
            row = number == candidate && row > 0 ? row + 1 : 1
            candidate = number &+ 1
            guard number == 0 || row >= Self.rowLength else { return false }
            return true
        }
        guard number != expected else { return true }
        if number == 0, packets < 3 {
            // The packet 0 before this one belonged to the earlier stream.
            position = 0
            packets = 0
            nextScan = nil
            isScanWhole = false
            pendingFlags = .discontinuity
            gap = nil
            return true
        }
        var missing = UInt64(number &- expected)
        // The number wraps after 256 packets; only the time shows how often. A host that was too busy for some packets is late
        // with the next ones too: up to three quarters of a turn are taken for this delay, whereas nothing comes early except by
        // an error of the clocks.
        let due = Double(position &+ (missing &+ 1) &* UInt64(Self.samplesPerPacket)) / samplesPerSecond
        let late = arrival.seconds(since: firstArrival) - beginning - due
        let wraps = (turns(late) + Self.agreement).rounded(.down)
        isBehind = isRecovering && buffer[11] != 59 && buffer[11] != 60
        if wraps >= 1, wraps < 1e9, !isBehind { missing &+= UInt64(Self.turn) &* UInt64(wraps) }
        (gap, beforeGap, behindGap) = (isBehind ? nil : arrival, beginning, .infinity)
        if isBehind { pendingFlags.insert(.uncertainGap) }
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
            // The lowest four bits may be below the resolution of the converters of either model, so all codes from FFF0h on are
            // the end of the range.
            if code == 0 || code >= 0xFFF0 { sample.flags.insert(.saturated) }
        }
        sink.append(sample)
    }
}
