import Interface
import LinuxIO
import Messages
import Samples
import Scratch
import Testing

@testable import Console

/// What `holdfast doctor` says of each condition, and of none.
struct DoctorTests {
    private static func facts(_ change: (inout DoctorFacts) -> Void = { _ in }) -> DoctorFacts {
        var facts = DoctorFacts()
        facts.stateDirectory = "/var/lib/holdfast"
        facts.space = (8 << 30, 64 << 30)
        facts.stationVersion = Release.version
        facts.status = .good(Release.version)
        facts.sensors = [.good]
        change(&facts)
        return facts
    }

    private static func sensor(_ change: @escaping @Sendable (inout Station1.Sensor) -> Void)
        -> @Sendable (inout DoctorFacts) -> Void
    {
        { facts in change(&facts.sensors[0]) }
    }

    private static func said(_ condition: String, _ text: String, sensor: String? = nil) -> @Sendable (inout DoctorFacts) -> Void
    {
        { facts in
            facts.status?.findings = [Station1.Finding(condition: condition, sensor: sensor, text: text)]
            facts.status?.warnings = [sensor.map { "\($0): \(text)" } ?? text]
        }
    }

    /// A case of each condition: what is wrong, and a word that must be in what is said of it.
    private static let cases: [(condition: String, word: String, change: @Sendable (inout DoctorFacts) -> Void)] = [
        ("no_group", "no group", { $0.membership = .noGroup }),
        ("not_in_group", "not in the group", { $0.membership = .none }),
        ("login_again", "next login", { $0.membership = .afterLogin }),
        ("no_rules", "in no folder", { $0.rules = .missing }),
        ("no_rules", "/etc/udev", { $0.rules = .masked("/etc/udev/rules.d/60-holdfast.rules") }),
        ("no_rules", "does not look", { $0.rules = .elsewhere("/opt/lib/udev/rules.d/60-holdfast.rules") }),
        ("settings", "holdfast.toml:3:1", { $0.settingsProblems = ["holdfast.toml:3:1: unknown key"] }),
        ("disk_full", "3 MB", { $0.space = (3 << 20, 64 << 30) }),
        ("disk_full", "nothing is recorded", said("disk_full", "nothing is recorded: No space left; free some disk space")),
        ("disk_low", "500 MB", { $0.space = (500 << 20, 64 << 30) }),
        ("host_late", "25 ms", { $0.lateness = 0.025 }),
        (
            "state_locked", "process 7",
            { facts in
                (facts.silence, facts.stateHolder) = (.unavailable("no station answers at x: start it"), "holdfastd (process 7)")
            }
        ),
        ("no_answer", "no station answers", { $0.silence = .unavailable("no station answers at x: start it") }),
        (
            "no_answer", "not installed",
            { facts in (facts.silence, facts.hasUnit) = (.unavailable("no station answers at x: start it"), false) }
        ),
        ("other_version", "0.0.1", { $0.stationVersion = "0.0.1" }),
        (
            "other_version", "9.0.0",
            { facts in
                // Nothing else of what it says is understood.
                (facts.stationVersion, facts.status, facts.sensors) = ("9.0.0", nil, [])
                facts.silence = .unavailable("the station at x has another version than this program: see `holdfast doctor`")
            }
        ),
        ("told", "something new", { $0.status?.warnings = ["something new: do it"] }),
        (
            "device_refused", "may not be opened",
            {
                $0.devices = [
                    Station1.Device(
                        path: "/dev/ttyUSB0", vendor: "", product: "", serial: "", port: "", usbId: "", sensor: nil, driver: nil,
                        maturity: nil, accessible: false, advice: nil)
                ]
            }
        ),
        ("refused", "6.9 MHz", sensor { ($0.state, $0.reason) = (.refused, "6.9 MHz is no rate") }),
        ("slow", "2 Hz", sensor { ($0.state, $0.reason) = (.slow, "2 Hz is too slow") }),
        ("not_streaming", "strange", sensor { ($0.state, $0.reason) = (.connecting, "strange") }),
        ("lost", "500", sensor { $0.lost = 500 }),
        ("unreadable_texts", "500", sensor { $0.corrupt = 500 }),
        ("no_numbers", "500", sensor { $0.notANumber = 500 }),
        ("resent", "9 commands", sensor { $0.resent = 9 }),
        ("interpolated", "500", sensor { $0.interpolated = 500 }),
        ("incomplete", "500", sensor { $0.incomplete = 500 }),
        ("jitter", "30 ms", sensor { $0.jitterUs = 30_000 }),
        ("not_calibrated", "counts", sensor { ($0.calibration, $0.unit) = (.none, "counts") }),
    ]

    @Test func aGoodStationHasNothingButGoodFindings() {
        let findings = Self.facts().findings
        #expect(findings.allSatisfy { $0.severity == .good && $0.cure == nil })
        #expect(Set(findings.map(\.subject)) == ["station", "rights", "udev", "disk", "left"])
    }

    @Test(arguments: cases.indices)
    func eachConditionIsFoundAloneAndHasACure(_ place: Int) throws {
        let (name, word, change) = Self.cases[place]
        let found = Self.facts(change).findings.filter { $0.severity > .good }
        let finding = try #require(found.first { $0.condition == name }, "\(name): \(found)")
        #expect(finding.text.contains(word) && finding.cure?.isEmpty == false, "\(finding)")
        // Where nobody answers it is said so beside its cause.
        #expect(Set(found.map(\.condition)).subtracting(["no_answer"]).subtracting([name]).isEmpty, "\(found)")
    }

