import Calibration
import Certificates
import Rehearsal
import Samples
import Testing

@testable import Console

/// Weights on a plate of four cells that are wrong by known shares.
struct PlateTestTests {
    /// A plate whose cells read too much or too little, whose zeros are not 0, and whose channels may be exchanged.
    private final class Plate: WeighingPlace {
        private var random = RehearsalRandom.stream(4, 4)
        private var at: (x: Double, y: Double, newtons: Double) = (0, 0, 0)
        private var answer: String?
        private(set) var now = HostInstant(nanoseconds: 0)
        let unit = "N"
        let gains: [Double]
        /// Which corner each channel is at.
        let order: [Int]
        let givesCentre: Bool

        init(gains: [Double] = [1, 1, 1, 1], order: [Int] = [0, 1, 2, 3], givesCentre: Bool = false) {
            self.gains = gains
            self.order = order
            self.givesCentre = givesCentre
        }

        /// 400 by 600 mm.
        private func cells() -> [Double] {
            let right = 0.5 + at.x / 0.4
            let front = 0.5 + at.y / 0.6
            let shares = [(1 - right) * front, right * front, (1 - right) * (1 - front), right * (1 - front)]
            return order.map { corner in
                (2.0 + Double(corner)) * (givesCentre ? 0 : 1) + at.newtons * shares[corner] * gains[corner]
                    + 0.05 * random.gaussian()
            }
        }
        func readings() throws(CommandError) -> [LiveReadings.Sample] {
            now = now.advanced(bySeconds: 0.1)
            return (0..<10).map { place in
                let cells = cells()
                let sum = cells.reduce(0, +)
                let centre = [
                    0.2 * (cells[1] + cells[3] - cells[0] - cells[2]) / sum,
                    0.3 * (cells[0] + cells[1] - cells[2] - cells[3]) / sum,
                ]
                return LiveReadings.Sample(
                    time: Double(now.nanoseconds) * 1e-9 + Double(place) / 100, value: sum, others: givesCentre ? centre : cells)
            }
        }
        func typed() throws(CommandError) -> String? {
            defer { answer = nil }
            return answer
        }
        func say(_ text: String) {
            answer = ""
            let places = [(-0.2, 0.3), (0.2, 0.3), (-0.2, -0.3), (0.2, -0.3), (0, 0)]
            if text.contains("everything off") { at = (0, 0, 0) }
            for (place, name) in zip(places, PlateTest.corners) where text.contains("on: \(name)") {
                at = (place.0 * 0.9, place.1 * 0.9, 200)
            }
            if let match = text.firstMatch(of: /on: (-?[0-9.]+) mm to the right, (-?[0-9.]+) mm/), let x = Double(match.1),
                let y = Double(match.2)
            {
                at = (x / 1000, y / 1000, 200)
            }
        }
        func show(_ text: String) {}
    }

    private func test(_ plate: Plate) -> PlateTest {
        PlateTest(load: StandingLoad(plate), window: 1, dwell: 0.5, timeout: 60)
    }

    @Test func cornersGiveTheGainsThatEvenThePlateOut() throws {
        var test = test(Plate(gains: [1.02, 0.99, 1.0, 0.97]))
        let (empty, placements) = try test.cornerPlacements(200, "20kg", rounds: 2)
        let found = try CornerTest(weight: 200, reference: nil, empty: empty, placements: placements).evaluation()
        let balance = found.balance
        #expect(balance.freedom == 6 && zip(empty, [2, 3, 4, 5]).allSatisfy { abs($0 - $1) < 0.05 })
        for (gain, wrong) in zip(balance.gains, [1.02, 0.99, 1.0, 0.97]) { #expect(abs(gain * wrong - 1) < 1e-3) }
        #expect((balance.errorsBefore.map(abs).max() ?? 0) > 1.5 && (balance.errorsAfter.map(abs).max() ?? 1) < 0.05)
        let text = BenchTestText.figures(.corners(found)).joined(separator: "\n")
        #expect(text.contains("gains, front left") && text.contains("front ─"), "\(text)")
    }

    @Test func aPlateThatSeesThingsWhereTheyAreIsSaidToBeRight() throws {
        var test = test(Plate(givesCentre: true))
        let points = try test.points([(0, 0), (0.1, 0.15), (-0.1, 0.15), (-0.1, -0.2)], about: 200)
        let found = try PointTest(points: points, placeHalfWidth: 0.001).evaluation()
        #expect(found.check.axes == .found(.asExpected) && (found.check.error?.largest ?? 1) < 1e-3)
        #expect(BenchTestText.figures(.points(found)).contains("axes: as expected"))
    }

    @Test(arguments: [
        ([1, 0, 3, 2], PlateOrientation.mirroredLeftRight), ([2, 3, 0, 1], .mirroredFrontRear), ([3, 2, 1, 0], .halfTurn),
    ])
    func exchangedChannelsAreCaughtAndTheOrderThatMendsThemIsSaid(order: [Int], orientation: PlateOrientation) throws {
        var test = test(Plate(order: order, givesCentre: true))
        let points = try test.points([(0, 0), (0.1, 0.15), (-0.1, 0.15), (-0.1, -0.2)], about: 200)
        let found = try PointTest(points: points, placeHalfWidth: 0.001).evaluation()
        #expect(found.check.axes == .found(orientation) && found.axes.order == order)
        let text = BenchTestText.figures(.points(found)).joined(separator: "\n")
        #expect(
            text.contains("channels \(order.map { String($0 + 1) }.joined(separator: ", ")) for front left")
                && text.contains("warning:"), "\(text)")
    }

    @Test func aMatrixIsFoundFromAFileOfLoadsAndSignals() throws {
        var random = RehearsalRandom.stream(6, 6)
        let truth = (0..<36).map { $0 / 6 == $0 % 6 ? 1 + random.uniform(in: -0.1...0.1) : random.uniform(in: -0.03...0.03) }
        let full = [200.0, 200, 1000, 100, 100, 50]
        let signals = (0..<40).map { _ in full.map { random.uniform(in: -1...1) * $0 } }
        let loads = signals.map { signal in
            (0..<6).map { axis in (0..<6).reduce(0) { $0 + truth[axis * 6 + $1] * signal[$1] } + 0.01 * random.gaussian() }
        }
        let text =
            "# Fx Fy Fz Mx My Mz and signals\n"
            + zip(loads, signals).map { ($0 + $1).map { "\($0)" }.joined(separator: ", ") }.joined(separator: "\n")
        let rows = try NumberTable.parse(text, "loads", columns: [6, 12])
        #expect(rows.count == 40)
        let test = MatrixTest(
            loads: rows.map { MatrixTest.Load(load: Array($0.prefix(6)), signals: Array($0.suffix(6))) },
            empty: [0, 0, 0, 0, 0, 0], reference: nil, surface: 0)
        let found = try test.evaluation()
        let matrix = found.matrix
        for (element, expected) in zip(matrix.elements, truth) { #expect(abs(element - expected) < 1e-3) }
        let report = BenchTestText.figures(.matrix(found))
        let worst = try report.compactMap { line in
            try /at most ([0-9.]+) % of full scale/.firstMatch(in: line).flatMap { Double($0.1) }
        }
        #expect(worst.count == 2 && worst[0] > 2 && worst[1] < 0.1, "\(report)")
    }

    @Test func rowsThatAreNoNumbersAreNamed() {
        #expect {
            _ = try NumberTable.parse("1,2\n3,x\n", "points", columns: [2])
        } throws: { "\($0)".contains("points, line 2") }
    }
}
