import Calibration
import Testing
import Seeding

/// Ready-made runs and references for tests.
enum Bench {
    /// A reference cell of 0.02 %.
    static func reference() throws -> LoadReference { try #require(LoadReference(cellRelativeUncertainty: 2e-4)) }

    /// Up and down in steps of 100 N with `reading` counts, series after series at mountings 0, 0, 1, 2 …
    static func run(
        series count: Int = 3, forces: [Double] = [0, 100, 200, 300, 400, 500, 400, 300, 200, 100, 0], resolution: Double = 1,
        limits: ClosedRange<Double>? = nil, reading: (_ force: Double, _ series: Int, _ place: Int) -> Double
    ) throws -> CalibrationRun {
        let series = try (0..<count).map { number in
            try #require(
                CalibrationSeries(
                    forces: forces, readings: forces.enumerated().map { reading($0.element, number, $0.offset) },
                    position: max(0, number - 1)))
        }
        return CalibrationRun(series: series, resolution: resolution, limits: limits)
    }

    /// A cell of 800 counts per newton with noise, in counts.
    static func noisy(_ deviation: Double, seed: UInt64) -> (Double, Int, Int) -> Double {
        var numbers = SeededNumbers(seed: seed)
        return { force, _, _ in 84_000 + 800 * force + deviation * numbers.normal() }
    }
}
