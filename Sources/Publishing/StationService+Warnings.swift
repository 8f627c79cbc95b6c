import Calibration
import Certificates
import LinuxIO
import Messages
import Samples
import Store

/// Problems of calibrations and sensors that need attention.
extension StationService {
    /// Calibrations, tests and weights that are due, calibrations whose last check failed or whose checks drift, and zeros.
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
            let checks = checks(of: sensor)
            if checks.first?.isAltered == true {
                add("check_failed", sensor, "the disk has changed the result of its last check: `holdfast check \(sensor.name)`")
            } else if checks.first?.isPassed == false {
                add("check_failed", sensor, "the last check failed\(Self.error(checks)): `holdfast calibrate \(sensor.name)`")
            } else if ControlChart(checks).finding != nil {
                add(
                    "check_drift", sensor,
                    "its checks drift to one side\(Self.error(checks)): see `holdfast check \(sensor.name)`")
            }
            if let warning = zeroWarning(sensor, certificate, newest) { add("zero", sensor, warning) }
        }
        return found + dueDates(at: now).compactMap(Self.finding)
    }

    /// A date that has passed, or is near.
    private static func finding(_ date: Station1.DueDate) -> StationFinding? {
        let day = RecordDate.day(date.dueWallUs)
        let when = date.state == .overdue ? "was due on \(day)" : "is due on \(day)"
        let name = date.state == .overdue ? "calibration_due" : "calibration_soon"
        guard date.state != .inTime else { return nil }
        switch date.what {
        case .calibration:
            return StationFinding(name, sensor: date.name, "its calibration \(when): `holdfast calibrate \(date.name)`")
        case .benchTest:
            return StationFinding(name, sensor: date.name, "its test (\(date.test?.rawValue ?? "")) \(when): repeat it")
        case .weight:
            return StationFinding(
                "weights_due",
                "the calibration of weight \(date.name) \(when): send it to a laboratory, then `holdfast weights add`")
        }
    }

    /// What the sensor read in its last check.
    private static func error(_ checks: [StoredCheck]) -> String {
        guard let newest = checks.first else { return "" }
        let error = (newest.measured - newest.known).rounded(places: 2)
        return ", with an error of \(error) N at \(newest.known.rounded(places: 2)) N and a U of "
            + "\(newest.expanded.rounded(places: 2)) N"
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
