import CMath
import Samples

/// A simulated load cell with a 24-bit converter and errors of known size: noise, creep, hysteresis and a drifting zero.
public enum PretendCell {
    public static let name = "cell"
    /// Hertz: an HX711 in its fast mode.
    public static let rate = 80.0
    public static let fullScale = 500.0

    /// Shares of full scale unless stated otherwise.
    public struct Faults: Sendable {
        /// Standard deviation of one sample.
        public var noise = 2e-5
        /// Share of a load that creeps in after loading, with this time constant.
        public var creep = 2e-4
        public var creepSeconds = 8.0
        /// Distance between loading and unloading in the middle of the range.
        public var hysteresis = 3e-4
        /// Drift of the zero in an hour.
        public var driftPerHour = 2e-4
        /// Deviation from the straight line in the middle of the range.
        public var curvature = 2e-4
        /// Counts per newton, and the reading without load.
        public var sensitivity = 1600.0
        public var zero = 84_000.0

        public init() {}

        /// The same loads in the same order always give the same readings, independent of time: hysteresis and curvature only.
        public static var still: Faults {
            var faults = Faults()
            (faults.noise, faults.creep, faults.driftPerHour) = (0, 0, 0)
            return faults
        }
    }

    /// The samples of the cell.
    public static func source(_ load: PretendLoad, _ faults: Faults, seed: UInt64) -> any SampleSource {
        PretendCellSource(load, faults, seed: seed)
    }

    static func device(_ load: PretendLoad, _ faults: Faults, seed: UInt64, name: String = name) -> PretendBench.Device {
        PretendBench.Device(name) { epoch in
            PretendText(
                .init(format: .init(decimals: 0, clock: nil)), source: PretendCellSource(load, faults, seed: seed), epoch: epoch)
        }
    }
}

/// The samples of the cell.
struct PretendCellSource: SampleSource {
    private let load: PretendLoad
    private let faults: PretendCell.Faults
    private var random: RehearsalRandom
    private var start = 0.0
    private var index = 0.0
    private var last: Double?
    private var crept = 0.0
    private var drift = 0.0
    private var applied = 0.0
    private var turn = 0.0
    private var comesDown = false

    init(_ load: PretendLoad, _ faults: PretendCell.Faults, seed: UInt64) {
        self.load = load
        self.faults = faults
        random = .stream(seed, 0x63656C6C)
    }

    let channelCount = 1

    mutating func begin(at seconds: Double) {
        start = seconds
        index = 0
    }

    mutating func nextTime() -> Double? {
        defer { index += 1 }
        return start + index / PretendCell.rate
    }

    mutating func values(at trueSeconds: Double, into values: inout [Double]) {
        let passed = max(0, trueSeconds - (last ?? trueSeconds))
        last = trueSeconds
        follow(load.newtons)
        crept += (applied - crept) * (1 - c_exp(-passed / faults.creepSeconds))
        drift += faults.driftPerHour * PretendCell.fullScale * (passed / 3600).squareRoot() * random.gaussian()
        let share = applied / PretendCell.fullScale
        let bend = faults.curvature * 4 * share * (1 - share) * PretendCell.fullScale
        let part = turn != 0 ? applied / turn : 0
        let loop = comesDown ? faults.hysteresis * 4 * part * (1 - part) * abs(turn) : 0
        let noise = faults.noise * PretendCell.fullScale * random.gaussian()
        let force = applied + bend + loop + faults.creep * crept + drift + noise
        values = [(faults.zero + faults.sensitivity * force).rounded()]
    }

    private mutating func follow(_ force: Double) {
        if abs(force) < abs(applied) {
            if !comesDown { turn = applied }
            comesDown = true
        } else if abs(force) > abs(applied) {
            comesDown = false
        }
        applied = force
    }
}
