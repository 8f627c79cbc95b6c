/// Reads files one after the other and collects values and problems; then builds the settings from them.
struct SettingsReader {
    /// A value and its position.
    struct Said {
        var value: SettingsValue
        var place: SettingsPlace
    }

    /// Values by path. The value of a later file replaces that of an earlier one.
    private(set) var values: [[String]: Said] = [:]
    /// Sensors in the order of their first mention, with the position of the mention.
    private(set) var sensors: [(name: String, place: SettingsPlace)] = []
    private var sensorNames: Set<String> = []
    private var problems: [SettingsProblem] = []
    /// Keys with a wrong value in some file: they are not reported as missing in addition.
    private var faulty: Set<[String]> = []
    private var files: [String] = []

    /// Searching for similar names takes time, and a file with a hundred unknown keys is not a settings file.
    private static let helpLimit = 100

    mutating func read(_ bytes: [UInt8], name: String) {
        files.append(name)
        let document = TomlDocument(bytes, name: name)
        if let failure = document.failure {
            report(failure.message, at: SettingsPlace(file: name, line: failure.line, column: failure.column))
            return
        }
        // The contents of an unknown table, or of a table in place of a plain value, were reported with it.
        var skipped: Set<[String]> = []
        for entry in document.entries {
            let place = SettingsPlace(file: name, line: entry.line, column: entry.column)
            let inside = (1..<max(entry.path.count, 1)).contains { skipped.contains(Array(entry.path.prefix($0))) }
            if !inside, !take(entry, at: place) { skipped.insert(entry.path) }
        }
    }

    mutating func report(_ message: String, at place: SettingsPlace) {
        problems.append(SettingsProblem(file: place.file, line: place.line, column: place.column, message: message))
    }

    func wasFaulty(_ path: [String]) -> Bool { faulty.contains(path) }

    /// The settings, if no file has a problem.
    consuming func station() throws(SettingsErrors) -> StationSettings {
        var station = StationSettings()
        for property in StationSettings.properties {
            if let said = values[property.key.path] { set(property, said, in: &station) }
        }
        // Rules between keys are checked even when single keys are wrong, so that a person can correct the file in one go.
        for sensor in sensors { station.sensors.append(self.sensor(sensor.name, at: sensor.place)) }
        reportSharedDevices(station.sensors)
        if !problems.isEmpty { throw SettingsErrors(problems: sortedProblems()) }
        return station
    }

    mutating func set<Owner>(_ property: SettingsProperty<Owner>, _ said: Said, in owner: inout Owner) {
        if !property.set(&owner, said.value) { report("\(property.key.name) cannot be used by this version", at: said.place) }
    }

    private func sortedProblems() -> [SettingsProblem] {
        let order = Dictionary(files.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        return problems.map { (key: (order[$0.file] ?? 0, $0.line, $0.column), problem: $0) }.sorted { $0.key < $1.key }.map(
            \.problem)
    }

    /// - Returns: whether the contents of the entry are to be read.
    private mutating func take(_ entry: TomlEntry, at place: SettingsPlace) -> Bool {
        let header = SettingsText.header(entry.path)
        switch SettingsSchema.match(entry.path, helpful: problems.count < Self.helpLimit) {
        case .key(let key):
            guard let value = key.rule.check(entry.value) else {
                report("\(key.name) must be \(key.rule.words); it is \(entry.value.described)", at: place)
                faulty.insert(entry.path)
                return false
            }
            values[entry.path] = Said(value: value, place: place)
        case .table:
            guard entry.value == .table else {
                report("\(header) must be a table; it is \(entry.value.described)", at: place)
                return false
            }
            if entry.path.count == 2, let name = entry.path.last { return begin(name, at: place) }
        case .unknown(let help):
            let parent = entry.path.count > 1 ? "in \(SettingsText.header(entry.path.dropLast()))" : "outside of any table"
            let name = SettingsText.shown(entry.path.last ?? "")
            report(entry.value == .table ? "unknown table \(header)\(help)" : "unknown key \(name) \(parent)\(help)", at: place)
            return false
        }
        return true
    }

    /// Starts the table of a sensor, or continues it in another file.
    private mutating func begin(_ name: String, at place: SettingsPlace) -> Bool {
        if sensorNames.contains(name) { return true }
        guard SettingsSchema.isSensorName(name) else {
            let limit = SettingsSchema.sensorNameLimit
            report(
                "\(SettingsText.shown(name)) cannot be the name of a sensor: use a letter, then letters, digits, - and _, "
                    + "at most \(limit) characters", at: place)
            return false
        }
        guard sensors.count < SettingsSchema.sensorLimit else {
            report("a station has at most \(SettingsSchema.sensorLimit) sensors; remove [sensor.\(name)]", at: place)
            return false
        }
        sensorNames.insert(name)
        sensors.append((name, place))
        return true
    }
}
