import Metrics
import Samples

/// The samples of the last holds, so that numbers can be computed at once from an operator's onset. The memory is bounded; the
/// oldest are removed first, and are read from the recording when they are needed.
struct RecentRecords {
    /// The number of samples of all holds together: 1 MB, a hold of 8 s on 8 sensors at 1 kHz.
    static let sampleLimit = 1 << 16

    private var records: [(hold: UInt64, sensor: SensorNumber, record: HoldRecord)] = []
    private var samples = 0

    mutating func keep(_ record: HoldRecord, hold: UInt64, sensor: SensorNumber) {
        records.append((hold, sensor, record))
        samples += record.force.count
        while samples > Self.sampleLimit, records.count > 1 { samples -= records.removeFirst().record.force.count }
    }

    /// Changes the number of a hold.
    mutating func rename(_ hold: UInt64, to kept: UInt64) {
        for index in records.indices where records[index].hold == hold { records[index].hold = kept }
    }

    func record(ofHold hold: UInt64, sensor: SensorNumber) -> HoldRecord? {
        records.last { $0.hold == hold && $0.sensor == sensor }?.record
    }
}
