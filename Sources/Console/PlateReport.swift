import Calibration

/// What the tests of a plate came to, for people. Pure.
enum PlateReport {
    /// The corner-load test with its map.
    ///
    /// - Parameter rest: what the cells of the empty plate say, N; nothing when that is not known.
    static func corners(_ balance: CornerBalance, rest: [Double] = []) -> [String] {
        func map(_ errors: [Double]) -> [String] {
            func cell(_ place: Int) -> String {
                guard place < errors.count else { return "      –" }
                let text = (errors[place] > 0 ? "+" : "") + Digits.fixed(errors[place], places: 3) + " %"
                return String(repeating: " ", count: max(0, 9 - text.count)) + text
            }
            let edge = String(repeating: "─", count: 30)
            let gap = String(repeating: " ", count: 10)
            return [
                "  ┌─ front \(edge.dropFirst(6))─┐", "  │ \(cell(0))\(gap)\(cell(1)) │",
                "  │ \(gap)\(cell(4))\(gap.dropFirst(1)) │", "  │ \(cell(2))\(gap)\(cell(3)) │", "  └─\(edge)┘",
            ]
        }
        func worst(_ errors: [Double]) -> String { Digits.text(errors.map(abs).max() ?? 0, digits: 3) }
        var lines = ["sum of the cells less the weight, as it is:"] + map(balance.errorsBefore)
        lines += ["with the gains below:"] + map(balance.errorsAfter)
        lines.append("largest error: \(worst(balance.errorsBefore)) % before, \(worst(balance.errorsAfter)) % after")
        lines.append(
            "gains, front left, front right, rear left, rear right: "
                + balance.gains.map { Digits.fixed($0, places: 5) }.joined(separator: ", "))
        lines.append("multiply the scale of each channel in the settings by its gain, and do this test once more")
        if rest.count == balance.gains.count {
            lines.append("empty, the cells read " + rest.map { Digits.fixed($0, places: 3) }.joined(separator: ", ") + " N")
            lines.append(
                "offsets that take this away with the gains, where the settings have none: "
                    + zip(balance.gains, rest).map { Digits.fixed(-$0 * $1, places: 3) }.joined(separator: ", "))
        }
        if balance.freedom == 0 { lines.append("with four placements the errors after prove nothing") }
        return lines
    }

    static func message(_ failure: CornerBalance.Failure) -> String {
        let names = PlateTest.corners
        switch failure {
        case .malformed: return "a channel sent no numbers, or the weight is none"
        case .tooFewPlacements(let count): return "\(count) placements are too few"
        case .placementsTooClose: return "the plate felt the weight in the same way everywhere: are all four cells connected?"
        case .implausibleGain(let channel, let gain):
            let name = names.indices.contains(channel) ? names[channel] : "?"
            return "the cell \(name) (channel \(channel + 1)) would need a gain of \(Digits.text(gain)): "
                + "a wrong channel, a broken cell, or the plate touches something"
        }
    }

    /// Nothing on the plate must be nothing: what its cells read then moves the centre of pressure, and no tare takes it out of that.
    static func restWarning(_ rest: [Double], _ force: Double) -> String? {
        guard rest.contains(where: { abs($0) > 0.002 * abs(force) }) else { return nil }
        return "warning: empty, the cells read " + rest.map { Digits.fixed($0, places: 3) }.joined(separator: ", ")
            + " N, and that is in these errors: `holdfast plate corners` says which offsets take it away"
    }

