import Certificates
import Metrics
public import Samples
public import Store

/// What a client wants of the trace of a hold.
public struct TraceQuery: Sendable {
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
}

/// What is known of the trace of a hold before its samples, as far as it was asked for.
public struct HoldTrace: Sendable {
    var hold: StoredHold
    /// Its beginning on both clocks.
    var begin: HostInstant
    var beginWallMicroseconds: Int64
    var isIncomplete: Bool
    /// The sensors, in the order in which their samples come.
    var parts: [TracePart]
    var samples: any TraceSamples

    public init(
        hold: StoredHold, begin: HostInstant, beginWallMicroseconds: Int64, isIncomplete: Bool, parts: [TracePart],
        samples: any TraceSamples
    ) {
        self.hold = hold
        self.begin = begin
        self.beginWallMicroseconds = beginWallMicroseconds
        self.isIncomplete = isIncomplete
        self.parts = parts
        self.samples = samples
    }
}

/// One sensor in a trace, without its samples.
public struct TracePart: Sendable {
    /// The stored hold's part.
    let part: StoredSensorHold
    let sensor: SensorDescription
    /// The moment of the first sample that was analysed, seconds since the beginning of the trace.
    let analysed: Double
    /// Those of which the sensor has numbers.
    let signals: [LiveSignal]
    let events: [HoldEvent]
    /// The number of samples or intervals that come.
    public let count: Int

    /// The onset, seconds since the beginning of the trace.
    var onset: Double? { part.result.onsetTime.map { analysed + $0 } }
}

/// Consecutive samples of one sensor, or intervals of them.
public struct TracePiece: Sendable {
    struct Column: Sendable {
        let signal: LiveSignal
        var lowest: [Double] = []
        /// Empty when every sample is wanted.
        var highest: [Double] = []
    }

    var indices: [UInt64] = []
    /// Since the beginning of the trace.
    var seconds: [Double] = []
    var columns: [Column]

    public var count: Int { seconds.count }
}

/// The samples of a trace, which another thread reads while they are sent: never all of them are in memory. Whoever lets go of it closes
/// the trace.
public protocol TraceSamples: AnyObject, Sendable {
    /// Reads the next piece of the first sensor that has more. Any thread; the answer comes on another.
    ///
    /// Not to be called before the last answer has come, nor after the last piece.
    func next(_ answer: @escaping @Sendable (Result<TracePiece, TraceFailure>) -> Void)
}

/// Why there is no answer, or no further one.
public enum TraceFailure: Error, Sendable {
    case noSuchHold
    case noSuchResult
    case noSuchSensor(String)
    /// The hold has no trace, in one word.
    case noTrace(String)
    case store(StoreError)
}
