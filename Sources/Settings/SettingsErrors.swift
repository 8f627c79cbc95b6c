/// One thing that is wrong in a settings file: where, what, and what to do.
public struct SettingsProblem: Sendable, Equatable {
    public var place: SettingsPlace
    public var message: String

    init(_ place: SettingsPlace, _ message: String) {
        self.place = place
        self.message = message
    }

    /// As compilers write it, so that editors find the place.
    public var text: String { "\(place.file):\(place.line):\(place.column): \(message)" }
}

/// Everything that is wrong in the settings; the daemon does not start with them, or keeps the old ones.
public struct SettingsErrors: Error, Sendable, Equatable {
    public var problems: [SettingsProblem]
    init(_ problems: [SettingsProblem]) { self.problems = problems }
}
