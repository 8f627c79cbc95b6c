import Samples

extension SettingsReader {
    private static let addressKeys = ["serial", "port", "path"]

    /// Builds a sensor from its values and reports values that are incompatible.
    mutating func sensor(_ name: String, at place: SettingsPlace) -> SensorSettings {
        var sensor = SensorSettings(name: name, driver: "")
        for property in SensorSettings.properties {
            let key = property.key
            guard let said = values[["sensor", name, key.name]] else {
                if key.isRequired, !wasFaulty(["sensor", name, key.name]) {
                    let example = "\(key.name) = \(key.example.tomlText)"
                    report("[sensor.\(name)] has no \(key.name); add one, for example \(example)", at: place)
                }
                continue
            }
            set(property, said, in: &sensor)
        }
        checkAddress(sensor, at: place)
        checkColumns(sensor, at: place)
        checkForce(sensor, at: place)
        checkPlate(sensor, at: place)
        checkKind(sensor)
        return sensor
    }

    /// A part of a device can be one sensor only, and all parts of a device must be read in the same way.
    mutating func reportSharedDevices(_ sensors: [SensorSettings]) {
        var owners: [[String?]: SensorSettings] = [:]
        var devices: [[String?]: SensorSettings] = [:]
        for sensor in sensors where sensor.serial != nil || sensor.port != nil || sensor.path != nil {
            let address = [sensor.serial, sensor.port, sensor.path]
            let part = address + ["\(sensor.part)"]
            if let owner = owners[part] {
                report(
                    "[sensor.\(sensor.name)] is the same device as [sensor.\(owner.name)]; remove one of them",
                    at: place(sensor, Self.addressKeys))
            } else if let first = devices[address], let key = sensor.deviceKey(unlike: first) {
                report(
                    "[sensor.\(sensor.name)] and [sensor.\(first.name)] are parts of one device, but differ in \(key); give both the same",
                    at: place(sensor, [key]))
            }
            owners[part] = owners[part] ?? sensor
            devices[address] = devices[address] ?? sensor
        }
    }

    /// The position of the first of these keys that is set, or else of the sensor's table.
    private func place(_ sensor: SensorSettings, _ keys: [String]) -> SettingsPlace {
        keys.lazy.compactMap { values[["sensor", sensor.name, $0]]?.place }.first
            ?? sensors.first { $0.name == sensor.name }?.place ?? SettingsPlace(file: "", line: 0, column: 0)
    }

    private mutating func checkAddress(_ sensor: SensorSettings, at place: SettingsPlace) {
        if sensor.path != nil, sensor.serial != nil || sensor.port != nil {
            let other = sensor.serial != nil ? "serial" : "port"
            report(
                "path and \(other) exclude each other in [sensor.\(sensor.name)]; remove one", at: self.place(sensor, ["path"]))
        } else if sensor.path == nil, sensor.serial == nil, sensor.port == nil,
            !Self.addressKeys.contains(where: { wasFaulty(["sensor", sensor.name, $0]) })
        {
            report("[sensor.\(sensor.name)] names no device; add serial, port or path", at: place)
        }
    }

    private mutating func checkColumns(_ sensor: SensorSettings, at place: SettingsPlace) {
        if let time = sensor.timeColumn, sensor.columns.contains(time) {
            report(
                "column \(time) cannot be the time and a channel; change time_column or columns",
                at: self.place(sensor, ["time_column"]))
        }
        if sensor.decimalComma, sensor.separator == UInt8(ascii: ",") {
            report(
                "a comma cannot be the separator and the decimal mark at once; change separator or decimal_comma",
                at: self.place(sensor, ["decimal_comma"]))
        }
        if sensor.timeColumn == nil {
            for key in ["time_unit", "time_wrap_bits"] where values[["sensor", sensor.name, key]] != nil {
                report("\(key) has no effect without time_column; add time_column", at: self.place(sensor, [key]))
            }
        }
    }

    private mutating func checkForce(_ sensor: SensorSettings, at place: SettingsPlace) {
        let channels = sensor.columns.count
        for (key, list) in [("scale", sensor.scale), ("offset", sensor.offset)] where list.count > 1 {
            if channels > 0, list.count != channels {
                report(
                    "\(key) has \(list.count) numbers for \(channels) columns; give one number, or one for each column",
                    at: self.place(sensor, [key]))
            }
        }
        if sensor.scale.count > 1, sensor.offset.count > 1, sensor.scale.count != sensor.offset.count {
            report(
                "scale has \(sensor.scale.count) numbers and offset \(sensor.offset.count); give one for each channel",
                at: self.place(sensor, ["offset"]))
        }
        if let onset = sensor.onsetThresholdNewtons, let confirm = sensor.confirmThresholdNewtons, onset > confirm {
            report(
                "onset_threshold_newtons is above confirm_threshold_newtons; lower it",
                at: self.place(sensor, ["onset_threshold_newtons"]))
        }
    }

    private mutating func checkPlate(_ sensor: SensorSettings, at place: SettingsPlace) {
        if sensor.standing != nil, sensor.kind != .plate {
            report("standing is for plates; set kind = \"plate\" or remove it", at: self.place(sensor, ["standing"]))
        }
        if !sensor.platePositionMillimetres.isEmpty, sensor.kind != .plate {
            report(
                "plate_position_millimetres is for plates; set kind = \"plate\" or remove it",
                at: self.place(sensor, ["plate_position_millimetres"]))
        }
        if values[["sensor", sensor.name, "plate_turn_degrees"]] != nil, sensor.platePositionMillimetres.isEmpty {
            report(
                "plate_turn_degrees has no effect without plate_position_millimetres; add it",
                at: self.place(sensor, ["plate_turn_degrees"]))
        }
        let given = ["plate_width_millimetres", "plate_length_millimetres"].filter {
            values[["sensor", sensor.name, $0]] != nil
        }
        guard let first = given.first else { return }
        if given.count == 1 {
            report(
                "plate_width_millimetres and plate_length_millimetres belong together; add the other one",
                at: self.place(sensor, [first]))
        }
        if sensor.kind != .plate {
            report("\(first) is for plates; set kind = \"plate\" or remove it", at: self.place(sensor, [first]))
        }
    }
}
