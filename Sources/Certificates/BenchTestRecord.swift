import Calibration
import Interface

/// A test of a plate or a band that was accepted. It never changes.
///
/// The values that are used (gains, axes, matrix, curve) are stored digit by digit; all other numbers are computed from the
/// measurements.
public struct BenchTestRecord: Sendable, Hashable {
    /// The time when it was made and a checksum of its contents: `20261121T091330Z-1f0c93aa`.
    public private(set) var id = ""
    public let draft: BenchTestDraft
    public let origin: RecordOrigin
    public let result: BenchTestResult

    /// Makes a record of the results, with an id of its own.
    public init(_ evaluation: BenchTestEvaluation, of draft: BenchTestDraft, from origin: RecordOrigin) {
        self.draft = draft
        self.origin = origin
        result = evaluation.result
        id = identity
    }

    /// Reads a record that ``text`` has written.
    ///
    /// - Throws: an error that names what is missing, wrong, or changed since it was written.
    public init(parsing bytes: [UInt8]) throws(RecordError) {
        let object = try RecordText.object(bytes)
        let reader = FieldReader(object)
        draft = try BenchTestDraft(fields: object)
        origin = try RecordOrigin(reader)
        result = try Self.result(draft.test.kind, reader)
        id = try reader.requiredText("id")
        guard id == identity else {
            throw RecordError("the record was changed after it was written: its checksum does not match its id")
        }
    }

    private static func result(_ kind: BenchTestKind, _ reader: FieldReader) throws(RecordError) -> BenchTestResult {
        switch kind {
        case .corners:
            let found = CellCorrection(
                gains: try reader.requiredNumbers("gains"), zeros: try reader.requiredNumbers("zeros"))
            guard let found else { throw RecordError("gains and zeros must be 4 numbers each, gains above 0") }
            return .cells(found)
        case .points:
            return .axes(
                try PlateAxes(fields: try reader.integers("order") ?? [], try reader.requiredNumbers("origin")))
        case .matrix:
            let matrix = try reader.requiredNumbers("matrix")
            guard matrix.count == 36 else { throw RecordError("matrix must be 36 numbers") }
            return .matrix(matrix)
        case .band:
            return .band(
                slackLength: try reader.requiredNumber("slackLength"), coefficients: try reader.requiredNumbers("coefficients"))
        }
    }

    /// The record as TOML. The same record has the same text on every station.
    public var text: String { RecordText.text(fields(withID: true)) }

    /// When it should be repeated, microseconds since 1970; nil for never.
    public var dueWallMicroseconds: Int64? {
        RecordDate.due(origin.madeWallMicroseconds, validDays: draft.validDays)
    }

    private func fields(withID: Bool) -> JSONObject {
        var object = JSONObject(withID ? [("id", .string(id))] : [])
        for (name, value) in origin.fields + result.fields { object[name] = value }
        for member in draft.fields.members { object[member.name] = member.value }
        return object
    }

    private var identity: String { RecordText.identity(RecordText.text(fields(withID: false)), origin.madeWallMicroseconds) }
}

extension BenchTestResult {
    /// The fields of records.
    var fields: [(String, JSONValue)] {
        func list(_ values: [Double]) -> JSONValue { .array(values.map(JSONValue.number)) }
        switch self {
        case .cells(let correction): return [("gains", list(correction.gains)), ("zeros", list(correction.zeros))]
        case .axes(let axes):
            return [
                ("order", .array(axes.order.map { .integer(Int64($0 + 1)) })), ("origin", list([axes.originX, axes.originY])),
            ]
        case .matrix(let elements): return [("matrix", list(elements))]
        case .band(let slack, let coefficients):
            return [("slackLength", .number(slack)), ("coefficients", list(coefficients))]
        }
    }
}
