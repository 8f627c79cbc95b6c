import Certificates
import Messages
import Samples

/// Consecutive samples of one sensor.
struct LiveBatch {
    private let series: LiveSeries
    let sequence: UInt64
    let firstSample: UInt64
    let time: HostInstant
    private let isLocked: Bool
    let dropped: UInt64
    let lost: UInt64
    /// A row for each signal.
    private var samples: [[Float]]
    /// The last sample.
    private(set) var newest: Reading

    init(_ reading: Reading, of series: LiveSeries, sequence: UInt64, dropped: UInt64, lost: UInt64) {
        self.series = series
        newest = reading
        self.sequence = sequence
        firstSample = reading.index
        time = reading.time
        isLocked = !reading.flags.contains(.clockUnlocked)
        self.dropped = dropped
        self.lost = lost
        samples = series.signals.indices.map { [series.value($0, of: reading)] }
    }

    /// Whether a reading has the same clock state and calibration as the earlier ones, so that it fits into this batch.
    func accepts(_ reading: Reading) -> Bool {
        isLocked == !reading.flags.contains(.clockUnlocked) && series.fits(reading)
    }

    mutating func append(_ reading: Reading) {
        newest = reading
        for signal in samples.indices { samples[signal].append(series.value(signal, of: reading)) }
    }

    /// - Parameter bands: what is known of a band at its end.
    func message(_ bands: BandWatch) -> Station1.Batch {
        let made = series.made
        let count = samples.first?.count ?? 1
        let (expanded, reason) = made?.expanded(of: newest.force + newest.tare) ?? (nil, nil)
        return Station1.Batch(
            sensor: series.name, sequence: Int64(clamping: sequence), firstSample: Int64(clamping: firstSample),
            timeUs: time.nanoseconds / 1000,
            stepUs: count > 1 ? newest.time.seconds(since: time) * 1e6 / Double(count - 1) : nil,
            clock: isLocked ? .locked : .arrival, dropped: Int64(clamping: dropped), lost: Int64(clamping: lost),
            phase: Station1.Phase(newest.phase), hold: Int64(hold: newest.hold), calibrationId: made?.recordID,
            calibrationClass: made?.calibrationClass, benchTests: made?.benchTestIDs, expanded: expanded,
            expandedReason: reason, band: bands.message(of: series.sensor, made, newest),
            signals: zip(series.signals, samples).map { signal, samples in
                Station1.Signal(
                    name: signal.name, unit: signal.unit, samples: samples.map { $0.isFinite ? Double($0) : 0 },
                    missing: samples.indices.filter { !samples[$0].isFinite }.map { Int64($0) })
            })
    }
}
