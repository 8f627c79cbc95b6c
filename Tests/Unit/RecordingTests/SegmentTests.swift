import Samples
import Seeding
import Testing

@testable import Recording

struct SegmentTests {
    private func frame(_ index: UInt64, present: UInt8 = 0b101, flags: FrameFlags = []) -> Frame {
        var values = [8 of Double](repeating: .nan)
        for channel in 0..<8 where present & (1 << UInt8(channel)) != 0 {
            values[channel] = 0.1 * Double(index) + Double(channel)
        }
        if flags.contains(.clockLocked) { values[0] = 87.47 }
        return Frame(
            sensor: SensorNumber(3), present: present, flags: flags, index: index,
            time: HostInstant(nanoseconds: 1_000_000 * Int64(index) + 17), arrival: HostInstant(nanoseconds: .max), values: values
        )
    }

    private func bits(_ frame: Frame) -> [UInt64] {
        var words: [UInt64] = [UInt64(frame.sensor.value), UInt64(frame.present), UInt64(frame.flags.rawValue), frame.index]
        words += [UInt64(bitPattern: frame.time.nanoseconds), UInt64(bitPattern: frame.arrival.nanoseconds)]
        for channel in 0..<8 { words.append(frame.values[channel].isNaN ? .max : frame.values[channel].bitPattern) }
        return words
    }

    private func encoded() -> (bytes: [UInt8], frames: [Frame]) {
        var encoder = SegmentEncoder()
        var frames: [Frame] = []
        var bytes: [UInt8] = []
        encoder.begin(head: Array("{}".utf8))
        for index in 0..<UInt64(200) {
            frames.append(frame(index, present: UInt8(index % 256), flags: index == 3 ? .discontinuity : []))
            encoder.append(frames[frames.count - 1])
            if index % 50 == 49 {
                encoder.appendTare(-1.5, sensor: SensorNumber(3), index: index, time: HostInstant(nanoseconds: 5))
                encoder.take { bytes += $0 }
            }
        }
        frames.append(frame(200, present: 0, flags: .clockLocked))
        encoder.append(frames[200])
        encoder.append(Array("{}".utf8), sensor: SensorNumber(3), index: 200, time: HostInstant(nanoseconds: 5))
        encoder.appendRefused(9)
        encoder.end()
        encoder.take { bytes += $0 }
        return (bytes, frames)
    }

    /// Also where bytes are damaged: what is skipped is counted the same.
    @Test(arguments: [1, 7, 16, 1000, 1 << 20]) func aSegmentInPiecesIsTheSegment(_ piece: Int) throws {
        func described(_ item: RecordedItem) -> String {
            if case .frame(let frame) = item { return "\(bits(frame))" }
            return "\(item)"
        }
        let whole = encoded().bytes
        var damaged = whole
        // In the head of a block, in a length, and in a payload.
        for place in [16, 200, 205, whole.count / 2, whole.count - 3] { damaged[place] ^= 0x55 }
        for bytes in [whole, damaged, Array(whole.dropLast(40))] {
            var expected: [String] = []
            try SegmentDecoder.decode(bytes) { expected.append(described($0)) }
            var got: [String] = []
            var decoder = SegmentDecoder()
            for start in stride(from: 0, to: bytes.count, by: piece) {
                try decoder.feed(Array(bytes[start..<min(bytes.count, start + piece)])) { got.append(described($0)) }
            }
            try decoder.finish { got.append(described($0)) }
            #expect(got == expected)
        }
    }

