import Samples

/// Reads Extensible Data Format 1.0: streams of numbers with a time stamp each. Streams of texts are read over.
///
/// Format: https://github.com/sccn/xdf/wiki/Specifications.
public struct XDFReader: Sendable {
    /// A stream of numbers.
    public struct Stream: Sendable {
        public var name: String
        /// Names and units of the channels; a unit is empty where the file does not state it.
        public var channels: [(name: String, unit: String)]
        /// The nominal sampling rate in Hz; 0 for irregular times.
        public var rate: Double
        /// Elements of its description, the first of each name.
        public var description: String
        /// Seconds on the clock of the recorder, one for each sample.
        public var times: [Double] = []
        /// Sample by sample, a value for each channel.
        public var values: [Double] = []
        fileprivate var format: Format
        fileprivate var offsets: [Double] = []

        /// The text of an element of the description.
        public func fact(_ name: String) -> String? { XDFReader.element(name, in: description[...]).map(XDFReader.plain) }
    }

    /// Why a file cannot be read.
    public enum Failure: Error, Equatable, Sendable {
        case notXDF
        /// The description of a stream does not make sense.
        case badStream(number: UInt32)
        /// A chunk of samples does not have what its stream announces.
        case badSamples(stream: String)
    }

    fileprivate enum Format: String {
        case float32, double64, int8, int16, int32, int64, string
    }

    public private(set) var streams: [Stream] = []
    /// Date and time of the recording, as the file states it.
    public private(set) var created: String?
    /// The file ends within a chunk: what is in front of it was read.
    public private(set) var isCutOff = false

    private var numbers: [UInt32: Int] = [:]
    /// The number of a stream of texts.
    private var texts: Set<UInt32> = []

    private static let magic = Array("XDF:".utf8)
    private static let channelLimit = 4096

    public init(_ bytes: [UInt8]) throws(Failure) {
        guard bytes.starts(with: Self.magic) else { throw .notXDF }
        var cursor = ByteReader(bytes[Self.magic.count...])
        while cursor.remaining > 0 {
            guard let length = Self.length(&cursor), length >= 2, let content = cursor.take(length) else {
                isCutOff = true
                break
            }
            var chunk = ByteReader(content)
            switch chunk.read(UInt16.self) {
            case 1: created = Self.element("datetime", in: (chunk.readText(chunk.remaining) ?? "")[...]).map(Self.plain)
            case 2: try begin(&chunk)
            case 3: try samples(&chunk)
            case 4: offset(&chunk)
            default: break
            }
        }
        for place in streams.indices where !streams[place].offsets.isEmpty {
            let sorted = streams[place].offsets.sorted()
            let offset = sorted[sorted.count / 2]
            if offset != 0 { streams[place].times = streams[place].times.map { $0 + offset } }
        }
    }

    public static func isXDF(_ bytes: [UInt8]) -> Bool { bytes.starts(with: magic) }

    // MARK: chunks

    private mutating func begin(_ chunk: inout ByteReader) throws(Failure) {
        guard let number = chunk.read(UInt32.self), let text = chunk.readText(chunk.remaining) else {
            throw .badStream(number: 0)
        }
        let (head, description) = Self.parted(text)
        guard let count = Self.element("channel_count", in: head).flatMap({ Int($0) }), (1...Self.channelLimit).contains(count),
            let format = Self.element("channel_format", in: head).flatMap({ Format(rawValue: String($0)) })
        else { throw .badStream(number: number) }
        guard format != .string else {
            texts.insert(number)
            return
        }
        var channels = Self.elements("channel", in: description).prefix(count).map { channel in
            (
                name: Self.element("label", in: channel).map(Self.plain) ?? "",
                unit: Self.element("unit", in: channel).map(Self.plain) ?? ""
            )
        }
        while channels.count < count { channels.append((name: "channel \(channels.count + 1)", unit: "")) }
        let rate = Self.element("nominal_srate", in: head).flatMap { Double($0) } ?? 0
        numbers[number] = streams.count
        streams.append(
            Stream(
                name: Self.element("name", in: head).map(Self.plain) ?? "stream \(number)", channels: channels,
                rate: rate.isFinite && rate > 0 ? rate : 0, description: String(description), format: format))
    }

