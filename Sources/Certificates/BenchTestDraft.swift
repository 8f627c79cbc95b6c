import Calibration
import Samples

/// A test of a plate or a band as a technician submits it. Not yet in force on any sensor.
public struct BenchTestDraft: Sendable, Hashable {
    /// Name of the sensor.
    public var sensor: String
    public var test: BenchTest
    /// The equipment, for people: "a weight of 20 kg".
    public var instrument: String
    public var note: String
    /// Days until it should be repeated; 0 for never.
    public var validDays: Int
    /// How its forces are traceable to national standards; nil when that is not known.
    public var traceability: String?
    /// The test of the same kind that was in force while it was made, and whose gains or axes are included in its numbers.
    public var before: String?
    /// Why it is to be put in force although it is worse than allowed; nil when it is not.
    public var acceptedWorse: String?

    public init(
        sensor: String, test: BenchTest, instrument: String = "", note: String = "", validDays: Int = 365, before: String? = nil
    ) {
        self.sensor = sensor
        self.test = test
        self.instrument = instrument
        self.note = note
        self.validDays = validDays
        self.before = before
    }

    /// Why it must not be put in force without a reason; nil when it is good enough.
    public func excess(_ evaluation: BenchTestEvaluation) -> String? {
        guard case .corners(let found) = evaluation, !found.isEven else { return nil }
        return "the gains leave an error of \(Digits.fixed(found.worst.error, places: 1)) % at \(found.worst.place); at most "
            + "\(Digits.fixed(CornerTest.allowedError, places: 1)) % is allowed"
    }

    /// The same draft, made while another test was in force.
    public func made(with id: String?, _ result: BenchTestResult?) -> BenchTestDraft {
        var draft = self
        draft.before = id
        switch (test, result) {
        case (.corners(var test), .cells(let correction)):
            test.before = correction
            draft.test = .corners(test)
        case (.corners(var test), nil):
            test.before = CellCorrection()
            draft.test = .corners(test)
        case (.points(var test), .axes(let axes)):
            test.before = axes
            draft.test = .points(test)
        case (.points(var test), nil):
            test.before = PlateAxes()
            draft.test = .points(test)
        // Matrices use raw signals and bands use forces, so no earlier test is included.
        default: draft.before = nil
        }
        return draft
    }
}
