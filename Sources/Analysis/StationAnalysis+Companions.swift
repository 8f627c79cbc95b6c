import Calibration
import Certificates
import Metrics
import RingBuffer
import Samples

/// The samples of a companion in a hold that is closed.
struct CompanionRecord {
    var sensor: SensorNumber
    var collected: CollectedRecord
    var settings: CompanionSettings
    var member: SetUpCompanion

    init(_ number: SensorNumber, _ sensor: SensorDescription, _ collected: CollectedRecord) {
        self.sensor = number
        self.collected = collected
        settings = sensor.companion
        member = SetUpCompanion(
            name: sensor.name, place: sensor.place, kind: sensor.kind, isCalibrated: sensor.calibration.state != .none,
            begin: collected.begin, record: collected.record)
    }
}

/// A companion's part of a hold on its way through the analysis.
struct CompanionPart {
    private let sensor: SensorNumber
    private let collected: CollectedRecord
    private var analysis: CompanionAnalysis

    init(_ record: CompanionRecord, span: CompanionSpan) {
        sensor = record.sensor
        collected = record.collected
        analysis = CompanionAnalysis(
            record: record.collected.record, settings: record.settings, isCalibrated: record.member.isCalibrated, span: span)
    }

    /// Does the next slice. Returns the part when everything is done.
    mutating func advance() -> StationAnalysis.Part? {
        guard let result = analysis.advance() else { return nil }
        return (
            SensorHold(
                sensor: sensor, firstIndex: collected.firstIndex, begin: collected.begin,
                onset: result.onsetTime.map { collected.begin.advanced(bySeconds: $0) }, end: collected.end, result: result,
                session: collected.session, calibration: collected.calibration), collected
        )
    }
}

/// Companions take part in the holds of their set-up: from the first sample that a sensor of force has analysed to the last.
extension StationAnalysis {
    /// What the companions of the set-up have of a hold. They are collected when the hold closes, so that the moment of an analysis
    /// does not matter.
    ///
    /// - Parameter members: the sensors of force.
    func companionRecords(of members: [(sensor: SensorNumber, collected: CollectedRecord)]) -> [CompanionRecord] {
        guard let begin = members.map(\.collected.begin).min(), let end = members.map(\.collected.end).max() else { return [] }
        let setUps = Set(members.compactMap { sensors[$0.sensor.value, $0.collected.calibration]?.setUp })
        let kind: HoldKind = members.contains { $0.collected.record.kind == .explosive } ? .explosive : .sustained
        let session = members.lazy.compactMap(\.collected.session).first
        return collectors.enumerated().compactMap { number, collector in
            guard !collector.parameters.kind.isForce,
                let sensor = sensors[UInt16(clamping: number), collector.calibration], setUps.contains(sensor.setUp),
                let collected = collector.companionRecord(from: begin, to: end, kind, session)
            else { return nil }
            return CompanionRecord(SensorNumber(UInt16(clamping: number)), sensor, collected)
        }
    }

    /// The times of a hold on the clock of a companion, after the latencies of all.
    func span(of parts: [Part], on record: CompanionRecord) -> CompanionSpan {
        var (onsets, releases, plateaus): ([Double], [Double], [ClosedRange<Double>]) = ([], [], [])
        for (part, collected) in parts {
            let latency = sensors[part.sensor.value, part.calibration]?.place.latency ?? 0
            let shift = part.begin.seconds(since: record.collected.begin) + record.member.place.latency - latency
            func moment(_ name: String) -> Double? { part.result[name]?.value.map { $0 + shift } }
            let onset = (part.result.onsetTime ?? 0) + shift
            onsets.append(onset)
            releases.append(
                part.result["duration"]?.value.map { onset + $0 }
                    ?? collected.end.seconds(since: record.collected.begin) + record.member.place.latency - latency)
            if let start = moment("plateau_start"), let end = moment("plateau_end"), start < end { plateaus.append(start...end) }
        }
        let (start, end) = (plateaus.map(\.lowerBound).max() ?? 0, plateaus.map(\.upperBound).min() ?? 0)
        return CompanionSpan(
            onset: onsets.min() ?? 0, release: releases.max() ?? 0,
            plateau: plateaus.count == parts.count && start < end ? start...end : nil)
    }
}
