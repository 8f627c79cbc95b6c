import Glibc
import Interface
import LinuxIO
import Recording
import Rehearsal
import Samples
import Testing

@testable import Console

/// From bytes on a terminal to the socket, in real time: pretend sensors, a real daemon, real clients.
@Suite struct WholeStationTests {
    private func withStation(_ name: String, _ body: (RehearsalStation, DaemonProcess) throws -> Void) throws {
        let folder = try DaemonProcess.makeFolder(name)
        let rehearsal = try RehearsalStation(.init(folder: folder, seed: 3, bootSeconds: 0.5))
        defer { rehearsal.stop() }
        let daemon = try DaemonProcess(folder: folder)
        try body(rehearsal, daemon)
    }

    @Test func holdsAreStoredAndTheirRecordingGivesTheSameBits() throws {
        try withStation("whole") { _, daemon in
            #expect(try daemon.wait(60) { try daemon.holds().count >= 2 })
            let stored = try daemon.holds()
            #expect(daemon.stop() == 0, "\(daemon.journal)")
            for name in try Files.list(daemon.folder + "/state/recordings") {
                #expect(try RecordingFile(path: daemon.folder + "/state/recordings/" + name).isClosed, "\(name)")
            }
            let analysed = try daemon.analysedHolds()
            for hold in stored {
                let number = hold["number"]?.integer
                let twin = try #require(analysed.first { $0["number"]?.integer == number })
                let parts = (hold["sensors"]?.array ?? []).compactMap(\.object)
                let twins = (twin["sensors"]?.array ?? []).compactMap(\.object)
                #expect(parts.map { $0["sensor"] } == twins.map { $0["sensor"] } && !parts.isEmpty)
                for (part, twin) in zip(parts, twins) {
                    for key in ["flags", "firstSample", "onset", "rate", "kind", "metrics"] {
                        #expect(part[key] == twin[key], "hold \(number ?? 0): \(key)")
                    }
                }
            }
            // What it has stored is there when it starts again.
            let again = try DaemonProcess(folder: daemon.folder)
            let kept = try again.holds().compactMap { $0["number"]?.integer }
            // Another one may have been finished between the question and the end.
            let before = stored.compactMap { $0["number"]?.integer }
            #expect(Set(before).isSubset(of: kept))
        }
    }

    @Test func holdsThatWereAnnouncedSurviveAKillInMidStream() throws {
        try withStation("killed") { _, daemon in
            var announced: [Int64] = []
            let watch = try daemon.client()
            try watch.stream(Method.station("WatchHolds")) { reply in
                if let number = reply["hold"]?.object?["number"]?.integer { announced.append(number) }
                return announced.count < 2
            }
            daemon.stop(SIGKILL)
            let again = try DaemonProcess(folder: daemon.folder)
            let kept = try again.holds().compactMap { $0["number"]?.integer }
            #expect(announced.allSatisfy(kept.contains))
            // Numbers are never used twice.
            #expect(try again.wait(60) { try again.holds().count > kept.count })
            let numbers = try again.holds().compactMap { $0["number"]?.integer }
            #expect(Set(numbers).count == numbers.count && (numbers.max() ?? 0) > (kept.max() ?? 0))
        }
    }

    @Test func aSensorThatIsUnpluggedComesBackAndTheGapIsCounted() throws {
        try withStation("unplugged") { rehearsal, daemon in
            #expect(try daemon.wait(20) { try daemon.sensor("left-band")?["state"]?.string == "streaming" })
            let before = try #require(try daemon.sensor("left-band"))
            rehearsal.bench.unplug("left-band", for: 1.5)
            #expect(try daemon.wait(5) { try daemon.sensor("left-band")?["state"]?.string == "absent" })
            #expect(try daemon.sensor("left-band")?["reason"]?.string?.contains("no device") == true)
            let returned = try rehearsal.bench.waitUntilOpened("left-band", timeout: 10)
            #expect(returned)
            let moment = Clock.monotonic()
            let client = try daemon.client()
            var lost: Int64 = 0
            try client.stream(Method.station("Monitor"), [("sensor", .string("left-band")), ("intervalMs", .integer(50))]) {
                reply in
                for batch in (reply["batches"]?.array ?? []).compactMap(\.object) {
                    lost += batch["lost"]?.integer ?? 0
                    if batch["firstSample"]?.integer ?? 0 > before["nextSample"]?.integer ?? 0 { return false }
                }
                return Clock.monotonic().seconds(since: moment) < 5
            }
            // Text boards reset when they are opened; samples came within 2 s of that.
            #expect(Clock.monotonic().seconds(since: moment) < 2)
            #expect(try daemon.wait(5) { try daemon.sensor("left-band")?["lost"]?.integer ?? 0 >= 1000 })
            #expect(try daemon.wait(15) { try daemon.sensor("left-band")?["state"]?.string == "streaming" })
            // Its spectrum begins anew.
            var hop: JSONObject?
            let bands: [(String, JSONValue)] = [("sensor", .string("left-band")), ("signals", .array([.string("bands")]))]
            let began = Clock.monotonic()
            try daemon.client().stream(Method.station("Monitor"), bands) { reply in
                #expect(reply["batches"]?.array?.isEmpty == true)
                hop = reply["spectra"]?.array?.first?.object
                return hop == nil && Clock.monotonic().seconds(since: began) < 10
            }
            #expect(hop?["bands"]?.object?["8_12"]?.number != nil)
        }
    }

