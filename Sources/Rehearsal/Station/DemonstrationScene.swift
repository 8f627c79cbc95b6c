import Samples
import Formats

/// The demonstration: an athlete who pulls on two bands, one in each hand, on a plate of four cells.
public enum DemonstrationScene {
    /// The names of its sensors, which are also those of their links and settings.
    public static let leftBand = "left-band"
    public static let rightBand = "right-band"
    public static let plate = "plate"

    /// Hertz. The left band and the plate have fast converters, the right band an 80 Hz chip whose actual rate is 87.47 Hz.
    public static let leftBandRate = 1000.0
    public static let rightBandRate = 87.47
    public static let plateRate = 1000.0

    /// Explosive and sustained holds, some with pre-tension or a countermovement, some with fatigue. The first rest is long
    /// enough for the daemon to learn every sensor's clock.
    public static let plan: [HoldPlan] = [
        HoldPlan(
            rest: 12, rise: .explosive(timeConstant: 0.04), level: 420, duration: 7, fluctuation: 0.008, fatigue: 0.01,
            tremor: .init(floor: 0.9, onset: 3, growth: .linear(newtonsPerSecond: 1.2))),
        HoldPlan(
            rest: 6, rise: .explosive(timeConstant: 0.035), level: 480, duration: 5, pretension: 90, fluctuation: 0.01,
            tremor: .init(floor: 1, onset: 2, growth: .linear(newtonsPerSecond: 0.8))),
        HoldPlan(
            rest: 5, rise: .ramp(seconds: 2.5), level: 350, duration: 11, fluctuation: 0.012, fatigue: 0.015,
            tremor: .init(floor: 0.8, onset: 5, growth: .exponential(doublingSeconds: 1.6))),
        HoldPlan(
            rest: 5, rise: .explosive(timeConstant: 0.03), level: 520, duration: 4, fluctuation: 0.006,
            tremor: .init(floor: 1.2, onset: 2, growth: .none)),
        HoldPlan(
            rest: 5, rise: .explosive(timeConstant: 0.055), level: 400, duration: 8, pretension: 60, countermovement: 6,
            fluctuation: 0.009, fatigue: 0.02, tremor: .init(floor: 0.9, onset: 3.5, growth: .linear(newtonsPerSecond: 1.8))),
    ]

    /// How each sensor measures the athlete: the right hand pulls a little less and a little later, and the plate measures both
    /// hands.
    public static let sensors: [AthleteSensor] = [
        AthleteSensor(name: leftBand, gain: 0.54, noise: 0.08),
        AthleteSensor(name: rightBand, gain: 0.46, lag: 0.018, noise: 0.06),
        AthleteSensor(
            name: plate, gain: 0.85, lag: 0.009, noise: 0.35,
            plate: .init(bodyWeight: 720, width: 0.4, length: 0.6, sway: 0.003, restlessness: 0.8, lean: 0.02)),
    ]

    public static func athlete(seed: UInt64) -> SyntheticAthlete { SyntheticAthlete(seed: seed, plan: plan, sensors: sensors) }

    /// The three sensors of the demonstration, for a bench.
    ///
    /// - Parameter bootSeconds: boot time of the Chronojump; 3 on a real one.
    public static func devices(_ athlete: SyntheticAthlete, bootSeconds: Double = 3) -> [PretendBench.Device] {
        [
            PretendBench.Device(leftBand) { epoch in
                PretendText(
                    .init(
                        format: .init(separator: ",", decimals: 3, clock: .init(unit: .microseconds)), bootSeconds: 0.4,
                        chatter: ["ADS1256 ready"]),
                    source: AthleteSource(athlete, sensor: sensors[0], rate: leftBandRate), epoch: epoch)
            },
            PretendBench.Device(rightBand) { epoch in
                PretendChronojump(
                    .init(
                        firmware: .v0_6, rate: rightBandRate, bootSeconds: bootSeconds, characterLoss: 0.02, seed: athlete.seed),
                    source: AthleteSource(athlete, sensor: sensors[1], rate: rightBandRate), epoch: epoch)
            },
            PretendBench.Device(plate) { epoch in
                PretendText(
                    .init(
                        format: .init(separator: "\t", decimals: 2, clock: .init(unit: .microseconds)), bootSeconds: 0.6,
                        chatter: ["four cells", "front left, front right, rear left, rear right"]),
                    source: AthleteSource(athlete, sensor: sensors[2], rate: plateRate), epoch: epoch)
            },
        ]
    }
}
