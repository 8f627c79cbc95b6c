import Samples

/// Keys that have no effect on sensors of another kind.
extension SettingsReader {
    private static let ofForce = [
        "onset_threshold_newtons", "confirm_threshold_newtons", "capacity_newtons", "overload_newtons", "band_direction_degrees",
    ]
    private static let ofKind: [(kind: SensorKind, keys: [String])] = [
        (.emg, ["maximum_millivolts", "mains_hertz", "mains_notch"]),
        (.pressure, ["occlusion_mmhg", "pressure_limit_percent", "pressure_limit_minutes"]),
    ]

    /// Forces have their uncertainty from a calibration.
    private static let ofCompanions = ["uncertainty", "uncertainty_percent"]

    mutating func checkKind(_ sensor: SensorSettings) {
        for key in Self.ofCompanions where sensor.kind.isForce {
            guard let said = values[["sensor", sensor.name, key]] else { continue }
            report("\(key) is for sensors that measure no force; remove it: a force has that of its calibration", at: said.place)
        }
        let kinds = Self.ofKind + (sensor.kind.isForce ? [] : [(.cell, Self.ofForce)])
        for (kind, keys) in kinds where kind != sensor.kind {
            for key in keys {
                guard let said = values[["sensor", sensor.name, key]] else { continue }
                let cure = kind.isForce ? "remove it" : "set kind = \"\(kind.name)\" or remove it"
                report("\(key) is for \(kind.isForce ? "sensors of force" : "kind \(kind.name)"); \(cure)", at: said.place)
            }
        }
    }
}
