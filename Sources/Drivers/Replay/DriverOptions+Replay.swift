/// The options of a driver as lines of a log; keys as in the settings, and only those that do not have their default.
extension DriverOptions {
    var fields: [(key: String, value: String)] {
        var fields: [(String, String)] = []
        func list(_ numbers: [Int]) -> String? { numbers.isEmpty ? nil : numbers.map(String.init).joined(separator: ",") }
        func add(_ key: String, _ value: String?) { if let value, !value.isEmpty { fields.append((key, value)) } }
        add("separator", separator.map { ReplayText.hexadecimal($0) })
        add("columns", list(columns))
        add("time_column", timeColumn.map { "\($0)" })
        add("time_unit", timeUnitNanoseconds == DriverOptions().timeUnitNanoseconds ? nil : "\(timeUnitNanoseconds)")
        add("time_wrap_bits", timeWrapBits.map { "\($0)" })
        add("decimal_comma", decimalComma ? "true" : nil)
        add("start_command", ReplayText.hexadecimal(startCommand))
        add("stop_command", ReplayText.hexadecimal(stopCommand))
        add("unit", unit.map(ReplayText.plain))
        add("rate", rate.map { "\($0)" })
        add("inputs", list(inputs))
        add("gains", gains.map { "\($0)" }.joined(separator: ","))
        add("differential", differential ? "true" : nil)
        add("range", range.map(ReplayText.plain))
        return fields
    }

    mutating func set(_ key: String, _ value: Substring) throws(ReplayFieldError) {
        switch key {
        case "separator": separator = try ReplayText.number(value)
        case "columns": columns = try Self.integers(value)
        case "time_column": timeColumn = try ReplayText.number(value, radix: 10)
        case "time_unit": timeUnitNanoseconds = try ReplayText.number(value, radix: 10)
        case "time_wrap_bits": timeWrapBits = try ReplayText.number(value, radix: 10)
        case "decimal_comma": decimalComma = value == "true"
        case "start_command": startCommand = try ReplayText.bytes(value)
        case "stop_command": stopCommand = try ReplayText.bytes(value)
        case "unit": unit = String(value)
        case "rate": rate = try Self.decimal(value)
        case "inputs": inputs = try Self.integers(value)
        case "gains":
            gains = []
            for part in value.split(separator: ",") { gains.append(try Self.decimal(part)) }
        case "differential": differential = value == "true"
        case "range": range = String(value)
        default: throw ReplayFieldError(message: "there is no option \"\(ReplayText.plain(key))\"")
        }
    }

    private static func integers(_ value: Substring) throws(ReplayFieldError) -> [Int] {
        var numbers: [Int] = []
        for part in value.split(separator: ",") { numbers.append(try ReplayText.number(part, radix: 10)) }
        return numbers
    }

    private static func decimal(_ value: Substring) throws(ReplayFieldError) -> Double {
        guard let number = Double(value), number.isFinite else {
            throw ReplayFieldError(message: "\"\(ReplayText.plain(String(value.prefix(40))))\" is not a number")
        }
        return number
    }
}
