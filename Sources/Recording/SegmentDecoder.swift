public import Samples

/// The contents of a segment, in the order of the file.
public enum RecordedItem: Sendable {
    /// JSON text of the head block.
    case head([UInt8])
    case frame(Frame)
    /// Applies to frames of `sensor` after `index`.
    case tare(sensor: SensorNumber, index: UInt64, time: HostInstant, offset: Double)
    /// Apply to holds of `sensor` that begin after `index`.
    case conditions(sensor: SensorNumber, index: UInt64, time: HostInstant, HoldConditions)
    /// JSON text of the sensor with the calibration that applies after `index`.
    case calibration(sensor: SensorNumber, index: UInt64, time: HostInstant, [UInt8])
    /// Set after `index` of `sensor`.
    case mark(sensor: SensorNumber, index: UInt64, time: HostInstant, MarkText)
    /// This number of frames did not reach the recorder.
    case refused(UInt64)
    /// This number of bytes was damaged and skipped.
    case damage(Int)
    /// The recording was closed normally.
    case end
    /// The recording was not closed. The next start found it so.
    case recovered(wallMicroseconds: Int64)
}

/// Why a file is not read at all.
public enum SegmentError: Error, Equatable {
    /// The file is not a recording: report this, and name the expected format.
    case notARecording
    /// The file was made by a newer version: report which.
    case unknownVersion(UInt16)
}

/// Decodes the bytes of a segment, piece by piece. Accepts any bytes: damage is skipped and reported, nothing traps.
public struct SegmentDecoder {
    /// Bytes of a block that is not here as a whole.
    private var rest: [UInt8] = []
    private var hasBegun = false
    private var damage = 0

    public init() {}

    /// Decodes blocks from the middle of a segment.
    init(isInMiddle: Bool) { hasBegun = isInMiddle }

    /// Decodes a whole segment: calls `body` with every item in `bytes`.
    public static func decode(_ bytes: [UInt8], _ body: (RecordedItem) -> Void) throws(SegmentError) {
        var decoder = SegmentDecoder()
        try decoder.feed(bytes, body)
        try decoder.finish(body)
    }

    /// Calls `body` with every item that ends in the next bytes of the segment.
    public mutating func feed(_ bytes: [UInt8], _ body: (RecordedItem) -> Void) throws(SegmentError) {
        let known = rest.isEmpty ? bytes : rest + bytes
        rest = []
        guard hasBegun || known.count >= SegmentFormat.fileHeaderBytes else {
            rest = known
            return
        }
        let start = try hasBegun ? 0 : Self.begin(known)
        hasBegun = true
        rest = Array(known[decodeBlocks(known, from: start, isLast: false, body)...])
    }

    /// Calls `body` with what is left, after the last bytes.
    public mutating func finish(_ body: (RecordedItem) -> Void) throws(SegmentError) {
        guard hasBegun else { throw .notARecording }
        _ = decodeBlocks(rest, from: 0, isLast: true, body)
        rest = []
        if damage > 0 { body(.damage(damage)) }
        damage = 0
    }

    /// - Returns: the place of the first block.
    private static func begin(_ bytes: [UInt8]) throws(SegmentError) -> Int {
        guard Array(bytes[..<8]) == SegmentFormat.fileMagic else { throw .notARecording }
        let version = UInt16(bytes[8]) | UInt16(bytes[9]) << 8
        guard SegmentFormat.versions.contains(version) else { throw .unknownVersion(version) }
        return SegmentFormat.fileHeaderBytes
    }

    /// The text of the head block, which is the first block of a file; nil when it is damaged or this is not a recording.
    static func head(of bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count >= SegmentFormat.fileHeaderBytes, Array(bytes[..<8]) == SegmentFormat.fileMagic,
            let record = Record(bytes, at: SegmentFormat.fileHeaderBytes), record.kind == SegmentFormat.Kind.head.rawValue
        else { return nil }
        return Array(record.payload)
    }

    /// Whether a file that ends with these bytes was closed, or was found not to be.
    static func isEnd(_ tail: [UInt8]) -> Bool {
        [(SegmentFormat.Kind.end, SegmentFormat.recordHeaderBytes), (.recovered, SegmentFormat.recoveredBytes)].contains {
            kind, length in
            guard tail.count >= length, let last = Record(tail, at: tail.count - length) else { return false }
            return last.kind == kind.rawValue && last.end == tail.count
        }
    }

    /// Whether these bytes are one block with a correct checksum.
    static func isBlock(_ bytes: [UInt8]) -> Bool { Record(bytes, at: 0)?.end == bytes.count }

    /// - Returns: the place of a block whose end may follow; the number of bytes when all of them were decoded.
    private mutating func decodeBlocks(
        _ bytes: [UInt8], from start: Int, isLast: Bool, _ body: (RecordedItem) -> Void
    ) -> Int {
        var position = start
        while position < bytes.count {
            guard let record = Record(bytes, at: position) else {
                if !isLast, Record.mayContinue(bytes, at: position) { return position }
                position += 1
                damage += 1
                continue
            }
            if damage > 0 { body(.damage(damage)) }
            damage = 0
            record.items(body)
            position = record.end
        }
        return position
    }

    /// A block with a correct checksum.
    private struct Record {
        let kind: UInt32
        let payload: ArraySlice<UInt8>
        var end: Int { payload.endIndex }

