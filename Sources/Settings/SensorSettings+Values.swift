import Samples

extension SensorSettings {
    /// The value of a key of the schema; nil when it has none.
    func value(of key: String) -> SettingsValue? {
        switch key {
        case "driver": .text(driver)
        case "serial": serial.map(SettingsValue.text)
        case "port": port.map(SettingsValue.text)
        case "path": path.map(SettingsValue.text)
        case "kind": .text(kind.name)
        case "role": role.map(SettingsValue.text)
        case "set_up": .text(setUp)
        case "baud": baud.map(SettingsValue.integer)
        case "separator": separator.map { .text(String(Unicode.Scalar($0))) }
        case "columns": columns.isEmpty ? nil : .integers(columns)
        case "time_column": timeColumn.map(SettingsValue.integer)
        case "time_unit": .text(timeUnit.rawValue)
        case "time_wrap_bits": timeWrapBits.map(SettingsValue.integer)
        case "decimal_comma": .flag(decimalComma)
        case "start_command": .text(startCommand)
        case "stop_command": .text(stopCommand)
        case "rate": rate.map(SettingsValue.number)
        case "inputs": inputs.isEmpty ? nil : .integers(inputs)
        case "gains": gains.isEmpty ? nil : .numbers(gains)
        case "differential": .flag(differential)
        case "range": range.map(SettingsValue.text)
        case "part": .integer(part)
        case "unit": unit.map(SettingsValue.text)
        case "scale": scale.isEmpty ? nil : .numbers(scale)
        case "offset": .numbers(offset)
        case "invert": .flag(invert)
        case "standing": standing.map(SettingsValue.flag)
        case "onset_threshold_newtons": onsetThresholdNewtons.map(SettingsValue.number)
        case "confirm_threshold_newtons": confirmThresholdNewtons.map(SettingsValue.number)
        case "plate_width_millimetres": plateWidthMillimetres.map(SettingsValue.number)
        case "plate_length_millimetres": plateLengthMillimetres.map(SettingsValue.number)
        case "capacity_newtons": capacityNewtons.map(SettingsValue.number)
        case "overload_newtons": overloadNewtons.map(SettingsValue.number)
        default: nil
        }
    }

    /// Sets a value that the key's rule allows.
    ///
    /// - Returns: whether the key is known and the value has its type.
    mutating func set(_ key: String, _ value: SettingsValue) -> Bool {
        switch value {
        case .text(let text): setText(key, text)
        case .integer(let integer): setInteger(key, integer)
        case .number(let number): setNumber(key, number)
        case .flag(let flag): setFlag(key, flag)
        case .integers(let list): setList(key, list)
        case .numbers(let list): setNumbers(key, list)
        }
    }

    private mutating func setText(_ key: String, _ text: String) -> Bool {
        switch key {
        case "driver": driver = text
        case "serial": serial = text
        case "port": port = text
        case "path": path = text
        case "kind": kind = SensorKind.allCases.first { $0.name == text } ?? kind
        case "role": role = text
        case "set_up": setUp = text
        case "separator": separator = text.utf8.first
        case "time_unit": timeUnit = TimeUnit(rawValue: text) ?? timeUnit
        case "start_command": startCommand = text
        case "stop_command": stopCommand = text
        case "unit": unit = text
        case "range": range = text
        default: return false
        }
        return true
    }

    private mutating func setInteger(_ key: String, _ integer: Int) -> Bool {
        switch key {
        case "baud": baud = integer
        case "time_column": timeColumn = integer
        case "time_wrap_bits": timeWrapBits = integer
        case "part": part = integer
        default: return false
        }
        return true
    }

    private mutating func setNumber(_ key: String, _ number: Double) -> Bool {
        switch key {
        case "rate": rate = number
        case "onset_threshold_newtons": onsetThresholdNewtons = number
        case "confirm_threshold_newtons": confirmThresholdNewtons = number
        case "plate_width_millimetres": plateWidthMillimetres = number
        case "plate_length_millimetres": plateLengthMillimetres = number
        case "capacity_newtons": capacityNewtons = number
        case "overload_newtons": overloadNewtons = number
        default: return false
        }
        return true
    }

    private mutating func setFlag(_ key: String, _ flag: Bool) -> Bool {
        switch key {
        case "decimal_comma": decimalComma = flag
        case "differential": differential = flag
        case "invert": invert = flag
        case "standing": standing = flag
        default: return false
        }
        return true
    }

    private mutating func setList(_ key: String, _ list: [Int]) -> Bool {
        switch key {
        case "columns": columns = list
        case "inputs": inputs = list
        default: return false
        }
        return true
    }

    private mutating func setNumbers(_ key: String, _ list: [Double]) -> Bool {
        switch key {
        case "gains": gains = list
        case "scale": scale = list
        case "offset": offset = list
        default: return false
        }
        return true
    }
}
