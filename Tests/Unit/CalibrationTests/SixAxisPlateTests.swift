import Calibration
import Testing

struct SixAxisPlateTests {
    /// What a plate measures of a force at a point of its surface: the moment about an origin that lies `depth` below.
    private func loads(at x: Double, _ y: Double, _ force: (Double, Double, Double), depth: Double) -> (Double, Double) {
        // r × F with r = (x, y, depth).
        (y * force.2 - depth * force.1, depth * force.0 - x * force.2)
    }

    @Test(arguments: [-0.05, 0.05]) func aForceIsFoundWhereItActs(origin: Double) {
        let plate = SixAxisPlate(originDepth: origin, coverThickness: 0.01)
        for (x, y) in [(0.0, 0.0), (0.12, -0.2), (-0.3, 0.25)] {
            // The surface lies above the origin: the force of the foot points down into it, the plate's reaction up.
            let force = (30.0, -40.0, 700.0)
            let depth = abs(origin) + 0.01
            // With z up and the origin below, the point lies `depth` below the axes' crossing as the maker counts it.
            let (mx, my) = loads(at: x, y, force, depth: -depth)
            let found = plate.centreOfPressure(force.0, force.1, force.2, mx, my)
            #expect(abs(found.x - x) < 1e-12 && abs(found.y - y) < 1e-12)
        }
    }

    @Test func aPlateThatIsNotLoadedHasNoCentre() {
        let plate = SixAxisPlate(originDepth: 0.05)
        #expect(plate.centreOfPressure(0, 0, 9.9, 1, 1).x.isNaN)
        #expect(plate.centreOfPressure(0, 0, .nan, 1, 1).y.isNaN)
        #expect(plate.centreOfPressure(0, .nan, 100, 1, 1).y.isNaN)
        #expect(plate.centreOfPressure(0, 0, 10, 1, 1).x == -0.1)
    }

    @Test("ezc3d: the surface above the sensors is in the centre of pressure, and it is null where nobody stands")
    func centreOfPressure() {
        let plate = SixAxisPlate(originDepth: 0.04)
        // A horizontal push through the middle of the surface, with a weight on it.
        let found = plate.centreOfPressure(100, 0, 800, 0, -100 * 0.04)
        #expect(abs(found.x) < 1e-12 && found.y == 0)
        for weight in [0, 1e-9, -700, Double.nan] {
            let none = plate.centreOfPressure(1, 1, weight, 1, 1)
            #expect(none.x.isNaN && none.y.isNaN)
        }
        let cells = FourCellPlate(width: 0.5, length: 0.4).centreOfPressure(1e-9, 0, 0, 0)
        #expect(cells.x.isNaN && cells.y.isNaN)
    }
}
