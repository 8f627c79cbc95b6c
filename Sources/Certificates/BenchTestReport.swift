public import Calibration
public import Messages

/// The results of a test of a plate or a band.
public enum BenchTestReport: Sendable, Equatable {
    case plate(Calibration1.PlateReport)
    case band(Calibration1.BandReport)

    public init(_ evaluation: BenchTestEvaluation) {
        let warnings = evaluation.warnings.map { Calibration1.Warning(name: $0.name, message: $0.message) }
        switch evaluation {
        case .corners(let found):
            self = .plate(
                Calibration1.PlateReport(
                    corners: Calibration1.CornersReport(found), points: nil, matrix: nil, warnings: warnings))
        case .points(let found):
            self = .plate(
                Calibration1.PlateReport(corners: nil, points: Calibration1.PointsReport(found), matrix: nil, warnings: warnings))
        case .matrix(let found):
            self = .plate(
                Calibration1.PlateReport(corners: nil, points: nil, matrix: Calibration1.MatrixReport(found), warnings: warnings))
        case .band(let found): self = .band(Calibration1.BandReport(found, warnings: warnings))
        }
    }

    public var plate: Calibration1.PlateReport? { if case .plate(let report) = self { report } else { nil } }
    public var band: Calibration1.BandReport? { if case .band(let report) = self { report } else { nil } }

    /// Lengths at intervals of a tenth of the distance from the slack length to the longest, m.
    static func lengths(_ curve: BandCurve) -> [Double] {
        (0...10).map { $0 == 10 ? curve.longest : curve.slackLength + Double($0) / 10 * (curve.longest - curve.slackLength) }
    }
}

extension Calibration1.CornersReport {
    fileprivate init(_ found: CornerEvaluation) {
        let balance = found.balance
        let gains = found.gainUncertainties.compactMap(\.number)
        self.init(
            gains: found.correction.gains, zeros: found.correction.zeros, gainsExpanded: gains.count == 4 ? gains : nil,
            errorsBefore: balance.errorsBefore, errorsAfter: balance.errorsAfter, condition: balance.condition,
            freedom: Int64(balance.freedom), expanded: found.expanded.number, expandedReason: found.expanded.gap?.name)
    }
}

extension Calibration1.PointsReport {
    fileprivate init(_ found: PointEvaluation) {
        let check = found.check
        var axes = "undetermined"
        if case .found(let orientation) = check.axes { axes = orientation.name }
        self.init(
            errors: check.errors, rootMeanSquare: check.error?.rootMeanSquare, largest: check.error?.largest, axes: axes,
            order: found.axes.order.map { Int64($0 + 1) }, origin: [found.axes.originX, found.axes.originY],
            seenOriginX: check.originX, seenOriginY: check.originY, remaining: check.remaining,
            expanded: found.expanded.number, expandedReason: found.expanded.gap?.name,
            expandedAfter: found.expandedAfter.number, expandedAfterReason: found.expandedAfter.gap?.name)
    }
}

extension Calibration1.MatrixReport {
    fileprivate init(_ found: MatrixEvaluation) {
        let matrix = found.matrix
        let expanded = found.fullScale.enumerated().map { found.expandedUncertainty(of: $1, axis: $0) }
        let numbers = expanded.compactMap(\.number)
        self.init(
            matrix: matrix.elements, condition: matrix.condition, standardErrors: matrix.standardErrors,
            residualDeviations: matrix.residualDeviations, expanded: numbers.count == 6 ? numbers : nil,
            expandedReason: numbers.count == 6 ? nil : expanded.lazy.compactMap(\.gap).first?.name,
            crosstalkBefore: found.crosstalkBefore?.worst, crosstalkAfter: found.crosstalkAfter?.worst,
            centreBefore: found.crosstalkBefore?.centreOfPressureError?.rootMeanSquare,
            centreAfter: found.crosstalkAfter?.centreOfPressureError?.rootMeanSquare)
    }
}

extension Calibration1.BandReport {
    fileprivate init(_ found: BandEvaluation, warnings: [Calibration1.Warning]) {
        let curve = found.curve
        var hysteresisReason: String?
        let loop = try? curve.hysteresis.get()
        if case .failure(let gap) = curve.hysteresis { hysteresisReason = gap.name }
        self.init(
            slackLength: curve.slackLength, slackLengthExpanded: found.expandedSlackLength.number,
            slackLengthExpandedReason: found.expandedSlackLength.gap?.name, slackSeen: curve.isSlackSeen,
            coefficients: curve.coefficients, longest: curve.longest, largestTension: curve.largestTension,
            scatter: curve.residualDeviation,
            curve: BenchTestReport.lengths(curve).map { Calibration1.Tension(found, at: $0) }, workOut: loop?.workOut,
            workBack: loop?.workBack, lossShare: loop?.lossShare, widestPercent: loop?.widestPercent,
            hysteresisReason: hysteresisReason, warnings: warnings)
    }
}

extension Calibration1.Tension {
    /// The values of the curve at a length.
    public init(_ found: BandEvaluation, at length: Double) {
        let expanded = found.expandedTension(at: length)
        self.init(
            length: length, tension: found.curve.tension(at: length), stiffness: found.curve.stiffness(at: length),
            expanded: expanded.number, expandedReason: expanded.gap?.name)
    }
}

extension Result where Success == Double, Failure == CalibrationGap {
    /// The reason, when there is no number.
    var gap: CalibrationGap? { if case .failure(let gap) = self { gap } else { nil } }
}
