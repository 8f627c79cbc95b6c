public import Calibration
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
    /// The record that its newtons come from.
    public var recordID: String? {
        certificate?.id ?? (benchTests.first { $0.kind == .matrix } ?? benchTests.first { $0.kind == .corners })?.id
    }

    func benchTest(_ kind: BenchTestKind) -> BenchTestInForce? { benchTests.first { $0.kind == kind } }

    /// The band's curve.
    var band: (id: String, evaluation: BandEvaluation)? {
        guard let found = benchTest(.band), case .band(let evaluation) = found.evaluation else { return nil }
        return (found.id, evaluation)
    }

    /// What its forces are worth.
    var uncertainty: (any ForceUncertainty)? { certificate?.evaluation ?? benchTests.forceUncertainty }

    /// U of a centre of pressure, m, and why there is none; nothing without a known-point check in force.
    var placeExpanded: (value: Double?, reason: String?)? {
        guard let found = benchTest(.points), case .points(let evaluation) = found.evaluation else { return nil }
        switch evaluation.expandedInForce {
        case .success(let value): return (value, nil)
        case .failure(let gap): return (nil, gap.name)
        }
    }
}

extension [BenchTestInForce] {
    /// What known loads said of six signals.
    public var forceUncertainty: (any ForceUncertainty)? {
        for test in self { if case .matrix(let evaluation) = test.evaluation { return evaluation } }
        return nil
    }
}
