import Samples
import Testing
import Seeding

@testable import Calibration

/// Tests of plates and bands with known truth.
struct BenchTestTests {
    private static let exact = LoadReference(relativeUncertainty: 0, gravityHalfWidth: nil, buoyancyHalfWidth: nil)

    /// Where a plate that is wrong in a known way sees a weight, 400 by 400 mm: channels at other corners, middle beside it.
    private func seen(_ x: Double, _ y: Double, order: [Int], originX: Double, originY: Double, used: PlateAxes) -> (
        x: Double, y: Double
    ) {
        let right = 0.5 + x / 0.4
        let front = 0.5 + y / 0.4
        let shares = [(1 - right) * front, right * front, (1 - right) * (1 - front), right * (1 - front)]
        // Channel c is at corner order[c]; what is used takes channel used.order[k] for corner k.
        let channels = order.map { shares[$0] }
        let cells = used.order.map { channels[$0] }
        return (
            0.2 * (cells[1] + cells[3] - cells[0] - cells[2]) + originX - used.originX,
            0.2 * (cells[0] + cells[1] - cells[2] - cells[3]) + originY - used.originY
        )
    }

    @Test func whatAPointTestFindsPutsThePlateRightInOneStepAndInTwo() throws {
        let known = [(0.0, 0.0), (0.1, 0.12), (-0.1, 0.12), (-0.1, -0.15), (0.05, -0.02)]
        // Every wiring that is a turn or a mirroring.
        for orientation in PlateOrientation.allCases {
            let order = orientation.fourCellOrder
            let wiring = (0..<4).map { channel in order.firstIndex(of: channel) ?? 0 }
            func test(_ used: PlateAxes) throws -> PointEvaluation {
                let points = known.map { x, y in
                    let seen = seen(x, y, order: wiring, originX: 0.004, originY: -0.007, used: used)
                    return PlatePoint(knownX: x, knownY: y, measuredX: seen.x, measuredY: seen.y)
                }
                return try PointTest(points: points, placeHalfWidth: 0.0005, before: used).evaluation()
            }
            let first = try test(PlateAxes())
            #expect(first.check.axes == .found(orientation), "\(orientation)")
            // The middle that is seen does not turn with the channels here, so a second step may be left to do.
            let second = try test(first.axes)
            #expect(second.check.axes == .found(.asExpected), "\(orientation)")
            let third = try test(second.axes)
            #expect(third.check.axes == .found(.asExpected) && (third.check.error?.largest ?? 1) < 1e-9, "\(orientation)")
            #expect(third.axes == second.axes, "\(orientation)")
        }
    }

    @Test func anOriginThatIsNotSignificantIsLeft() throws {
        let known = [(0.0, 0.0), (0.1, 0.12), (-0.1, 0.12), (-0.1, -0.15)]
        func axes(_ halfWidth: Double) throws -> PlateAxes {
            let points = known.map { PlatePoint(knownX: $0.0, knownY: $0.1, measuredX: $0.0 + 0.001, measuredY: $0.1) }
            return try PointTest(points: points, placeHalfWidth: halfWidth).evaluation().axes
        }
        #expect(abs(try axes(0.0001).originX - 0.001) < 1e-12)
        #expect(try axes(0.002).originX == 0)
    }

    @Test func expandedUncertaintyOfGainsCoversTheTruth() throws {
        var random = SeededNumbers(seed: 20_261_121)
        let truth = [1.02, 0.99, 1, 0.97]
        var covered = 0
        let runs = 300
        for _ in 0..<runs {
            var placements: [CornerTest.Placement] = []
            for _ in 0..<2 {
                for (x, y) in [(-0.9, 0.9), (0.9, 0.9), (-0.9, -0.9), (0.9, -0.9), (0.0, 0.0)] {
                    let shares = [(1 - x) * (1 + y), (1 + x) * (1 + y), (1 - x) * (1 - y), (1 + x) * (1 - y)].map { $0 / 4 }
                    placements.append(
                        CornerTest.Placement(
                            place: "", forces: (0..<4).map { 200 * shares[$0] * truth[$0] + 0.05 * random.normal() }))
                }
            }
            let found = try CornerTest(weight: 200, reference: Self.exact, empty: [0, 0, 0, 0], placements: placements)
                .evaluation()
            for channel in 0..<4 {
                let expanded = try found.gainUncertainties[channel].get()
                if abs(found.gains[channel] - 1 / truth[channel]) <= expanded { covered += 1 }
            }
        }
        let share = Double(covered) / Double(4 * runs)
        // 95.45 % within four standard deviations of the count.
        #expect(abs(share - 0.9545) < 4 * (0.9545 * 0.0455 / Double(4 * runs)).squareRoot(), "\(share), seed 20261121")
    }

