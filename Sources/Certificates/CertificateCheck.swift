import Calibration
import Samples

/// A check of a calibration with a known force, as a certificate shows it.
public struct CertificateCheck: Sendable, Hashable {
    /// Microseconds since 1970.
    public var wallMicroseconds: Int64
    /// N.
    public var known: Double
    public var measured: Double
    /// U of the sensor at this force, N.
    public var expanded: Double
    /// Eₙ, negative when the sensor read too little.
    public var score: Double
    public var isPassed: Bool

    public init(
        wallMicroseconds: Int64, known: Double, measured: Double, expanded: Double, score: Double, isPassed: Bool
    ) {
        self.wallMicroseconds = wallMicroseconds
        self.known = known
        self.measured = measured
        self.expanded = expanded
        self.score = score
        self.isPassed = isPassed
    }

    static func rows(_ checks: [CertificateCheck]) -> [[String]] {
        [["date", "known, N", "measured, N", "error, N", "U, N", "Eₙ", "result"]]
            + checks.map { check in
                [RecordDate.day(check.wallMicroseconds)]
                    + [check.known, check.measured, check.measured - check.known].map {
                        Digits.text($0, expanded: check.expanded)
                    } + [
                        Digits.uncertainty(check.expanded), Digits.fixed(check.score, places: 2),
                        check.isPassed ? "passed" : "FAILED",
                    ]
            }
    }

    /// What the checks together say, the oldest first.
    static func finding(_ checks: [CertificateCheck]) -> String {
        switch ControlChart(scores: checks.map(\.score)).finding {
        case .fourOfFive: "The sensor drifts: four of the last five checks are beyond half of the limit on one side."
        case .eightOnOneSide: "The sensor drifts: the last eight checks are all on one side."
        case nil: checks.isEmpty ? "The calibration has not been checked since." : "The checks show no drift."
        }
    }
}
