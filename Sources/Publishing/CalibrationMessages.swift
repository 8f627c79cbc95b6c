import Messages
import Store

/// The messages of `org.holdfast.calibration1` about what is stored.
extension Calibration1.Calibration {
    init(_ stored: StoredCalibration) {
        self.init(
            id: stored.id, sensor: stored.sensor, addedWallUs: stored.addedWallMicroseconds, user: Int64(stored.user),
            class: stored.rangeClass, dueWallUs: stored.dueWallMicroseconds,
            state: stored.isInForce ? .inForce : .superseded)
    }
}

extension Calibration1.Check {
    init(_ check: StoredCheck) {
        self.init(
            calibration: check.calibration, wallUs: check.wallMicroseconds, user: Int64(check.user), known: check.known,
            measured: check.measured, expanded: check.expanded, score: check.score, passed: check.isPassed, note: check.note,
            altered: check.isAltered ? true : nil)
    }
}

extension Calibration1.ZeroReading {
    init(_ zero: StoredZero) {
        self.init(
            calibration: zero.calibration, wallUs: zero.wallMicroseconds, user: Int64(zero.user), zero: zero.zero,
            drift: zero.drift, limit: zero.alarm, alarm: zero.isAlarming, altered: zero.isAltered ? true : nil)
    }
}

extension Calibration1.DeviceCalibration {
    init(_ said: StoredDeviceCalibration) {
        self.init(
            sensor: said.sensor, device: said.device, readWallUs: said.wallMicroseconds, channel: Int64(said.channel),
            offset: said.offset, scale: said.scale, zero: said.zero, scaleBelow: said.scaleBelow, expanded: nil,
            expandedReason: "unknown")
    }
}

extension Calibration1.BenchTest {
    /// Nil for a kind of test that this version does not know.
    init?(_ stored: StoredBenchTest) {
        guard let kind = Calibration1.TestKind(rawValue: stored.kind) else { return nil }
        self.init(
            id: stored.id, sensor: stored.sensor, test: kind, addedWallUs: stored.addedWallMicroseconds,
            user: Int64(stored.user), dueWallUs: stored.dueWallMicroseconds,
            state: stored.isInForce ? .inForce : .superseded)
    }
}
