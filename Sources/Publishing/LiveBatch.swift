import Certificates
import Messages
import Samples

/// Consecutive samples of one sensor.
struct LiveBatch {
    let sensor: SensorNumber
    let sequence: UInt64
    let firstSample: UInt64
    let time: HostInstant
    private let isLocked: Bool
    private let calibration: UInt16
    let dropped: UInt64
    let lost: UInt64
    private var series: [(signal: LiveSignal, samples: [Float])]
    private let made: SensorDescription?
    /// The last sample.
    private(set) var newest: Reading

    init(
        _ reading: Reading, of made: SensorDescription?, sequence: UInt64, dropped: UInt64, lost: UInt64, signals: [LiveSignal]
    ) {
        self.made = made
        newest = reading
        calibration = reading.calibration
        sensor = reading.sensor
        self.sequence = sequence
        firstSample = reading.index
        time = reading.time
        isLocked = !reading.flags.contains(.clockUnlocked)
        self.dropped = dropped
        self.lost = lost
        series = signals.map { ($0, [$0.value(reading, made)]) }
    }

    /// Whether a reading has the same clock state and calibration as the earlier ones, so that it fits into this batch.
    func accepts(_ reading: Reading) -> Bool {
        isLocked == !reading.flags.contains(.clockUnlocked) && calibration == reading.calibration
    }

    mutating func append(_ reading: Reading) {
        newest = reading
        for index in series.indices { series[index].samples.append(series[index].signal.value(reading, made)) }
    }

    /// - Parameter bands: what is known of a band at its end.
    func message(in view: StationView, _ bands: BandWatch) -> Station1.Batch {
        let count = series.first?.samples.count ?? 1
        let (expanded, reason) = made?.expanded(of: newest.force + newest.tare) ?? (nil, nil)
        return Station1.Batch(
            sensor: view.name(of: sensor), sequence: Int64(clamping: sequence), firstSample: Int64(clamping: firstSample),
            timeUs: time.nanoseconds / 1000,
            stepUs: count > 1 ? newest.time.seconds(since: time) * 1e6 / Double(count - 1) : nil,
            clock: isLocked ? .locked : .arrival, dropped: Int64(clamping: dropped), lost: Int64(clamping: lost),
            phase: Station1.Phase(newest.phase), hold: Int64(hold: newest.hold), calibrationId: made?.recordID,
            calibrationClass: made?.certificate?.rangeClass, benchTests: made?.benchTestIDs, expanded: expanded,
            expandedReason: reason, band: bands.message(of: sensor, made, newest),
            signals: series.map { signal, samples in
                Station1.Signal(
                    name: signal.name(on: made?.kind ?? .cell), unit: signal.unit(made),
                    samples: samples.map { $0.isFinite ? Double($0) : 0 },
                    missing: samples.indices.filter { !samples[$0].isFinite }.map { Int64($0) })
            })
    }
}
