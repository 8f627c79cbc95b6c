import Rehearsal
import Samples

/// Drives a pretend sensor by hand: a clock, and everything that was sent with its moment.
struct Bench {
    let sensor: PretendLink
    private(set) var now: HostInstant
    private(set) var sent: [(moment: Double, bytes: [UInt8])] = []
    static let epoch = HostInstant(nanoseconds: 1_000_000_000_000)

    init(_ sensor: any PretendSensor, seed: UInt64 = 1) {
        self.sensor = PretendLink(sensor, seed: seed)
        now = Self.epoch
    }

    var seconds: Double { now.seconds(since: Self.epoch) }

    /// Lets time pass, from one thing that happens to the next.
    mutating func run(for seconds: Double) {
        let end = now.advanced(bySeconds: seconds)
        while let next = sensor.nextMoment, next <= end {
            now = max(now, next)
            collect()
        }
        now = end
        collect()
    }

    mutating func open() { sensor.opened(at: now) }
    mutating func close() { sensor.closed(at: now) }

    mutating func send(_ text: String) {
        collect()
        sensor.receive(Array(text.utf8), at: now)
    }

    private mutating func collect() {
        var bytes: [UInt8] = []
        sensor.advance(to: now, into: &bytes)
        if !bytes.isEmpty { sent.append((seconds, bytes)) }
    }

    /// Takes everything that was sent so far.
    mutating func take() -> [UInt8] {
        defer { sent = [] }
        return sent.flatMap(\.bytes)
    }

    mutating func takeText() -> String { String(decoding: take(), as: UTF8.self) }
    mutating func takeLines() -> [String] { takeText().split(separator: "\r\n").map(String.init) }
}

/// A source of the same value again and again.
func steady(_ values: [Double], rate: Double, count: Int = 10_000) -> ListSource {
    ListSource(times: (0..<count).map { Double($0) / rate }, rows: [[Double]](repeating: values, count: count))
}
