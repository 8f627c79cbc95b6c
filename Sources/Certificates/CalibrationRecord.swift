public import Calibration
import Interface

/// A calibration that was accepted. It never changes.
///
/// The curve that was in force is stored digit by digit; all other numbers are computed from the points.
public struct CalibrationRecord: Sendable, Hashable {
    /// The time when it was made and a checksum of its contents: `20261121T091330Z-1f0c93aa`.
    public private(set) var id = ""
    public let draft: CalibrationDraft
    public let origin: RecordOrigin
    public let curve: CalibrationCurve
    public let rangeClass: RangeClass.Grade
    /// U at the highest force, N; nil when there is none.
    public let expandedAtTop: Double?

    /// Makes a record of the results, with an id of its own.
    public init(_ evaluation: CalibrationEvaluation, of draft: CalibrationDraft, from origin: RecordOrigin) {
        self.draft = draft
        self.origin = origin
        curve = draft.laboratory?.curve ?? evaluation.sensorCurve()
        // Nothing of a laboratory's work can be classified from a table of means: its class is what it states.
        rangeClass = draft.laboratory == nil ? evaluation.rangeClass.grade : draft.laboratory?.rangeClass ?? .unclassified
        expandedAtTop = evaluation.expandedUncertainty(at: evaluation.run.signedTop).number
        id = identity
    }

    /// Reads a record that ``text`` has written.
    ///
    /// - Throws: an error that names what is missing, wrong, or changed since it was written.
    public init(parsing bytes: [UInt8]) throws(RecordError) {
        let object = try RecordText.object(bytes)
        let reader = FieldReader(object)
        draft = try CalibrationDraft(fields: object)
        origin = try RecordOrigin(reader)
        guard let curve = CalibrationCurve(numbers: try reader.requiredNumbers("curve")) else {
            throw RecordError("curve must be a list of 2 or 5 numbers")
        }
        self.curve = curve
        guard let grade = RangeClass.Grade(rawValue: try reader.requiredText("class")) else {
            throw RecordError("class must be 00, 0.5, 1, 2 or unclassified")
        }
        rangeClass = grade
        expandedAtTop = try reader.number("expandedAtTop")
        id = try reader.requiredText("id")
        guard id == identity else {
            throw RecordError("the record was changed after it was written: its checksum does not match its id")
        }
    }

    /// The record as TOML. The same record has the same text on every station.
    public var text: String { RecordText.text(fields(withID: true)) }

    /// The class in messages: that of the record, or `worse` for a calibration that was put in force although its uncertainty is
    /// larger than allowed.
    public var className: String { draft.acceptedWorse == nil ? rangeClass.rawValue : Self.worse }

    /// In place of a class, for what was put in force although it is worse than allowed.
    public static let worse = "worse"

    /// When it should be repeated, microseconds since 1970; nil for never. A draft that states no time is due after a year.
    public var dueWallMicroseconds: Int64? {
        if let due = draft.laboratory?.dueWallMicroseconds { return due }
        let begin = draft.laboratory?.dateWallMicroseconds ?? origin.madeWallMicroseconds
        return RecordDate.due(begin, validDays: draft.validDays ?? CalibrationDraft.days(months: 12))
    }

    private func fields(withID: Bool) -> JSONObject {
        var object = JSONObject(withID ? [("id", .string(id))] : [])
        for (name, value) in origin.fields { object[name] = value }
        object["curve"] = .array(curve.numbers.map(JSONValue.number))
        object["class"] = .string(rangeClass.rawValue)
        object["expandedAtTop"] = expandedAtTop.map(JSONValue.number)
        for member in draft.fields.members { object[member.name] = member.value }
        return object
    }

    private var identity: String { RecordText.identity(RecordText.text(fields(withID: false)), origin.madeWallMicroseconds) }
}

extension CalibrationRun {
    /// The force with the largest magnitude, with its sign, N.
    public var signedTop: Double { series.flatMap(\.points).map(\.force).max { abs($0) < abs($1) } ?? 0 }
}
