import Calibration
import Certificates
import Glibc
import Testing

@testable import Console

/// Two records of one cell, in the cold and in the warm.
struct TemperatureComparisonTests {
    private func record(zero: Double, sensitivity: Double, seed: Double, sensor: String = "cell") throws -> CalibrationRecord {
        let forces = [0, 100, 200, 300, 400, 300, 200, 100, 0.0]
        let series = (0..<3).map { number in
            CalibrationSeries(
                forces: forces,
                readings: forces.enumerated().map { place, force in
                    zero + sensitivity * force + 30 * sin(seed + Double(place) * 2.3 + Double(number))
                })
        }
        let draft = CalibrationDraft(
            sensor: sensor, rawUnit: "counts", run: CalibrationRun(series: series.compactMap { $0 }, resolution: 1),
            reference: try #require(LoadReference(cellRelativeUncertainty: 1e-3)))
        return CalibrationRecord(
            try draft.evaluation(), of: draft,
            from: RecordOrigin(
                station: "test", software: "test", driver: "text", device: "cell", madeWallMicroseconds: 1_700_000_000_000_000,
                user: 0))
    }

    @Test func zeroAndSensitivityPerKelvinAreFoundWithinTheirUncertainty() throws {
        // 1 N and 0.2 % over 20 K.
        let cold = try record(zero: 84_000, sensitivity: 1600, seed: 1)
        let warm = try record(zero: 85_600, sensitivity: 1603.2, seed: 2)
        let found = try TemperatureComparison(cold: cold, warm: warm, at: 10...30)
        #expect(abs(found.test.zeroCoefficient - 0.05) <= found.zeroUncertainty && found.zeroUncertainty < 0.01)
        #expect(abs(found.test.spanCoefficient - 1e-4) <= found.spanUncertainty && found.spanUncertainty < 2e-5)
        #expect(found.lines.joined().contains("--zero-per-kelvin 0.05"))
    }

    @Test func whatIsNoDifferenceIsNotToldFromNothing() throws {
        let found = try TemperatureComparison(
            cold: try record(zero: 84_000, sensitivity: 1600, seed: 1),
            warm: try record(zero: 84_000, sensitivity: 1600, seed: 2),
            at: 10...30)
        #expect(found.lines.joined().contains("not distinguishable from 0"))
    }

    @Test func otherSensorsAndTemperaturesTooCloseAreRefused() throws {
        let cold = try record(zero: 84_000, sensitivity: 1600, seed: 1)
        let other = try record(zero: 84_000, sensitivity: 1600, seed: 1, sensor: "other")
        #expect { _ = try TemperatureComparison(cold: cold, warm: other, at: 10...30) } throws: {
            "\($0)".contains("not one sensor")
        }
        #expect { _ = try TemperatureComparison(cold: cold, warm: cold, at: 10...14) } throws: {
            "\($0)".contains("less than 5 K")
        }
        let turned = try record(zero: 84_000, sensitivity: -1600, seed: 1)
        #expect {
            _ = try TemperatureComparison(cold: cold, warm: turned, at: 10...30)
        } throws: { "\($0)".contains("different signs") }
    }
}
