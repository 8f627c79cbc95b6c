import Calibration
import Samples
import Testing

struct SensorCalibrationTests {
    private func frame(_ present: UInt8, _ values: [8 of Double]) -> Frame {
        Frame(
            sensor: SensorNumber(0), present: present, flags: [], index: 0, time: .never, arrival: .never, values: values)
    }

    @Test func forceIsTheSumOfTheCalibratedChannelsThatCount() {
        var calibration = SensorCalibration(state: .settings, channels: 0b011)
        calibration.curves[0] = CalibrationCurve(offset: 1, scale: 2)
        calibration.curves[1] = CalibrationCurve(offset: -1, scale: 0.5)
        calibration.curves[2] = CalibrationCurve(offset: 100, scale: 1)
        var forces = [8 of Double](repeating: 0)
        let sum = calibration.force(of: frame(0b111, [3, 4, 5, 0, 0, 0, 0, 0]), into: &forces)
        #expect(sum == 7 + 1)
        #expect(forces[2] == 105)
        #expect(forces[3].isNaN)
    }

    @Test func aMissingChannelMakesTheSumUnknown() {
        let calibration = SensorCalibration(state: .settings, channels: 0b11)
        var forces = [8 of Double](repeating: 0)
        #expect(calibration.force(of: frame(0b01, [3, 4, 0, 0, 0, 0, 0, 0]), into: &forces).isNaN)
        #expect(forces[0] == 3 && forces[1].isNaN)
        #expect(SensorCalibration(state: .none, channels: 0).force(of: frame(1, [1, 0, 0, 0, 0, 0, 0, 0]), into: &forces).isNaN)
    }
}
