import Metrics
import Samples

/// The records of the last holds, so that an operator's onset can be computed from them at once. Bounded memory; the oldest go first, and are
/// read from the recording when they are asked for.
struct RecentRecords {
    /// Samples of all records together: 2 MB, a hold of a quarter of a minute on 8 sensors at 1 kHz.
    static let sampleLimit = 1 << 17

    private var records: [(hold: UInt64, sensor: SensorNumber, record: HoldRecord)] = []
    private var samples = 0

    mutating func keep(_ record: HoldRecord, hold: UInt64, sensor: SensorNumber) {
        records.append((hold, sensor, record))
        samples += record.force.count
        while samples > Self.sampleLimit, records.count > 1 { samples -= records.removeFirst().record.force.count }
    }

    /// A hold has another number.
    mutating func rename(_ hold: UInt64, to kept: UInt64) {
        for index in records.indices where records[index].hold == hold { records[index].hold = kept }
    }

    func record(ofHold hold: UInt64, sensor: SensorNumber) -> HoldRecord? {
        records.last { $0.hold == hold && $0.sensor == sensor }?.record
    }
}