    @Test func withFourPlacementsOrUnknownWeightsThereIsNoUncertainty() throws {
        let four = (0..<4).map { place in
            CornerTest.Placement(place: "", forces: (0..<4).map { $0 == place ? 190 : 3 })
        }
        let few = try CornerTest(weight: 199, reference: Self.exact, empty: [0, 0, 0, 0], placements: four).evaluation()
        #expect(few.expanded == .failure(.noFreedom) && few.gainUncertainties[0] == .failure(.noFreedom))
        let five = four + [CornerTest.Placement(place: "", forces: [50, 50, 50, 50])]
        let unknown = try CornerTest(weight: 199, reference: nil, empty: [0, 0, 0, 0], placements: five).evaluation()
        #expect(unknown.expanded == .failure(.notMeasured))
    }

    @Test func tensionOfALengthAndLengthOfATensionCoverTheTruth() throws {
        var random = SeededNumbers(seed: 20_261_122)
        func truth(_ length: Double) -> Double {
            let x = max(0, length - 0.6)
            return 500 * x - 300 * x * x + 150 * x * x * x
        }
        var covered = (tension: 0, length: 0)
        let runs = 200
        for _ in 0..<runs {
            let out = (0..<24).map { 0.5 + 0.025 * Double($0) }
            let test = BandTest(
                lengths: out + out.reversed(),
                tensions: out.map { 7 + truth($0) + 0.5 * random.normal() }
                    + out.reversed().map { 7 + 0.9 * truth($0) },
                rest: 7, lengthHalfWidth: 0, reference: Self.exact)
            let found = try test.evaluation()
            let length = 0.9
            let tension = truth(length) + 0.5 * random.normal()
            let expanded = try found.expandedTension(at: length).get()
            if abs((found.curve.tension(at: length) ?? .nan) - tension) <= expanded { covered.tension += 1 }
            let back = try found.length(at: tension)
            if abs(back.length - length) <= (try back.expanded.get()) { covered.length += 1 }
        }
        let width = 4 * (0.9545 * 0.0455 / Double(runs)).squareRoot()
        #expect(abs(Double(covered.tension) / Double(runs) - 0.9545) < width, "\(covered), seed 20261122")
        #expect(abs(Double(covered.length) / Double(runs) - 0.9545) < width, "\(covered), seed 20261122")
    }

    @Test func aSlackBandHasNoLengthAndNothingIsSaidBeyondTheLongest() throws {
        let lengths = (0..<24).map { 0.5 + 0.025 * Double($0) }
        let found = try BandTest(
            lengths: lengths, tensions: lengths.map { 400 * max(0, $0 - 0.6) }, rest: 0, lengthHalfWidth: 0.001, reference: nil
        ).evaluation()
        #expect(throws: CalibrationGap.outsideRange) { try found.length(at: 0) }
        #expect(throws: CalibrationGap.outsideRange) { try found.length(at: 1e6) }
        #expect(found.expandedTension(at: 5) == .failure(.outsideRange))
        #expect(found.expandedTension(at: 0.9) == .failure(.notMeasured))
        #expect(abs((try found.length(at: 40)).length - 0.7) < 1e-6)
    }

    @Test func theMatrixOfAPlateMakesLoadsAndGoesBackToSignals() throws {
        var random = SeededNumbers(seed: 5)
        let elements = (0..<36).map { ($0 / 6 == $0 % 6 ? 2.0 : 0) + 0.05 * random.normal() }
        let zeros = (0..<6).map { Double($0) * 10 }
        let transform = try #require(LoadTransform(elements: elements, zeros: zeros))
        var calibration = SensorCalibration(state: .certificate, channels: 1 << 2)
        calibration.transform = transform
        var values = [8 of Double](repeating: 7)
        for channel in 0..<6 { values[channel] = zeros[channel] + random.normal() * 100 }
        func frame(_ present: UInt8) -> Frame {
            let now = HostInstant(nanoseconds: 0)
            return Frame(sensor: SensorNumber(0), present: present, flags: [], index: 0, time: now, arrival: now, values: values)
        }
        var forces = [8 of Double](repeating: .nan)
        let sum = calibration.force(of: frame(0xFF), into: &forces)
        let expected = LoadMatrix.product(elements, (0..<6).map { values[$0] - zeros[$0] })
        for axis in 0..<6 { #expect(abs(forces[axis] - expected[axis]) < 1e-9) }
        #expect(sum == forces[2] && forces[6] == 7)
        let inverse = try #require(transform.inverse)
        for channel in 0..<6 { #expect(abs(inverse.load(channel, of: forces) - values[channel]) < 1e-9) }
        #expect(LoadTransform(elements: [Double](repeating: 1, count: 36), zeros: zeros)?.inverse == nil)
        // Without one of the signals no load is known.
        #expect(calibration.force(of: frame(0b1101_1111), into: &forces).isNaN)
        #expect((0..<6).allSatisfy { forces[$0].isNaN } && forces[6] == 7)
        #expect(LoadTransform(numbers: transform.numbers)?.numbers == transform.numbers)
        #expect(LoadTransform(numbers: [1]) == nil && LoadTransform(elements: elements, zeros: [.nan, 0, 0, 0, 0, 0]) == nil)
    }
}
