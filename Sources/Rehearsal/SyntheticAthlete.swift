import CMath

/// An athlete made of formulas, who works through a plan of holds again and again and is felt by several sensors.
///
/// Force is a function of time alone (seconds since the athlete began): every sensor, at whatever rate, sees the same athlete,
/// and the same seed gives the same one everywhere. What really happened is in ``truth(holds:)``.
public struct SyntheticAthlete: Sendable {
    public let seed: UInt64
    public let plan: [HoldPlan]
    public let sensors: [AthleteSensor]
    /// Where the tremor's spectrum has its top, Hz.
    public let tremorFrequency: Double

    private let fluctuation: Oscillation
    private let tremor: Oscillation
    private let swayRight: Oscillation
    private let swayForward: Oscillation
    private let restlessness: Oscillation
    /// When each hold's rest begins, within one round of the plan; one more for the end.
    private let starts: [Double]

    public init(seed: UInt64, plan: [HoldPlan], sensors: [AthleteSensor], tremorFrequency: Double = 9.8) {
        self.seed = seed
        self.plan = plan
        self.sensors = sensors
        self.tremorFrequency = tremorFrequency
        var random = RehearsalRandom.stream(seed, 1)
        fluctuation = .fluctuation(&random)
        tremor = .tremor(&random, centre: tremorFrequency)
        swayRight = .sway(&random)
        swayForward = .sway(&random)
        restlessness = .sway(&random)
        var starts = [0.0]
        for hold in plan { starts.append((starts.last ?? 0) + hold.length) }
        self.starts = starts
    }

    /// How long one round of the plan takes, s.
    public var round: Double { starts.last ?? 0 }

    /// The athlete's own force, N, before any sensor.
    public func force(at seconds: Double) -> Double {
        guard let (hold, u) = moment(seconds) else { return 0 }
        var force = hold.base(u)
        if force != 0, hold.fluctuation != 0 { force *= 1 + hold.fluctuation * fluctuation.value(at: seconds) }
        let rms = hold.tremorRMS(u)
        if rms != 0 { force += rms * tremor.value(at: seconds) }
        return force
    }

    /// What a sensor's channels would show if it were perfect: one value for a cell, four for a plate.
    public func forces(of sensor: AthleteSensor, at seconds: Double, into values: inout [Double]) {
        let pull = sensor.gain * force(at: seconds - sensor.lag)
        values.removeAll(keepingCapacity: true)
        guard let plate = sensor.plate else { return values.append(pull) }
        let total = plate.bodyWeight + plate.restlessness * restlessness.value(at: seconds) + pull
        // Centre of pressure as a share of half the distance of the cells, kept on the plate.
        let x = plate.sway * swayRight.value(at: seconds) + plate.lean * pull / 1000
        let y = plate.sway * swayForward.value(at: seconds)
        let right = plate.width > 0 ? min(max(2 * x / plate.width, -1), 1) : 0
        let front = plate.length > 0 ? min(max(2 * y / plate.length, -1), 1) : 0
        for (sideways, forward) in [(-1.0, 1.0), (1, 1), (-1, -1), (1, -1)] {
            values.append(0.25 * total * (1 + sideways * right) * (1 + forward * front))
        }
    }

    /// What a sensor's channels show: with its offset, noise and steps.
    public func sample(of sensor: AthleteSensor, at seconds: Double, into values: inout [Double]) {
        forces(of: sensor, at: seconds, into: &values)
        // The noise of a sample is a function of its time, so that it does not depend on what was asked before.
        let key = UInt64(bitPattern: Int64(max(-9e9, min(9e9, seconds)) * 1e9))
        var random = RehearsalRandom.stream(seed ^ Self.hash(sensor.name), key)
        for index in values.indices {
            var value = values[index] + sensor.offset
            if sensor.noise > 0 { value += sensor.noise * random.gaussian() }
            if sensor.quantum > 0 { value = (value / sensor.quantum).rounded() * sensor.quantum }
            values[index] = value
        }
    }

    /// The hold that is being prepared or made, and the seconds since its onset.
    func moment(_ seconds: Double) -> (hold: HoldPlan, u: Double)? {
        guard seconds >= 0, seconds.isFinite, round > 0 else { return nil }
        let local = seconds - (seconds / round).rounded(.down) * round
        for index in plan.indices where local < starts[index + 1] {
            return (plan[index], local - starts[index] - max(plan[index].rest, 0))
        }
        return nil
    }

    /// When hold `number` (from 0, counted over all rounds) has its onset, before any sensor's lag.
    func onset(of number: Int) -> Double {
        guard !plan.isEmpty, number >= 0 else { return .nan }
        let index = number % plan.count
        return Double(number / plan.count) * round + starts[index] + max(plan[index].rest, 0)
    }

    /// FNV-1a: the standard library's hashes differ from run to run.
    static func hash(_ text: String) -> UInt64 {
        var value: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return value
    }
}