    @Test func aBadReloadKeepsTheOldSettingsAndAGoodOneChangesTheSensors() throws {
        try withStation("reload") { rehearsal, daemon in
            #expect(try daemon.wait(20) { try daemon.sensor("left-band")?["state"]?.string == "streaming" })
            let good = try Files.read(rehearsal.settingsPath, limit: 1 << 20)
            try Files.replace(rehearsal.settingsPath, with: good + Array("\n[sensor.new]\ndrivr = \"text\"\n".utf8))
            #expect {
                _ = try daemon.call("Reload", control: true)
            } throws: { error in
                guard case .refused(let text)? = error as? CommandError else { return false }
                return text.contains("did you mean \"driver\"?") && text.contains("holdfast.toml:")
            }
            #expect(try daemon.sensor("left-band")?["state"]?.string == "streaming")
            daemon.signal(SIGHUP)
            #expect(daemon.wait(5) { daemon.journal.contains("the previous settings stay in force") })
            #expect(try daemon.sensor("left-band")?["state"]?.string == "streaming")
            let extra = "\n[sensor.new]\ndriver = \"text\"\npath = \"/nowhere\"\n"
            try Files.replace(rehearsal.settingsPath, with: good + Array(extra.utf8))
            let client = try daemon.client()
            try client.begin(Method.station("Monitor"))
            _ = try client.reply(within: 10)
            _ = try daemon.call("Reload", control: true)
            #expect(try daemon.sensor("new")?["state"]?.string == "absent")
            // A stream of all sensors goes on, and hears of the new one.
            var names: [String] = []
            while !names.contains("new") {
                let reply = try #require(try client.reply(within: 10))
                names = (reply.parameters["sensors"]?.array ?? []).compactMap { $0.object?["name"]?.string }
            }
            #expect(try daemon.wait(20) { try daemon.sensor("left-band")?["state"]?.string == "streaming" })
        }
    }

    @Test func notesExclusionsAndTareGoThroughTheControlSocketOnly() throws {
        try withStation("control") { _, daemon in
            #expect(try daemon.wait(60) { try daemon.holds().count >= 1 })
            let number = try #require(try daemon.holds().first?["number"]?.integer)
            let hold: (String, JSONValue) = ("hold", .integer(number))
            #expect(throws: CommandError.self) {
                try daemon.client().call(Method.control("Annotate"), [hold, ("text", .string("x"))])
            }
            _ = try daemon.call("Annotate", [hold, ("text", .string("Anna, third set"))], control: true)
            let notes = try daemon.call("Annotations", [hold], control: true)
            #expect(notes["annotations"]?.array?.first?.object?["text"]?.string == "Anna, third set")
            _ = try daemon.call("Exclude", [hold, ("excluded", .bool(true)), ("reason", .string("slipped"))], control: true)
            #expect(try !daemon.holds().contains { $0["number"]?.integer == number })
            #expect(throws: CommandError.self) {
                try daemon.call("Exclude", [("hold", .integer(999_999)), ("excluded", .bool(true))], control: true)
            }
            // Between two pulls there is a rest in which a tare is taken; while somebody pulls it is refused.
            var refusals = 0
            let tared = try daemon.wait(40) {
                do {
                    let answer = try daemon.call("Tare", [("sensor", .string("left-band"))], control: true)
                    return answer["tares"]?.array?.count == 1
                } catch CommandError.refused(let text) {
                    #expect(text.contains("left-band"))
                    refusals += 1
                    return false
                }
            }
            #expect(tared)
        }
    }

    @Test func settingsThatCannotBeUsedAreSaidWithTheirPlace() throws {
        let folder = try DaemonProcess.makeFolder("broken")
        try Files.replace(folder + "/holdfast.toml", with: Array("[sensor.a]\ndriver = \"texd\"\npath = \"/x\"\n".utf8))
        #expect {
            _ = try DaemonProcess(folder: folder)
        } throws: { "\($0)".contains("did you mean \\\"text\\\"?") || "\($0)".contains("did you mean \"text\"?") }
    }

    /// The state directory is locked, by whatever path and with whatever sockets it comes.
    @Test func aSecondDaemonOnTheSameStateRefusesToStart() throws {
        let folder = try DaemonProcess.makeFolder("state")
        try Files.replace(folder + "/holdfast.toml", with: [])
        let first = try DaemonProcess(folder: folder)
        try Files.link(folder + "/alias", to: folder + "/state")
        for state in ["/state", "/alias", "/state/../state"] {
            let second = try DaemonProcess.ending([
                "--config", folder + "/holdfast.toml", "--state-directory", folder + state, "--runtime-directory",
                folder + "/other",
            ])
            #expect(second.code == 69 && second.text.contains(folder + state), "\(second)")
            #expect(second.text.contains("another holdfastd") && second.text.contains("--state-directory"), "\(second)")
        }
        #expect(first.isRunning)
        #expect(try first.call("GetStatus")["sensors"]?.integer == 0)
        // Its lock ends with it, also when it is killed.
        first.stop(SIGKILL)
        let next = try DaemonProcess(folder: folder)
        #expect(next.isRunning)
    }

    @Test func aSecondDaemonOnTheSameSocketsRefusesToStart() throws {
        let folder = try DaemonProcess.makeFolder("twice")
        try Files.replace(folder + "/holdfast.toml", with: [])
        let first = try DaemonProcess(folder: folder)
        let second = try DaemonProcess.ending([
            "--config", folder + "/holdfast.toml", "--state-directory", folder + "/state2", "--runtime-directory",
            folder + "/run",
        ])
        // That for control is the first that it asks for.
        #expect(second.code == 69 && second.text.contains("/run/control.sock"), "\(second)")
        #expect(first.isRunning)
        #expect(try first.call("GetStatus")["sensors"]?.integer == 0)
    }
}
