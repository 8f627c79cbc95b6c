import Calibration
import Certificates
import Interface
import LinuxIO
import Messages
import Samples
import Store

/// The zero of a calibration: the sensor's reading without load. A tare is something else.
extension CalibrationService {
    /// The duration over which a zero is averaged, seconds.
    private static let zeroSeconds = 1.0

    func zero(_ name: String, _ peer: VarlinkPeer) throws(VarlinkError) -> VarlinkOutcome {
        guard let number = station.view.number(of: name), let sensor = station.view.sensor(named: name) else {
            throw .noSuchSensor(name, in: description)
        }
        guard let certificate = sensor.certificate else {
            throw refused([
                "\(name) has no calibration, and a zero belongs to one: use `holdfast tare`, or calibrate the sensor"
            ])
        }
        let isSum = certificate.evaluation.conditions.cells != nil
        let channel = sensor.calibration.channels.trailingZeroBitCount
        let recent = station.recentReadings(of: number, seconds: Self.zeroSeconds).map(station.view.comparable)
        let forces = recent.map { reading in
            isSum ? reading.force + reading.tare : reading.force.isFinite ? Double(reading.forces[channel]) : .nan
        }
        guard forces.count > 2, forces.allSatisfy(\.isFinite), recent.first?.phase != .settling else {
            throw refused(["\(name) does not measure yet: wait until it has streamed for a second"])
        }
        guard recent.allSatisfy({ $0.hold == 0 && ([.settling, .rest, .armed].contains($0.phase)) }) else {
            throw refused(["\(name) is under load, or was a second ago: take everything off, wait a second, try again"])
        }
        let limits = certificate.zeroLimits
        let mean = forces.reduce(0, +) / Double(forces.count)
        // A step within the second would not show in its mean.
        let deviation = (forces.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(forces.count - 1)).squareRoot()
        guard deviation <= limits.deviation else {
            throw refused(["the reading of \(name) is not steady (SD \(Digits.text(deviation)) N): let it rest, then try again"])
        }
        let zero = isSum ? sensor.sum(of: mean) : sensor.calibration.curves[channel].raw(mean)
        let drift = certificate.curve.force(zero)
        guard zero.isFinite, abs(drift) <= limits.load else {
            throw refused([
                "\(name) reads \(Digits.text(drift)) N: something hangs on it, or it is broken; for a harness use `holdfast tare`"
            ])
        }
        let kept = StoredZero(
            sensor: name, calibration: certificate.id, wallMicroseconds: Clock.wallMicroseconds(), user: peer.user, zero: zero,
            drift: drift, alarm: limits.drift)
        log(peer, "sets the zero of \(name) to \(zero), \(Digits.text(drift)) N from that of \(certificate.id)")
        change(.zero(kept), peer, unknown: certificate.id) { _ in Calibration1.Zero.Reply(zero: Calibration1.ZeroReading(kept)) }
        return .later
    }
}

extension SensorDescription.Certificate {
    var zeroLimits: ZeroLimits { ZeroLimits(evaluation, curve: curve) }
}
