import Calibration
import Testing

struct FourCellPlateTests {
    private let plate = FourCellPlate(width: 0.5, length: 0.4)

    @Test func aWeightOnACornerIsSeenAtThatCorner() {
        #expect(plate.centreOfPressure(100, 0, 0, 0) == (-0.25, 0.2))
        #expect(plate.centreOfPressure(0, 100, 0, 0) == (0.25, 0.2))
        #expect(plate.centreOfPressure(0, 0, 100, 0) == (-0.25, -0.2))
        #expect(plate.centreOfPressure(0, 0, 0, 100) == (0.25, -0.2))
        #expect(plate.centreOfPressure(100, 100, 100, 100) == (0, 0))
    }

    @Test func anUnloadedOrBrokenPlateHasNoCentreOfPressure() {
        #expect(plate.centreOfPressure(10, 10, 10, 10).x.isNaN)
        #expect(plate.centreOfPressure(500, .nan, 10, 10).y.isNaN)
    }
}
