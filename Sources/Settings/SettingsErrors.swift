/// All problems in a set of settings files.
///
/// The daemon keeps its present settings and logs each problem; `holdfast` prints them.
public struct SettingsErrors: Error, Sendable, Equatable, CustomStringConvertible {
    /// In the order of files, lines and columns; never empty.
    public let problems: [SettingsProblem]

    /// One problem per line.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
