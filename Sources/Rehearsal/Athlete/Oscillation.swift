import CMath

/// A stationary irregular oscillation with an RMS of 1: a sum of sines with seeded frequencies and phases. It has a value at
/// any time and needs no state.
struct Oscillation: Sendable {
    private struct Component: Sendable {
        var angular: Double
        var phase: Double
        var amplitude: Double
    }
    private let components: [Component]

    /// - Parameters:
    ///   - low: the lower edge of the frequency band, Hz.
    ///   - high: the upper edge of the frequency band, Hz.
    ///   - weight: the amplitude at a frequency; only ratios matter.
    init(random: inout RehearsalRandom, low: Double, high: Double, count: Int, weight: (Double) -> Double) {
        let step = (high - low) / Double(count)
        var made: [Component] = []
        var power = 0.0
        for index in 0..<count {
            // Irregular spacing, so that the pattern does not repeat within a rehearsal.
            let frequency = low + (Double(index) + random.uniform()) * step
            let amplitude = weight(frequency)
            made.append(
                Component(angular: 2 * .pi * frequency, phase: 2 * .pi * random.uniform(), amplitude: amplitude))
            power += 0.5 * amplitude * amplitude
        }
        let scale = power > 0 ? 1 / power.squareRoot() : 0
        for index in made.indices { made[index].amplitude *= scale }
        components = made
    }

    func value(at seconds: Double) -> Double {
        var sum = 0.0
        for component in components { sum += component.amplitude * c_sin(component.angular * seconds + component.phase) }
        return sum
    }

    /// The slow fluctuation of the force of a resistance band (0.3–4 Hz), stronger at lower frequencies.
    static func fluctuation(_ random: inout RehearsalRandom) -> Oscillation {
        Oscillation(random: &random, low: 0.3, high: 4, count: 12) { 1 / $0 }
    }

    /// Physiological tremor: a narrow bell around `centre`, from 8 to 12 Hz.
    static func tremor(_ random: inout RehearsalRandom, centre: Double) -> Oscillation {
        Oscillation(random: &random, low: 8, high: 12, count: 16) { c_exp(-0.5 * ($0 - centre) * ($0 - centre) / (0.7 * 0.7)) }
    }

    /// Quiet standing (0.1–1.5 Hz).
    static func sway(_ random: inout RehearsalRandom) -> Oscillation {
        Oscillation(random: &random, low: 0.1, high: 1.5, count: 10) { 1 / $0 }
    }
}
