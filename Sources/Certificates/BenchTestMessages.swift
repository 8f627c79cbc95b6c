public import Calibration
import Samples

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
        case .malformed: return "a channel sent no numbers, or the weight is not a number above 0"
        case .tooFewPlacements(let count):
            return "\(count) placements are too few: use the four corners, and also the middle if possible"
        case .placementsTooClose: return "the cells read the weight in the same way everywhere: are all four connected?"
        case .implausibleGain(let channel, let gain):
            let name = corners.indices.contains(channel) ? corners[channel] : "?"
            return "the cell \(name) (channel \(channel + 1)) would need a gain of \(Digits.short(gain)): "
                + "the channel is wrong, the cell is broken, or the plate touches something"
        }
    }

    private static func text(_ failure: PointTest.Failure) -> String {
        switch failure {
        case .malformed: "each point must be four finite numbers, and a half width must not be negative"
        case .contradictory:
            "no rotation or mirroring of the plate explains these points: was the weight on its marks?"
        }
    }

    private static func text(_ failure: LoadMatrix.Failure) -> String {
        switch failure {
        case .malformed: "each load must be six numbers (Fx Fy Fz Mx My Mz), with six signals"
        case .tooFewLoads(let count): "\(count) loads are too few; use thirty or more"
        case .axesNotSpanned(let condition):
            "the loads do not act on all six axes independently (condition number \(Digits.short(condition)), limit 1000)"
        }
    }

    private static func text(_ failure: BandCurve.Failure) -> String {
        switch failure {
        case .malformed: "lengths and tensions must be numbers, one tension for each length"
        case .tooFewPoints(let count): "\(count) points on the way out are too few; use ten or more"
        case .notStretched: "tension does not grow with length: are the columns exchanged, or did the band slip?"
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
        name: "reference_unknown", message: "the uncertainty of the loads was not given, so there is no U"
    )

    private static func warnings(_ found: CornerEvaluation) -> [(name: String, message: String)] {
        var list: [(name: String, message: String)] = found.test.reference == nil ? [noReference] : []
        if found.balance.freedom == 0 {
            list.append(("no_freedom", "four placements leave no error to check the gains with: use the middle too"))
        }
        let after = found.worst.error
        if after > 0.5 {
            list.append(
                (
                    "uneven",
                    "\(BenchTestText.percent(after)) % remain: was the weight misplaced, is the plate bent, or do cells stick?"
                )
            )
        }
        return list + misplaced(found.findings)
    }

    /// What was said while the weight was there, once more: nobody may have read it.
    private static func misplaced(_ findings: [(place: String, finding: CornerFinding)]) -> [(name: String, message: String)] {
        var list: [(name: String, message: String)] = []
        var orientation: PlateOrientation?
        for (place, finding) in findings {
            guard case .otherCorner(_, let orientations) = finding, !orientations.isEmpty else {
                list.append(("misplaced", "\(place): \(finding.text)"))
                continue
            }
            orientation = orientations.count == 1 ? orientations[0] : nil
        }
        guard let orientation else { return list }
        let name = orientation.isMirrored ? "mirrored" : "turned"
        return list + [(name, "the plate is \(orientation.text): put it right, or exchange its channels, and start again")]
    }

    private static func warnings(_ found: PointEvaluation) -> [(name: String, message: String)] {
        switch found.check.axes {
        case .found(.asExpected): return []
        case .found(let orientation):
            let order = orientation.fourCellOrder.map { String($0 + 1) }.joined(separator: ", ")
            return [
                (
                    orientation.isMirrored ? "mirrored" : "turned",
                    "\(orientation.text): if you accept, its channels are used in the order \(order); if it was only put "
                        + "down the wrong way, turn it and start again"
                )
            ]
        case .undetermined, .contradictory:
            return [("axes_undetermined", "the axes cannot be determined: use three points or more that are not on one line")]
        }
    }

    private static func warnings(_ found: MatrixEvaluation) -> [(name: String, message: String)] {
        var list: [(name: String, message: String)] = found.test.reference == nil ? [noReference] : []
        let count = found.test.loads.count
        if count < 30 { list.append(("few_loads", "\(count) loads are few: use thirty or more")) }
        if found.matrix.condition > 10 {
            list.append(
                (
                    "condition",
                    "the loads hardly separate the axes (condition number \(Digits.short(found.matrix.condition)))"
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
            list.append(("no_release", "the way back is missing: the hysteresis of the band is unknown"))
        }
        return list
    }
}

extension CornerFinding {
    /// For people, while the weight is on the plate.
    public var text: String {
        switch self {
        case .empty(let sum): return "the plate reads \(Digits.fixed(sum, places: 1)) N: the weight is not on it"
        case .otherWeight(let sum): return "the plate reads \(Digits.fixed(sum, places: 1)) N: this is another weight"
        case .notInTheMiddle(let channel): return "the weight is not in the middle, but \(CornerTest.places[channel])"
        case .otherCorner(let channel, let orientations):
            let there = "the cell \(CornerTest.places[channel]) carries most of it"
            let names = orientations.map(\.text)
            switch names.count {
            case 0: return "\(there): the weight is in another corner"
            case 1: return "\(there), as at the corners before: the plate is \(names[0])"
            default: return "\(there): the weight is in another corner, or the plate is \(names.joined(separator: ", or "))"
            }
        }
    }
}

extension PlateOrientation {
    /// For people.
    public var text: String {
        switch self {
        case .asExpected: "as expected"
        case .quarterTurn: "turned by a quarter, clockwise from above"
        case .halfTurn: "turned by half"
        case .threeQuarterTurn: "turned by a quarter, anticlockwise from above"
        case .mirroredLeftRight: "MIRRORED: left and right are exchanged"
        case .mirroredFrontRear: "MIRRORED: front and rear are exchanged"
        case .mirroredDiagonal: "MIRRORED: x and y are exchanged"
        case .mirroredCounterDiagonal: "MIRRORED: x and y are exchanged and reversed"
        }
    }
}
