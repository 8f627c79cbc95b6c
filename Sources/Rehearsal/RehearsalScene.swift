public import Formats
public import Samples

/// What is rehearsed.
public enum RehearsalScene: Sendable {
    /// Two band sensors and a plate on one synthetic athlete, who makes holds with pauses, for ever.
    case demonstration
    /// A recording, as one sensor.
    case recording(RecordedSensor)
    /// A load cell on which somebody hangs weights.
    case cell(PretendLoad, PretendCell.Faults)
    /// Two cells and two plates on which somebody puts weights.
    case workshop(PretendWorkshop)
}

/// A recording in the place of a sensor.
public struct RecordedSensor: Sendable {
    /// How it speaks.
    public enum Voice: Sendable, Equatable {
        /// A line of text per sample, with all digits: every number arrives to the bit.
        case text
        /// A Chronojump of this firmware; the first column only, two decimals.
        case chronojump(ChronojumpFirmware)
    }

    public var name: String
    public var table: CSVTable
    /// Names or numbers of its columns; each becomes a channel.
    public var columns: [String]
    /// Hertz; nil takes the table's own times.
    public var rate: Double?
    public var voice: Voice
    public var kind: SensorKind
    /// Seconds for which the first row is held before it begins: who listens needs five to learn the sensor's clock.
    public var leadIn: Double
    /// Seconds for which the last row is held after it; infinite keeps the sensor alive.
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

    /// Its samples.
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
