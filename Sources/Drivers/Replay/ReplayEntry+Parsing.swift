import Samples

extension ReplayEntry {
    /// Parses a line.
    init(parsing line: String) throws(ReplayFieldError) {
        let fields = line.split(separator: " ")
        guard fields.count >= 2 else { throw ReplayFieldError(message: "a line below `wire` must be a time and an event") }
        // A conversation does not last a year, and nothing happens before its start.
        let time: Int64 = try ReplayText.number(fields[0], radix: 10)
        guard time >= 0, time < 1 << 55 else { throw ReplayFieldError(message: "the time must be from 0 to a year") }
        self.init(time: time, event: try Self.event(fields[1], Fields(fields.dropFirst(2)), line))
    }

    private static func event(_ word: Substring, _ fields: Fields, _ line: String) throws(ReplayFieldError) -> Event {
        switch word {
        case "in": return .received(try Endpoint(replayName: try fields[0]), try fields.bytes(1))
        case "fail":
            let failures: [TransferFailure] = [.stalled, .timedOut, .overflowed, .refused]
            let name = try fields[1]
            guard let failure = failures.first(where: { "\($0)" == name }) else {
                throw ReplayFieldError(message: "the failure of a transfer must be stalled, timedOut, overflowed or refused")
            }
            return .failed(failure, try Endpoint(replayName: try fields[0]))
        case "out": return .step(.write(try Endpoint(replayName: try fields[0])), try fields.bytes(1))
        case "out-report":
            return .step(.outputReport(number: try ReplayText.number(try fields[0], radix: 10)), try fields.bytes(1))
        case "control-out": return .step(.controlWrite(try fields.setup()), try fields.bytes(4))
        case "control-in":
            var setup = try fields.setup()
            setup.length = try ReplayText.number(try fields[4], radix: 10)
            return .step(.controlRead(setup), [])
        case "line":
            let baud: UInt32 = try ReplayText.number(try fields[0], radix: 10)
            return .step(.setLine(LineSettings(baud: baud, flowControl: fields.count > 1)), [])
        case "ask": return .asked
        case "unasked": return .unasked
        case "farewell": return .farewell
        case "sample": return .sample(try fields.sample())
        case "end":
            let name = try fields[0]
            guard let error = [DialogueError.silent, .notOurs, .corrupt].first(where: { "\($0)" == name }) else {
                throw ReplayFieldError(message: "the end of a conversation must be silent, notOurs or corrupt")
            }
            return .ended(error)
        case "channel":
            // A name may contain blanks.
            let parts = line.split(separator: " ", maxSplits: 4)
            return .channel(
                part: try ReplayText.number(try fields[0], radix: 10), unit: String(try fields[1]),
                name: parts.count > 4 ? String(parts[4]) : "")
        case "counters":
            var counters = DialogueCounters()
            counters.corrupt = try ReplayText.number(try fields[0], radix: 10)
            counters.skippedBytes = try ReplayText.number(try fields[1], radix: 10)
            counters.notANumber = try ReplayText.number(try fields[2], radix: 10)
            counters.resent = try ReplayText.number(try fields[3], radix: 10)
            return .counters(counters)
        default: throw ReplayFieldError(message: "there is no event \"\(ReplayText.plain(String(word.prefix(40))))\"")
        }
    }

    /// The fields after the word of a line.
    private struct Fields {
        private let fields: [Substring]

        init(_ fields: ArraySlice<Substring>) { self.fields = Array(fields) }

        var count: Int { fields.count }

        subscript(_ place: Int) -> Substring {
            get throws(ReplayFieldError) {
                guard fields.indices.contains(place) else { throw ReplayFieldError(message: "a field is missing at the end") }
                return fields[place]
            }
        }

        /// Bytes; there may be none.
        func bytes(_ place: Int) throws(ReplayFieldError) -> [UInt8] {
            fields.indices.contains(place) ? try ReplayText.bytes(fields[place]) : []
        }

        func setup() throws(ReplayFieldError) -> ControlSetup {
            ControlSetup(
                requestType: try ReplayText.number(try self[0]), request: try ReplayText.number(try self[1]),
                value: try ReplayText.number(try self[2]), index: try ReplayText.number(try self[3]))
        }

        func sample() throws(ReplayFieldError) -> DeviceSample {
            let present: UInt8 = try ReplayText.number(try self[1])
            let time = try self[4]
            var values = [8 of Double](repeating: .nan)
            var place = 5
            for channel in 0..<8 where present >> UInt8(channel) & 1 != 0 {
                guard let value = Double(try self[place]) else { throw ReplayFieldError(message: "a value is not a number") }
                values[channel] = value
                place += 1
            }
            return DeviceSample(
                part: try ReplayText.number(try self[0], radix: 10), present: present,
                flags: FrameFlags(rawValue: try ReplayText.number(try self[2])),
                lost: try ReplayText.number(try self[3], radix: 10),
                deviceTime: time == "-" ? nil : try ReplayText.number(time, radix: 10), values: values)
        }
    }
}
