import Calibration
import Certificates
import LinuxIO
import Samples
import Store

/// Problems of calibrations and sensors that need attention.
extension StationService {
    /// Calibrations that are overdue, and those whose last check failed.
    func calibrationFindings() -> [StationFinding] {
        let now = Clock.wallMicroseconds()
        let newest = newestReadings()
        let inForce = (try? withReader { (reader) throws(StoreError) in try reader.calibrationsInForce() }) ?? []
        var found: [StationFinding] = []
        func add(_ condition: String, _ sensor: SensorDescription, _ text: String) {
            found.append(StationFinding(condition, sensor: sensor.name, text))
        }
        for sensor in view.sensors {
            if let overloads = try? withReader({ (reader) throws(StoreError) in try reader.overloads(of: sensor.name) }) {
                add(
                    "overloaded", sensor,
                    "overloaded \(overloads.count) times, up to \(overloads.highest.rounded()) N, last on "
                        + "\(Clock.utcText(overloads.lastWallMicroseconds)): check it with a weight")
            }
            for test in sensor.benchTests {
                guard let due = test.record.dueWallMicroseconds, due < now else { continue }
                add(
                    "calibration_due", sensor,
                    "its test (\(test.kind.rawValue)) was due on \(Clock.utcText(due)): repeat it")
            }
            // A device reports the units of its signals only when it is connected.
            if let kept = inForce.first(where: { $0.sensor == sensor.name }), kept.id != sensor.certificate?.id,
                view.number(of: sensor.name).flatMap({ newest[$0.value] }) != nil
            {
                add(
                    "calibration_unused", sensor,
                    "its calibration \(kept.id) is not used, because it was made with other settings or another "
                        + "eccentric-load test: `holdfast calibrate \(sensor.name)`")
            }
            guard let certificate = sensor.certificate else { continue }
            if let due = certificate.dueWallMicroseconds, due < now {
                add(
                    "calibration_due", sensor,
                    "its calibration was due on \(Clock.utcText(due)): `holdfast calibrate \(sensor.name)`")
            }
            let kept = (try? withReader { (reader) throws(StoreError) in try reader.checks(of: sensor.name) }) ?? []
            let checks = kept.filter { $0.calibration == certificate.id }
            if checks.first?.isAltered == true {
                add("check_failed", sensor, "the disk has changed the result of its last check: `holdfast check \(sensor.name)`")
            } else if checks.first?.isPassed == false {
                add("check_failed", sensor, "the last check failed: `holdfast calibrate \(sensor.name)`")
            } else if ControlChart(scores: checks.reversed().filter { !$0.isAltered }.map(\.signedScore)).finding != nil {
                add("check_failed", sensor, "its checks drift to one side: see `holdfast check \(sensor.name)`")
            }
            if let warning = zeroWarning(sensor, certificate, newest) { add("zero", sensor, warning) }
        }
        return found
    }

    /// A warning if the sensor reads a force with nothing on it, now or when its zero was last taken.
    private func zeroWarning(
        _ sensor: SensorDescription, _ certificate: SensorDescription.Certificate, _ newest: [UInt16: Reading]
    )
        -> String?
    {
        let last = try? withReader { (reader) throws(StoreError) in try reader.zeros(of: sensor.name).first }
        if let last, last.calibration == certificate.id, last.isAltered {
            return "the disk has changed its zero, and the zero of its calibration is used: take everything off and "
                + "`holdfast zero \(sensor.name)`"
        }
        if let last, last.calibration == certificate.id, last.isAlarming {
            return "its zero has drifted by \(last.drift.rounded(places: 2)) N: check it with a weight"
        }
        // A tare shows that the operator knows what hangs on the sensor.
        guard let reading = view.number(of: sensor.name).flatMap({ newest[$0.value] }), reading.tare == 0,
            view.sensor(behind: reading)?.certificate?.id == certificate.id,
            reading.phase == .rest || reading.phase == .armed, abs(reading.mean) > certificate.zeroLimits.drift
        else { return nil }
        return "at rest it reads \(reading.mean.rounded(places: 2)) N: take everything off and "
            + "`holdfast zero \(sensor.name)`, or `holdfast tare \(sensor.name)` with the harness on"
    }
}

extension Double {
    fileprivate func rounded(places: Int) -> Double {
        let scale = places == 2 ? 100.0 : 1
        return (self * scale).rounded() / scale
    }
}

extension StoredCheck {
    /// Negative when the sensor read too little.
    fileprivate var signedScore: Double { measured < known ? -score : score }
}
