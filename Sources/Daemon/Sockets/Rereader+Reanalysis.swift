import Analysis
import Calibration
import Certificates
import Interface
import Metrics
import Publishing
import Recording
import Samples
import Store

/// Computes stored holds again from their traces.
extension Rereader {
    struct Reanalysis: Sendable {
        var query: ReanalysisQuery
        /// The sensors as they are measured now.
        var plans: [SensorPlan]
        var answer: @Sendable (Result<Store.ResultOutcome, ReanalysisFailure>) -> Void
    }

    /// What the database has of a hold that is computed again.
    private struct Known {
        var hold: StoredHold?
        var trace: StoredTrace
        var correction: HoldCorrection
        /// The uncertainty of the forces with which each sensor was measured, by its name.
        var uncertainties: [String: any ForceUncertainty] = [:]
    }

    func answer(_ request: Reanalysis, _ reading: inout StoreReading) {
        do throws(ReanalysisFailure) {
            let (again, correction) = try recomputed(request, &reading)
            store.ask({ (store) throws(StoreError) -> Store.ResultOutcome? in
                guard try store.reader.correction(ofHold: request.query.hold) == correction else { return nil }
                return try store.insert(again)
            }) { [self] result in
                switch result {
                case .success(let outcome?): request.answer(.success(outcome))
                // Somebody has corrected the hold meanwhile.
                case .success(nil): reanalyze(request)
                case .failure(let error): request.answer(.failure(.store(error)))
                }
            }
        } catch { request.answer(.failure(error)) }
    }

    private func recomputed(
        _ request: Reanalysis, _ reading: inout StoreReading
    ) throws(ReanalysisFailure) -> (RecomputedHold, HoldCorrection) {
        let query = request.query
        let known: Known
        let descriptions: SensorDescriptions
        do throws(StoreError) {
            known = try reading.read { (reader) throws(StoreError) in try Self.known(query.hold, reader) }
            descriptions = try reading.read { (reader) throws(StoreError) in
                try SensorDescriptions(query, request.plans, reader)
            }
        } catch { throw .store(error) }
        guard var hold = known.hold else { throw .noSuchHold }
        guard !hold.isAltered else { throw .altered }
        switch known.trace {
        case .kept: break
        case .pending: throw .noTrace("pending")
        case .none(let reason): throw .noTrace(reason)
        }
        try descriptions.check(hold)
        let parts = try parts(of: hold, descriptions, known)
        guard let computed = StationAnalysis.again(parts.map { ($0.sensor, $0.collected) }) else { throw .noTrace("unreadable") }
        let first = hold
        hold.sensors = computed.sensors.map { part in
            let sensor = parts[Int(part.sensor.value)].sensor
            let stored = first.sensors.first { $0.sensor == sensor.name }
            var result = part.result
            (sensor.uncertainty
                ?? known.uncertainties[sensor.name].flatMap { stored?.calibrationID == sensor.recordID ? $0 : nil })?
                .addUncertainty(to: &result)
            if !sensor.kind.isForce { sensor.companion.addUncertainty(to: &result) }
            // A trace does not have the raw unit.
            let isRaw = sensor.calibration.state == .none && sensor.rawUnits.isEmpty
            return StoredSensorHold(
                sensor: sensor.name, calibration: sensor.calibration.state.name, calibrationID: sensor.recordID,
                unit: isRaw ? stored?.unit ?? "" : sensor.numberUnit, firstSample: part.firstIndex, result: result)
        }
        hold.kind = computed.kind
        hold.setUpNumbers = computed.setUp
        hold.addSetUpUncertainty()
        if first.sensors.map(\.result.onsetTime) != hold.sensors.map(\.result.onsetTime) {
            let begin = computed.sensors.map(\.begin).min()
            hold.onsetWallMicroseconds = computed.onset.flatMap { onset in
                begin.map { first.startWallMicroseconds &+ (onset.nanoseconds &- $0.nanoseconds) / 1000 }
            }
        }
        var origin = StoredResult(wallMicroseconds: query.wallMicroseconds, version: Release.version)
        (origin.user, origin.reason) = (query.user, query.reason)
        origin.calibration = query.calibration.name
        origin.settings = query.takesSettings ? StoredResult.now : StoredResult.then
        origin.sensors = RecordedDescription.text(parts.map { RecordedDescription(sensor: $0.sensor, tare: $0.collected.tare) })
        return (RecomputedHold(hold, origin), known.correction)
    }

    /// The samples of each sensor, in the order in which they were analysed first.
    private func parts(
        of hold: StoredHold, _ descriptions: SensorDescriptions, _ known: Known
    ) throws(ReanalysisFailure) -> [(sensor: SensorDescription, collected: CollectedRecord)] {
        guard let source = try? RecordingSource(path: traces.path(ofHold: hold.number)), let head = source.head.trace,
            head.hold == hold.number, let run = RecordingRun.list([source]).first
        else { throw .noTrace("unreadable") }
        var reader = RecordingRunReader(run)
        var parts = HoldDetection.list(head.detection).map {
            TracedPart($0, reader.sensors, description: descriptions.description)
        }
        guard parts.count == hold.sensors.count else { throw .noTrace("unreadable") }
        do throws(RecordingFile.Failure) {
            while try reader.next({ outcome in for place in parts.indices { parts[place].take(outcome) } }) != nil {}
        } catch { throw .noTrace("unreadable") }
        var found: [(sensor: SensorDescription, collected: CollectedRecord)] = []
        for part in parts {
            let name = part.detection.sensor
            guard let sensor = part.used else { throw .incomplete(name) }
            let isOther = sensor.calibration != part.measured?.calibration
            guard var collected = part.finish() else { throw isOther ? .notComparable(name) : .incomplete(name) }
            collected.record.context.follow(known.correction)
            found.append((sensor, collected))
        }
        return found
    }

    private static func known(_ number: Int64, _ reader: borrowing StoreReader) throws(StoreError) -> Known {
        var known = Known(
            hold: try reader.hold(number, result: .first), trace: try reader.trace(ofHold: number),
            correction: try reader.correction(ofHold: number))
        for part in known.hold?.sensors ?? [] {
            guard let id = part.calibrationID else { continue }
            if let stored = try reader.calibration(id, sensor: part.sensor) {
                known.uncertainties[part.sensor] = try? CalibrationRecord(parsing: Array(stored.record.utf8)).draft.evaluation()
            } else if let stored = try reader.benchTest(id, sensor: part.sensor),
                let test = try? BenchTestInForce(BenchTestRecord(parsing: Array(stored.record.utf8))),
                case .matrix(let evaluation) = test.evaluation
            {
                known.uncertainties[part.sensor] = evaluation
            }
        }
        return known
    }
}

extension HoldContext {
    /// As the stored numbers were corrected.
    mutating func follow(_ correction: HoldCorrection) {
        if correction.isMassCorrected || correction.isReassigned { bodyMass = correction.mass }
        if correction.isReassigned { (maximalForce, target) = (nil, nil) }
    }
}