    /// The known-point check, and what the axes are.
    static func points(_ points: [PlatePoint], _ check: PlateCheck) -> [String] {
        var rows = [["known x mm", "y mm", "seen x mm", "y mm", "error mm"]]
        for point in points {
            rows.append(
                [point.knownX, point.knownY, point.measuredX, point.measuredY, point.error].map(PlateTest.millimetres))
        }
        var lines = [Output.table(rows, rightAligned: [0, 1, 2, 3, 4])]
        if let error = check.error {
            lines.append(
                "error: RMS \(PlateTest.millimetres(error.rootMeanSquare)) mm, largest \(PlateTest.millimetres(error.largest)) mm"
            )
        }
        switch check.axes {
        case .found(.asExpected): lines.append("axes: as expected")
        case .found(let orientation):
            let order = orientation.fourCellOrder.map { String($0 + 1) }.joined(separator: ", ")
            lines.append("axes: the plate is \(name(orientation))")
            lines.append(
                "it is mended by turning it, or by naming its channels in this order in the settings: \(order) "
                    + "(for front left, front right, rear left, rear right)")
        case .undetermined: lines.append("axes: not to be told; take three points or more that do not lie on one line")
        case .contradictory:
            lines.append("axes: no way to turn or mirror the plate explains these points: was the weight where it should be?")
        }
        if let x = check.originX, let y = check.originY, let remaining = check.remaining {
            lines.append(
                "middle: seen at \(PlateTest.millimetres(x)), \(PlateTest.millimetres(y)) mm; "
                    + "\(PlateTest.millimetres(remaining)) mm RMS remain when axes and middle are put right")
        }
        return lines
    }

    private static func name(_ orientation: PlateOrientation) -> String {
        switch orientation {
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

    /// A 6×6 matrix, its condition, and crosstalk before and after.
    static func matrix(_ matrix: LoadMatrix, loads: [[Double]], signals: [[Double]], height: Double) -> [String] {
        let axes = ["Fx", "Fy", "Fz", "Mx", "My", "Mz"]
        var rows = [[""] + (1...6).map { "signal \($0)" }]
        for axis in 0..<6 {
            rows.append([axes[axis]] + matrix.elements[axis * 6..<axis * 6 + 6].map { Digits.text($0, digits: 7) })
        }
        var lines = [
            "L = C·S, newtons and newton metres per unit of the signals:", Output.table(rows, rightAligned: [1, 2, 3, 4, 5, 6]),
        ]
        lines.append("condition number of the signals: \(Digits.text(matrix.condition, digits: 3)) (below 10 is good)")
        if let deviations = matrix.residualDeviations {
            let units = ["N", "N", "N", "N·m", "N·m", "N·m"]
            lines.append(
                "what remains, SD: "
                    + (0..<6).map { "\(axes[$0]) \(Digits.text(deviations[$0], digits: 3)) \(units[$0])" }.joined(separator: ", ")
            )
        }
        if loads.count < 30 { lines.append("\(loads.count) loads; thirty or more make it worth something") }
        // Before: each signal by itself for its own axis, which is what is had without a matrix.
        let gains = (0..<6).map { axis -> Double in
            let squares = signals.reduce(0) { $0 + $1[axis] * $1[axis] }
            return squares > 0 ? zip(loads, signals).reduce(0) { $0 + $1.0[axis] * $1.1[axis] } / squares : 0
        }
        let before = signals.map { signal in zip(signal, gains).map { $0 * $1 } }
        let after = signals.map { matrix.loads(of: $0) }
        for (name, measured) in [("before", before), ("after", after)] {
            guard let crosstalk = Crosstalk(known: loads, measured: measured, height: height) else { continue }
            let centre = crosstalk.centreOfPressureError.map {
                "; centre of pressure: RMS \(PlateTest.millimetres($0.rootMeanSquare)) mm, largest \(PlateTest.millimetres($0.largest)) mm"
            }
            lines.append("crosstalk \(name): at most \(Digits.text(crosstalk.worst, digits: 3)) % of full scale\(centre ?? "")")
        }
        return lines
    }

    static func message(_ failure: LoadMatrix.Failure) -> String {
        switch failure {
        case .malformed: "every load is six numbers, Fx Fy Fz Mx My Mz, and every signal too"
        case .tooFewLoads(let count): "\(count) loads are too few; thirty or more are wanted"
        case .axesNotSpanned(let condition):
            "the loads do not move all six axes by themselves (condition number \(Digits.text(condition, digits: 3)), limit 1000)"
        }
    }
}
