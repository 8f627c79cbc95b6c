import Calibration
import Interface
import LinuxIO
import Samples
import Store

/// The zero of a calibration: the sensor's reading without load. A tare is something else.
extension CalibrationService {
    /// The duration over which a zero is averaged, seconds.
    private static let zeroSeconds = 1.0

    func zero(_ parameters: inout ParameterReader, _ peer: VarlinkPeer) throws(VarlinkError) -> VarlinkOutcome {
        let name = try parameters.string("sensor")
        try parameters.finish()
        guard let number = station.view.number(of: name), let sensor = station.view.sensor(named: name) else {
            throw .noSuchSensor(name, in: description)
        }
        guard let certificate = sensor.certificate else {
            throw refused([
                "\(name) has no calibration that a zero could belong to; `holdfast tare` sets an offset of the session"
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
            throw refused(["\(name) moves (SD \(deviation) N): let it rest, then try again"])
        }
        let zero = isSum ? sensor.sum(of: mean) : sensor.calibration.curves[channel].raw(mean)
        let drift = certificate.curve.force(zero)
        guard zero.isFinite, abs(drift) <= limits.load else {
            throw refused(["\(name) reads \(drift) N: something hangs on it, or it is broken. Tare a harness, do not zero it"])
        }
        let kept = StoredZero(
            sensor: name, calibration: certificate.id, wallMicroseconds: Clock.wallMicroseconds(), user: peer.user, zero: zero,
            drift: drift, alarm: limits.drift)
        log(peer, "sets the zero of \(name) to \(zero), \(drift) N from that of \(certificate.id)")
        change(.zero(kept), peer, unknown: "") { _ in [("zero", .object(Self.json(kept)))] }
        return .later
    }

    static func json(_ said: StoredDeviceCalibration) -> JSONObject {
        JSONObject([
            ("sensor", .string(said.sensor)), ("device", .string(said.device)), ("readWallUs", .integer(said.wallMicroseconds)),
            ("channel", .integer(said.channel)), ("offset", .number(said.offset)), ("scale", .number(said.scale)),
            ("zero", .number(said.zero)), ("scaleBelow", .number(said.scaleBelow)), ("expandedReason", .string("unknown")),
        ])
    }

    static func json(_ zero: StoredZero) -> JSONObject {
        var object = JSONObject([
            ("calibration", .string(zero.calibration)), ("wallUs", .integer(zero.wallMicroseconds)),
            ("user", .integer(Int64(zero.user))), ("zero", .number(zero.zero)), ("drift", .number(zero.drift)),
            ("limit", .number(zero.alarm)), ("alarm", .bool(zero.isAlarming)),
        ])
        if zero.isAltered { object["altered"] = .bool(true) }
        return object
    }
}

extension StationView.Certificate {
    var zeroLimits: ZeroLimits { ZeroLimits(evaluation, curve: curve) }
}
