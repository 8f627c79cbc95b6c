/// Writes Extensible Data Format 1.0: streams of samples and of markers with a time stamp each, in chunks. A file that ends early
/// loads up to its last complete chunk.
///
/// Format: https://github.com/sccn/xdf/wiki/Specifications. There is no library for it in Debian.
public struct XDFWriter: Sendable {
    /// One stream: a sensor, or the events of a recording.
    public struct Stream: Sendable {
        public enum Content: Sendable, Equatable {
            /// Names and units of the channels of `double64` samples, and the nominal sampling rate in Hz.
            case samples(channels: [(name: String, unit: String)], rate: Double)
            /// Texts at irregular times.
            case markers

            public static func == (a: Content, b: Content) -> Bool {
                switch (a, b) {
                case (.markers, .markers): true
                case (.samples(let a, let rateA), .samples(let b, let rateB)):
                    rateA == rateB && a.map(\.name) == b.map(\.name) && a.map(\.unit) == b.map(\.unit)
                default: false
                }
            }
        }
        public var name: String
        /// What is measured, by the names of the XDF meta-data: "Force", "Markers".
        public var type: String
        public var content: Content
        /// Further facts, as elements of the stream's description.
        public var description: [(name: String, text: String)]

        public init(name: String, type: String, content: Content, description: [(name: String, text: String)]) {
            self.name = name
            self.type = type
            self.content = content
            self.description = description
        }
    }

    /// The file so far. The owner may remove it in pieces.
    public var bytes: [UInt8] = []
    private var streams: [(content: Stream.Content, count: Int, first: Double, last: Double)] = []
    private var sinceBoundary = 0

    /// A reader that has met damage goes on at the next boundary: one in so many bytes.
    private static let boundaryBytes = 1 << 20
    private static let boundary: [UInt8] = [
        0x43, 0xA5, 0x46, 0xDC, 0xCB, 0xF5, 0x41, 0x0F, 0xB3, 0x0E, 0xD5, 0x46, 0x73, 0x83, 0xCB, 0xE4,
    ]

    /// Starts a file.
    ///
    /// - Parameter created: date and time of the first sample, ISO 8601.
    public init(created: String) {
        bytes += "XDF:".utf8
        let text = Self.element("version", "1.0") + Self.element("datetime", created)
        chunk(1, Array("<?xml version=\"1.0\"?><info>\(text)</info>".utf8))
    }

    /// Starts a stream: before its first samples. Returns the number by which samples refer to it.
    public mutating func begin(_ stream: Stream) -> UInt32 {
        streams.append((stream.content, 0, .nan, .nan))
        let number = UInt32(streams.count)
        var channels: [(name: String, unit: String)] = [(stream.name, "")]
        var (rate, format) = (0.0, "string")
        if case .samples(let list, let nominal) = stream.content { (channels, rate, format) = (list, nominal, "double64") }
        var text = Self.element("name", stream.name) + Self.element("type", stream.type)
        text += Self.element("channel_count", String(channels.count)) + Self.element("nominal_srate", rate.description)
        text += Self.element("channel_format", format) + Self.element("source_id", stream.name)
        let list = channels.map {
            "<channel>" + Self.element("label", $0.name) + ($0.unit.isEmpty ? "" : Self.element("unit", $0.unit))
                + Self.element("type", stream.type) + "</channel>"
        }
        let facts = stream.description.map { Self.element($0.name, $0.text) }
        text += "<desc><channels>\(list.joined())</channels>\(facts.joined())</desc>"
        chunk(2, number.littleEndianBytes + Array("<?xml version=\"1.0\"?><info>\(text)</info>".utf8))
        return number
    }

    /// Adds samples.
    ///
    /// - Parameters:
    ///   - times: seconds, ascending; one for each sample.
    ///   - values: sample by sample, a value for each channel; what is not a number is NaN.
    public mutating func samples(of stream: UInt32, times: [Double], values: [Double]) {
        guard !times.isEmpty else { return }
        state(times[0], of: stream)
        let width = values.count / times.count
        var content = stream.littleEndianBytes + Self.length(times.count)
        for (index, time) in times.enumerated() {
            content.append(8)
            content += time.bitPattern.littleEndianBytes
            for value in values[(index * width)..<((index + 1) * width)] { content += value.bitPattern.littleEndianBytes }
        }
        chunk(3, content)
        note(stream, times)
    }

    /// Adds markers: texts at times in seconds.
    public mutating func markers(of stream: UInt32, _ markers: [(time: Double, text: String)]) {
        guard !markers.isEmpty else { return }
        state(markers[0].time, of: stream)
        var content = stream.littleEndianBytes + Self.length(markers.count)
        for marker in markers {
            content.append(8)
            content += marker.time.bitPattern.littleEndianBytes
            content += Self.length(marker.text.utf8.count) + Array(marker.text.utf8)
        }
        chunk(3, content)
        note(stream, markers.map(\.time))
    }

    /// Ends every stream.
    public mutating func end() {
        for (index, stream) in streams.enumerated() {
            var text = Self.element("sample_count", String(stream.count))
            if stream.count > 0 {
                text += Self.element("first_timestamp", stream.first.description)
                text += Self.element("last_timestamp", stream.last.description)
            }
            chunk(6, UInt32(index + 1).littleEndianBytes + Array("<?xml version=\"1.0\"?><info>\(text)</info>".utf8))
        }
    }

    // MARK: parts

    /// States before the first sample of a stream that its clock is the clock of the file: readers expect an offset.
    private mutating func state(_ first: Double, of stream: UInt32) {
        guard streams[Int(stream) - 1].count == 0 else { return }
        chunk(4, stream.littleEndianBytes + first.bitPattern.littleEndianBytes + 0.0.bitPattern.littleEndianBytes)
    }

    private mutating func note(_ stream: UInt32, _ times: [Double]) {
        let place = Int(stream) - 1
        if streams[place].count == 0 { streams[place].first = times[0] }
        streams[place].last = times[times.count - 1]
        streams[place].count += times.count
    }

    private mutating func chunk(_ tag: UInt16, _ content: [UInt8]) {
        bytes += Self.length(content.count + 2) + tag.littleEndianBytes + content
        sinceBoundary += content.count
        if sinceBoundary >= Self.boundaryBytes {
            sinceBoundary = 0
            chunk(5, Self.boundary)
        }
    }

    /// A length: the number of its bytes, and then the bytes.
    private static func length(_ value: Int) -> [UInt8] {
        value < 256 ? [1, UInt8(value)] : [4] + UInt32(clamping: value).littleEndianBytes
    }

    /// An element of XML. Characters that XML 1.0 cannot have are left out.
    private static func element(_ name: String, _ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": shown += "&amp;"
            case "<": shown += "&lt;"
            case ">": shown += "&gt;"
            case "\t", "\n", "\r", "\u{20}"..."\u{D7FF}", "\u{E000}"..."\u{FFFD}", "\u{10000}"...:
                shown.unicodeScalars.append(scalar)
            default: break
            }
        }
        return "<\(name)>\(shown)</\(name)>"
    }
}
