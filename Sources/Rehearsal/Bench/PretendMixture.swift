/// The channels of a plate: each is a linear combination of loads, with its own offset and white noise.
struct PretendMixture: SampleSource {
    let loads: PretendLoads
    /// A row for each channel.
    let rows: [[Double]]
    let offsets: [Double]
    /// Standard deviation of one sample, in the unit of the channels.
    let noise: Double
    /// Hertz.
    let rate: Double
    private var random: RehearsalRandom
    private var start = 0.0
    private var index = 0.0

    init(_ loads: PretendLoads, rows: [[Double]], offsets: [Double], noise: Double, rate: Double, seed: UInt64) {
        self.loads = loads
        self.rows = rows
        self.offsets = offsets
        self.noise = noise
        self.rate = rate
        random = .stream(seed, 0x706C_6174)
    }

    var channelCount: Int { rows.count }

    mutating func begin(at seconds: Double) {
        start = seconds
        index = 0
    }

    mutating func nextTime() -> Double? {
        defer { index += 1 }
        return start + index / rate
    }

    mutating func values(at trueSeconds: Double, into values: inout [Double]) {
        let held = loads.values
        values = zip(rows, offsets).map { row, offset in
            zip(row, held).reduce(offset + noise * random.gaussian()) { $0 + $1.0 * $1.1 }
        }
    }
}
