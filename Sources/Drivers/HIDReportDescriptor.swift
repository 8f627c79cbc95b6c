/// A HID device's description of its reports (Device Class Definition for HID 1.11, 6.2.2), as far as it is needed to identify
/// the kind of device and the lengths of its reports. What the reports of a scale say: `HIDScaleDialogue`.
public struct HIDReportDescriptor: Sendable, Equatable {
    /// A report cannot be longer than a control transfer.
    public static let longestReport = 65_535

    /// The usage page of the first collection: the kind of device.
    public private(set) var usagePage: UInt16?
    /// Whether reports begin with their number.
    public private(set) var numbersReports = false
    /// Lengths in bytes by number, without the number; 0 is the key for reports without a number.
    public private(set) var inputLengths: [UInt8: Int] = [:]
    public private(set) var outputLengths: [UInt8: Int] = [:]

    /// Reads a descriptor as far as it is valid; the rest is ignored.
    public init(_ bytes: [UInt8]) {
        var state = State()
        var inputs: [UInt8: Int] = [:]
        var outputs: [UInt8: Int] = [:]
        var offset = 0
        while offset < bytes.count {
            let head = bytes[offset]
            // A long item: two more bytes, and the data. No device uses long items.
            if head == 0xFE {
                guard offset + 1 < bytes.count else { break }
                offset += 3 + Int(bytes[offset + 1])
                continue
            }
            let size = [0, 1, 2, 4][Int(head & 3)]
            guard offset + size < bytes.count else { break }
            var value: UInt32 = 0
            for index in 0..<size { value |= UInt32(bytes[offset + 1 + index]) << UInt32(8 * index) }
            offset += 1 + size
            switch head & 0xFC {
            case 0x04: state.usagePage = UInt16(truncatingIfNeeded: value)
            case 0x74: state.reportSize = value
            case 0x84:
                state.number = UInt8(truncatingIfNeeded: value)
                numbersReports = true
            case 0x94: state.reportCount = value
            case 0xA4: state.push()
            case 0xB4: state.pop()
            case 0x08: state.usage = size == 4 ? UInt16(truncatingIfNeeded: value >> 16) : nil
            case 0x80: Self.add(state, to: &inputs)
            case 0x90: Self.add(state, to: &outputs)
            case 0xA0: if usagePage == nil { usagePage = state.usage ?? state.usagePage }
            default: break
            }
            // Local items apply until the next main item.
            if head & 0x0C == 0 { state.usage = nil }
        }
        inputLengths = inputs.mapValues { ($0 + 7) / 8 }
        outputLengths = outputs.mapValues { ($0 + 7) / 8 }
    }

    /// Whether reports are as long as a conversation needs them; lengths without the number.
    public func hasReports(inputLength: Int, outputLength: Int) -> Bool {
        (inputLengths.values.max() ?? 0) >= inputLength && (outputLengths.values.max() ?? 0) >= outputLength
    }

    private static func add(_ state: State, to bits: inout [UInt8: Int]) {
        let limit = 8 * Self.longestReport
        let added = min(Int(state.reportSize), limit) * min(Int(state.reportCount), limit)
        bits[state.number] = min(bits[state.number, default: 0] + min(added, limit), limit)
    }

    private struct State {
        var usagePage: UInt16?
        var usage: UInt16?
        var reportSize: UInt32 = 0
        var reportCount: UInt32 = 0
        var number: UInt8 = 0
        private var stack: [(UInt16?, UInt32, UInt32, UInt8)] = []

        mutating func push() { if stack.count < 16 { stack.append((usagePage, reportSize, reportCount, number)) } }

        mutating func pop() { if let last = stack.popLast() { (usagePage, reportSize, reportCount, number) = last } }
    }
}
