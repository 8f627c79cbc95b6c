public import Calibration

/// Messages to the technician about a test of a plate or a band, with the remedy.
enum BenchTestMessages {
    static let corners = ["front left", "front right", "rear left", "rear right"]
    static let axes = ["Fx", "Fy", "Fz", "Mx", "My", "Mz"]

    static func text(_ error: any Error) -> String {
        switch error {
        case let failure as CornerBalance.Failure: text(failure)
        case let failure as PointTest.Failure: text(failure)
        case let failure as LoadMatrix.Failure: text(failure)
        case let failure as BandCurve.Failure: text(failure)
        default: "\(error)"
        }
    }

    private static func text(_ failure: CornerBalance.Failure) -> String {
        switch failure {
        case .malformed: return "a channel sent no numbers, or the weight is none"
        case .tooFewPlacements(let count): return "\(count) placements are too few: four corners, and better the middle too"
        case .placementsTooClose: return "the plate felt the weight in the same way everywhere: are all four cells connected?"
        case .implausibleGain(let channel, let gain):
            let name = corners.indices.contains(channel) ? corners[channel] : "?"
            return "the cell \(name) (channel \(channel + 1)) would need a gain of \(NumberText.short(gain)): "
                + "a wrong channel, a broken cell, or the plate touches something"
        }
    }

    private static func text(_ failure: PointTest.Failure) -> String {
        switch failure {
        case .malformed: "points are four finite numbers each, and a half width is not negative"
        case .contradictory:
            "no way to turn or mirror the plate explains these points: was the weight where it should be?"
        }
    }

    private static func text(_ failure: LoadMatrix.Failure) -> String {
        switch failure {
        case .malformed: "every load is six numbers, Fx Fy Fz Mx My Mz, and every signal too"
        case .tooFewLoads(let count): "\(count) loads are too few; thirty or more are wanted"
        case .axesNotSpanned(let condition):
            "the loads do not move all six axes by themselves (condition number \(NumberText.short(condition)), limit 1000)"
        }
    }

    private static func text(_ failure: BandCurve.Failure) -> String {
        switch failure {
        case .malformed: "lengths and tensions must be numbers, one of each"
        case .tooFewPoints(let count): "\(count) points on the way out are too few; ten or more are wanted"
        case .notStretched: "tension does not grow with length: are the columns exchanged, did the band slip?"
        }
    }
}

extension BenchTestEvaluation {
    /// Warnings to be examined before it is accepted: a name for programs and a text for people.
    public var warnings: [(name: String, message: String)] {
        switch self {
        case .corners(let found): Self.warnings(found)
        case .points(let found): Self.warnings(found)
        case .matrix(let found): Self.warnings(found)
        case .band(let found): Self.warnings(found)
        }
    }

    private static let noReference = (
        name: "reference_unknown", message: "nobody said what the loads are worth: there is no U"
    )

    private static func warnings(_ found: CornerEvaluation) -> [(name: String, message: String)] {
        var list: [(name: String, message: String)] = found.test.reference == nil ? [noReference] : []
        if found.balance.freedom == 0 {
            list.append(("no_freedom", "with four placements the errors after prove nothing: take the middle too"))
        }
        let after = found.balance.errorsAfter.map(abs).max() ?? 0
        if after > 0.5 {
            list.append(
                ("uneven", "\(NumberText.short(after)) % remain: a weight beside its place, a bent plate, or cells that stick"))
        }
        return list
    }

    private static func warnings(_ found: PointEvaluation) -> [(name: String, message: String)] {
        switch found.check.axes {
        case .found(.asExpected): return []
        case .found(let orientation):
            let order = orientation.fourCellOrder.map { String($0 + 1) }.joined(separator: ", ")
            return [
                (
                    orientation.isMirrored ? "mirrored" : "turned",
                    "\(orientation.text): once accepted its channels are taken in the order \(order); if it was only put "
                        + "down the wrong way, turn it and begin again"
                )
            ]
        case .undetermined, .contradictory:
            return [("axes_undetermined", "axes are not to be told: take three points or more that do not lie on one line")]
        }
    }

    private static func warnings(_ found: MatrixEvaluation) -> [(name: String, message: String)] {
        var list: [(name: String, message: String)] = found.test.reference == nil ? [noReference] : []
        let count = found.test.loads.count
        if count < 30 { list.append(("few_loads", "\(count) loads; thirty or more make it worth something")) }
        if found.matrix.condition > 10 {
            list.append(
                (
                    "condition",
                    "the loads hardly tell the axes apart (condition number \(NumberText.short(found.matrix.condition)))"
                ))
        }
        return list
    }

    private static func warnings(_ found: BandEvaluation) -> [(name: String, message: String)] {
        var list: [(name: String, message: String)] = found.test.reference == nil ? [noReference] : []
        if !found.curve.isSlackSeen {
            list.append(("slack_not_seen", "the band was never slack: the slack length is extrapolated"))
        }
        if case .failure = found.curve.hysteresis {
            list.append(("no_release", "the way back is missing: nothing is known of what the rubber keeps"))
        }
        return list
    }
}

extension PlateOrientation {
    /// For people.
    public var text: String {
        switch self {
        case .asExpected: "as expected"
        case .quarterTurn: "turned by a quarter, anticlockwise from above"
        case .halfTurn: "turned by half"
        case .threeQuarterTurn: "turned by a quarter, clockwise from above"
        case .mirroredLeftRight: "MIRRORED: left and right are exchanged"
        case .mirroredFrontRear: "MIRRORED: front and rear are exchanged"
        case .mirroredDiagonal: "MIRRORED: x and y are exchanged"
        case .mirroredCounterDiagonal: "MIRRORED: x and y are exchanged and reversed"
        }
    }
}
