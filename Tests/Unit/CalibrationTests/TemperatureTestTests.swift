import Calibration
import Testing

struct TemperatureTestTests {
    @Test func zeroAndSensitivityAreTakenPerKelvin() throws {
        // 800 counts per newton at 10 °C and 0.1 % more at 30 °C, the zero 1600 counts higher.
        let test = try #require(TemperatureTest(cold: (10, 84_000, 1 / 800.0), warm: (30, 85_600, 1 / 800.8)))
        #expect(abs(test.zeroCoefficient - 0.1) < 1e-12)
        #expect(abs(test.spanCoefficient - 5e-5) < 1e-12)
    }

    @Test func temperaturesThatAreCloseSayNothing() {
        #expect(TemperatureTest(cold: (20, 0, 1), warm: (24, 1, 1)) == nil)
        #expect(TemperatureTest(cold: (20, 0, 1), warm: (.nan, 1, 1)) == nil)
        #expect(TemperatureTest(cold: (10, 0, 0), warm: (30, 1, 1)) == nil)
        #expect(TemperatureTest(cold: (10, 0, 1), warm: (30, 1, -1)) == nil)
    }
}
