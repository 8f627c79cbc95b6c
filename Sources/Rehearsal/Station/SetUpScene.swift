import Formats
import Samples

/// A set-up of eight sensors: an athlete who stands on two plates and pulls on three bands, with a length of the left band, an
/// electromyogram and a cuff.
public enum SetUpScene {
    /// N/m of the left band, and its length without load, m.
    public static let stiffness = 600.0
    public static let slackLength = 0.9
    /// Hertz.
    public static let muscleRate = 2000.0
    static let mains = 50.0

    /// The first rest is long enough for the daemon to learn every sensor's clock.
    public static let plan: [HoldPlan] = [
        HoldPlan(
            rest: 15, rise: .explosive(timeConstant: 0.06), level: 520, duration: 7, fluctuation: 0.008, fatigue: 0.01,
            tremor: .init(floor: 0.9, onset: 3, growth: .linear(newtonsPerSecond: 1.2))),
        HoldPlan(
            rest: 6, rise: .explosive(timeConstant: 0.05), level: 450, duration: 6, fluctuation: 0.01,
            tremor: .init(floor: 1, onset: 2, growth: .none)),
    ]

    private static let half = AthleteSensor.Plate(
        bodyWeight: 360, width: 0.4, length: 0.6, sway: 0.003, restlessness: 0.5, lean: 0.02)

    public static let sensors: [AthleteSensor] = [
        AthleteSensor(name: "left-plate", gain: 0.45, lag: 0.009, noise: 0.3, plate: half),
        AthleteSensor(name: "right-plate", gain: 0.4, lag: 0.012, noise: 0.3, plate: half),
        AthleteSensor(name: "left-band", gain: 0.4, noise: 0.08),
        AthleteSensor(name: "right-band", gain: 0.35, lag: 0.018, noise: 0.06),
        AthleteSensor(name: "waist-band", gain: 0.25, lag: 0.01, noise: 0.08),
    ]

    /// How long an athlete stands still who is asked to, s: a trial of 60 s, what it takes to begin it, and the clocks before.
    static let standing = 90.0

    public static func athlete(seed: UInt64, isStanding: Bool = false) -> SyntheticAthlete {
        var plan = plan
        if isStanding { plan[0].rest = standing }
        return SyntheticAthlete(seed: seed, plan: plan, sensors: sensors)
    }

    static func devices(_ athlete: SyntheticAthlete, bootSeconds: Double) -> [PretendBench.Device] {
        func text(_ name: String, decimals: Int, _ source: any SampleSource) -> PretendBench.Device {
            PretendBench.Device(name) { epoch in
                PretendText(
                    .init(format: .init(separator: ",", decimals: decimals, clock: .init(unit: .microseconds)), bootSeconds: 0.4),
                    source: source, epoch: epoch)
            }
        }
        @Sendable func pull(_ place: Int, rate: Double) -> AthleteSource {
            AthleteSource(athlete, sensor: sensors[place], rate: rate)
        }
        return [
            text("left-plate", decimals: 2, pull(0, rate: 500)), text("right-plate", decimals: 2, pull(1, rate: 500)),
            text("left-band", decimals: 3, pull(2, rate: 500)),
            PretendBench.Device("right-band") { epoch in
                PretendChronojump(
                    .init(firmware: .v0_6, rate: 87.47, bootSeconds: bootSeconds, seed: athlete.seed),
                    source: pull(3, rate: 87.47), epoch: epoch)
            },
            PretendBench.Device("waist-band") { epoch in PretendLoadstar(source: pull(4, rate: 200), epoch: epoch) },
            text("left-length", decimals: 5, CompanionSource(athlete, .length, rate: 200)),
            text("left-muscle", decimals: 5, CompanionSource(athlete, .muscle, rate: muscleRate)),
            text("left-cuff", decimals: 2, CompanionSource(athlete, .cuff, rate: 20)),
        ]
    }

    static var settings: [(name: String, lines: [String])] {
        func text(_ columns: Int, _ unit: String) -> [String] {
            RehearsalSettings.text(columns: columns, separator: ",", unit: unit)
        }
        func plate(_ role: String, _ right: Double) -> [String] {
            text(4, "N") + [
                "kind = \"plate\"", "role = \"\(role)\"",
                "plate_width_millimetres = \(RehearsalSettings.millimetres(half.width))",
                "plate_length_millimetres = \(RehearsalSettings.millimetres(half.length))",
                "plate_position_millimetres = [\(right), 0]",
            ]
        }
        func band(_ role: String) -> [String] { ["kind = \"cell\"", "role = \"\(role)\"", "band_direction_degrees = [0, 0]"] }
        let all: [(name: String, lines: [String])] = [
            ("left-plate", plate("left_leg", -250)), ("right-plate", plate("right_leg", 250)),
            ("left-band", text(1, "N") + band("left_hand")),
            ("right-band", ["driver = \"chronojump\"", "unit = \"N\""] + band("right_hand")),
            ("waist-band", ["driver = \"loadstar\""] + band("torso")),
            ("left-length", text(1, "m") + ["kind = \"position\"", "role = \"left_hand\""]),
            ("left-muscle", text(1, "mV") + ["kind = \"emg\"", "role = \"left_hand\"", "maximum_millivolts = 0.5"]),
            ("left-cuff", text(1, "mmHg") + ["kind = \"pressure\"", "occlusion_mmhg = 180", "pressure_limit_percent = 50"]),
        ]
        return all.map { ($0.name, $0.lines + ["set_up = \"athlete\""]) }
    }
}

/// What is not force: the length of the left band, the muscle that pulls it, and a cuff.
struct CompanionSource: SampleSource {
    enum What { case length, muscle, cuff }

    private let athlete: SyntheticAthlete
    private let what: What
    private let rate: Double
    private var start = 0.0
    private var index = 0.0

    init(_ athlete: SyntheticAthlete, _ what: What, rate: Double) {
        (self.athlete, self.what, self.rate) = (athlete, what, rate)
    }

    var channelCount: Int { 1 }

    mutating func begin(at seconds: Double) { (start, index) = (seconds, 0) }

    mutating func nextTime() -> Double? {
        defer { index += 1 }
        return start + index / rate
    }

    mutating func values(at trueSeconds: Double, into values: inout [Double]) {
        let pull = SetUpScene.sensors[2].gain * athlete.force(at: trueSeconds)
        let value =
            switch what {
            case .length: SetUpScene.slackLength + pull / SetUpScene.stiffness
            case .muscle: muscle(trueSeconds, 0.002 + 0.2 * max(pull, 0) / 200)
            case .cuff: trueSeconds < 8 ? 2 : 100 + 0.3 * noise(trueSeconds)
            }
        values = [value]
    }

    /// mV: noise whose mean over six samples takes the high frequencies from it, and a little of the mains.
    private func muscle(_ seconds: Double, _ rms: Double) -> Double {
        let sum = (0..<6).reduce(0) { $0 + noise(seconds - Double($1) / rate) }
        let phase = (SetUpScene.mains * seconds).truncatingRemainder(dividingBy: 1)
        return rms * sum / 6.0.squareRoot() + 0.004 * (4 * abs(phase - 0.5) - 1)
    }

    /// White noise as a function of time.
    private func noise(_ seconds: Double) -> Double {
        let tick = Int64((max(-9e6, min(9e6, seconds)) * rate).rounded())
        var random = RehearsalRandom.stream(athlete.seed ^ 0x6D75_7363, UInt64(bitPattern: tick))
        return random.gaussian()
    }
}
