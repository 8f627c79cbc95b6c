import Calibration
import Certificates
import LinuxIO
import Messages
import Metrics
import Samples
import Store

/// The messages of `org.holdfast.station1`.
extension Station1.Sensor {
    /// - Parameter inForce: the calibration and tests applied to its readings; nil while the sensor is not measured.
    init(_ report: SensorReport, newest: Reading?, inForce: SensorDescription?) {
        let (expanded, reason) = inForce?.expanded(of: newest.map { $0.force + $0.tare }) ?? (nil, "no_force")
        self.init(
            name: report.name, kind: Station1.SensorKind(report.kind), role: report.role, setUp: report.setUp,
            driver: report.driver, state: report.state, reason: report.reason, device: report.device,
            channels: report.channels.map { Station1.Channel(name: $0.name, unit: $0.unit) },
            forceChannels: inForce?.cells?.channels.map { Int64($0) },
            calibration: Station1.CalibrationSource(report.calibration), calibrationId: report.calibrationID,
            calibrationClass: inForce?.calibrationClass,
            calibrationDueWallUs: inForce?.dueWallMicroseconds, calibrationDue: nil,
            calibrationCertificate: inForce?.certificate?.laboratory, calibrationDoubts: nil,
            acceptedWorse: inForce?.acceptedWorse, checks: nil,
            expanded: expanded, expandedReason: reason,
            benchTests: inForce?.benchTestIDs, placeExpanded: inForce?.placeExpanded?.value,
            placeExpandedReason: inForce?.placeExpanded?.reason,
            band: inForce?.band.map { Station1.Band($0.evaluation, of: $0.id, newest) }, unit: report.unit,
            tare: newest?.tare ?? 0, rate: report.rate, jitterUs: report.jitterMicroseconds,
            clockDriftPpm: report.clockDrift,
            phase: Station1.Phase(newest?.phase ?? .settling), hold: newest.flatMap { Int64(hold: $0.hold) },
            force: newest?.force, nextSample: newest.map { Int64(clamping: $0.index &+ 1) } ?? 0,
            frames: Int64(clamping: report.frames), lost: Int64(clamping: report.lost),
            corrupt: Int64(clamping: report.corrupt), notANumber: Int64(clamping: report.notANumber),
            resent: Int64(clamping: report.resent), interpolated: Int64(clamping: report.interpolated),
            incomplete: Int64(clamping: report.incomplete), clockRestarts: Int64(clamping: report.clockRestarts),
            spikes: Int64(clamping: report.spikes), repeats: report.repeats, warnings: report.findings.map(\.text),
            condition: report.condition)
    }
}

extension Station1.Device {
    init(_ report: DeviceReport) {
        self.init(
            path: report.path, vendor: report.vendor, product: report.product, serial: report.serial, port: report.port,
            usbId: report.usbId, sensor: report.sensor, driver: report.driver, maturity: report.maturity,
            accessible: report.isAccessible, advice: report.advice)
    }
}

extension Station1.Finding {
    init(_ finding: StationFinding) {
        self.init(condition: finding.condition, sensor: finding.sensor, text: finding.text)
    }
}

extension Station1.Metric {
    /// - Parameter force: the unit of forces: newtons, or the raw unit of a sensor that nobody has calibrated.
    init(_ measurement: Measurement, force: String) {
        self.init(
            name: measurement.name, unit: measurement.unit.text(force: force), value: measurement.value,
            lower: measurement.lower, upper: measurement.upper, reason: measurement.reason?.rawValue,
            expanded: measurement.expanded, expandedReason: measurement.expandedReason)
    }
}

