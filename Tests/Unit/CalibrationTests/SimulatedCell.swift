import Calibration
import Foundation
import Seeding

/// A cell whose faults are known: noise, creep, hysteresis, zero drift, a curve, and a sensitivity that each mounting changes a little.
struct SimulatedCell {
    /// Faults as fractions of full scale unless they say otherwise.
    struct Faults {
        /// Standard deviation of one sample.
        var noise = 1e-4
        /// Share of a load that creeps in afterwards, with `creepTime` seconds.
        var creep = 3e-4
        var creepTime = 60.0
        /// Distance of the ways up and down in the middle.
        var hysteresis = 5e-4
        /// Random walk of the zero in one hour.
        var driftPerHour = 5e-4
        /// Departure from the straight line in the middle.
        var curvature = 2e-4
        /// Standard deviation of the sensitivity over mountings, relative.
        var mounting = 1e-4
        /// Relative change of the sensitivity per kelvin.
        var spanPerKelvin = 0.0
        /// Counts per newton.
        var sensitivity = 800.0
    }

    let fullScale = 1000.0
    let faults: Faults
    private(set) var time = 0.0
    private var zero = 84_000.0
    private var gain = 1.0
    private var crept = 0.0
    private var load = 0.0
    private var turn = 0.0
    private var comesDown = false
    /// Difference from the temperature of the calibration, K.
    var kelvin = 0.0

    init(_ faults: Faults) { self.faults = faults }

    mutating func mount(_ numbers: inout SeededNumbers) { gain = 1 + faults.mounting * numbers.normal() }

    /// Puts a true force on (N).
    mutating func apply(_ force: Double) {
        if abs(force) < abs(load) {
            if !comesDown { turn = load }
            comesDown = true
        } else if abs(force) > abs(load) {
            comesDown = false
        }
        load = force
    }

    mutating func wait(_ seconds: Double, _ numbers: inout SeededNumbers) {
        crept += (load - crept) * (1 - exp(-seconds / faults.creepTime))
        zero += fullScale * faults.sensitivity * faults.driftPerHour * (seconds / 3600).squareRoot() * numbers.normal()
        time += seconds
    }

    /// Mean and standard deviation of samples at 80 Hz, rounded to whole counts.
    func read(_ samples: Int, _ numbers: inout SeededNumbers) -> (mean: Double, deviation: Double) {
        let share = load / fullScale
        let bend = faults.curvature * 4 * share * (1 - share) * fullScale
        let part = turn != 0 ? load / turn : 0
        let loop = comesDown ? faults.hysteresis * 4 * part * (1 - part) * abs(turn) : 0
        let truth =
            zero + faults.sensitivity * gain * (1 + faults.spanPerKelvin * kelvin) * (load + bend + loop + faults.creep * crept)
        let values = (0..<samples).map { _ in
            (truth + fullScale * faults.sensitivity * faults.noise * numbers.normal()).rounded()
        }
        let mean = values.reduce(0, +) / Double(samples)
        let sum = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (mean, samples > 1 ? (sum / Double(samples - 1)).squareRoot() : 0)
    }
}
