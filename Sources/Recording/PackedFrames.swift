import CZstd
import Samples

/// Frames as columns that a general compressor packs well, and zstd around them. Every bit comes back. <doc:Recording> has the
/// layout.
///
/// Numbers of a sensor change little from sample to sample: an index grows by one, a time by the same step. The columns contain
/// those changes, and the bytes of a column are sorted by their significance, so that most of them are runs of zeros.
enum PackedFrames {
    /// The number of frames that are put into a block, so that a damaged block loses little and packing takes little memory.
    static let blockFrames = 1 << 12
    /// The number of frames that a block may have.
    static let limit = 1 << 14
    /// zstd's own default.
    private static let level: Int32 = 3
    /// No block is longer than this when it is unpacked.
    private static let longest = limit * (15 + 3 * 8 + 8 * 9)
    /// Decimal digits after the point that a column of values may have; more, or other numbers, are columns of bits.
    private static let digits = 6
    private static let bits: UInt8 = 255

    /// The channels of a frame that have a value: a mark has one although no channel is present.
    private static func mask(_ present: UInt8, _ flags: FrameFlags) -> UInt8 { flags.isDisjoint(with: .marks) ? present : 1 }

    // MARK: packing

    /// - Returns: the payload of a block; nil when there is no memory for it.
    static func pack(_ frames: [Frame]) -> [UInt8]? {
        var writer = ByteWriter()
        writer.append(UInt32(clamping: frames.count))
        for frame in frames { writer.append(frame.sensor.value) }
        writer.append(frames.map(\.present))
        for frame in frames { writer.append(frame.flags.rawValue) }
        var before: [UInt16: (index: Int64, time: Int64, step: Int64)] = [:]
        var (indices, steps, delays): ([Int64], [Int64], [Int64]) = ([], [], [])
        for frame in frames {
            let last = before[frame.sensor.value] ?? (0, 0, 0)
            let (index, time) = (Int64(bitPattern: frame.index), frame.time.nanoseconds)
            let step = time &- last.time
            indices.append(index &- last.index)
            steps.append(step &- last.step)
            delays.append(frame.arrival.nanoseconds &- time)
            before[frame.sensor.value] = (index, time, step)
        }
        for column in [indices, steps, delays] { append(column, to: &writer) }
        for (sensor, channel) in channels(frames.map { ($0.sensor.value, mask($0.present, $0.flags)) }) {
            let values = frames.compactMap { frame -> Double? in
                guard frame.sensor.value == sensor, mask(frame.present, frame.flags) & (1 << UInt8(channel)) != 0 else {
                    return nil
                }
                return frame.values[channel]
            }
            append(values: values, to: &writer)
        }
        return compress(writer.bytes)
    }

    /// The columns of values: sensors in the order of their numbers, and the channels that one of their frames has.
    private static func channels(_ frames: [(sensor: UInt16, mask: UInt8)]) -> [(UInt16, Int)] {
        var masks: [UInt16: UInt8] = [:]
        for frame in frames { masks[frame.sensor, default: 0] |= frame.mask }
        return masks.keys.sorted().flatMap { sensor in
            (0..<Frame.channelLimit).compactMap { (masks[sensor] ?? 0) & (1 << UInt8($0)) != 0 ? (sensor, $0) : nil }
        }
    }

    /// Numbers of which small ones of either sign have small bits, byte by byte: all lowest bytes first.
    private static func append(_ numbers: [Int64], to writer: inout ByteWriter) {
        let words = numbers.map { UInt64(bitPattern: $0 << 1 ^ $0 >> 63) }
        for shift in 0..<8 { writer.append(words.map { UInt8(truncatingIfNeeded: $0 >> (8 * UInt64(shift))) }) }
    }

    /// Values with few decimal digits are whole numbers of their last digit; others are their bits.
    private static func append(values: [Double], to writer: inout ByteWriter) {
        var last: Int64 = 0
        for digit in 0...digits {
            let scale = power(digit)
            let whole = values.map { ($0 * scale).rounded() }
            // −0 is no whole number, and NaN is smaller than nothing.
            let isExact = zip(whole, values).allSatisfy {
                abs($0) < 0x1p53 && (Double(Int64($0)) / scale).bitPattern == $1.bitPattern
            }
            guard isExact else { continue }
            writer.append(UInt8(digit))
            let changes = whole.map { number -> Int64 in
                defer { last = Int64(number) }
                return Int64(number) &- last
            }
            return append(changes, to: &writer)
        }
        writer.append(bits)
        let changes = values.map { value -> Int64 in
            let word = Int64(bitPattern: value.bitPattern)
            defer { last = word }
            return word ^ last
        }
        append(changes, to: &writer)
    }

