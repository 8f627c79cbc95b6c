public import Certificates
import Metrics
public import RingBuffer
public import Samples

/// Collects the holds of all sensors of a station and analyses each when it is complete, a slice at a time. Pure: the same
/// readings and events give the same bits in the daemon and in `holdfast analyze`.
///
/// Owned by the `analyse` thread.
public struct StationAnalysis {
    private struct Assignment {
        var hold: UInt64
        var sensor: SensorNumber
        var collected: CollectedRecord
        var analysis: HoldAnalysis
    }

    private let sensors: Editions<SensorDescription>
    private var collectors: [HoldCollector]
    private var assignments: [Assignment] = []
    private var parts: [UInt64: [(part: SensorHold, collected: CollectedRecord)]] = [:]
    private var closed: [UInt64] = []

    /// - Parameter sensors: in the order of their numbers, calibration by calibration.
    public init(_ sensors: Editions<SensorDescription>) {
        self.sensors = sensors
        collectors = sensors.first.map { HoldCollector($0.onset) }
    }

    /// Changes the onset parameters of a sensor from its next hold on, or adds a sensor.
    private mutating func find(_ parameters: OnsetParameters, on sensor: SensorNumber) {
        let place = Int(sensor.value)
        if place < collectors.count {
            collectors[place].parameters = parameters
        } else if place == collectors.count {
            collectors.append(HoldCollector(parameters))
        }
    }

    public mutating func receive(_ reading: Reading) {
        guard Int(reading.sensor.value) < collectors.count else { return }
        collectors[Int(reading.sensor.value)].receive(reading)
    }

    public mutating func receive(_ event: HoldEvent) {
        if case .calibrated(let edition) = event.what, let sensor = sensors[event.sensor.value, edition] {
            find(sensor.onset, on: event.sensor)
        }
        guard Int(event.sensor.value) < collectors.count else { return }
        if case .holdClosed = event.what {
            closed.append(event.hold)
        } else if case .holdMerged(let kept) = event.what {
            merge(event.hold, into: kept)
        } else if let collected = collectors[Int(event.sensor.value)].receive(event) {
            assignments.append(
                Assignment(
                    hold: event.hold, sensor: event.sensor, collected: collected,
                    analysis: HoldAnalysis(record: collected.record)))
        }
    }

    /// Merges a hold into another hold, of which it turned out to be a part.
    private mutating func merge(_ hold: UInt64, into kept: UInt64) {
        for index in assignments.indices where assignments[index].hold == hold { assignments[index].hold = kept }
        if let found = parts.removeValue(forKey: hold) { parts[kept, default: []] += found }
    }

    /// Whether `work` has something to do.
    public var isIdle: Bool { assignments.isEmpty }

    /// Does one slice of the oldest analysis; results are stored until their hold is closed.
    public mutating func work() {
        guard !assignments.isEmpty, let result = assignments[0].analysis.advance() else { return }
        let done = assignments.removeFirst()
        let begin = done.collected.begin
        let part = SensorHold(
            sensor: done.sensor, firstIndex: done.collected.firstIndex, begin: begin,
            onset: result.onsetTime.map { begin.advanced(bySeconds: $0) }, end: done.collected.end, result: result,
            session: done.collected.session, calibration: done.collected.calibration)
        parts[done.hold, default: []].append((part, done.collected))
    }

    /// The next hold that is closed and has been analysed on every sensor, and the samples of each sensor from which it was. A hold
    /// that was announced and turned out not to be one is left out.
    public mutating func nextCompleted() -> (hold: CompletedHold, records: [CollectedRecord])? {
        while let index = closed.firstIndex(where: { number in !assignments.contains { $0.hold == number } }) {
            let number = closed.remove(at: index)
            guard let sensors = parts.removeValue(forKey: number) else { continue }
            return (CompletedHold(number: number, sensors: sensors.map(\.part)), sensors.map(\.collected))
        }
        return nil
    }
}
