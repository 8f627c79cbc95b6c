import Calibration
import Foundation
import Seeding

/// A technician at work on a ``SimulatedCell``: preloads, series up and down, a creep test; then an athlete with the calibrated cell.
struct SimulatedCalibration {
    var cell: SimulatedCell
    var numbers: SeededNumbers
    /// The weights are heavier than their labels say by this share.
    let referenceError: Double
    let reference: LoadReference
    let labels = [100.0, 200, 300, 400, 500, 600, 700, 800, 900, 1000]

    /// Weights of 0.02 % (k = 2) and gravity within ± 0.0005 m/s².
    init(_ faults: SimulatedCell.Faults, seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        guard let weight = Weight(kilograms: 10, relativeUncertainty: 2e-4), let gravity = LocalGravity(entered: 9.8076),
            let reference = LoadReference(weights: [weight], gravity: gravity)
        else { throw CalibrationGap.notMeasured }
        self.reference = reference
        referenceError = numbers.normal() * 1e-4 + numbers.even(gravity.halfWidth / gravity.value)
        cell = SimulatedCell(faults)
        self.numbers = numbers
    }

    private mutating func point(_ label: Double, _ direction: CalibrationPoint.Direction) -> CalibrationPoint {
        cell.apply(label * (1 + referenceError))
        cell.wait(30, &numbers)
        let read = cell.read(40, &numbers)
        return CalibrationPoint(
            force: label, reading: read.mean, direction: direction, deviation: read.deviation, samples: 40)
    }

    /// Series up and down, every 30 s, the first two at one mounting and each further one after the cell was turned.
    mutating func run(series count: Int) -> CalibrationRun {
        var series: [CalibrationSeries] = []
        for number in 0..<count {
            if number != 1 {
                cell.mount(&numbers)
                for _ in 0..<3 {
                    cell.apply(1000)
                    cell.wait(60, &numbers)
                    cell.apply(0)
                    cell.wait(60, &numbers)
                }
            }
            var points = [point(0, .ascending)]
            for label in labels { points.append(point(label, .ascending)) }
            for label in labels.dropLast().reversed() { points.append(point(label, .descending)) }
            points.append(point(0, .descending))
            series.append(CalibrationSeries(points: points, position: max(0, number - 1)))
            cell.wait(300, &numbers)
        }
        let reach = 10_000 * cell.faults.sensitivity
        return CalibrationRun(series: series, resolution: 1, limits: 84_000 - reach...84_000 + reach)
    }

    mutating func creep() -> CreepTest? {
        cell.apply(0)
        cell.wait(900, &numbers)
        let rest = cell.read(40, &numbers).mean
        cell.apply(1000)
        cell.wait(1, &numbers)
        let first = cell.read(40, &numbers).mean
        cell.wait(29, &numbers)
        let early = cell.read(40, &numbers).mean
        cell.wait(270, &numbers)
        return CreepTest(
            times: [30, 300], readings: [early, cell.read(40, &numbers).mean], deflection: early - rest, first: first)
    }

    /// Error of the calibrated cell in use, N: mounted anew, up to 5 K warmer or colder, tared, up to ten minutes later a force, reached from below or from
    /// above, read for a tenth of a second after 0.3 … 60 s.
    mutating func use(_ evaluation: CalibrationEvaluation) -> (force: Double, error: Double) {
        cell.mount(&numbers)
        if cell.faults.spanPerKelvin != 0 { cell.kelvin = Double.random(in: -5...5, using: &numbers) }
        cell.apply(0)
        cell.wait(600, &numbers)
        let zero = cell.read(40, &numbers).mean
        cell.wait(Double.random(in: 0...600, using: &numbers), &numbers)
        let force = Double.random(in: 100...1000, using: &numbers)
        if Bool.random(using: &numbers) {
            cell.apply(Double.random(in: force...1000, using: &numbers))
            cell.wait(3, &numbers)
        }
        cell.apply(force)
        cell.wait(Double.random(in: 0.3...60, using: &numbers), &numbers)
        let curve = evaluation.sensorCurve(zero: zero)
        return (force, curve.force(cell.read(8, &numbers).mean) - curve.force(zero) - force)
    }
}