extension Station1.Hold {
    /// - Parameters:
    ///   - access: the rights of the socket to which it is sent.
    ///   - whole: include the parameters with which its onsets were found.
    ///   - metrics: the names of the metrics to include; nil for all.
    init(_ hold: StoredHold, for access: VarlinkPeer.Access, whole: Bool, metrics: Set<String>?) {
        self.init(
            number: hold.number, kind: Station1.HoldKind(hold.kind), setUp: hold.setUp,
            startWallUs: hold.startWallMicroseconds, onsetWallUs: hold.onsetWallMicroseconds,
            endWallUs: hold.endWallMicroseconds, recording: hold.recording, excluded: hold.isExcluded,
            excludedReason: access >= .control ? hold.excludedReason : nil, session: hold.session,
            sensors: hold.sensors.map { Station1.SensorHold($0, for: access, whole: whole, metrics: metrics) },
            utcOffsetSeconds: hold.utcOffsetSeconds, timeZone: hold.timeZone,
            setUpMetrics: hold.sensors.count > 1
                ? hold.setUpNumbers.filter { metrics?.contains($0.measurement.name) ?? true }.map {
                    Station1.SetUpMetric(sensors: $0.sensors, metric: Station1.Metric($0.measurement, force: "N"))
                } : nil, marks: nil, computation: hold.origin.map { Station1.Computation($0, for: access) },
            results: hold.resultCount)
    }
}

extension Station1.SensorHold {
    init(_ part: StoredSensorHold, for access: VarlinkPeer.Access, whole: Bool, metrics: Set<String>?) {
        let measurements = part.result.measurements.filter {
            access.allows(metric: $0.name) && metrics?.contains($0.name) ?? true
        }
        let parameters = whole ? part.result.parameters : nil
        self.init(
            sensor: part.sensor, kind: Station1.HoldKind(part.result.kind), flags: part.result.flags.list,
            // The store has no other names.
            calibration: Station1.CalibrationSource(rawValue: part.calibration) ?? .none, calibrationId: part.calibrationID,
            calibrationClass: part.calibrationClass, calibrationCertificate: nil, calibrationDoubts: nil,
            acceptedWorse: nil, unit: part.unit == "N" ? nil : part.unit, rate: part.result.rate,
            firstSample: Int64(clamping: part.firstSample), onset: part.result.onsetTime,
            onsetUncertaintyMs: part.result.onsetUncertainty,
            onsetParameters: parameters.map { parameters in
                Dictionary(parameters.named.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
            },
            metrics: measurements.map { Station1.Metric($0, force: part.unit) })
    }
}

extension Station1.Computation {
    init(_ origin: StoredResult, for access: VarlinkPeer.Access) {
        self.init(
            result: origin.number, wallUs: origin.wallMicroseconds, version: origin.version, calibration: origin.calibration,
            settings: origin.settings, user: access >= .control ? origin.user.map { Int64($0) } : nil,
            reason: access >= .control ? origin.reason : nil)
    }
}

extension Station1.Clocks {
    /// Of this moment.
    static func now() -> Station1.Clocks {
        let wall = Clock.wallMicroseconds()
        let zone = Clock.zone(at: wall)
        return Station1.Clocks(
            monotonicUs: Clock.monotonic().nanoseconds / 1000, wallUs: wall, utcOffsetSeconds: zone.offsetSeconds,
            timeZone: zone.name)
    }
}

extension StoredResult.Choice {
    /// - Parameter number: nil for the newest result.
    init(_ number: Int64?) { self = number.map(Self.number) ?? .newest }
}

extension Station1.Change {
    init(_ change: StoredChange, for access: VarlinkPeer.Access) {
        self.init(
            sequence: change.sequence, wallUs: change.wallMicroseconds, kind: change.kind.rawValue, hold: change.hold,
            user: access >= .control ? change.user.map { Int64($0) } : nil,
            athlete: access >= .control ? change.athlete : nil, item: change.item)
    }
}

extension Int64 {
    /// The number of a hold in a reading or an event, where 0 is none.
    init?(hold: UInt64) {
        guard hold != 0 else { return nil }
        self.init(clamping: hold)
    }
}
