public import Samples

/// The true values of a simulated athlete, which a perfect measurement would give. Times in seconds since the athlete began.
public struct AthleteTruth: Sendable {
    /// One hold.
    public struct Hold: Sendable {
        /// From 1.
        public var number: Int
        public var kind: HoldKind
        /// The onset of the athlete, before any sensor's lag.
        public var onset: Double
        public var release: Double
        public var end: Double
        /// When tremor begins to grow; nil when it does not grow.
        public var tremorOnset: Double?
        public var plan: HoldPlan
        public var sensors: [Sensor]
    }

    /// One hold as one sensor measures it, without noise.
    public struct Sensor: Sendable {
        public var name: String
        public var onset: Double
        /// The lowest point of a countermovement, where a backward search for the last trough ends; the onset when there is none.
        public var trough: Double
        public var release: Double
        /// Before the onset: pre-tension, body weight and offset, N.
        public var baseline: Double
        /// The plateau above zero load, before fatigue, N.
        public var plateau: Double
        /// The largest force with fluctuation and tremor, N, found in steps of a millisecond.
        public var peak: Double
        /// The steepest slope without fluctuation and tremor, N/s, and its time.
        public var peakRFD: Double
        public var peakRFDTime: Double
        /// RMS of tremor before it grows, N.
        public var tremorFloor: Double
        /// RMS of tremor when the release begins, N.
        public var tremorAtRelease: Double
    }

    public var seed: UInt64
    public var holds: [Hold]
}

extension SyntheticAthlete {
    /// The true values of the first `count` holds.
    public func truth(holds count: Int) -> AthleteTruth {
        AthleteTruth(seed: seed, holds: plan.isEmpty ? [] : (0..<max(count, 0)).map(truth(of:)))
    }

    /// The true values of hold `index`, counted from 0. The plan must not be empty.
    func truth(of index: Int) -> AthleteTruth.Hold {
        let hold = plan[index % plan.count]
        let onset = onset(of: index)
        let release = onset + max(hold.duration, 0)
        let end = release + max(hold.release, 0)
        var kind = HoldKind.explosive
        if case .ramp = hold.rise { kind = .sustained }
        let grows = hold.tremor.growth != .none && hold.tremor.onset < hold.duration
        return AthleteTruth.Hold(
            number: index + 1, kind: kind, onset: onset, release: release, end: end,
            tremorOnset: grows ? onset + hold.tremor.onset : nil, plan: hold,
            sensors: sensors.map { truth(of: hold, onset, until: end, on: $0) })
    }

    private func truth(of hold: HoldPlan, _ onset: Double, until end: Double, on sensor: AthleteSensor) -> AthleteTruth.Sensor {
        let channels = Double(sensor.channelCount)
        let still = (sensor.plate?.bodyWeight ?? 0) + channels * sensor.offset
        let (slope, after) = hold.peakSlope
        let felt = onset + sensor.lag
        let peak = channels * sensor.offset + peak(of: sensor, from: felt, to: end + sensor.lag)
        return AthleteTruth.Sensor(
            name: sensor.name, onset: felt,
            trough: hold.countermovement > 0 ? felt - HoldPlan.countermovementSeconds / 2 : felt,
            release: felt + hold.duration, baseline: still + sensor.gain * hold.pretension,
            plateau: still + sensor.gain * hold.level, peak: peak, peakRFD: sensor.gain * slope, peakRFDTime: felt + after,
            tremorFloor: sensor.gain * hold.tremor.floor, tremorAtRelease: sensor.gain * hold.tremor.rms(at: hold.duration))
    }

    /// The largest force in a span of time: first in steps of 5 ms, which miss nothing below 12 Hz, then around the largest
    /// value in steps of 1 ms.
    private func peak(of sensor: AthleteSensor, from start: Double, to end: Double) -> Double {
        var values: [Double] = []
        var best = (time: start, force: -Double.infinity)
        func look(from first: Double, to last: Double, step: Double) {
            var time = first
            while time <= last {
                forces(of: sensor, at: time, into: &values)
                let force = values.reduce(0, +)
                if force > best.force { best = (time, force) }
                time += step
            }
        }
        look(from: start, to: end, step: 0.005)
        let around = best.time
        look(from: max(start, around - 0.005), to: min(end, around + 0.005), step: 0.001)
        return best.force
    }
}
