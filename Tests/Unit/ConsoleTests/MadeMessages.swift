import Messages

/// What a station in order would say.
extension Station1.Sensor {
    static let good = Station1.Sensor(
        name: "left", kind: .cell, role: "", setUp: "", driver: "text", state: .streaming, reason: nil, device: "/dev/ttyUSB0",
        channels: [Station1.Channel(name: "force", unit: "N")], forceChannels: nil, calibration: .settings, calibrationId: nil,
        calibrationClass: nil, calibrationDueWallUs: nil, calibrationDue: nil, calibrationCertificate: nil,
        calibrationDoubts: nil, acceptedWorse: nil, checks: nil, expanded: nil,
        expandedReason: "no_certificate", benchTests: nil, placeExpanded: nil, placeExpandedReason: nil, band: nil, unit: "N",
        tare: 0, rate: 1000, jitterUs: 300, clockDriftPpm: nil, phase: .rest,
        hold: nil, force: 0.1, nextSample: 100_000, frames: 100_000, lost: 0, corrupt: 0, notANumber: 0, resent: 0,
        interpolated: 0, incomplete: 0, clockRestarts: 0, spikes: 0, repeats: nil, warnings: [], condition: nil)
}

extension Station1.GetStatus.Reply {
    /// - Parameter version: of the station.
    static func good(_ version: String) -> Self {
        Self(
            station: "lab", version: version, features: [], startedWallUs: 0, uptimeSeconds: 60, epoch: "1", realTime: true,
            sensors: 1, streaming: 1, holds: 0, refused: 0, recording: nil, clients: 1, warnings: [], findings: [], clocks: nil,
            dueDates: nil)
    }
}

extension Station1.Event {
    init(_ name: String, of sensor: String, _ values: [String: Double] = [:], kind: Station1.HoldKind? = nil) {
        self.init(
            name: name, sensor: sensor, hold: nil, sample: 0, timeUs: 0, values: values, flags: [], calibrationId: nil,
            previousCalibrationId: nil, kind: kind, into: nil, returned: nil, quiet: nil, test: nil, refusal: nil, text: nil)
    }
}
