/// Writes C3D files of analog channels with the sampling rate as the frame rate, and the force plates among them.
///
/// Format: the C3D User Guide (https://www.c3d.org/docs/C3D_User_Guide.pdf): little-endian, 32-bit floats. Debian has no library
/// for it.
public struct C3DWriter: Sendable {
    public struct Channel: Sendable {
        public var name: String
        public var unit: String
        public var note: String

        public init(name: String, unit: String, note: String) {
            self.name = name
            self.unit = unit
            self.note = note
        }
    }

    /// A plate among the channels: force of the foot on the plate, in the plate's axes with z downwards.
    public struct Plate: Sendable {
        public enum Kind: Int, Sendable {
            /// Fx Fy Fz (N) Mx My Mz (N·mm), about the origin.
            case sixComponents = 2
            /// Fx12 Fx34 Fy14 Fy23 Fz1 Fz2 Fz3 Fz4 (N): Kistler.
            case eightChannels = 3
        }
        public var kind: Kind
        /// The four corners in the laboratory's axes, mm: those at (+x, +y), (−x, +y), (−x, −y) and (+x, −y) of the plate's axes.
        public var corners: [(x: Double, y: Double, z: Double)]
        /// For six components: from the origin of the moments to the middle of the surface, in the plate's axes, mm; z ≤ 0. For eight
        /// channels: half the distances between the sensors in x and y, and their depth below the surface as a negative z.
        public var origin: (x: Double, y: Double, z: Double)
        /// Indices of its channels, counted from 0.
        public var channels: [Int]

        public init(
            kind: Kind, corners: [(x: Double, y: Double, z: Double)], origin: (x: Double, y: Double, z: Double), channels: [Int]
        ) {
            self.kind = kind
            self.corners = corners
            self.origin = origin
            self.channels = channels
        }
    }

    /// A moment of the recording.
    public struct Event: Sendable {
        /// Since the first sample.
        public var seconds: Double
        /// A word that readers show, and what is known besides.
        public var label: String
        public var note: String

        public init(seconds: Double, label: String, note: String) {
            self.seconds = seconds
            self.label = label
            self.note = note
        }
    }

    /// Dimensions are counted in 8 bits.
    public static let eventLimit = 255

    /// The frames of a file are counted in 16 bits. Readers take the largest number, 65 535, for "unknown", and read one frame too many.
    public static let frameLimit = 65_534
    private static let block = 512

    private var file: [UInt8]
    private let width: Int
    private let frames: Int

    /// Starts a file.
    ///
    /// - Parameters:
    ///   - rate: Hz, the same for all channels.
    ///   - frames: at most ``frameLimit``.
    ///   - events: the first ``eventLimit`` of them are in the file.
    public init(channels: [Channel], plates: [Plate], rate: Double, frames: Int, events: [Event] = []) {
        precondition(frames > 0 && frames <= Self.frameLimit, "frames are counted in 16 bits")
        width = channels.count
        self.frames = frames
        let count = channels.count
        let parameters = Self.parameters(channels, plates, rate, frames, Array(events.prefix(Self.eventLimit)))
        let blocks = (parameters.count + Self.block - 1) / Self.block
        var head = [UInt8](repeating: 0, count: Self.block)
        func word(_ place: Int, _ value: Int) {
            head.replaceSubrange(2 * place..<2 * place + 2, with: UInt16(value).littleEndianBytes)
        }
        func float(_ place: Int, _ value: Double) {
            head.replaceSubrange(2 * place..<2 * place + 4, with: Float(value).bitPattern.littleEndianBytes)
        }
        (head[0], head[1]) = (2, 0x50)
        word(1, 0)
        word(2, count)
        word(3, 1)
        word(4, frames)
        float(6, -1)
        word(8, 2 + blocks)
        word(9, 1)
        float(10, rate)
        file = head + parameters + [UInt8](repeating: 0, count: blocks * Self.block - parameters.count)
        file.reserveCapacity(file.count + 4 * width * frames + Self.block)
    }

    /// Adds a frame: one value for each channel.
    public mutating func frame(_ values: some Collection<Double>) {
        precondition(values.count == width, "one value for each channel")
        for value in values { file += Float(value).bitPattern.littleEndianBytes }
    }

    /// The file, after its last frame.
    public consuming func bytes() -> [UInt8] {
        let rest = file.count % Self.block
        return rest == 0 ? file : file + [UInt8](repeating: 0, count: Self.block - rest)
    }

    // MARK: parameters

