public import Calibration
public import Certificates

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

extension StationView.Sensor {
    /// The record from which its newtons come.
    public var recordID: String? {
        certificate?.id ?? (benchTests.first { $0.kind == .matrix } ?? benchTests.first { $0.kind == .corners })?.id
    }

    /// The tests in force; nil without any.
    var benchTestIDs: [String]? { benchTests.isEmpty ? nil : benchTests.map(\.id) }

    func benchTest(_ kind: BenchTestKind) -> BenchTestInForce? { benchTests.first { $0.kind == kind } }

    /// The band's curve.
    var band: (id: String, evaluation: BandEvaluation)? {
        guard let found = benchTest(.band), case .band(let evaluation) = found.evaluation else { return nil }
        return (found.id, evaluation)
    }

    /// The uncertainty of its forces.
    var uncertainty: (any ForceUncertainty)? { certificate?.evaluation ?? benchTests.forceUncertainty }

    /// U of a centre of pressure, m, or the reason why there is none; nil without a known-point check in force.
    var placeExpanded: (value: Double?, reason: String?)? {
        guard let found = benchTest(.points), case .points(let evaluation) = found.evaluation else { return nil }
        switch evaluation.expandedInForce {
        case .success(let value): return (value, nil)
        case .failure(let gap): return (nil, gap.name)
        }
    }
}

extension [BenchTestInForce] {
    /// The uncertainty from the test of six signals with known loads.
    public var forceUncertainty: (any ForceUncertainty)? {
        for test in self { if case .matrix(let evaluation) = test.evaluation { return evaluation } }
        return nil
    }
}
