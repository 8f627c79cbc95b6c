import Calibration
import Testing
import Seeding

struct PlateCheckTests {
    private let places = [(0.0, 0.0), (0.2, 0.15), (-0.2, 0.15), (0.2, -0.15), (-0.2, -0.15)]

    /// What a plate in `orientation` with its origin moved sees, with noise in m.
    private func points(
        _ orientation: PlateOrientation, x: Double = 0, y: Double = 0, noise: Double = 0.002, seed: UInt64 = 8
    ) -> [PlatePoint] {
        var numbers = SeededNumbers(seed: seed)
        return places.map { place in
            let seen = orientation.seen(place.0, place.1)
            return PlatePoint(
                knownX: place.0, knownY: place.1, measuredX: seen.x + x + noise * numbers.normal(),
                measuredY: seen.y + y + noise * numbers.normal())
        }
    }

    @Test("Each way to confuse the axes is told from the others", arguments: PlateOrientation.allCases)
    func orientation(_ orientation: PlateOrientation) throws {
        let check = PlateCheck(points: points(orientation, x: 0.01, y: -0.02))
        #expect(check.axes == .found(orientation))
        #expect(abs(try #require(check.originX) - 0.01) < 0.003)
        #expect(abs(try #require(check.originY) + 0.02) < 0.003)
        #expect(try #require(check.remaining) < 0.005)
    }

    @Test func errorsAreDistancesInMetres() throws {
        let check = PlateCheck(points: [PlatePoint(knownX: 0.1, knownY: 0.1, measuredX: 0.103, measuredY: 0.104)])
        #expect(abs(try #require(check.error).largest - 0.005) < 1e-12)
        #expect(check.axes == .undetermined)
    }

    @Test func pointsOnALineDetermineNoAxes() {
        let line = [-0.2, -0.1, 0, 0.1, 0.2].map { PlatePoint(knownX: $0, knownY: $0, measuredX: $0, measuredY: $0) }
        #expect(PlateCheck(points: line).axes == .undetermined)
        #expect(PlateCheck(points: []).axes == .undetermined)
        #expect(PlateCheck(points: []).error == nil)
    }

    @Test func aDeadPlateContradictsEverything() {
        let dead = places.map { PlatePoint(knownX: $0.0, knownY: $0.1, measuredX: 0, measuredY: 0) }
        #expect(PlateCheck(points: dead).axes == .contradictory)
    }

    @Test(
        "The order of the channels that mends a confused plate mends it",
        arguments: PlateOrientation.allCases)
    func order(_ orientation: PlateOrientation) {
        // A square plate with a weight nearer to one corner than to all others.
        let (x, y) = (0.13, 0.07)
        let seen = orientation.seen(x, y)
        func cells(_ x: Double, _ y: Double) -> [Double] {
            [(-1.0, 1.0), (1, 1), (-1, -1), (1, -1)].map { 100 * (1 + 2 * $0.0 * x) * (1 + 2 * $0.1 * y) }
        }
        let wired = cells(seen.x, seen.y)
        let mended = orientation.fourCellOrder.map { wired[$0] }
        for (got, expected) in zip(mended, cells(x, y)) { #expect(abs(got - expected) < 1e-9) }
    }

    @Test func everyOrientationIsUndoneByExactlyOne() {
        for orientation in PlateOrientation.allCases {
            let seen = orientation.seen(3, 1)
            let undone = PlateOrientation.allCases.filter { $0.seen(seen.x, seen.y) == (3, 1) }
            #expect(undone.count == 1)
            #expect(undone.first?.isMirrored == orientation.isMirrored)
        }
    }
}
