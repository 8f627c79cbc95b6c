import Calibration
import Certificates
import LinuxIO
import Rehearsal
import Samples
import Scratch
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
        /// What was asked for.
        private(set) var asked: [String] = []
        /// What was said of what was captured.
        private(set) var told: [String] = []
        /// The weight at a prompt of this number, and where it is put instead, in place of what is asked for.
        var instead: [Int: (newtons: Double, corner: Int)] = [:]
        /// What is typed at the prompt of this number, in place of Enter; nil: the connection is cut there.
        var typing: [Int: String?] = [:]

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
            guard answer != nil, let typed = typing.removeValue(forKey: asked.count) else { return answer }
            guard let typed else { throw .unavailable("the station is gone") }
            return typed
        }
        func say(_ text: String) {
            guard text.contains("press Enter") else { return told.append(text) }
            asked.append(text)
            answer = ""
            let places = [(-0.2, 0.3), (0.2, 0.3), (-0.2, -0.3), (0.2, -0.3), (0, 0)]
            if text.contains("everything off") { at = (0, 0, 0) }
            for (place, name) in zip(places, CornerTest.places) where text.contains("on: \(name)") {
                at = (place.0 * 0.9, place.1 * 0.9, 200)
            }
            if let other = instead[asked.count] {
                at = (places[other.corner].0 * 0.9, places[other.corner].1 * 0.9, other.newtons)
            }
            if let match = text.firstMatch(of: /on: (-?[0-9.]+) mm to the right, (-?[0-9.]+) mm/), let x = Double(match.1),
                let y = Double(match.2)
            {
                at = (x / 1000, y / 1000, 200)
            }
        }
        func show(_ text: String) {}
    }

    private func test(_ plate: Plate, _ session: BenchTestSession = .temporary()) -> PlateTest {
        PlateTest(load: StandingLoad(plate), window: 1, dwell: 0.5, timeout: 60, session: session)
    }

    /// What is to be examined before it is accepted.
    private func warnings(_ test: inout PlateTest, rounds: Int = 1) throws -> [String] {
        let (empty, placements) = try test.cornerPlacements(200, "20kg", rounds: rounds)
        let found = try CornerTest(
            weight: 200, reference: LoadReference(cellRelativeUncertainty: 0.001), empty: empty, placements: placements
        ).evaluation()
        return BenchTestEvaluation.corners(found).warnings.map(\.name)
    }

    @Test func cornersGiveTheGainsThatEvenThePlateOut() throws {
        var test = test(Plate(gains: [1.02, 0.99, 1.0, 0.97]))
        defer { test.session.file.discard() }
        let (empty, placements) = try test.cornerPlacements(200, "20kg", rounds: 2)
        let found = try CornerTest(weight: 200, reference: nil, empty: empty, placements: placements).evaluation()
        let balance = found.balance
        #expect(balance.freedom == 6 && zip(empty, [2, 3, 4, 5]).allSatisfy { abs($0 - $1) < 0.05 })
        for (gain, wrong) in zip(balance.gains, [1.02, 0.99, 1.0, 0.97]) { #expect(abs(gain * wrong - 1) < 1e-3) }
        #expect((balance.errorsBefore.map(abs).max() ?? 0) > 1.5 && (balance.errorsAfter.map(abs).max() ?? 1) < 0.05)
        let text = BenchTestText.figures(.corners(found)).joined(separator: "\n")
        #expect(text.contains("gains, front left") && text.contains("front ─"), "\(text)")
    }

    @Test(arguments: [
        (0.0, 0, "the weight is not on it"), (100.0, 0, "this is another weight"), (300.0, 0, "this is another weight"),
        (200.0, 3, "the cell rear right carries most of it"),
    ])
    func aPlacementThatIsNotAsAnnouncedIsSaidWhileTheWeightIsThere(newtons: Double, corner: Int, expected: String) throws {
        let plate = Plate(gains: [1.02, 0.99, 1.0, 0.97])
        // The first prompt is the empty plate, the second one front left.
        plate.instead = [2: (newtons, corner)]
        var test = test(plate)
        defer { test.session.file.discard() }
        _ = try test.cornerPlacements(200, "20kg")
        let said = plate.told.filter { $0.contains("u takes it back") }
        #expect(said.count == 1 && said.first?.contains(expected) == true, "\(said)")
        #expect(plate.told.firstIndex(of: said.first ?? "") == 0)
    }

    @Test func aWeightThatIsNotInTheMiddleIsSaid() throws {
        let plate = Plate()
        plate.instead = [6: (200, 1)]
        var test = test(plate)
        defer { test.session.file.discard() }
        #expect(try warnings(&test) == ["misplaced"])
        #expect(plate.told.last?.contains("not in the middle, but front right") == true, "\(plate.told)")
    }

    @Test(arguments: PlateOrientation.allCases.filter { $0 != .asExpected })
    func aPlateThatIsTurnedOrMirroredIsSaidAtTheCornersAlready(orientation: PlateOrientation) throws {
        // The corner at which each channel is: the inverse of the channel at each corner.
        let order = (0..<4).map { channel in orientation.fourCellOrder.firstIndex(of: channel) ?? 0 }
        let plate = Plate(order: order)
        var test = test(plate)
        defer { test.session.file.discard() }
        #expect(try warnings(&test) == [orientation.isMirrored ? "mirrored" : "turned"])
        // Where a diagonal is exchanged, the second corner is as it should be, and the fourth one decides.
        #expect(
            plate.told.prefix(orientation == .mirroredDiagonal ? 4 : 2).contains {
                $0.contains("the plate is \(orientation.text)")
            }, "\(plate.told)")
    }

    @Test(arguments: [([1, 3, 0, 2], "a quarter, clockwise"), ([2, 0, 3, 1], "a quarter, anticlockwise")])
    func theWayThatAPlateWasTurnedIsTheOneThatItIsSeenFromAbove(order: [Int], way: String) throws {
        // Its front left cell has come to the front right corner, or to the rear left one.
        let plate = Plate(order: order)
        var test = test(plate)
        defer { test.session.file.discard() }
        _ = try test.cornerPlacements(200, "20kg")
        #expect(plate.told.prefix(2).contains { $0.contains("the plate is turned by \(way)") }, "\(plate.told)")
    }

    @Test func aPlateThatIsAsItShouldBeIsNotQuestioned() throws {
        let plate = Plate(gains: [1.1, 0.9, 1.0, 0.95])
        var test = test(plate)
        defer { test.session.file.discard() }
        #expect(try warnings(&test, rounds: 2) == [])
        #expect(plate.told.allSatisfy { !$0.contains("u takes it back") }, "\(plate.told)")
    }

    @Test func aPlateThatSeesThingsWhereTheyAreIsSaidToBeRight() throws {
        var test = test(Plate(givesCentre: true))
        defer { test.session.file.discard() }
        let (_, points) = try test.points([(0, 0), (0.1, 0.15), (-0.1, 0.15), (-0.1, -0.2)], about: 200)
        let found = try PointTest(points: points, placeHalfWidth: 0.001).evaluation()
        #expect(found.check.axes == .found(.asExpected) && (found.check.error?.largest ?? 1) < 1e-3)
        #expect(BenchTestText.figures(.points(found)).contains("axes: as expected"))
    }

    @Test(arguments: [
        ([1, 0, 3, 2], PlateOrientation.mirroredLeftRight), ([2, 3, 0, 1], .mirroredFrontRear), ([3, 2, 1, 0], .halfTurn),
    ])
    func exchangedChannelsAreCaughtAndTheOrderThatMendsThemIsSaid(order: [Int], orientation: PlateOrientation) throws {
        var test = test(Plate(order: order, givesCentre: true))
        defer { test.session.file.discard() }
        let (_, points) = try test.points([(0, 0), (0.1, 0.15), (-0.1, 0.15), (-0.1, -0.2)], about: 200)
        let found = try PointTest(points: points, placeHalfWidth: 0.001).evaluation()
        #expect(found.check.axes == .found(orientation) && found.axes.order == order)
        let text = BenchTestText.figures(.points(found)).joined(separator: "\n")
        #expect(
            text.contains("channels \(order.map { String($0 + 1) }.joined(separator: ", ")) for front left")
                && text.contains("warning:"), "\(text)")
    }

    @Test(arguments: 1...11) func aTestThatIsCutOffAnywhereGoesOnWithWhatItHas(prompt: Int) throws {
        let session = BenchTestSession.temporary()
        defer { session.file.discard() }
        let cut = Plate()
        cut.typing = [prompt: nil]
        var first = test(cut, session)
        #expect {
            _ = try first.cornerPlacements(200, "20kg", rounds: 2)
        } throws: { "\($0)".contains("the station is gone") && "\($0)".contains("kept in \(session.file.path)") }
        var again = session
        #expect(try again.resume() == (prompt > 1))
        #expect(again.captures == first.session.captures && again.captures.count == prompt - 1)
        let plate = Plate()
        var second = test(plate, again)
        let (empty, placements) = try second.cornerPlacements(200, "20kg", rounds: 2)
        #expect(plate.asked.count == 12 - prompt && plate.asked.first == cut.asked.last)
        #expect(second.session.captures.starts(with: again.captures))
        let found = try CornerTest(weight: 200, reference: nil, empty: empty, placements: placements).evaluation()
        #expect(found.balance.gains.allSatisfy { abs($0 - 1) < 1e-3 })
    }

    @Test func aStepIsTakenBackAndOtherTestsOrRecordsAreNotMixed() throws {
        let session = BenchTestSession.temporary()
        defer { session.file.discard() }
        let plate = Plate()
        plate.typing = [1: "u", 4: "u", 7: "q"]
        var test = test(plate, session)
        #expect {
            _ = try test.cornerPlacements(200, "20kg")
        } throws: { "\($0)".contains("\"left") }
        // Nothing to take back, empty, front left, taken back, front left again, front right, left.
        let corners = plate.asked.compactMap { $0.firstMatch(of: /on: ([a-z ]+),/).map { String($0.1) } }
        #expect(corners == ["front left", "front right", "front left", "front right", "rear left"])
        #expect(test.session.captures.count == 3)
        var other = BenchTestSession(file: session.file, key: "points", madeWith: "")
        #expect(throws: CommandError.self) { try other.resume() }
        var stale = BenchTestSession(file: session.file, key: "", madeWith: "another record")
        #expect(try stale.resume() && stale.isStale)
        var mixed = self.test(Plate(), stale)
        #expect { _ = try mixed.cornerPlacements(200, "20kg") } throws: { "\($0)".contains("--fresh") }
        // What has come into the file by another way is not believed.
        for text in ["", "[]", "{}", "{\"key\":\"\",\"captures\":5}"] {
            try Files.replace(session.file.path, with: Array(text.utf8))
            var broken = session
            #expect(throws: CommandError.self) { try broken.resume() }
        }
        let short = "{\"key\":\"\",\"madeWith\":\"\",\"captures\":[[],[1],[null,2]]}"
        try Files.replace(session.file.path, with: Array(short.utf8))
        var odd = session
        #expect(try odd.resume())
        var points = self.test(Plate(givesCentre: true), odd)
        #expect(throws: CommandError.self) { try points.points([(0, 0), (0.1, 0)], about: 200) }
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
        let rows = try NumberTable.parse(Array(text.utf8), "loads", Command.sixAxes)
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
        func refusal(_ text: String) -> String {
            do throws(CommandError) {
                _ = try NumberTable.parse(Array(text.utf8), "points", [.length, .force])
                return "read"
            } catch { return error.text }
        }
        #expect(refusal("1,2\n3,4\n5,6\n7,x\n8,9\n").contains("points: line 4, column 2: \"x\""))
        // Near the start it could be a heading, and the row above it would be lost.
        for text in ["1,2\n3,x\n4,5\n6,7\n", "1,x\n3,4\n4,5\n6,7\n", "words\n1,2\n3,x\n4,5\n6,7\n8,9\n"] {
            #expect(refusal(text).hasPrefix("points: "), "\(text)")
        }
        #expect(refusal("1,2,3\n3,4,5\n4,5,6\n") == "points has 3 columns where 2 are needed")
        #expect(refusal("length (m),tension (mV)\n1,2\n3,4\n5,6\n").contains("is in mV, which is no unit of force"))
        #expect(refusal("1,2\n3,4\n5,").contains("cut off"))
    }

    @Test func aTableMayHaveDecimalCommasAndOtherUnits() throws {
        func rows(_ text: String) throws -> [[Double]] {
            try NumberTable.parse(Array(text.utf8), "points", [.length, .force])
        }
        let converted = try rows("Länge [cm];Kraft [kN]\n50,5;0,1\n60;0,2\n70,5;0,3")
        for (row, expected) in zip(converted, [[0.505, 100], [0.6, 200], [0.705, 300]]) {
            #expect(zip(row, expected).allSatisfy { abs($0 - $1) < 1e-9 }, "\(converted)")
        }
        #expect(converted.count == 3)
        #expect(try rows("# length, tension\n0.5 10\n0.6 20\n0.7 30\n") == [[0.5, 10], [0.6, 20], [0.7, 30]])
    }
}

extension BenchTestSession {
    /// One that nobody else has, without anything in it.
    static func temporary() -> BenchTestSession {
        let path = Scratch.path("bench") + ".json"
        return BenchTestSession(file: CaptureFile(path: path), key: "", madeWith: "")
    }
}
