import Samples
import Timing

/// A conversation with a board that prints lines.
final class TextLineDialogue: SensorDialogue {
    /// The time that a board that resets on opening needs before it receives commands, seconds.
    static let bootSeconds = 2.5
    /// Without a line for this time the board counts as silent, seconds. Slow sketches print once a second.
    static let silenceSeconds = 10.0
    /// The number of lines in a row with one shape after which the number of channels is fixed.
    static let settlingLines = 3
    /// This number of lines in a row that do not fit, or of bytes without an end of line, indicates another protocol or a wrong
    /// baud rate.
    static let corruptLines = 500
    static let bytesWithoutLine = 1 << 16

    private let options: DriverOptions
    private let shape: LineShape
    private var lines = LineBuffer()
    private var unwrapper: TimeUnwrapper?
    private var opened: HostInstant?
    private var lastLine: HostInstant?
    private var started = false
    private var saidFarewell = false
    private var expectedChannels: Int
    private var candidate = (channels: 0, lines: 0)
    private var corruptInARow = 0
    private var pendingLost: UInt32 = 0
    private(set) var counters = DialogueCounters()

    init(options: DriverOptions) throws(OptionError) {
        guard options.columns.count <= Frame.channelLimit else {
            throw .invalid(key: "columns", message: "a sensor has at most \(Frame.channelLimit) channels")
        }
        guard options.columns.allSatisfy({ $0 >= 1 && $0 <= LineShape.columnLimit }) else {
            throw .invalid(key: "columns", message: "columns must be from 1 to \(LineShape.columnLimit)")
        }
        guard Set(options.columns).count == options.columns.count else {
            throw .invalid(key: "columns", message: "a column is named twice")
        }
        if let time = options.timeColumn {
            guard time >= 1, time <= LineShape.columnLimit, !options.columns.contains(time) else {
                throw .invalid(key: "time_column", message: "the time needs a column of its own, 1 to \(LineShape.columnLimit)")
            }
        }
        guard options.separator != UInt8(ascii: ",") || !options.decimalComma else {
            throw .invalid(key: "decimal_comma", message: "a comma cannot be the separator and the decimal mark at once")
        }
        self.options = options
        shape = LineShape(
            separator: options.separator, decimalComma: options.decimalComma, timeColumn: options.timeColumn,
            columns: options.columns, unit: options.unit)
        unwrapper = options.timeWrapBits.map(TimeUnwrapper.init(bits:))
        expectedChannels = options.columns.count
    }

    /// Made on request, because fixing the shape must not allocate.
    var channels: [ChannelDescription] {
        (1...max(expectedChannels, 1)).map { ChannelDescription(name: "channel \($0)", unit: options.unit ?? "counts") }
    }

    func next(at now: HostInstant, into request: inout RequestBuffer) throws(DialogueError) -> DialogueStep {
        guard let opened else {
            opened = now
            return .waitUntil(now.advanced(bySeconds: options.startCommand.isEmpty ? Self.silenceSeconds : Self.bootSeconds))
        }
        if !started, !options.startCommand.isEmpty {
            let ready = opened.advanced(bySeconds: Self.bootSeconds)
            guard now >= ready else { return .waitUntil(ready) }
            started = true
            request.append(options.startCommand)
            return .write(.serial)
        }
        let limit = (lastLine ?? opened).advanced(bySeconds: Self.silenceSeconds)
        // A series of refused lines is not silence.
        guard now < limit else { throw corruptInARow > 0 ? .corrupt : .silent }
        return .waitUntil(limit)
    }

    func receive(_ bytes: Span<UInt8>, from endpoint: Endpoint, at arrival: HostInstant, into sink: inout SampleSink)
        throws(DialogueError)
    {
        for index in bytes.indices where lines.append(bytes[index]) {
            take(arrival, &sink)
            lines.next()
        }
        guard lines.bytesSinceLine < Self.bytesWithoutLine, corruptInARow < Self.corruptLines else { throw .corrupt }
    }

    func farewell(into request: inout RequestBuffer) -> DialogueStep? {
        guard !options.stopCommand.isEmpty, !saidFarewell else { return nil }
        saidFarewell = true
        request.append(options.stopCommand)
        return .write(.serial)
    }

    private func take(_ arrival: HostInstant, _ sink: inout SampleSink) {
        let line: LineShape.Line
        switch shape.read(lines.line) {
        case .line(let read): line = read
        case .refused(let why):
            reject(why)
            return
        }
        if expectedChannels == 0 {
            settle(line.channels)
            // Lines before the shape is fixed are boot messages.
            if expectedChannels == 0 { return }
        }
        guard line.channels == expectedChannels else {
            reject(.shape)
            return
        }
        var deviceTime: Int64?
        if let time = line.time {
            guard let nanoseconds = nanoseconds(time) else {
                reject(.shape)
                return
            }
            deviceTime = nanoseconds
        }
        corruptInARow = 0
        lastLine = arrival
        if line.notANumber { counters.notANumber &+= 1 }
        sink.append(
            DeviceSample(
                present: line.present, flags: line.notANumber ? .notANumber : [], lost: pendingLost, deviceTime: deviceTime,
                values: line.values))
        pendingLost = 0
    }

    /// A line that does not fit was a sample if samples have come before; otherwise it is a boot message.
    private func reject(_ why: LineRefusal) {
        candidate = (0, 0)
        counters.refusal = why
        corruptInARow += 1
        guard lastLine != nil else { return }
        counters.corrupt &+= 1
        if pendingLost < .max { pendingLost += 1 }
    }

    private func settle(_ count: Int) {
        candidate = candidate.channels == count ? (count, candidate.lines + 1) : (count, 1)
        if candidate.lines >= Self.settlingLines { expectedChannels = count }
    }

    private func nanoseconds(_ time: Double) -> Int64? {
        // A counter that wraps is a whole number; a float of seconds is not. Beyond 2^53 neither is exact.
        let scaled = time * Double(options.timeUnitNanoseconds)
        guard abs(time) <= 0x1p53, abs(scaled) < 9e18 else { return nil }
        guard var wrap = unwrapper else { return time >= 0 ? Int64(scaled.rounded()) : nil }
        // A counter that is printed with a sign is negative in the second half of its range, with the same bits.
        let whole = wrap.unwrap(UInt64(bitPattern: Int64(time)))
        unwrapper = wrap
        let (product, overflow) = whole.multipliedReportingOverflow(by: options.timeUnitNanoseconds)
        return overflow ? nil : product
    }
}
