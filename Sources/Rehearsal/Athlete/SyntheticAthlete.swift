import CMath

/// A simulated athlete, who repeats a plan of holds and is measured by several sensors.
///
/// Force is a function of time alone (seconds since the athlete began): every sensor, at any sampling rate, measures the same
/// athlete, and the same seed gives the same athlete on every machine. The true values are in ``truth(holds:)``.
public struct SyntheticAthlete: Sendable {
    public let seed: UInt64
    public let plan: [HoldPlan]
    public let sensors: [AthleteSensor]
    /// Frequency of the maximum of the tremor spectrum, Hz.
    public let tremorFrequency: Double

    private let fluctuation: Oscillation
    private let tremor: Oscillation
    private let swayRight: Oscillation
    private let swayForward: Oscillation
    private let restlessness: Oscillation
    /// When the rest of each hold begins, within one round of the plan; one more entry for the end.
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

    /// Duration of one round of the plan, s.
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

    /// The channels of a sensor without errors: one value for a cell, four for a plate.
    public func forces(of sensor: AthleteSensor, at seconds: Double, into values: inout [Double]) {
        let pull = sensor.gain * force(at: seconds - sensor.lag)
        values.removeAll(keepingCapacity: true)
        guard let plate = sensor.plate else { return values.append(pull) }
        let total = plate.bodyWeight + plate.restlessness * restlessness.value(at: seconds) + pull
        // Centre of pressure as a share of half the distance between the cells, limited to the plate.
        let x = plate.sway * swayRight.value(at: seconds) + plate.lean * pull / 1000
        let y = plate.sway * swayForward.value(at: seconds)
        let right = plate.width > 0 ? min(max(2 * x / plate.width, -1), 1) : 0
        let front = plate.length > 0 ? min(max(2 * y / plate.length, -1), 1) : 0
        for (sideways, forward) in [(-1.0, 1.0), (1, 1), (-1, -1), (1, -1)] {
            values.append(0.25 * total * (1 + sideways * right) * (1 + forward * front))
        }
    }

    /// The channels of a sensor with its offset, noise and resolution.
    public func sample(of sensor: AthleteSensor, at seconds: Double, into values: inout [Double]) {
        forces(of: sensor, at: seconds, into: &values)
        // The noise of a sample is a function of its time, so it does not depend on earlier calls.
        let key = UInt64(bitPattern: Int64(max(-9e9, min(9e9, seconds)) * 1e9))
        var random = RehearsalRandom.stream(seed ^ Self.hash(sensor.name), key)
        for index in values.indices {
            var value = values[index] + sensor.offset
            if sensor.noise > 0 { value += sensor.noise * random.gaussian() }
            if sensor.quantum > 0 { value = (value / sensor.quantum).rounded() * sensor.quantum }
            values[index] = value
        }
    }

    /// The hold that is being prepared or made, and the time since its onset, seconds.
    func moment(_ seconds: Double) -> (hold: HoldPlan, u: Double)? {
        guard seconds >= 0, seconds.isFinite, round > 0 else { return nil }
        let local = seconds - (seconds / round).rounded(.down) * round
        for index in plan.indices where local < starts[index + 1] {
            return (plan[index], local - starts[index] - max(plan[index].rest, 0))
        }
        return nil
    }

    /// The time of the onset of hold `number` (from 0, counted over all rounds), before any sensor's lag.
    func onset(of number: Int) -> Double {
        guard !plan.isEmpty, number >= 0 else { return .nan }
        let index = number % plan.count
        return Double(number / plan.count) * round + starts[index] + max(plan[index].rest, 0)
    }

    /// FNV-1a, because the hashes of the standard library differ between runs.
    static func hash(_ text: String) -> UInt64 {
        var value: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return value
    }
}
