import Help
import Interface
import Messages
import Samples

extension Command {
    static let doctor = Command(
        "doctor", summary: "find problems and print their cures",
        details: """
            Examines the station, its sensors, the rights of this user and the host, and prints each problem with its cure. The exit
            code is that of the worst finding: 0 good, 1 warning (it measures, but needs attention), 2 fault (something does
            not work, or its numbers are not to be trusted).

            With --json a list of objects with the fields condition (a name that stays), severity ("good", "warning" or
            "fault"), good, subject (a sensor, the path of a device, or a part of the station), text, and cure where something
            is wrong.

            \(conditionList)
            """,
        options: [
            Option("config", "PATH", "settings to examine (/etc/holdfast)"), .stateDirectory,
        ], isPaged: true
    ) { arguments throws(CommandError) in
        let findings = DoctorFacts(arguments).findings
        if arguments.has("json") {
            Output.json(findings.map(\.json))
        } else {
            for finding in findings { for line in finding.lines { Output.line(line, finding.severity.tone) } }
        }
        let worst = findings.map(\.severity).max() ?? .good
        guard worst > .good else { return }
        let (faults, warnings) = (findings.count { $0.severity == .fault }, findings.count { $0.severity == .warning })
        let counts = [(faults, "fault"), (warnings, "warning")].filter { $0.0 > 0 }.map { "\($0) \($1)\($0 == 1 ? "" : "s")" }
        throw .findings(counts.joined(separator: ", "), exitCode: worst.rawValue)
    }

    private static var conditionList: String {
        let width = Condition.all.map(\.name.count).max() ?? 0
        return "Conditions:\n"
            + Condition.all.map { condition in
                "  " + condition.name + String(repeating: " ", count: width - condition.name.count + 2)
                    + "\(condition.severity.name): \(condition.summary)"
            }.joined(separator: "\n")
    }
}

extension DoctorFacts {
    /// Everything that was found, and what is good.
    var findings: [Finding] {
        let found = Condition.all.flatMap { $0.findings(self) }
        func isClean(_ subjects: String...) -> Bool { !found.contains { subjects.contains($0.subject) } }
        var good: [Finding] = []
        func add(_ subject: String, _ text: String) {
            good.append(Finding(condition: "good", severity: .good, subject: subject, text: text))
        }
        if silence == nil, let status { add("station", "\(status.station) runs, version \(status.version)") }
        if isClean("rights") { add("rights", "this user may change the station") }
        if isClean("udev") { add("udev", "60-holdfast.rules is installed") }
        if isClean("disk"), let space { add("disk", "\(space.free >> 20) MB are free where \(stateDirectory) is") }
        for sensor in sensors {
            guard isClean(sensor.name) else { continue }
            let rate = sensor.rate.map { ", \(Digits.text($0)) Hz" } ?? ""
            add(sensor.name, sensor.state.rawValue + rate)
        }
        return good + found.sorted { $0.severity > $1.severity }
    }
}

extension Finding {
    var lines: [String] {
        let name = severity.name
        let head = name + String(repeating: " ", count: 9 - name.count) + "\(subject): \(text)"
        return [head] + (cure.map { ["         cure: \($0)"] } ?? [])
    }

    var json: JSONObject {
        var object = JSONObject([
            ("condition", .string(condition)), ("severity", .string(severity.name)), ("good", .bool(severity == .good)),
            ("subject", .string(subject)), ("text", .string(text)),
        ])
        if let cure { object["cure"] = .string(cure) }
        return object
    }
}

extension Severity {
    fileprivate var tone: Look.Tone {
        switch self {
        case .good: .good
        case .warning: .warning
        case .fault: .bad
        }
    }
}
