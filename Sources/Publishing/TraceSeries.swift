public import Certificates
public import Samples
public import Store

/// The samples of one sensor in a trace, collected from the readings that they give again, and taken away piece by piece.
public struct TraceSeries: Sendable {
    /// The number of samples in one piece, which is one message.
    public static let pieceCount = 4096

    /// The number of samples or intervals that have come.
    private var total = 0
    private let part: StoredSensorHold
    private let sensor: SensorDescription
    private let analysed: Double
    private let query: TraceQuery
    private let begin: HostInstant
    private let end: HostInstant
    private var waiting: TracePiece
    private var hasNumbers: [Bool]
    private var events: [HoldEvent] = []
    private var interval: Double?
    /// Frames whose readings have not come.
    private var frames: [Frame] = []

    /// - Parameters:
    ///   - sensor: with the calibration at the beginning.
    ///   - analysed: the moments of the first and of the last sample of the hold.
    ///   - begin: the beginning of the trace.
    public init(
        _ query: TraceQuery, _ part: StoredSensorHold, _ sensor: SensorDescription,
        analysed: (begin: HostInstant, end: HostInstant),
        begin: HostInstant
    ) {
        self.query = query
        self.part = part
        self.sensor = sensor
        self.begin = begin
        self.analysed = analysed.begin.seconds(since: begin)
        end = analysed.end
        waiting = TracePiece(columns: query.signals.map { TracePiece.Column(signal: $0) })
        hasNumbers = query.signals.map { _ in false }
    }

    /// Takes a frame, before its reading.
    public mutating func take(_ frame: Frame) {
        // The reading of a frame comes one frame later at most.
        if frames.count > 2 { frames.removeFirst() }
        frames.append(frame)
    }

    public mutating func take(_ reading: Reading) {
        let time = reading.time.seconds(since: begin)
        guard time >= query.from, time <= query.to else { return }
        let frame = frames.last { $0.index == reading.index }
        let place = query.rate.map { (time * $0).rounded(.down) }
        let isNew = place == nil || place != interval
        interval = place
        if isNew {
            total += 1
            waiting.indices.append(reading.index)
            waiting.seconds.append(time)
        }
        for number in query.signals.indices {
            let value = query.signals[number].number(reading, frame, sensor)
            if value.isFinite { hasNumbers[number] = true }
            waiting.columns[number].take(value, isNew: isNew, isInterval: place != nil)
        }
    }

    /// Takes an event of the sensor; those of other holds are left out.
    public mutating func take(_ event: HoldEvent) {
        let time = event.time.seconds(since: begin)
        guard time >= analysed, event.time <= end.advanced(bySeconds: 1), time >= query.from, time <= query.to else { return }
        events.append(event)
    }

    /// Takes away the next piece, if there is a whole one.
    ///
    /// - Parameter isEnd: no more samples come: what is left is a piece.
    public mutating func piece(isEnd: Bool = false) -> TracePiece? {
        // The last interval may get another sample.
        let count = isEnd || query.rate == nil ? waiting.count : waiting.count - 1
        guard isEnd ? count > 0 : count >= Self.pieceCount else { return nil }
        return waiting.removeFirst(min(count, Self.pieceCount))
    }

    /// What is known of the sensor when all of its samples and events have come. Signals that it cannot have are left out.
    public var summary: TracePart {
        let signals = zip(query.signals, hasNumbers).filter(\.1).map(\.0)
        return TracePart(part: part, sensor: sensor, analysed: analysed, signals: signals, events: events, count: total)
    }
}

extension TracePiece {
    fileprivate mutating func removeFirst(_ count: Int) -> TracePiece {
        var first = TracePiece(columns: columns)
        first.indices = Array(indices.prefix(count))
        first.seconds = Array(seconds.prefix(count))
        indices.removeFirst(count)
        seconds.removeFirst(count)
        for number in columns.indices {
            first.columns[number].lowest = Array(columns[number].lowest.prefix(count))
            first.columns[number].highest = Array(columns[number].highest.prefix(count))
            columns[number].lowest.removeFirst(count)
            columns[number].highest.removeFirst(min(count, columns[number].highest.count))
        }
        return first
    }
}

extension TracePiece.Column {
    /// - Parameters:
    ///   - isNew: whether it begins an interval, or intervals are not wanted.
    ///   - isInterval: whether intervals are wanted.
    fileprivate mutating func take(_ value: Double, isNew: Bool, isInterval: Bool) {
        if isNew {
            lowest.append(value)
            if isInterval { highest.append(value) }
        } else if value.isFinite, let low = lowest.popLast(), let high = highest.popLast() {
            lowest.append(low.isFinite ? min(low, value) : value)
            highest.append(high.isFinite ? max(high, value) : value)
        }
    }
}

extension LiveSignal {
    /// The value with all its digits, where a trace has them.
    fileprivate func number(_ reading: Reading, _ frame: Frame?, _ sensor: SensorDescription) -> Double {
        switch self {
        case .force: return reading.force
        case .mean: return reading.mean
        case .tremor: return reading.tremor
        case .percentOfMaximum: return reading.percentOfMaximum
        case .raw(let channel):
            guard let frame, frame.present & (1 << UInt8(channel)) != 0 else { return .nan }
            return frame.values[channel]
        default: return Double(value(reading, sensor))
        }
    }
}