        init?(_ bytes: [UInt8], at position: Int) {
            var reader = ByteReader(bytes[position...])
            guard reader.read(UInt32.self) == SegmentFormat.recordMagic, let kind = reader.read(UInt32.self),
                let length = reader.read(UInt32.self), let checksum = reader.read(UInt32.self),
                length <= SegmentFormat.maximumPayload, reader.remaining >= Int(length)
            else { return nil }
            let end = reader.position + Int(length)
            guard SegmentEncoder.checksum(bytes[position..<end]) == checksum else { return nil }
            self.kind = kind
            payload = bytes[reader.position..<end]
        }

        /// Whether a block may begin here whose end is not among the bytes.
        static func mayContinue(_ bytes: [UInt8], at position: Int) -> Bool {
            var reader = ByteReader(bytes[position...])
            guard reader.remaining >= SegmentFormat.recordHeaderBytes else { return true }
            guard reader.read(UInt32.self) == SegmentFormat.recordMagic, reader.read(UInt32.self) != nil,
                let length = reader.read(UInt32.self), reader.read(UInt32.self) != nil
            else { return false }
            return length <= SegmentFormat.maximumPayload && reader.remaining < Int(length)
        }

        func items(_ body: (RecordedItem) -> Void) {
            switch SegmentFormat.Kind(rawValue: kind) {
            case .head: body(.head(Array(payload)))
            case .frames:
                var reader = ByteReader(payload)
                while reader.remaining > 0 {
                    guard let frame = Self.frame(&reader) else {
                        body(.damage(reader.remaining))
                        return
                    }
                    body(.frame(frame))
                }
            case .packedFrames:
                guard let frames = PackedFrames.unpack(payload) else {
                    body(.damage(payload.count))
                    return
                }
                for frame in frames { body(.frame(frame)) }
            case .tare:
                var reader = ByteReader(payload)
                guard let place = Self.place(&reader), let offset = reader.readDouble() else {
                    body(.damage(payload.count))
                    return
                }
                body(.tare(sensor: place.sensor, index: place.index, time: place.time, offset: offset))
            case .conditions:
                var reader = ByteReader(payload)
                body(Self.conditions(&reader) ?? .damage(payload.count))
            case .calibration:
                var reader = ByteReader(payload)
                body(Self.calibration(&reader, payload) ?? .damage(payload.count))
            case .mark:
                var reader = ByteReader(payload)
                body(Self.mark(&reader, payload) ?? .damage(payload.count))
            case .refused:
                var reader = ByteReader(payload)
                body(.refused(reader.read(UInt64.self) ?? 0))
            case .end: body(.end)
            case .recovered:
                var reader = ByteReader(payload)
                body(reader.read(Int64.self).map { .recovered(wallMicroseconds: $0) } ?? .damage(payload.count))
            case nil: body(.damage(payload.count))
            }
        }

        /// The sensor and the sample from which an item applies.
        private static func place(_ reader: inout ByteReader) -> (sensor: SensorNumber, index: UInt64, time: HostInstant)? {
            guard let sensor = reader.read(UInt16.self), reader.read(UInt16.self) != nil, reader.read(UInt32.self) != nil,
                let index = reader.read(UInt64.self), let time = reader.read(Int64.self)
            else { return nil }
            return (SensorNumber(sensor), index, HostInstant(nanoseconds: time))
        }

        private static func conditions(_ reader: inout ByteReader) -> RecordedItem? {
            guard let place = place(&reader), let session = reader.read(Int64.self), let mass = reader.readDouble(),
                let maximum = reader.readDouble(), let low = reader.readDouble(), let high = reader.readDouble(),
                let drop = reader.readDouble()
            else { return nil }
            var conditions = HoldConditions()
            conditions.session = session
            conditions.bodyMass = mass
            conditions.maximalForce = maximum
            conditions.targetLow = low
            conditions.targetHigh = high
            conditions.effortDrop = drop
            return .conditions(sensor: place.sensor, index: place.index, time: place.time, conditions)
        }

        private static func calibration(_ reader: inout ByteReader, _ payload: ArraySlice<UInt8>) -> RecordedItem? {
            guard let place = place(&reader) else { return nil }
            return .calibration(
                sensor: place.sensor, index: place.index, time: place.time, Array(payload[reader.position...]))
        }

        private static func mark(_ reader: inout ByteReader, _ payload: ArraySlice<UInt8>) -> RecordedItem? {
            guard let place = place(&reader), let text = String(validating: payload[reader.position...], as: UTF8.self),
                let mark = MarkText(text)
            else { return nil }
            return .mark(sensor: place.sensor, index: place.index, time: place.time, mark)
        }

        private static func frame(_ reader: inout ByteReader) -> Frame? {
            guard let sensor = reader.read(UInt16.self), let present = reader.read(UInt8.self),
                let count = reader.read(UInt8.self), let flags = reader.read(UInt32.self), let index = reader.read(UInt64.self),
                let time = reader.read(Int64.self), let arrival = reader.read(Int64.self)
            else { return nil }
            let flagSet = FrameFlags(rawValue: flags)
            let mask: UInt8 = flagSet.isDisjoint(with: .marks) ? present : 1
            guard Int(count) == mask.nonzeroBitCount else { return nil }
            var values = [8 of Double](repeating: .nan)
            for channel in 0..<Frame.channelLimit where mask & (1 << UInt8(channel)) != 0 {
                guard let value = reader.readDouble() else { return nil }
                values[channel] = value
            }
            return Frame(
                sensor: SensorNumber(sensor), present: present, flags: flagSet, index: index,
                time: HostInstant(nanoseconds: time), arrival: HostInstant(nanoseconds: arrival), values: values)
        }
    }
}
