import Samples

/// The equipment on a technician's bench: two cells under one load, of which the better one is the reference, a plate of four
/// cells with different gains, and a plate of six signals with crosstalk.
public final class PretendWorkshop: Sendable {
    public static let reference = "reference"
    public static let plate = "plate"
    public static let sixAxis = "six-axis"
    /// The gains of the plate's cells (front left, front right, rear left, rear right), and the distances between their centres
    /// in metres.
    public static let gains = [1.02, 0.99, 1.0, 0.97]
    public static let width = 0.4
    public static let length = 0.6
    /// The six signals as linear combinations of Fx, Fy, Fz, Mx, My, Mz.
    public static let mixture: [[Double]] = [
        [1.02, 0.01, 0.003, 0, 0, 0], [-0.015, 0.98, 0.002, 0, 0, 0], [0.01, 0.02, 1.05, 0, 0, 0],
        [0, 0.02, 0, 0.97, 0.01, 0], [0.01, 0, 0, -0.02, 1.01, 0], [0.005, 0.005, 0, 0, 0.01, 1.03],
    ]
    static let rate = 200.0

    public let cell = PretendLoad()
    public let cells = PretendLoads(count: 4)
    public let axes = PretendLoads(count: 6)

    public init() {}

    /// Sets the loads from a line: `20` (kilograms on both cells), `plate KG X Y` (millimetres from the middle), `axes Fx Fy Fz
    /// Mx My Mz`.
    ///
    /// - Returns: false when the line is none of these.
    public func put(_ line: String) -> Bool {
        let words = line.split(separator: " ")
        let numbers = words.compactMap { Double($0) }.filter(\.isFinite)
        switch (words.first, numbers.count, words.count) {
        case ("plate", 3, 4):
            let newtons = numbers[0] * StandardForce.kilogram
            let right = 0.5 + numbers[1] / 1000 / Self.width
            let front = 0.5 + numbers[2] / 1000 / Self.length
            cells.values = [(1 - right) * front, right * front, (1 - right) * (1 - front), right * (1 - front)].map {
                $0 * newtons
            }
        case ("axes", 6, 7): axes.values = numbers
        case (_, 1, 1): cell.newtons = numbers[0] * StandardForce.kilogram
        default: return false
        }
        return true
    }

    func devices(seed: UInt64) -> [PretendBench.Device] {
        var good = PretendCell.Faults()
        (good.noise, good.creep, good.hysteresis, good.driftPerHour, good.curvature) = (1e-5, 0, 0, 0, 0)
        (good.sensitivity, good.zero) = (2500, 12_000)
        return [
            PretendCell.device(cell, .init(), seed: seed),
            PretendCell.device(cell, good, seed: seed &+ 1, name: Self.reference),
            Self.device(
                Self.plate, cells,
                Self.gains.indices.map { row in
                    Self.gains.indices.map { $0 == row ? Self.gains[row] : 0 }
                }, offsets: [2, 3, 4, 5], seed: seed),
            Self.device(Self.sixAxis, axes, Self.mixture, offsets: [1, -2, 3, 0.1, -0.1, 0.2], seed: seed),
        ]
    }

    private static func device(_ name: String, _ loads: PretendLoads, _ rows: [[Double]], offsets: [Double], seed: UInt64)
        -> PretendBench.Device
    {
        PretendBench.Device(name) { epoch in
            PretendText(
                .init(format: .init(separator: ",", decimals: 4, clock: .init(unit: .microseconds))),
                source: PretendMixture(loads, rows: rows, offsets: offsets, noise: 0.02, rate: rate, seed: seed), epoch: epoch)
        }
    }
}
