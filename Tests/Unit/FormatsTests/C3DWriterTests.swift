import Formats
import Testing

/// The bytes of a C3D file, read by the rules of its user guide.
struct C3DWriterTests {
    private let channels: [C3DWriter.Channel] = ["Fx", "Fy", "Fz", "Mx", "My", "Mz"].map {
        .init(name: $0, unit: $0.hasPrefix("F") ? "N" : "Nmm", note: "")
    }
    private var plate: C3DWriter.Plate {
        .init(
            kind: .sixComponents, corners: [(200, -300, 0), (-200, -300, 0), (-200, 300, 0), (200, 300, 0)], origin: (0, 0, -40),
            channels: Array(0..<6))
    }

    private func word(_ bytes: [UInt8], _ place: Int) -> Int { Int(bytes[2 * place]) | Int(bytes[2 * place + 1]) << 8 }

    private func float(_ bytes: [UInt8], at offset: Int) -> Float {
        Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) })
    }

    /// The parameters by GROUP:NAME: where the data of each begins, and its dimensions.
    private func parameters(_ bytes: [UInt8]) -> [String: (offset: Int, dimensions: [Int])] {
        var groups: [Int8: String] = [:]
        var found: [String: (Int, [Int])] = [:]
        var position = 512 + 4
        while bytes[position] != 0 {
            let name = String(decoding: bytes[(position + 2)..<(position + 2 + Int(bytes[position]))], as: UTF8.self)
            let group = Int8(bitPattern: bytes[position + 1])
            let link = position + 2 + Int(bytes[position])
            if group < 0 {
                groups[-group] = name
            } else {
                let count = Int(bytes[link + 3])
                let dimensions = bytes[(link + 4)..<(link + 4 + count)].map(Int.init)
                found["\(groups[group] ?? ""):\(name)"] = (link + 4 + count, dimensions)
            }
            position = link + Int(bytes[link]) + Int(bytes[link + 1]) << 8
        }
        return found
    }

    @Test func theHeadSaysWhereTheSamplesAre() {
        var writer = C3DWriter(channels: channels, plates: [plate], rate: 1000, frames: 300)
        for frame in 0..<300 { writer.frame((0..<6).map { Double(frame) + Double($0) / 8 }) }
        let bytes = writer.bytes()
        #expect(bytes.count % 512 == 0 && bytes[0] == 2 && bytes[1] == 0x50)
        #expect(word(bytes, 2) == 6 && word(bytes, 3) == 1 && word(bytes, 4) == 300 && word(bytes, 9) == 1)
        #expect(float(bytes, at: 12) == -1 && float(bytes, at: 20) == 1000)
        let data = (word(bytes, 8) - 1) * 512
        for frame in [0, 1, 299] {
            for channel in 0..<6 {
                #expect(float(bytes, at: data + 4 * (6 * frame + channel)) == Float(frame) + Float(channel) / 8)
            }
        }
        let parameters = parameters(bytes)
        #expect(parameters["ANALOG:LABELS"]?.dimensions == [2, 6])
        #expect(parameters["FORCE_PLATFORM:CORNERS"]?.dimensions == [3, 4, 1])
        #expect(parameters["POINT:DATA_START"].map { Int(bytes[$0.offset]) } == word(bytes, 8))
        #expect(parameters["FORCE_PLATFORM:ORIGIN"].map { float(bytes, at: $0.offset + 8) } == -40)
    }

    @Test func momentsAreEventsInMinutesAndSeconds() throws {
        let events = [
            C3DWriter.Event(seconds: 61.5, label: "mark", note: "go"),
            C3DWriter.Event(seconds: 2, label: "trigger_rose", note: "left-band"),
        ]
        var writer = C3DWriter(channels: [channels[0]], plates: [], rate: 80, frames: 1, events: events)
        writer.frame([1])
        let bytes = writer.bytes()
        let parameters = parameters(bytes)
        let times = try #require(parameters["EVENT:TIMES"])
        #expect(times.dimensions == [2, 2])
        #expect((0..<4).map { float(bytes, at: times.offset + 4 * $0) } == [1, 1.5, 0, 2])
        let labels = try #require(parameters["EVENT:LABELS"])
        #expect(labels.dimensions == [12, 2])
        #expect(String(decoding: bytes[labels.offset..<labels.offset + 24], as: UTF8.self) == "mark        trigger_rose")
        #expect(parameters["EVENT:USED"].map { Int(bytes[$0.offset]) } == 2)
    }

    @Test func withoutAPlateThereIsNone() {
        var writer = C3DWriter(channels: [channels[0]], plates: [], rate: 80, frames: 1)
        writer.frame([1])
        let parameters = parameters(writer.bytes())
        #expect(parameters["FORCE_PLATFORM:USED"] != nil && parameters["FORCE_PLATFORM:TYPE"] == nil)
        #expect(parameters["EVENT:USED"] == nil)
    }
}
