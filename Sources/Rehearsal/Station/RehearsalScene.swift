public import Formats
public import Samples

/// The scene of a rehearsal.
public enum RehearsalScene: Sendable {
    /// Two band sensors and a plate with one simulated athlete, who repeats holds with rests without end.
    case demonstration
    /// Two plates, three bands, a length, an electromyogram and a cuff on one simulated athlete, who stands still before the first of
    /// every two holds if `isStanding`, long enough for a trial of quiet standing.
    case setUp(isStanding: Bool = false)
    /// A recording, played as one sensor.
    case recording(RecordedSensor)
    /// A load cell on which the operator hangs weights.
    case cell(PretendLoad, PretendCell.Faults)
    /// Two cells and two plates on which the operator puts weights.
    case workshop(PretendWorkshop)
}

/// A recording that is played as a sensor.
public struct RecordedSensor: Sendable {
    /// The format in which it sends its samples.
    public enum Voice: Sendable, Equatable {
        /// A line of text for each sample, with all digits: every number arrives to the bit.
        case text
        /// A Chronojump of this firmware; the first column only, two decimals.
        case chronojump(ChronojumpFirmware)
    }

    public var name: String
    public var table: CSVTable
    /// Names or numbers of its columns; each becomes a channel.
    public var columns: [String]
    /// Hertz; nil uses the table's own times.
    public var rate: Double?
    public var voice: Voice
    public var kind: SensorKind
    /// Seconds for which the first row is repeated before the recording begins: the daemon needs five to learn the sensor's
    /// clock.
    public var leadIn: Double
    /// Seconds for which the last row is repeated after it; infinite keeps the stream running.
    public var leadOut: Double

    public init(
        name: String = "recording", table: CSVTable, columns: [String], rate: Double? = nil, voice: Voice = .text,
        kind: SensorKind = .cell, leadIn: Double = 8, leadOut: Double = .infinity
    ) {
        self.name = name
        self.table = table
        self.columns = columns
        self.rate = rate
        self.voice = voice
        self.kind = kind
        self.leadIn = leadIn
        self.leadOut = leadOut
    }

    /// The samples of the recording.
    ///
    /// - Throws: ``RehearsalError/table(_:)`` or ``RehearsalError/notPlayable``.
    public func source(seed: UInt64) throws(RehearsalError) -> RecordingSource {
        do throws(CSVError) {
            let options = RecordingSource.Options(leadIn: leadIn, leadOut: leadOut, seed: seed)
            if let source = try RecordingSource(table, columns: columns, rate: rate, options: options) { return source }
        } catch {
            throw .table(error)
        }
        throw .notPlayable
    }
}
