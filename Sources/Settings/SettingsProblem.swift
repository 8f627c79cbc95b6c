/// One problem in a settings file, with the remedy.
public struct SettingsProblem: Sendable, Equatable, CustomStringConvertible {
    public var file: String
    /// Counted from 1; 0 when the problem concerns the whole file.
    public var line: Int
    /// Counted from 1, in characters.
    public var column: Int
    public var message: String

    public init(file: String, line: Int, column: Int, message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
    }

    /// `holdfast.toml:12:3: unknown key "basud" in [sensor.left]; did you mean "baud"?`
    public var description: String { line > 0 ? "\(file):\(line):\(column): \(message)" : "\(file): \(message)" }
}
