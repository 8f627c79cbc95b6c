import Samples

/// Reads the analog channels of C3D files with little-endian numbers, as integers or as floats.
///
/// Format: the C3D User Guide (https://www.c3d.org/docs/C3D_User_Guide.pdf).
public struct C3DReader: Sendable {
    public struct Channel: Sendable {
        public var name: String
        /// Empty where the file does not state it.
        public var unit: String
        /// In its unit; NaN for a sample that is lost.
        public var values: [Double] = []
        fileprivate var offset: Double
        fileprivate var scale: Double
    }

    /// Why a file cannot be read.
    public enum Failure: Error, Equatable, Sendable {
        case notC3D
        /// Numbers of a DEC or a MIPS processor.
        case otherProcessor
        case badParameters
        case noAnalogChannels
        /// The file ends before its last sample.
        case cutOff(samples: Int, expected: Int)
    }

    public private(set) var channels: [Channel] = []
    /// Of every channel, Hz.
    public let rate: Double

    private static let block = 512
    private static let intel: UInt8 = 84

    public init(_ bytes: [UInt8]) throws(Failure) {
        guard Self.isC3D(bytes), bytes.count >= 2 * Self.block else { throw .notC3D }
        func word(_ place: Int) -> Int { Int(bytes[2 * place]) | Int(bytes[2 * place + 1]) << 8 }
        func float(_ place: Int) -> Double {
            var cursor = ByteReader(bytes[(2 * place)...])
            return cursor.readFloat() ?? .nan
        }
        let start = (Int(bytes[0]) - 1) * Self.block
        guard start >= 0, start + 4 <= bytes.count else { throw .badParameters }
        guard bytes[start + 3] == Self.intel else { throw .otherProcessor }
        let parameters = C3DParameters(bytes[(start + 4)...])
        let perFrame = word(9)
        let analog = word(2)
        guard perFrame > 0, analog > 0, analog % perFrame == 0 else { throw .noAnalogChannels }
        let width = analog / perFrame
        let frames = parameters.numbers("POINT", "FRAMES").first.flatMap { Int(exactly: $0.rounded()) } ?? 0
        let counted = word(4) - word(3) + 1
        // 65 535 means "at least as many".
        let count = word(4) == 65_535 ? max(counted, min(frames, 1 << 31)) : counted
        let hertz = parameters.numbers("ANALOG", "RATE").first ?? float(10) * Double(perFrame)
        guard count > 0, hertz > 0, hertz.isFinite, float(6).isFinite else { throw .badParameters }
        rate = hertz
        let general = parameters.numbers("ANALOG", "GEN_SCALE").first ?? 1
        let (labels, units) = (parameters.texts("ANALOG", "LABELS"), parameters.texts("ANALOG", "UNITS"))
        let (scales, offsets) = (parameters.numbers("ANALOG", "SCALE"), parameters.numbers("ANALOG", "OFFSET"))
        channels = (0..<width).map { place in
            Channel(
                name: labels.indices.contains(place) && !labels[place].isEmpty ? labels[place] : "channel \(place + 1)",
                unit: units.indices.contains(place) ? units[place] : "",
                offset: offsets.indices.contains(place) ? offsets[place] : 0,
                scale: general * (scales.indices.contains(place) ? scales[place] : 1))
        }
        let isFloat = float(6) < 0
        let size = isFloat ? 4 : 2
        let data = (word(8) - 1) * Self.block
        let frameBytes = size * (4 * word(1) + analog)
        guard data >= 0, data <= bytes.count else { throw .badParameters }
        let whole = (bytes.count - data) / frameBytes
        guard whole >= count else { throw .cutOff(samples: whole * perFrame, expected: count * perFrame) }
        for place in channels.indices { channels[place].values.reserveCapacity(count * perFrame) }
        var cursor = ByteReader(bytes[data...])
        for _ in 0..<count {
            _ = cursor.take(size * 4 * word(1))
            for _ in 0..<perFrame {
                for place in channels.indices {
                    let raw = isFloat ? cursor.readFloat() : cursor.read(Int16.self).map { Double($0) }
                    channels[place].values.append(((raw ?? .nan) - channels[place].offset) * channels[place].scale)
                }
            }
        }
    }