    @Test func everyBitOfEveryFrameComesBack() throws {
        let (bytes, frames) = encoded()
        var got: [Frame] = []
        var others: [String] = []
        try SegmentDecoder.decode(bytes) { item in
            switch item {
            case .frame(let frame): got.append(frame)
            case .head(let text): others.append(String(decoding: text, as: UTF8.self))
            case .tare(let sensor, let index, let time, let offset):
                others.append("tare \(sensor.value) \(index) \(time.nanoseconds) \(offset)")
            case .conditions(let sensor, let index, let time, let conditions):
                others.append("conditions \(sensor.value) \(index) \(time.nanoseconds) \(conditions)")
            case .calibration(let sensor, let index, let time, let text):
                others.append("calibration \(sensor.value) \(index) \(time.nanoseconds) \(String(decoding: text, as: UTF8.self))")
            case .mark(_, let index, _, let mark): others.append("mark \(index) \(mark.text)")
            case .refused(let count): others.append("refused \(count)")
            case .damage(let count): others.append("damage \(count)")
            case .end: others.append("end")
            case .recovered: others.append("recovered")
            }
        }
        #expect(got.map(bits) == frames.map(bits))
        #expect(got[200].values[0] == 87.47)
        #expect(
            others == [
                "{}", "tare 3 49 5 -1.5", "tare 3 99 5 -1.5", "tare 3 149 5 -1.5", "tare 3 199 5 -1.5", "calibration 3 200 5 {}",
                "refused 9", "end",
            ])
    }

    @Test func conditionsAndMarksComeBackWithEveryBit() throws {
        var conditions = HoldConditions()
        conditions.session = .max
        conditions.bodyMass = 0.1 + 0.2
        conditions.targetLow = -0.0
        conditions.effortDrop = 12.5
        var encoder = SegmentEncoder()
        encoder.begin(head: Array("{}".utf8))
        encoder.append(conditions, sensor: SensorNumber(5), index: .max, time: HostInstant(nanoseconds: -3))
        encoder.append(try #require(MarkText("los!")), sensor: SensorNumber(1), index: 9, time: HostInstant(nanoseconds: 4))
        var bytes: [UInt8] = []
        encoder.take { bytes += $0 }
        var got: [HoldConditions] = []
        var marks: [String] = []
        try SegmentDecoder.decode(bytes) { item in
            if case .conditions(let sensor, let index, let time, let found) = item {
                #expect(sensor.value == 5 && index == .max && time.nanoseconds == -3)
                got.append(found)
            }
            if case .mark(let sensor, let index, let time, let mark) = item {
                marks.append("\(sensor.value) \(index) \(time.nanoseconds) \(mark.text)")
            }
        }
        #expect(got == [conditions] && marks == ["1 9 4 los!"])
    }

    @Test func aFlippedBitCostsItsRecordAndIsSaid() throws {
        var (bytes, frames) = encoded()
        bytes[bytes.count / 2] ^= 0x10
        var got = 0
        var damage = 0
        try SegmentDecoder.decode(bytes) { item in
            if case .frame = item { got += 1 }
            if case .damage(let count) = item { damage += count }
        }
        #expect(got > 100 && got < frames.count)
        #expect(damage > 0)
    }

    @Test func aFileCutAnywhereGivesWhatIsWholeAndNeverTraps() throws {
        let (bytes, frames) = encoded()
        for length in stride(from: 16, to: bytes.count, by: 7) {
            var got: [Frame] = []
            try SegmentDecoder.decode(Array(bytes[..<length])) { if case .frame(let frame) = $0 { got.append(frame) } }
            #expect(got.map(bits) == frames.prefix(got.count).map(bits))
        }
    }

    @Test func otherFilesAreRefused() {
        #expect(throws: SegmentError.notARecording) { try SegmentDecoder.decode(Array("Time,Fz\n0,1\n0,2\n".utf8)) { _ in } }
        var (bytes, _) = encoded()
        bytes[8] = 9
        #expect(throws: SegmentError.unknownVersion(9)) { try SegmentDecoder.decode(bytes) { _ in } }
    }

    @Test(arguments: 0..<50) func randomBytesNeverTrap(seed: UInt64) throws {
        var (bytes, _) = encoded()
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<40 {
            bytes[Int.random(in: 16..<bytes.count, using: &numbers)] = UInt8(truncatingIfNeeded: numbers.next())
        }
        var items = 0
        try SegmentDecoder.decode(bytes) { _ in items += 1 }
        #expect(items > 0, "seed \(seed)")
    }

    /// Released recordings have it, so it is read for ever.
    @Test func aFileOfVersion1ReadsBackBitForBit() throws {
        let frames =
            (0..<300 as Range<UInt64>).map { frame($0, present: UInt8($0 % 256)) } + [frame(300, present: 0, flags: .clockLocked)]
        var payload = ByteWriter()
        for frame in frames {
            let mask: UInt8 = frame.flags.isEmpty ? frame.present : 1
            payload.append(frame.sensor.value)
            payload.append([frame.present, UInt8(mask.nonzeroBitCount)])
            payload.append(frame.flags.rawValue)
            payload.append(frame.index)
            payload.append(frame.time.nanoseconds)
            payload.append(frame.arrival.nanoseconds)
            for channel in 0..<8 where mask & (1 << UInt8(channel)) != 0 { payload.append(frame.values[channel]) }
        }
        var block = ByteWriter()
        block.append(SegmentFormat.recordMagic)
        block.append(SegmentFormat.Kind.frames.rawValue)
        block.append(UInt32(payload.bytes.count))
        block.append(UInt32(0))
        block.append(payload.bytes)
        block.set(SegmentEncoder.checksum(block.bytes[...]), at: 12)
        let file = Array("HFRECORD".utf8) + [1, 0, 0, 0, 0, 0, 0, 0] + block.bytes
        var got: [Frame] = []
        try SegmentDecoder.decode(file) { if case .frame(let frame) = $0 { got.append(frame) } }
        #expect(got.map(bits) == frames.map(bits))
    }

    /// Counts, decimal numbers, float32, numbers that are neither, and those that no device should send.
    @Test func everyKindOfNumberComesBackBitForBit() throws {
        var random = SeededNumbers(seed: 4)
        let kinds: [(UInt64) -> Double] = [
            { Double($0 * 37 % 8_388_608) - 4_000_000 }, { Double($0 % 3001) / 10 }, { Double($0) / 1_000_000 },
            { Double(Float($0) / 3) }, { 1 / Double($0 + 1) },
            { [0.0, -0.0, .nan, .infinity, -.infinity, .leastNonzeroMagnitude][Int($0 % 6)] },
            { _ in 0x1p53 + 2 }, { _ in -123.4 },
        ]
        for count in [1, 2, 1000, PackedFrames.limit] {
            let frames = (0..<UInt64(count)).map { index -> Frame in
                var values = [8 of Double](repeating: .nan)
                for channel in 0..<8 { values[channel] = kinds[channel](index) }
                // A clock that jumps, and a counter that wraps.
                return Frame(
                    sensor: SensorNumber(UInt16(index % 3)), present: UInt8(truncatingIfNeeded: random.next()), flags: [],
                    index: index % 7 == 0 ? random.next() : index,
                    time: HostInstant(nanoseconds: index % 11 == 0 ? Int64(bitPattern: random.next()) : Int64(index)),
                    arrival: HostInstant(nanoseconds: Int64(bitPattern: random.next())), values: values)
            }
            let packed = try #require(PackedFrames.pack(frames))
            let back = try #require(PackedFrames.unpack(packed[...]))
            #expect(back.count == count)
            for (frame, other) in zip(frames, back) {
                #expect(frame.index == other.index && frame.time == other.time && frame.arrival == other.arrival)
                #expect(frame.sensor == other.sensor && frame.present == other.present)
                for channel in 0..<8 where frame.present & (1 << UInt8(channel)) != 0 {
                    #expect(frame.values[channel].bitPattern == other.values[channel].bitPattern)
                }
            }
            // Nothing traps, whatever the payload is.
            for _ in 0..<(count > 1000 ? 2 : 40) {
                var damaged = packed
                damaged[Int(random.next() % UInt64(packed.count))] ^= UInt8(truncatingIfNeeded: random.next() | 1)
                _ = PackedFrames.unpack(damaged[...])
                _ = PackedFrames.unpack(packed[..<Int(random.next() % UInt64(packed.count))])
            }
        }
    }

    /// The figure that <doc:Recording> gives: a cell of 24 bits at 1 kHz whose samples come over USB.
    @Test func aSampleTakesSevenBytesAtMost() throws {
        var random = SeededNumbers(seed: 9)
        let frames = (0..<3000 as Range<UInt64>).map { index -> Frame in
            var values = [8 of Double](repeating: .nan)
            values[0] = 84_000 + Double(random.next() % 64)
            let time = Int64(index / 3) * 1_000_013
            return Frame(
                sensor: SensorNumber(UInt16(index % 3)), present: 1, flags: [], index: index / 3,
                time: HostInstant(nanoseconds: time),
                arrival: HostInstant(nanoseconds: time + Int64(random.next() % 1_000_000)), values: values)
        }
        let packed = try #require(PackedFrames.pack(frames))
        print("a sample takes \(Double(packed.count) / 3000) bytes")
        #expect(packed.count < 3000 * 7)
    }
}
