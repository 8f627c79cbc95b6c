import CZlib
public import Certificates
public import RingBuffer
public import Samples

/// Turns frames and tares into the bytes of a segment. Owned by the `record` thread.
public struct SegmentEncoder {
    private var writer = ByteWriter()
    /// Frames that are not in a block yet.
    private var frames: [Frame] = []

    public init() {}

    /// The number of bytes that have not been taken yet; frames count as much as in memory.
    public var byteCount: Int { writer.bytes.count + frames.count * MemoryLayout<Frame>.stride }

    /// Passes the bytes, complete blocks only, to `body` and removes them.
    public mutating func take(_ body: (UnsafeRawBufferPointer) -> Void) {
        endFrames()
        // Safety: the pointer is valid only during the call.
        writer.bytes.withUnsafeBytes { body($0) }
        writer.removeAll()
    }

    /// The beginning of a segment file: file header, and a head block with JSON text.
    public mutating func begin(head: [UInt8]) {
        endFrames()
        writer.append(SegmentFormat.fileMagic)
        writer.append(SegmentFormat.version)
        writer.append([UInt8](repeating: 0, count: 6))
        record(.head) { $0.append(head) }
    }

    public mutating func append(_ frame: Frame) {
        if frames.count >= PackedFrames.blockFrames { endFrames() }
        frames.append(frame)
    }

    /// - Parameter sensors: the sensors, with one entry for each calibration.
    public mutating func append(_ outcome: RecordedOutcome, _ sensors: Editions<SensorDescription>) {
        switch outcome {
        case .frame(let frame): append(frame)
        case .tare(let sensor, let index, let time, let offset):
            appendTare(offset, sensor: sensor, index: index, time: time)
        case .calibrated(let sensor, let index, let time, let edition):
            guard let known = sensors[sensor.value, edition] else { return }
            append(known.recordedText, sensor: sensor, index: index, time: time)
        case .conditions(let sensor, let index, let time, let conditions):
            append(conditions, sensor: sensor, index: index, time: time)
        case .mark(let sensor, let index, let time, let mark): append(mark, sensor: sensor, index: index, time: time)
        }
    }

    /// A mark that was set after `index`.
    mutating func append(_ mark: MarkText, sensor: SensorNumber, index: UInt64, time: HostInstant) {
        endFrames()
        record(.mark) {
            Self.place(sensor, index, time, into: &$0)
            $0.append(Array(mark.text.utf8))
        }
    }

    /// A tare that applies to frames after `index`.
    public mutating func appendTare(_ offset: Double, sensor: SensorNumber, index: UInt64, time: HostInstant) {
        endFrames()
        record(.tare) {
            Self.place(sensor, index, time, into: &$0)
            $0.append(offset)
        }
    }

    /// Conditions of holds that begin after `index`.
    public mutating func append(_ conditions: HoldConditions, sensor: SensorNumber, index: UInt64, time: HostInstant) {
        endFrames()
        record(.conditions) {
            Self.place(sensor, index, time, into: &$0)
            $0.append(conditions.session)
            $0.append(conditions.bodyMass)
            $0.append(conditions.maximalForce)
            $0.append(conditions.targetLow)
            $0.append(conditions.targetHigh)
            $0.append(conditions.effortDrop)
        }
    }

    /// The sensor with the calibration that applies after `index`, as JSON text.
    public mutating func append(_ calibrated: [UInt8], sensor: SensorNumber, index: UInt64, time: HostInstant) {
        endFrames()
        record(.calibration) {
            Self.place(sensor, index, time, into: &$0)
            $0.append(calibrated)
        }
    }

    /// The sensor and the sample from which an item applies.
    private static func place(_ sensor: SensorNumber, _ index: UInt64, _ time: HostInstant, into writer: inout ByteWriter) {
        writer.append(sensor.value)
        writer.append([UInt8](repeating: 0, count: 6))
        writer.append(index)
        writer.append(time.nanoseconds)
    }

    /// Frames that the ring refused since the last block of this kind.
    public mutating func appendRefused(_ count: UInt64) {
        endFrames()
        record(.refused) { $0.append(count) }
    }

    /// The last block of a recording that was closed normally.
    public mutating func end() {
        endFrames()
        record(.end) { _ in }
    }

    /// The last block of a recording that was not closed.
    mutating func appendRecovered(wallMicroseconds: Int64, damagedBytes: Int) {
        record(.recovered) {
            $0.append(wallMicroseconds)
            $0.append(UInt64(clamping: damagedBytes))
        }
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
        guard !frames.isEmpty else { return }
        if let packed = PackedFrames.pack(frames) {
            record(.packedFrames) { $0.append(packed) }
        } else {
            // A reader finds that they are missing.
            let count = UInt64(frames.count)
            record(.refused) { $0.append(count) }
        }
        frames.removeAll(keepingCapacity: true)
    }

    private mutating func finish(_ start: Int) {
        let payload = writer.bytes.count - start - SegmentFormat.recordHeaderBytes
        writer.set(UInt32(clamping: payload), at: start + 8)
        writer.set(Self.checksum(writer.bytes[start...]), at: start + 12)
    }

    /// CRC-32 (zlib) over kind, length and payload of the block in `bytes`.
    static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.withUnsafeBytes { record in
            // Safety: a block has at least its header of sixteen bytes; lengths are below 4 GiB.
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
