import Calibration
public import Certificates

/// A test of a plate or a band that readings are made with.
public struct BenchTestInForce: Sendable {
    public var record: BenchTestRecord
    public var evaluation: BenchTestEvaluation

    /// - Throws: why the record says nothing here.
    public init(_ record: BenchTestRecord) throws(RecordError) {
        self.record = record
        evaluation = try record.draft.test.evaluation()
    }

    public var id: String { record.id }
    public var kind: BenchTestKind { record.draft.test.kind }
}

extension StationView.Sensor {
    func benchTest(_ kind: BenchTestKind) -> BenchTestInForce? { benchTests.first { $0.kind == kind } }

    /// The band's curve.
    var band: (id: String, evaluation: BandEvaluation)? {
        guard let found = benchTest(.band), case .band(let evaluation) = found.evaluation else { return nil }
        return (found.id, evaluation)
    }

    /// What known loads said of its six signals.
    var matrix: MatrixEvaluation? {
        guard let found = benchTest(.matrix), case .matrix(let evaluation) = found.evaluation else { return nil }
        return evaluation
    }
}
