public import Certificates
import Metrics
public import Samples
public import Store

/// What a client wants of the trace of a hold.
public struct TraceQuery: Sendable {
    /// The largest number of values of one answer: 16 MB, with time and index 48 MB.
    static let controlLimit = 1 << 21
    /// The same for strangers: with time and index 3 MB, so that all of them together do not take much.
    static let publicLimit = 1 << 17

    public var hold: Int64
    public var sensor: String?
    /// The number of a result of the hold; nil for the newest.
    public var result: Int64?
    var signals: [LiveSignal] = [.force]
    /// Seconds since the beginning of the trace.
    var from = -Double.infinity
    var to = Double.infinity
    /// The number of intervals per second; nil for every sample.
    var rate: Double?
    /// The largest number of values of the answer.
    var limit = controlLimit
}

/// The trace of a hold, as far as it was asked for.
public struct HoldTrace: Sendable {
    var hold: StoredHold
    /// Its beginning on both clocks.
    var begin: HostInstant
    var beginWallMicroseconds: Int64
    var isIncomplete: Bool
    var parts: [TraceSeries]

    public init(hold: StoredHold, begin: HostInstant, beginWallMicroseconds: Int64, isIncomplete: Bool, parts: [TraceSeries]) {
        self.hold = hold
        self.begin = begin
        self.beginWallMicroseconds = beginWallMicroseconds
        self.isIncomplete = isIncomplete
        self.parts = parts
    }

    /// Whether it is more than one answer may have.
    public var isTooLong: Bool { parts.reduce(0) { $0 + $1.count * $1.columns.count } > parts.first?.query.limit ?? 0 }
}

/// Why there is no answer.
public enum TraceFailure: Error, Sendable {
    case noSuchHold
    case noSuchResult
    case noSuchSensor(String)
    /// The hold has no trace, in one word.
    case noTrace(String)
    case tooLong
    case store(StoreError)
}

/// The samples of one sensor in a trace, collected from the readings that they give again.
public struct TraceSeries: Sendable {
    struct Column: Sendable {
        let signal: LiveSignal
        var lowest: [Double] = []
        /// Empty when every sample is wanted.
        var highest: [Double] = []

        var hasNumbers: Bool { lowest.contains(where: \.isFinite) }
    }

    /// The stored hold's part.
    let part: StoredSensorHold
    let sensor: SensorDescription
    /// The moment of the first sample that was analysed, seconds since the beginning of the trace.
    let analysed: Double
    private(set) var indices: [UInt64] = []
    private(set) var seconds: [Double] = []
    private(set) var columns: [Column]
    private(set) var events: [HoldEvent] = []
    fileprivate let query: TraceQuery
    private let begin: HostInstant
    private let end: HostInstant
    private var interval: Double?
    /// Frames whose readings have not come.
    private var frames: [Frame] = []

    var count: Int { seconds.count }

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
        columns = query.signals.map { Column(signal: $0) }
    }

    /// Takes a frame, before its reading.
    public mutating func take(_ frame: Frame) {
        // The reading of a frame comes one frame later at most.
        if frames.count > 2 { frames.removeFirst() }
        frames.append(frame)
    }

    public mutating func take(_ reading: Reading) {
        let time = reading.time.seconds(since: begin)
        guard time >= query.from, time <= query.to, count * columns.count <= query.limit else { return }
        let frame = frames.last { $0.index == reading.index }
        let place = query.rate.map { (time * $0).rounded(.down) }
        let isNew = place == nil || place != interval
        interval = place
        if isNew {
            indices.append(reading.index)
            seconds.append(time)
        }
        for number in columns.indices {
            let value = columns[number].signal.number(reading, frame, sensor)
            if isNew {
                columns[number].lowest.append(value)
                if place != nil { columns[number].highest.append(value) }
            } else if value.isFinite, let low = columns[number].lowest.popLast(), let high = columns[number].highest.popLast() {
                columns[number].lowest.append(low.isFinite ? min(low, value) : value)
                columns[number].highest.append(high.isFinite ? max(high, value) : value)
            }
        }
    }

    /// Takes an event of the sensor; those of other holds are left out.
    public mutating func take(_ event: HoldEvent) {
        let time = event.time.seconds(since: begin)
        guard time >= analysed, event.time <= end.advanced(bySeconds: 1), time >= query.from, time <= query.to else { return }
        events.append(event)
    }

    /// Signals that the sensor cannot have are left out.
    public mutating func finish() { columns.removeAll { !$0.hasNumbers } }

    /// The onset, seconds since the beginning of the trace.
    var onset: Double? { part.result.onsetTime.map { analysed + $0 } }
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
