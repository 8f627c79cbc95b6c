import Glibc
import Metrics
import Samples
import Seeding

/// Records of own making whose truth is known.
enum Holds {
    /// Two seconds of rest, then a rise to `level` with time constant 1/12 s, `seconds` of plateau with 10 Hz tremor of 3 N and a little
    /// 1 Hz drift, then a release; noise of `noise` N SD.
    static func explosive(
        rate: Double = 1000, level: Double = 400, seconds: Double = 12, rest: Double = 0, noise: Double = 0.2, tremor: Double = 3,
        seed: UInt64 = 1
    ) -> HoldRecord {
        var numbers = SeededNumbers(seed: seed)
        let release = 2 + seconds
        return record(rate: rate, seconds: release + 1, quietUntil: 1.9, release: release) { t in
            var force = rest + gaussian(&numbers) * noise
            if t > 2 && t < release {
                force += level * (1 - exp(-12 * (t - 2)))
                if t > 2.5 { force += tremor * sin(2 * .pi * 10 * t) + 2 * sin(2 * .pi * t) }
            } else if t >= release {
                force += level * exp(-20 * (t - release))
            }
            return force
        }
    }

    /// Two seconds of rest, a ramp of `ramp` seconds, a plateau, a release.
    static func sustained(rate: Double = 500, level: Double = 400, ramp: Double = 5, seconds: Double = 20) -> HoldRecord {
        var numbers = SeededNumbers(seed: 2)
        let release = 2 + ramp + seconds
        var hold = record(rate: rate, seconds: release + 1, quietUntil: 1.9, release: release) { t in
            let shape = t < 2 ? 0 : t < 2 + ramp ? (t - 2) / ramp : t < release ? 1 : exp(-20 * (t - release))
            return level * shape + (t > 2 + ramp && t < release ? 4 * sin(2 * .pi * 9 * t) : 0) + 0.2 * gaussian(&numbers)
        }
        hold.kind = .sustained
        return hold
    }

    static func record(
        rate: Double, seconds: Double, quietUntil: Double, release: Double, kind: SensorKind = .cell, _ force: (Double) -> Double
    ) -> HoldRecord {
        let count = Int(seconds * rate)
        let time = (0..<count).map { Double($0) / rate }
        let values = time.map(force)
        let quiet = Int((quietUntil - 1) * rate)..<Int(quietUntil * rate)
        let mean = values[quiet].reduce(0, +) / Double(quiet.count)
        let square = values[quiet].reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(quiet.count - 1)
        let half = Int(release * rate) + Int((0.035 * rate).rounded(.up))
        return HoldRecord(
            force: values, time: time, rate: rate, sensorKind: kind, kind: .explosive, baseline: quiet, baselineMean: mean,
            baselineDeviation: square.squareRoot(), search: Int(quietUntil * rate)..<min(count, half),
            release: min(count - 1, half),
            restLevel: nil, flags: [])
    }

    /// A normal number by the polar form of Box and Muller.
    static func gaussian(_ numbers: inout SeededNumbers) -> Double {
        let radius = (-2 * log(Double.random(in: 1e-12...1, using: &numbers))).squareRoot()
        return radius * cos(2 * .pi * Double.random(in: 0...1, using: &numbers))
    }
}
