/// The layout of a segment file, the format of recordings. A file is a sequence of blocks (`record` in the code).
///
/// ```
/// file   "HFRECORD" · u16 version · 6 zero bytes, then blocks
/// block  u32 magic · u32 kind · u32 payload bytes · u32 CRC-32 of kind, length and payload · payload
/// ```
///
/// All numbers are little-endian. After damage a reader searches for the next magic and reports how many bytes it skipped;
/// incomplete blocks are ignored. Raw values keep every bit.
enum SegmentFormat {
    static let fileMagic: [UInt8] = Array("HFRECORD".utf8)
    /// Files of version 1 have no packed frames.
    static let version: UInt16 = 2
    static let versions: ClosedRange<UInt16> = 1...2
    static let fileHeaderBytes = 16
    static let recordMagic: UInt32 = 0x3162_4648  // "HFb1"
    static let recordHeaderBytes = 16
    /// The longest block that can be the last of a recording, with its header.
    static let recoveredBytes = recordHeaderBytes + 16
    /// No block has a longer payload: a larger length is damage.
    static let maximumPayload = 4 << 20

    /// The contents of a block.
    enum Kind: UInt32 {
        /// JSON text: the station and its sensors, with their calibrations.
        case head = 1
        /// Frames, one after the other. Version 1 only.
        case frames = 2
        /// A tare: sensor u16, 6 zero bytes, index u64, time i64, offset f64.
        case tare = 3
        /// Frames that did not reach the recorder because the disk stalled: count u64.
        case refused = 4
        /// The recording was closed normally. No payload.
        case end = 5
        /// Conditions of holds: sensor u16, 6 zero bytes, index u64, time i64, session i64, then f64 each: body mass, maximal
        /// force, lower and upper end of the target, drop that ends a set. NaN for unknown values.
        case conditions = 6
        /// Another calibration, other settings, or a sensor that was added: sensor u16, 6 zero bytes, index u64, time i64, then
        /// the sensor as JSON text in the format of the head.
        case calibration = 7
        /// Frames in columns, compressed: see ``PackedFrames``.
        case packedFrames = 8
        /// The recorder did not close this recording, and the next start found it: wall clock i64 (µs since 1970), bytes that could
        /// not be read u64.
        case recovered = 9
        /// A mark: sensor u16, 6 zero bytes, index u64, time i64, then its text in UTF-8.
        case mark = 10
    }
}

/// Appends little-endian numbers to a reusable buffer.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    mutating func append<Number: FixedWidthInteger>(_ number: Number) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ number: Double) { append(number.bitPattern) }

    mutating func append(_ text: [UInt8]) { bytes.append(contentsOf: text) }

    /// Overwrites four bytes; does nothing when they do not exist.
    mutating func set(_ number: UInt32, at offset: Int) {
        guard offset >= 0, offset + 4 <= bytes.count else { return }
        for index in 0..<4 { bytes[offset + index] = UInt8(truncatingIfNeeded: number >> (8 * UInt32(index))) }
    }
}