    private mutating func samples(_ chunk: inout ByteReader) throws(Failure) {
        guard let number = chunk.read(UInt32.self), !texts.contains(number), let place = numbers[number] else { return }
        let (format, width) = (streams[place].format, streams[place].channels.count)
        guard let count = Self.length(&chunk), count <= chunk.remaining else {
            throw .badSamples(stream: streams[place].name)
        }
        for _ in 0..<count {
            let stamped = chunk.read(UInt8.self)
            // A sample without a stamp follows the one before it.
            let next = (streams[place].times.last ?? 0) + (streams[place].rate > 0 ? 1 / streams[place].rate : 0)
            guard let time = stamped == 8 ? chunk.readDouble() : stamped == 0 ? next : nil else {
                throw .badSamples(stream: streams[place].name)
            }
            for _ in 0..<width {
                guard let value = Self.value(&chunk, format) else { throw .badSamples(stream: streams[place].name) }
                streams[place].values.append(value)
            }
            streams[place].times.append(time)
        }
    }

    private mutating func offset(_ chunk: inout ByteReader) {
        guard let number = chunk.read(UInt32.self), let place = numbers[number], chunk.readDouble() != nil,
            let offset = chunk.readDouble(), offset.isFinite
        else { return }
        streams[place].offsets.append(offset)
    }

    private static func value(_ chunk: inout ByteReader, _ format: Format) -> Double? {
        switch format {
        case .float32: chunk.readFloat()
        case .double64: chunk.readDouble()
        case .int8: chunk.read(Int8.self).map { Double($0) }
        case .int16: chunk.read(Int16.self).map { Double($0) }
        case .int32: chunk.read(Int32.self).map { Double($0) }
        case .int64: chunk.read(Int64.self).map { Double($0) }
        case .string: nil
        }
    }

    /// A length: the number of its bytes, and then the bytes.
    private static func length(_ cursor: inout ByteReader) -> Int? {
        switch cursor.read(UInt8.self) {
        case 1: cursor.read(UInt8.self).map { Int($0) }
        case 4: cursor.read(UInt32.self).map { Int($0) }
        case 8: cursor.read(UInt64.self).flatMap { Int(exactly: $0) }
        default: nil
        }
    }

    // MARK: XML

    /// What is in front of the description, and the description.
    private static func parted(_ text: String) -> (head: Substring, description: Substring) {
        guard let begin = text.firstRange(of: "<desc>") else { return (text[...], "") }
        let end = text[begin.upperBound...].firstRange(of: "</desc>")?.lowerBound ?? text.endIndex
        return (text[..<begin.lowerBound], text[begin.upperBound..<end])
    }

    private static func element(_ name: String, in text: Substring) -> Substring? { elements(name, in: text).first }

    private static func elements(_ name: String, in text: Substring) -> [Substring] {
        var found: [Substring] = []
        var rest = text
        while let begin = rest.firstRange(of: "<\(name)>"),
            let end = rest[begin.upperBound...].firstRange(of: "</\(name)>")
        {
            found.append(rest[begin.upperBound..<end.lowerBound])
            rest = rest[end.upperBound...]
        }
        return found
    }

    private static func plain(_ text: Substring) -> String {
        String(text).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&apos;", with: "'").replacing("&amp;", with: "&")
    }
}

extension XDFReader.Failure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notXDF: "this is not an XDF file"
        case .badStream(let number): "the description of stream \(number) cannot be read"
        case .badSamples(let stream): "the samples of stream \"\(stream)\" are damaged"
        }
    }
}