    private static func power(_ digits: Int) -> Double { (0..<digits).reduce(1) { power, _ in power * 10 } }

    private static func compress(_ bytes: [UInt8]) -> [UInt8]? {
        var packed = ByteWriter()
        packed.append(UInt32(clamping: bytes.count))
        let room = ZSTD_compressBound(bytes.count)
        let body = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            // Safety: both buffers live as long as the call, with the lengths that are passed.
            let size = bytes.withUnsafeBytes {
                ZSTD_compress(buffer.baseAddress, room, $0.baseAddress, $0.count, level)
            }
            count = ZSTD_isError(size) == 0 ? size : 0
        }
        guard !body.isEmpty else { return nil }
        packed.append(body)
        return packed.bytes
    }

    // MARK: unpacking

    /// The frames of a payload; nil when it is none.
    static func unpack(_ payload: ArraySlice<UInt8>) -> [Frame]? {
        guard let bytes = decompress(payload) else { return nil }
        var reader = ByteReader(bytes[...])
        guard let number = reader.read(UInt32.self), number > 0, number <= limit else { return nil }
        let count = Int(number)
        guard let sensors = words(&reader, count, UInt16.self), let present = words(&reader, count, UInt8.self),
            let flags = words(&reader, count, UInt32.self)?.map(FrameFlags.init), let indices = numbers(&reader, count),
            let steps = numbers(&reader, count), let delays = numbers(&reader, count)
        else { return nil }
        var frames: [Frame] = []
        frames.reserveCapacity(count)
        var before: [UInt16: (index: Int64, time: Int64, step: Int64)] = [:]
        for place in 0..<count {
            let last = before[sensors[place]] ?? (0, 0, 0)
            let step = steps[place] &+ last.step
            let (index, time) = (last.index &+ indices[place], last.time &+ step)
            frames.append(
                Frame(
                    sensor: SensorNumber(sensors[place]), present: present[place], flags: flags[place],
                    index: UInt64(bitPattern: index), time: HostInstant(nanoseconds: time),
                    arrival: HostInstant(nanoseconds: time &+ delays[place]), values: [8 of Double](repeating: .nan)))
            before[sensors[place]] = (index, time, step)
        }
        let masks = (0..<count).map { (sensor: sensors[$0], mask: mask(present[$0], flags[$0])) }
        for (sensor, channel) in channels(masks) {
            let places = masks.indices.filter { masks[$0].sensor == sensor && masks[$0].mask & (1 << UInt8(channel)) != 0 }
            guard let values = values(&reader, places.count) else { return nil }
            for (place, value) in zip(places, values) { frames[place].values[channel] = value }
        }
        return reader.remaining == 0 ? frames : nil
    }

    private static func words<Word: FixedWidthInteger>(
        _ reader: inout ByteReader, _ count: Int, _ type: Word.Type
    ) -> [Word]? {
        guard reader.remaining >= count * Word.bitWidth / 8 else { return nil }
        return (0..<count).compactMap { _ in reader.read(type) }
    }

    private static func numbers(_ reader: inout ByteReader, _ count: Int) -> [Int64]? {
        guard let bytes = reader.take(8 * count) else { return nil }
        return (bytes.startIndex..<bytes.startIndex + count).map { place in
            var word: UInt64 = 0
            for shift in 0..<8 { word |= UInt64(bytes[shift * count + place]) << (8 * UInt64(shift)) }
            return Int64(bitPattern: word >> 1) ^ -Int64(bitPattern: word & 1)
        }
    }

    private static func values(_ reader: inout ByteReader, _ count: Int) -> [Double]? {
        guard let kind = reader.read(UInt8.self), kind == bits || kind <= digits, let changes = numbers(&reader, count)
        else { return nil }
        var last: Int64 = 0
        let scale = power(kind == bits ? 0 : Int(kind))
        return changes.map { change in
            last = kind == bits ? last ^ change : last &+ change
            return kind == bits ? Double(bitPattern: UInt64(bitPattern: last)) : Double(last) / scale
        }
    }

    private static func decompress(_ payload: ArraySlice<UInt8>) -> [UInt8]? {
        var reader = ByteReader(payload)
        guard let size = reader.read(UInt32.self), size > 0, size <= longest else { return nil }
        let length = Int(size)
        let bytes = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            // Safety: both buffers live as long as the call, with the lengths that are passed.
            let size = payload[reader.position...].withUnsafeBytes {
                ZSTD_decompress(buffer.baseAddress, length, $0.baseAddress, $0.count)
            }
            count = ZSTD_isError(size) == 0 && size == length ? length : 0
        }
        return bytes.isEmpty ? nil : bytes
    }
}
