import CZlib
public import Samples

/// Turns frames and tares into the bytes of a segment. Owned by the `record` thread.
public struct SegmentEncoder {
    private var writer = ByteWriter()
    private var framesStart: Int?

    public init() {}

    /// What has been encoded and not been taken yet.
    public var byteCount: Int { writer.bytes.count }

    /// Hands the bytes over, whole records only, and forgets them.
    public mutating func take(_ body: (UnsafeRawBufferPointer) -> Void) {
        endFrames()
        // Safety: the pointer is lent for the call only.
        writer.bytes.withUnsafeBytes { body($0) }
        writer.removeAll()
    }

    /// The beginning of a segment file: file header, and a head record with JSON text.
    public mutating func begin(head: [UInt8]) {
        endFrames()
        writer.append(SegmentFormat.fileMagic)
        writer.append(SegmentFormat.version)
        writer.append([UInt8](repeating: 0, count: 6))
        record(.head) { $0.append(head) }
    }

    public mutating func append(_ frame: Frame) {
        if framesStart.map({ writer.bytes.count - $0 > SegmentFormat.maximumPayload / 2 }) ?? false { endFrames() }
        if framesStart == nil { framesStart = beginRecord(.frames) }
        // A mark carries its one value although no channel is present.
        let mark = !frame.flags.isDisjoint(with: .marks)
        let mask: UInt8 = mark ? 1 : frame.present
        writer.append(frame.sensor.value)
        writer.append(frame.present)
        writer.append(UInt8(mask.nonzeroBitCount))
        writer.append(frame.flags.rawValue)
        writer.append(frame.index)
        writer.append(frame.time.nanoseconds)
        writer.append(frame.arrival.nanoseconds)
        for channel in 0..<Frame.channelLimit where mask & (1 << UInt8(channel)) != 0 { writer.append(frame.values[channel]) }
    }

    /// A tare that applies to frames after `index`.
    public mutating func appendTare(_ offset: Double, sensor: SensorNumber, index: UInt64, time: HostInstant) {
        endFrames()
        record(.tare) {
            $0.append(sensor.value)
            $0.append([UInt8](repeating: 0, count: 6))
            $0.append(index)
            $0.append(time.nanoseconds)
            $0.append(offset)
        }
    }

    /// Conditions of holds that begin after `index`.
    public mutating func append(_ conditions: HoldConditions, sensor: SensorNumber, index: UInt64, time: HostInstant) {
        endFrames()
        record(.conditions) {
            $0.append(sensor.value)
            $0.append([UInt8](repeating: 0, count: 6))
            $0.append(index)
            $0.append(time.nanoseconds)
            $0.append(conditions.session)
            $0.append(conditions.bodyMass)
            $0.append(conditions.maximalForce)
            $0.append(conditions.targetLow)
            $0.append(conditions.targetHigh)
            $0.append(conditions.effortDrop)
        }
    }

    /// What a sensor is measured with after `index`, as JSON text.
    public mutating func append(_ calibrated: [UInt8], sensor: SensorNumber, index: UInt64, time: HostInstant) {
        endFrames()
        record(.calibration) {
            $0.append(sensor.value)
            $0.append([UInt8](repeating: 0, count: 6))
            $0.append(index)
            $0.append(time.nanoseconds)
            $0.append(calibrated)
        }
    }

    /// Frames that the ring refused since the last record of this kind.
    public mutating func appendRefused(_ count: UInt64) {
        endFrames()
        record(.refused) { $0.append(count) }
    }

    /// The last record of a recording that was closed in order.
    public mutating func end() {
        endFrames()
        record(.end) { _ in }
    }

    private mutating func record(_ kind: SegmentFormat.Kind, _ payload: (inout ByteWriter) -> Void) {
        let start = beginRecord(kind)
        payload(&writer)
        finish(start)
    }

    private mutating func beginRecord(_ kind: SegmentFormat.Kind) -> Int {
        let start = writer.bytes.count
        writer.append(SegmentFormat.recordMagic)
        writer.append(kind.rawValue)
        writer.append(UInt32(0))
        writer.append(UInt32(0))
        return start
    }

    private mutating func endFrames() {
        guard let start = framesStart else { return }
        finish(start)
        framesStart = nil
    }

    private mutating func finish(_ start: Int) {
        let payload = writer.bytes.count - start - SegmentFormat.recordHeaderBytes
        writer.set(UInt32(clamping: payload), at: start + 8)
        writer.set(Self.checksum(writer.bytes[start...]), at: start + 12)
    }

    /// CRC-32 (zlib) over kind, length and payload of the record that `bytes` is.
    static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.withUnsafeBytes { record in
            // Safety: a record is at least its header of sixteen bytes; lengths are below 4 GiB.
            guard let base = record.baseAddress?.assumingMemoryBound(to: UInt8.self),
                record.count >= SegmentFormat.recordHeaderBytes
            else { return 0 }
            let head = crc32(0, base + 4, 8)
            let payload = record.count - SegmentFormat.recordHeaderBytes
            return UInt32(
                truncatingIfNeeded: payload == 0
                    ? head : crc32(head, base + SegmentFormat.recordHeaderBytes, UInt32(clamping: payload)))
        }
    }
}
