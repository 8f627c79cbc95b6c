import Samples

/// Checks keys against the schema and puts settings together.
struct SettingsBuilder {
    var problems: [SettingsProblem] = []

    private struct Table {
        var name: String
        var place: SettingsPlace
        var values: [String: TomlEntry] = [:]
    }
    private var sections: [String: Table] = [:]
    private var sensors: [Table] = []

    // MARK: one key after the other

    mutating func add(_ entry: TomlEntry) {
        let sectionNames = SettingsKey.Section.allCases.map(\.rawValue)
        guard let section = entry.path.first else { return }
        guard sectionNames.contains(section) else {
            // Its keys are unknown because it is: one problem is enough.
            if entry.path.count == 1 {
                report(
                    entry, "unknown \(entry.value == .table ? "table [\(section)]" : "key \"\(section)\"")", section, sectionNames
                )
            }
            return
        }
        let depth = section == SettingsKey.Section.sensor.rawValue ? 2 : 1
        if entry.path.count <= depth {
            guard entry.value == .table else {
                problems.append(SettingsProblem(entry.place, "\"\(entry.path.joined(separator: "."))\" must be a table"))
                return
            }
            if entry.path.count == 2 { openSensor(entry.path[1], entry.place) }
            return
        }
        guard entry.path.count == depth + 1, let name = entry.path.last else {
            if entry.path.count == depth + 2 {
                problems.append(
                    SettingsProblem(entry.place, "\"\(entry.path.dropLast().joined(separator: "."))\" has no keys of its own"))
            }
            return
        }
        let title = entry.path.dropLast().joined(separator: ".")
        guard let key = SettingsSchema.key(section, name) else {
            report(entry, "unknown key \"\(name)\" in [\(title)]", name, SettingsSchema.names(of: section))
            return
        }
        guard Self.fits(entry.value, key.form) else {
            problems.append(SettingsProblem(entry.place, "\"\(name)\" in [\(title)] must be \(key.expectation)"))
            return
        }
        if depth == 1 {
            sections[section, default: Table(name: section, place: entry.place)].values[name] = entry
        } else if let index = sensors.firstIndex(where: { $0.name == entry.path[1] }) {
            sensors[index].values[name] = entry
        }
    }

    private mutating func report(_ entry: TomlEntry, _ message: String, _ name: String, _ known: [String]) {
        let advice =
            NearestName.find(name, among: known).map { "; did you mean \"\($0)\"?" }
            ?? "; known are \(known.joined(separator: ", "))"
        problems.append(SettingsProblem(entry.place, message + advice))
    }

    private mutating func openSensor(_ name: String, _ place: SettingsPlace) {
        guard !sensors.contains(where: { $0.name == name }) else { return }
        let good =
            name.utf8.count <= 40 && name.utf8.first.map(Self.isLetter) == true
            && name.utf8.allSatisfy { Self.isLetter($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F }
        if !good {
            problems.append(
                SettingsProblem(
                    place,
                    "a sensor's name has at most 40 letters, digits, - and _, and begins with a letter: \"\(name)\" does not"))
        }
        if sensors.count == SensorNumber.limit {
            problems.append(SettingsProblem(place, "there can be \(SensorNumber.limit) sensors at most"))
        }
        sensors.append(Table(name: name, place: place))
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    private static func fits(_ value: TomlValue, _ form: SettingsKey.Form) -> Bool {
        switch (form, value) {
        case (.text(let range), .string(let text)): range.contains(text.unicodeScalars.count)
        case (.choice(let names), .string(let text)): names.contains(text)
        case (.integer(let range), .integer(let number)): range.contains(number)
        case (.positive, .integer(let number)): number > 0
        case (.positive, .number(let number)): number.isFinite && number > 0
        case (.boolean, .bool): true
        case (.integers(let range), .array(let elements)):
            !elements.isEmpty && elements.count <= 8
                && elements.allSatisfy { if case .integer(let number) = $0 { range.contains(number) } else { false } }
        case (.integers(let range), .integer(let number)): range.contains(number)
        case (.numbers, .array(let elements)):
            !elements.isEmpty && elements.count <= 8 && elements.allSatisfy { number($0) != nil }
        case (.numbers, _): number(value) != nil
        default: false
        }
    }

    private static func number(_ value: TomlValue) -> Double? {
        switch value {
        case .integer(let number): Double(number)
        case .number(let number) where number.isFinite: number
        default: nil
        }
    }

    // MARK: the whole

    mutating func settings() -> StationSettings {
        var settings = StationSettings()
        let station = sections["station"]
        let recording = sections["recording"]
        settings.name = text(station, "name") ?? settings.name
        settings.controlGroup = text(station, "control_group") ?? settings.controlGroup
        settings.isRecording = bool(recording, "enabled") ?? settings.isRecording
        settings.recordingLimitMegabytes = integer(recording, "limit_megabytes") ?? settings.recordingLimitMegabytes
        settings.sensors = sensors.map { sensor($0) }
        return settings
    }

    private mutating func sensor(_ table: Table) -> SensorSettings {
        var sensor = SensorSettings(name: table.name, driver: text(table, "driver") ?? "")
        sensor.serial = text(table, "serial")
        sensor.port = text(table, "port")
        sensor.path = text(table, "path")
        sensor.kind = text(table, "kind") == SensorKind.plate.name ? .plate : .cell
        sensor.role = text(table, "role") ?? sensor.role
        sensor.setUp = text(table, "set_up") ?? sensor.setUp
        sensor.baud = integer(table, "baud").map { UInt32(clamping: $0) }
        sensor.separator = text(table, "separator")?.utf8.first
        sensor.columns = integers(table, "columns").map { Int(clamping: $0) }
        sensor.timeColumn = integer(table, "time_column").map { Int(clamping: $0) }
        sensor.timeUnit = text(table, "time_unit") ?? sensor.timeUnit
        sensor.timeWrapBits = integer(table, "time_wrap_bits").map { Int(clamping: $0) }
        sensor.decimalComma = bool(table, "decimal_comma") ?? false
        sensor.startCommand = text(table, "start_command") ?? ""
        sensor.stopCommand = text(table, "stop_command") ?? ""
        sensor.unit = text(table, "unit")
        sensor.scale = numbers(table, "scale")
        sensor.offset = numbers(table, "offset")
        sensor.onsetThresholdNewtons = numbers(table, "onset_threshold_newtons").first
        sensor.confirmThresholdNewtons = numbers(table, "confirm_threshold_newtons").first
        sensor.plateWidthMillimetres = numbers(table, "plate_width_millimetres").first
        sensor.plateLengthMillimetres = numbers(table, "plate_length_millimetres").first
        sensor.capacityNewtons = numbers(table, "capacity_newtons").first
        check(sensor, table)
        return sensor
    }

    /// What no single key can be wrong in.
    private mutating func check(_ sensor: SensorSettings, _ table: Table) {
        func place(_ key: String) -> SettingsPlace { table.values[key]?.place ?? table.place }
        let title = "[sensor.\(sensor.name)]"
        if sensor.driver.isEmpty {
            problems.append(SettingsProblem(table.place, "\(title) needs a driver: see `holdfast devices`"))
        }
        let addresses = [sensor.serial, sensor.port, sensor.path].compactMap { $0 }.count
        if addresses != 1 {
            problems.append(
                SettingsProblem(
                    table.place, "\(title) needs one of serial, port and path\(addresses == 0 ? "" : ", and has \(addresses)")"))
        }
        if let separator = text(table, "separator"), separator.utf8.count != 1 {
            problems.append(SettingsProblem(place("separator"), "\"separator\" in \(title) must be an ASCII character"))
        }
        if sensor.scale.contains(0) {
            problems.append(SettingsProblem(place("scale"), "\"scale\" in \(title) must not be 0"))
        }
        if (sensor.plateWidthMillimetres == nil) != (sensor.plateLengthMillimetres == nil) {
            problems.append(
                SettingsProblem(table.place, "\(title) needs both plate_width_millimetres and plate_length_millimetres, or none"))
        }
        if sensor.plateWidthMillimetres != nil, sensor.kind != .plate {
            problems.append(
                SettingsProblem(place("plate_width_millimetres"), "\(title) has the size of a plate: it needs kind = \"plate\""))
        }
    }

    private func text(_ table: Table?, _ key: String) -> String? {
        if case .string(let text)? = table?.values[key]?.value { text } else { nil }
    }
    private func bool(_ table: Table?, _ key: String) -> Bool? {
        if case .bool(let value)? = table?.values[key]?.value { value } else { nil }
    }
    private func integer(_ table: Table?, _ key: String) -> Int64? {
        if case .integer(let value)? = table?.values[key]?.value { value } else { nil }
    }
    private func integers(_ table: Table, _ key: String) -> [Int64] {
        switch table.values[key]?.value {
        case .integer(let value): [value]
        case .array(let values): values.compactMap { if case .integer(let value) = $0 { value } else { nil } }
        default: []
        }
    }
    private func numbers(_ table: Table, _ key: String) -> [Double] {
        switch table.values[key]?.value {
        case .array(let values): values.compactMap(Self.number)
        case let value?: Self.number(value).map { [$0] } ?? []
        case nil: []
        }
    }
}
