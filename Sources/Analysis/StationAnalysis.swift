import Calibration
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

    typealias Part = (part: SensorHold, collected: CollectedRecord)

    /// A hold that is closed and has been analysed on every sensor of force.
    private struct Closed {
        var number: UInt64
        var parts: [Part]
        /// The companions that are not analysed yet, and those that are.
        var waiting: [CompanionPart]
        var companions: [Part] = []
        var analysis: SetUpAnalysis
        var setUp: [SetUpNumber]?
    }

    let sensors: Editions<SensorDescription>
    private(set) var collectors: [HoldCollector]
    private var assignments: [Assignment] = []
    private var parts: [UInt64: [Part]] = [:]
    private var closed: [UInt64] = []
    /// The samples of companions in holds that are closed.
    private var companions: [UInt64: [CompanionRecord]] = [:]
    private var last: [Closed] = []

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
            leaveOutPersons(of: event.hold)
            let members =
                assignments.filter { $0.hold == event.hold }.map { ($0.sensor, $0.collected) }
                + (parts[event.hold] ?? []).map { ($0.part.sensor, $0.collected) }
            companions[event.hold] = companionRecords(of: members)
            takeClosed()
        } else if case .holdMerged(let kept) = event.what {
            merge(event.hold, into: kept)
        } else if let collected = collectors[Int(event.sensor.value)].receive(event) {
            assignments.append(
                Assignment(
                    hold: event.hold, sensor: event.sensor, collected: collected,
                    analysis: HoldAnalysis(record: collected.record)))
        }
    }

    /// A session that begins while somebody pulls takes effect sensor by sensor. A hold whose sensors began in different sessions belongs
    /// to none, because it is not known whose it is: it has no numbers that depend on a person, until somebody reassigns it.
    private mutating func leaveOutPersons(of hold: UInt64) {
        let done = parts[hold] ?? []
        let under = assignments.filter { $0.hold == hold }
        guard Set((done.map(\.collected) + under.map(\.collected)).compactMap(\.session)).count > 1 else { return }
        parts[hold] = nil
        assignments.removeAll { $0.hold == hold }
        for (sensor, collected) in done.map({ ($0.part.sensor, $0.collected) }) + under.map({ ($0.sensor, $0.collected) }) {
            var collected = collected
            (collected.session, collected.record.context) = (nil, HoldContext())
            assignments.append(
                Assignment(hold: hold, sensor: sensor, collected: collected, analysis: HoldAnalysis(record: collected.record)))
        }
    }

    /// Computes a stored hold again, from the samples that were collected for it, in the order of its parts.
    public static func again(_ parts: [(sensor: SensorDescription, collected: CollectedRecord)]) -> CompletedHold? {
        var analysis = StationAnalysis(Editions(parts.map(\.sensor)))
        for (place, part) in parts.enumerated() {
            let number = SensorNumber(UInt16(clamping: place))
            if part.collected.record.sensorKind.isForce {
                analysis.assignments.append(
                    Assignment(
                        hold: 1, sensor: number, collected: part.collected,
                        analysis: HoldAnalysis(record: part.collected.record)))
            } else {
                analysis.companions[1, default: []].append(CompanionRecord(number, part.sensor, part.collected))
            }
        }
        analysis.closed.append(1)
        analysis.takeClosed()
        while !analysis.isIdle { analysis.work() }
        return analysis.nextCompleted()?.hold
    }

    /// Merges a hold into another hold, of which it turned out to be a part.
    private mutating func merge(_ hold: UInt64, into kept: UInt64) {
        for index in assignments.indices where assignments[index].hold == hold { assignments[index].hold = kept }
        if let found = parts.removeValue(forKey: hold) { parts[kept, default: []] += found }
    }

    /// Whether `work` has something to do.
    public var isIdle: Bool { assignments.isEmpty && !last.contains { $0.setUp == nil } }

    /// Does one slice of the oldest analysis; results are stored until their hold is closed.
    public mutating func work() {
        guard !assignments.isEmpty else { return workOnSetUps() }
        guard let result = assignments[0].analysis.advance() else { return }
        let done = assignments.removeFirst()
        let begin = done.collected.begin
        let part = SensorHold(
            sensor: done.sensor, firstIndex: done.collected.firstIndex, begin: begin,
            onset: result.onsetTime.map { begin.advanced(bySeconds: $0) }, end: done.collected.end, result: result,
            session: done.collected.session, calibration: done.collected.calibration)
        parts[done.hold, default: []].append((part, done.collected))
        takeClosed()
    }

    /// Passes on each hold that is closed and has been analysed on every sensor. A hold that was announced and turned out not to be
    /// one is left out.
    private mutating func takeClosed() {
        while let index = closed.firstIndex(where: { number in !assignments.contains { $0.hold == number } }) {
            let number = closed.remove(at: index)
            let records = companions.removeValue(forKey: number) ?? []
            guard let found = parts.removeValue(forKey: number) else { continue }
            // A plate has its sway even when it is alone.
            let several = found.count > 1 || !records.isEmpty || found.contains { !$0.collected.centre.isEmpty }
            let analysis = SetUpAnalysis(several ? members(found) : [], companions: records.map(\.member))
            let waiting = records.map { CompanionPart($0, span: span(of: found, on: $0)) }
            last.append(
                Closed(
                    number: number, parts: found, waiting: waiting, analysis: analysis,
                    setUp: several ? nil : []))
        }
    }

    private mutating func workOnSetUps() {
        guard let index = last.firstIndex(where: { $0.setUp == nil }) else { return }
        guard !last[index].waiting.isEmpty else {
            last[index].setUp = last[index].analysis.advance()
            return
        }
        guard let part = last[index].waiting[0].advance() else { return }
        last[index].waiting.removeFirst()
        last[index].companions.append(part)
    }

    private func members(_ parts: [Part]) -> [SetUpMember] {
        // Parts of one device take their samples at the same moments.
        var clocks: [String: Int] = [:]
        return parts.enumerated().compactMap { position, found in
            let (part, collected) = found
            guard let sensor = sensors[part.sensor.value, part.calibration] else { return nil }
            let clock = sensor.device.isEmpty ? position : clocks[sensor.device] ?? position
            clocks[sensor.device] = clock
            return SetUpMember(
                name: sensor.name, place: sensor.place, clock: clock, kind: sensor.kind,
                isCalibrated: sensor.calibration.state != .none, begin: part.begin, record: collected.record,
                result: part.result, centre: collected.centre, tare: collected.tare)
        }
    }

    /// The next hold that is closed and has been analysed, and the samples of each sensor from which it was.
    public mutating func nextCompleted() -> (hold: CompletedHold, records: [CollectedRecord])? {
        guard let setUp = last.first?.setUp else { return nil }
        let closed = last.removeFirst()
        let parts = closed.parts + closed.companions
        return (CompletedHold(number: closed.number, sensors: parts.map(\.part), setUp: setUp), parts.map(\.collected))
    }
}
