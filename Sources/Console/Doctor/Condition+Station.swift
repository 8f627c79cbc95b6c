import Messages

extension Condition {
    /// What the station says of itself, or why it says nothing.
    static let ofStation: [Condition] = [
        Condition(
            "state_locked", .fault, "another holdfastd uses the state directory: a second one does not start",
            cure: "stop it, or give one of the two another --state-directory"
        ) { facts in
            facts.stateHolder.map { [.init("station", "\($0) keeps its data in \(facts.stateDirectory)")] } ?? []
        },
        Condition(
            "no_answer", .fault, "no station answers at its socket",
            cure: "start it: systemctl start holdfast; see why it ended: journalctl --unit holdfast"
        ) { facts in
            guard let silence = facts.silence else { return [] }
            if case .permission(let text) = silence { return [.init("station", sentence: text)] }
            let what = silence.text.firstRange(of: ": ").map { String(silence.text[..<$0.lowerBound]) } ?? silence.text
            return facts.hasUnit
                ? [.init("station", what)]
                : [.init("station", "\(what), and its service is not installed", cure: "install it: scripts/install")]
        },
        Condition(
            "other_version", .warning, "the station has another version than this program",
            cure: "start the new one: systemctl restart holdfast"
        ) { facts in
            guard let version = facts.stationVersion, version != facts.version else { return [] }
            return [.init("station", "the station has version \(version), and this program has version \(facts.version)")]
        },
        .said(
            "real_time", .warning, "the measuring threads have no real-time priority; the text names what limits it",
            cure: "set LimitRTPRIO=20, as the unit of the service does"),
        .said("recording", .fault, "nothing is recorded", cure: "check the disk, and who owns the state directory"),
        Condition(
            "database", .warning,
            "the database was replaced, lacks rows that were acknowledged, or was changed by the disk",
            cure: "keep the file that was set aside, because it has the missing rows; then: systemctl restart holdfast"
        ) { facts in
            // What was lost is said with colons, and has no cure of its own.
            facts.told("database").map { .init("station", $0.text) }
        },
        .said(
            "database_waits", .fault, "the database cannot be written: holds wait in memory and are lost at power failure",
            cure: "check the disk, and who owns the state directory"),
        .said(
            "clock", .warning, "the clock of the host is not set, or has stepped: dates of holds are wrong",
            cure: "timedatectl set-ntp true"),
        .said("overload", .fault, "this machine is too slow: samples were refused", cure: "stop other programs on it"),
        .said(
            "protocols", .warning, "a training protocol cannot be read and is left out",
            cure: "correct that file, then: systemctl reload holdfast"),
        .said(
            "sessions", .warning, "a session is under way on a set-up that the settings no longer name",
            cure: "holdfast session stop --set-up NAME"),
        .said("overloaded", .warning, "a sensor was overloaded (overload_newtons)", cure: "check it with a weight"),
        .said("calibration_due", .warning, "a calibration or a test is overdue", cure: "holdfast calibrate NAME"),
        .said(
            "calibration_soon", .warning, "a calibration or a test is due within 30 days", cure: "holdfast calibrate NAME"),
        .said(
            "weights_due", .warning, "the calibration of a weight is overdue, or due within 30 days",
            cure: "send it to a laboratory, then: holdfast weights add SERIAL"),
        .said(
            "calibration_unused", .fault, "a calibration is not used, because it was made with other settings",
            cure: "holdfast calibrate NAME"),
        .said("check_failed", .fault, "the last check of a calibration failed", cure: "holdfast calibrate NAME"),
        .said("check_drift", .warning, "the checks of a calibration drift to one side", cure: "holdfast check NAME"),
        .said("zero", .warning, "a sensor reads a force with nothing on it", cure: "holdfast zero NAME"),
        Condition(
            "told", .warning, "any other warning of the station", cure: "see `holdfast status`"
        ) { facts in
            let known = facts.sentences
            return (facts.status?.warnings ?? []).filter { !known.contains($0) }
                .map { .init("station", sentence: $0) }
        },
    ]

    /// What the station tells of by this name.
    static func said(_ name: String, _ severity: Severity, _ summary: String, cure: String) -> Condition {
        Condition(name, severity, summary, cure: cure) { $0.named(name) }
    }
}

extension DoctorFacts {
    private var told: [Station1.Finding] { status?.findings ?? [] }

    fileprivate func told(_ condition: String) -> [Station1.Finding] { told.filter { $0.condition == condition } }

    /// What the station has found of a condition.
    func named(_ condition: String) -> [Condition.Sighting] {
        told(condition).map { .init($0.sensor ?? "station", sentence: $0.text) }
    }

    /// Warnings that are found by their conditions.
    var sentences: Set<String> {
        let known = Set(Condition.all.map(\.name))
        var found: Set<String> = []
        for finding in told where known.contains(finding.condition) {
            found.insert(finding.sensor.map { "\($0): \(finding.text)" } ?? finding.text)
        }
        for sensor in sensors { for warning in sensor.warnings { found.insert("\(sensor.name): \(warning)") } }
        return found
    }
}