    private static func parameters(
        _ channels: [Channel], _ plates: [Plate], _ rate: Double, _ frames: Int, _ events: [Event]
    ) -> [UInt8] {
        var section = Section()
        section.group("POINT", "3D points")
        section.integers("USED", [0], dimensions: [])
        section.floats("SCALE", [-1], dimensions: [])
        section.floats("RATE", [rate], dimensions: [])
        section.integers("DATA_START", [0], dimensions: [])
        let start = section.lastInteger
        section.integers("FRAMES", [frames], dimensions: [])
        section.texts("LABELS", [])
        section.texts("DESCRIPTIONS", [])
        section.texts("UNITS", ["mm"])
        section.group("ANALOG", "analog channels")
        section.integers("USED", [channels.count], dimensions: [])
        section.texts("LABELS", channels.map(\.name))
        section.texts("DESCRIPTIONS", channels.map(\.note))
        section.floats("GEN_SCALE", [1], dimensions: [])
        section.floats("SCALE", channels.map { _ in 1 }, dimensions: [channels.count])
        section.integers("OFFSET", channels.map { _ in 0 }, dimensions: [channels.count])
        section.texts("UNITS", channels.map(\.unit))
        section.floats("RATE", [rate], dimensions: [])
        section.texts("FORMAT", ["SIGNED"])
        section.integers("BITS", [16], dimensions: [])
        section.group("FORCE_PLATFORM", "force plates")
        section.integers("USED", [plates.count], dimensions: [])
        if !plates.isEmpty {
            let longest = plates.map(\.channels.count).max() ?? 0
            section.integers("TYPE", plates.map(\.kind.rawValue), dimensions: [plates.count])
            section.integers("ZERO", [0, 0], dimensions: [2])
            section.floats(
                "CORNERS", plates.flatMap { $0.corners.flatMap { [$0.x, $0.y, $0.z] } }, dimensions: [3, 4, plates.count])
            section.floats("ORIGIN", plates.flatMap { [$0.origin.x, $0.origin.y, $0.origin.z] }, dimensions: [3, plates.count])
            section.integers(
                "CHANNEL",
                plates.flatMap { plate in
                    (0..<longest).map { $0 < plate.channels.count ? plate.channels[$0] + 1 : 0 }
                },
                dimensions: [longest, plates.count])
        }
        if !events.isEmpty { section.events(events) }
        section.group("MANUFACTURER", "the program that wrote the file")
        section.texts("COMPANY", ["Holdfast"])
        section.texts("SOFTWARE", ["holdfast"])
        var bytes = section.finished()
        let blocks = (bytes.count + block - 1) / block
        bytes.replaceSubrange(start..<start + 2, with: UInt16(2 + blocks).littleEndianBytes)
        bytes[2] = UInt8(clamping: blocks)
        return bytes
    }

    /// The parameter section: groups and their parameters.
    private struct Section {
        /// One block of the section has 512 bytes, and 84 means Intel floats.
        private var bytes: [UInt8] = [1, 0x50, 0, 84]
        private var group: Int8 = 0
        /// Where the value of the last parameter of integers is.
        private(set) var lastInteger = 0

        mutating func group(_ name: String, _ note: String) {
            group += 1
            entry(name, -group, [], note)
        }
        mutating func integers(_ name: String, _ values: [Int], dimensions: [Int]) {
            parameter(name, 2, dimensions, values.flatMap { UInt16(clamping: $0).littleEndianBytes })
            lastInteger = bytes.count - 1 - 2 * values.count
        }
        mutating func floats(_ name: String, _ values: [Double], dimensions: [Int]) {
            parameter(name, 4, dimensions, values.flatMap { Float($0).bitPattern.littleEndianBytes })
        }
        /// Texts of equal length, filled with blanks. At most 255 of them, of 127 bytes of ASCII each.
        mutating func texts(_ name: String, _ texts: [String]) {
            let ascii = texts.prefix(255).map { text in
                text.unicodeScalars.prefix(127).map { $0.isASCII && $0.value >= 0x20 ? UInt8($0.value) : UInt8(ascii: "?") }
            }
            let length = ascii.map(\.count).max() ?? 0
            let padded = ascii.flatMap { $0 + [UInt8](repeating: 0x20, count: length - $0.count) }
            parameter(name, -1, [length, ascii.count], padded)
        }
        /// Minutes and seconds of each, as the group EVENT of the user guide has them.
        mutating func events(_ events: [Event]) {
            group("EVENT", "moments of the recording")
            integers("USED", [events.count], dimensions: [])
            texts("CONTEXTS", events.map { _ in "General" })
            texts("LABELS", events.map(\.label))
            texts("DESCRIPTIONS", events.map(\.note))
            floats(
                "TIMES",
                events.flatMap { event in
                    let minutes = (max(event.seconds, 0) / 60).rounded(.down)
                    return [minutes, event.seconds - 60 * minutes]
                },
                dimensions: [2, events.count])
            texts("SUBJECTS", events.map { _ in " " })
            integers("ICON_IDS", events.map { _ in 0 }, dimensions: [events.count])
            integers("GENERIC_FLAGS", events.map { _ in 0 }, dimensions: [events.count])
        }
        consuming func finished() -> [UInt8] { bytes + [0, 0] }

        private mutating func parameter(_ name: String, _ type: Int8, _ dimensions: [Int], _ data: [UInt8]) {
            let shape = [UInt8(bitPattern: type), UInt8(dimensions.count)] + dimensions.map { UInt8(clamping: $0) }
            entry(name, group, shape + data, "")
        }
        private mutating func entry(_ name: String, _ number: Int8, _ content: [UInt8], _ note: String) {
            bytes += [UInt8(name.utf8.count), UInt8(bitPattern: number)] + Array(name.utf8)
            bytes += UInt16(2 + content.count + 1 + note.utf8.count).littleEndianBytes + content
            bytes += [UInt8(note.utf8.count)] + Array(note.utf8)
        }
    }
}
