/// A test of a plate or a band that is applied to readings.
public struct BenchTestInForce: Sendable {
    public var record: BenchTestRecord
    public var evaluation: BenchTestEvaluation

    /// - Throws: the reason why the record cannot be evaluated by this version.
    public init(_ record: BenchTestRecord) throws(RecordError) {
        self.record = record
        evaluation = try record.draft.test.evaluation()
    }

    public var id: String { record.id }
    public var kind: BenchTestKind { record.draft.test.kind }
}
