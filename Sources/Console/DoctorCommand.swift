import Interface
import LinuxIO

extension Command {
    static let doctor = Command(
        name: "doctor", arguments: "", summary: "look for what is wrong, and say how to mend it",
        details:
            "Looks at the station, its sensors, this user's rights and the host. The exit code is 1 when something is wrong.",
        options: [.socket, .controlSocket, .json]
    ) { arguments throws(CommandError) in
        var findings = rights(arguments)
        do throws(CommandError) { findings += try station(arguments) } catch {
            findings.append(Finding(false, "station", error.text))
        }
        if arguments.has("json") {
            Output.json(
                .array(
                    findings.map {
                        .object(
                            JSONObject([("good", .bool($0.isGood)), ("subject", .string($0.subject)), ("text", .string($0.text))])
                        )
                    }))
        } else {
            for finding in findings { Output.line("\(finding.isGood ? "good" : "BAD ")  \(finding.subject): \(finding.text)") }
        }
        let bad = findings.count { !$0.isGood }
        if bad > 0 { throw .refused("\(bad) of \(findings.count) things need care") }
    }

    private struct Finding {
        var isGood: Bool
        var subject: String
        var text: String
        init(_ isGood: Bool, _ subject: String, _ text: String) {
            self.isGood = isGood
            self.subject = subject
            self.text = text
        }
    }

    /// What this user may, and what this host has.
    private static func rights(_ arguments: Arguments) -> [Finding] {
        var findings: [Finding] = []
        if let group = Accounts.groupNumber("holdfast") {
            let isMember = Environment.userNumber == 0 || Accounts.isMember(of: group)
            findings.append(
                Finding(
                    isMember, "rights",
                    isMember
                        ? "this user may change the station" : "join the group to change the station: sudo adduser $USER holdfast"
                ))
        }
        let rules = ["/etc/udev/rules.d", "/usr/lib/udev/rules.d", "/lib/udev/rules.d"].contains {
            Files.kind(of: $0 + "/60-holdfast.rules") != nil
        }
        findings.append(
            Finding(
                rules, "udev",
                rules
                    ? "60-holdfast.rules is installed"
                    : "install udev/60-holdfast.rules, so that devices may be opened and are left alone"))
        return findings
    }

    private static func station(_ arguments: Arguments) throws(CommandError) -> [Finding] {
        let client = try StationClient(arguments)
        let status = try client.call(Method.station("GetStatus"))
        var findings = [
            Finding(true, "station", "\(status["station"]?.string ?? "") runs, version \(status["version"]?.string ?? "")")
        ]
        for warning in (status["warnings"]?.array ?? []).compactMap(\.string) {
            findings.append(Finding(false, "station", warning))
        }
        for sensor in (try client.call(Method.station("ListSensors"))["sensors"]?.array ?? []).compactMap(\.object) {
            let name = sensor["name"]?.string ?? ""
            let state = sensor["state"]?.string ?? ""
            // A sensor that is not plugged in is a normal state.
            let isGood = ["streaming", "settling", "absent"].contains(state)
            findings.append(Finding(isGood, name, sensor["reason"]?.string ?? state))
            if let lost = sensor["lost"]?.integer, let frames = sensor["frames"]?.integer, lost > 0, lost * 1000 > frames {
                findings.append(Finding(false, name, "\(lost) samples are lost: check its cable and hub"))
            }
            if sensor["calibration"]?.string == "none", state == "streaming" {
                findings.append(
                    Finding(false, name, "nobody has calibrated it: its forces are in \(sensor["unit"]?.string ?? "raw units")"))
            }
        }
        for device in (try client.call(Method.station("ListDevices"))["devices"]?.array ?? []).compactMap(\.object)
        where device["accessible"]?.bool == false {
            findings.append(Finding(false, device["path"]?.string ?? "", device["advice"]?.string ?? ""))
        }
        return findings
    }
}