    /// Whether a file begins like a C3D file: with the place of its parameters, which begin with the kind of processor.
    public static func isC3D(_ bytes: [UInt8]) -> Bool {
        guard bytes.count > 2, bytes[0] >= 2, bytes[1] == 0x50 else { return false }
        let processor = (Int(bytes[0]) - 1) * block + 3
        return processor < bytes.count && (intel...intel + 2).contains(bytes[processor])
    }
}

/// The parameters of a C3D file by the names of their groups and their own.
private struct C3DParameters {
    private struct Parameter {
        var type: Int8
        var dimensions: [Int]
        var data: ArraySlice<UInt8>
    }

    private var groups: [Int8: String] = [:]
    private var found: [(group: Int8, name: String, parameter: Parameter)] = []

    /// Reads as many as can be read.
    init(_ bytes: ArraySlice<UInt8>) {
        var cursor = ByteReader(bytes)
        // A negative length: the parameter is locked.
        while let length = cursor.read(Int8.self), length != 0, let id = cursor.read(Int8.self),
            let name = cursor.readText(Int(length.magnitude))?.uppercased()
        {
            let start = cursor.position
            guard let step = cursor.read(UInt16.self) else { break }
            if id < 0 {
                groups[-max(id, -127)] = name
            } else if let type = cursor.read(Int8.self), let count = cursor.read(UInt8.self),
                let shape = cursor.take(Int(count))
            {
                let dimensions = shape.map { Int($0) }
                let items = dimensions.reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue }
                if items >= 0, items <= cursor.remaining,
                    let data = cursor.take(items.multipliedReportingOverflow(by: Int(type.magnitude)).partialValue)
                {
                    found.append((id, name, Parameter(type: type, dimensions: dimensions, data: data)))
                }
            }
            guard step > 0, start + Int(step) <= bytes.endIndex else { break }
            cursor = ByteReader(bytes[(start + Int(step))...])
        }
    }

    private func parameter(_ group: String, _ name: String) -> Parameter? {
        found.first { groups[$0.group] == group && $0.name == name }?.parameter
    }

    func numbers(_ group: String, _ name: String) -> [Double] {
        guard let parameter = parameter(group, name) else { return [] }
        var cursor = ByteReader(parameter.data)
        var numbers: [Double] = []
        while cursor.remaining > 0 {
            let number: Double? =
                switch parameter.type {
                case 1: cursor.read(Int8.self).map { Double($0) }
                case 2: cursor.read(Int16.self).map { Double($0) }
                case 4: cursor.readFloat()
                default: nil
                }
            guard let number else { break }
            numbers.append(number)
        }
        return numbers
    }

    func texts(_ group: String, _ name: String) -> [String] {
        guard let parameter = parameter(group, name), parameter.type == -1, let length = parameter.dimensions.first, length > 0
        else { return [] }
        return stride(from: parameter.data.startIndex, to: parameter.data.endIndex, by: length).map { start in
            let end = min(start + length, parameter.data.endIndex)
            let text = String(decoding: parameter.data[start..<end], as: UTF8.self)
            return String(text.reversed().drop { $0 == " " || $0 == "\0" }.reversed())
        }
    }
}

extension C3DReader.Failure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notC3D: "this is not a C3D file"
        case .otherProcessor: "its numbers are those of a DEC or MIPS processor: convert it to Intel"
        case .badParameters: "its parameters cannot be read"
        case .noAnalogChannels: "it has no analog channels"
        case .cutOff(let samples, let expected): "it is cut off: it has \(samples) of \(expected) samples"
        }
    }
}