    @Test(arguments: [
        "absent", "ambiguous", "shared", "no_permission", "not_allowed", "busy", "silent", "not_ours", "unreadable",
        "unsupported",
        "failed",
    ])
    func whatIsInTheWayOfASensorIsNeverGood(_ name: String) throws {
        let facts = Self.facts(
            Self.sensor { ($0.state, $0.condition, $0.reason) = (.absent, name, "so it is: do that") })
        let found = facts.findings.filter { $0.subject == "left" }
        #expect(found.count == 1 && found.first?.condition == name)
        #expect(try #require(found.first).severity > .good)
        if name != "failed" { #expect(found.first?.text == "so it is" && found.first?.cure == "do that") }
    }

    @Test(arguments: [
        "real_time", "recording", "database_waits", "clock", "overload", "protocols", "overloaded", "calibration_due",
        "gaps_uncertain", "spikes", "repeats", "negative_load", "reversed", "not_armed",
        "calibration_unused", "calibration_soon", "check_failed", "check_drift", "weights_due", "zero",
    ])
    func whatTheStationTellsOfIsSaidOnce(_ name: String) throws {
        let found = Self.facts(Self.said(name, "it is so: do that", sensor: "left")).findings.filter { $0.severity > .good }
        #expect(found.map(\.condition) == [name] && found.first?.subject == "left" && found.first?.cure == "do that")
    }

    @Test func whatADatabaseLacksIsSaidWhole() {
        let text = "it was damaged; of the rows that were acknowledged it has event: 0 of 22"
        let found = Self.facts(Self.said("database", text)).findings.filter { $0.severity > .good }
        #expect(found.map(\.text) == [text] && found.first?.condition == "database")
    }

    @Test func whoHasADeviceOpenIsNamedAsFarAsThisUserMayLook() {
        let busy = Self.sensor { sensor in
            (sensor.state, sensor.condition, sensor.device) = (.connecting, "busy", "/dev/ttyUSB0")
            sensor.reason = "another program has /dev/ttyUSB0 open: close it"
        }
        let blind = Self.facts(busy).findings.first { $0.condition == "busy" }
        #expect(blind?.text == "another program has /dev/ttyUSB0 open" && blind?.cure == "close it")
        let seen = Self.facts { facts in
            busy(&facts)
            facts.rivals["/dev/ttyUSB0"] = "ModemManager (process 12)"
        }
        let finding = seen.findings.first { $0.condition == "busy" }
        #expect(finding?.text == "ModemManager (process 12) has /dev/ttyUSB0 open" && finding?.cure?.contains("rules") == true)
    }

    @Test func everyConditionHasACaseACureAndAName() {
        let names = Condition.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(Condition.all.allSatisfy { $0.severity > .good && !$0.cure.isEmpty && !$0.summary.isEmpty })
    }

    @Test func theWorstComesFirstAndDecidesTheExitCode() {
        let facts = Self.facts { facts in
            facts.sensors[0].lost = 500
            facts.settingsProblems = ["holdfast.toml:3:1: unknown key"]
        }
        #expect(facts.findings.filter { $0.severity > .good }.map(\.severity) == [.fault, .warning])
        #expect(Severity.allCases.map(\.rawValue) == [0, 1, 2])
        #expect(CommandError.findings("", exitCode: Severity.fault.rawValue).exitCode == 2)
    }

    /// The form that scripts read.
    @Test func theJSONFormStays() {
        let bad = Finding(
            condition: "lost", severity: .warning, subject: "left", text: "500 of its samples are lost", cure: "look")
        #expect(
            bad.json
                == JSONObject([
                    ("condition", .string("lost")), ("severity", .string("warning")), ("good", .bool(false)),
                    ("subject", .string("left")), ("text", .string("500 of its samples are lost")), ("cure", .string("look")),
                ]))
        let good = Finding(condition: "good", severity: .good, subject: "left", text: "streaming")
        #expect(good.json["good"]?.bool == true && good.json["cure"] == nil)
    }

    @Test func theRulesAreFoundWhereverUdevLooksAndNowhereElse() throws {
        let folder = Scratch.path("rules")
        let (etc, local) = (folder + "/etc", folder + "/usr/local/lib")
        for path in [etc, local, folder + "/opt/lib/udev/rules.d"] { try Files.makeDirectory(path) }
        let program = folder + "/opt/bin/holdfast"
        func rules() -> DoctorFacts.Rules { DoctorFacts.rules(in: [etc, local], beside: program) }
        #expect(rules() == .missing)
        let stray = folder + "/opt/lib/udev/rules.d/60-holdfast.rules"
        try Files.replace(stray, with: [10])
        #expect(rules() == .elsewhere(stray))
        try Files.replace(local + "/60-holdfast.rules", with: [10])
        #expect(rules() == .installed)
        try Files.link(etc + "/60-holdfast.rules", to: "/dev/null")
        #expect(rules() == .masked(etc + "/60-holdfast.rules"))
        // scripts/install puts them there.
        #expect(DoctorFacts.ruleFolders.contains("/usr/local/lib/udev/rules.d"))
    }
}
