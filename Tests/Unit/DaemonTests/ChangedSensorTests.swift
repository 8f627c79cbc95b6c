import Certificates
import Foundation
import Interface
import LinuxIO
import Rehearsal
import RingBuffer
import Samples
import Testing

@testable import Console
@testable import Recording

/// One sensor is added, scaled, put on another device, removed and added again, while two others stream and record.
@Suite struct ChangedSensorTests {
    /// Samples of one sensor, as a client got them.
    private struct Series {
        var indices: [Int64] = []
        var values: [Double] = []
        var lost: Int64 = 0
        var dropped: Int64 = 0
        var lastUs: Int64 = 0

        mutating func take(_ batch: JSONObject) {
            let signal = batch["signals"]?.array?.first?.object
            let samples = (signal?["samples"]?.array ?? []).compactMap(\.number)
            let first = batch["firstSample"]?.integer ?? -1
            indices += (0..<Int64(samples.count)).map { first + $0 }
            values += samples
            lost += batch["lost"]?.integer ?? 0
            dropped += batch["dropped"]?.integer ?? 0
            lastUs = batch["timeUs"]?.integer ?? 0
        }

        /// Whether every sample follows on the one before.
        var isWhole: Bool {
            zip(indices, indices.dropFirst()).allSatisfy { $1 == $0 + 1 }
                && zip(values, values.dropFirst()).allSatisfy { $1 == $0 + 1 }
        }
    }

    private let folder: String
    private let bench: PretendBench

    init() throws {
        folder = try DaemonProcess.makeFolder("changed")
        bench = try CountingBench.start(folder, ["left", "right", "other", "spare"])
    }

    private func table(_ name: String, path: String? = nil, more: String = "") -> String {
        "[sensor.\(name)]\ndriver = \"text\"\npath = \"\(folder)/\(path ?? name)\"\n\(more)\n"
    }

    private func write(_ tables: String...) throws {
        try Files.replace(folder + "/holdfast.toml", with: Array(tables.joined().utf8))
    }

    private func reload(_ daemon: DaemonProcess, _ tables: String...) throws {
        try Files.replace(folder + "/holdfast.toml", with: Array(tables.joined().utf8))
        _ = try daemon.call("Reload", control: true)
    }

    private func flows(_ name: String, _ daemon: DaemonProcess) throws -> Bool {
        ["settling", "streaming"].contains(try daemon.sensor(name)?["state"]?.string)
    }

    /// Waits until a sensor sends, and then until it has sent some more.
    private func settle(_ name: String, _ daemon: DaemonProcess) throws {
        #expect(try daemon.wait(10) { try flows(name, daemon) }, "\(daemon.journal)")
        let begun = try daemon.sensor(name)?["frames"]?.integer ?? 0
        #expect(try daemon.wait(10) { (try daemon.sensor(name)?["frames"]?.integer ?? 0) > begun + 100 })
    }

    /// Reads on until both have samples of after `moment`.
    private func read(_ client: StationClient, until moment: HostInstant) throws -> [String: Series] {
        var series: [String: Series] = [:]
        while min(series["left"]?.lastUs ?? 0, series["right"]?.lastUs ?? 0) < moment.nanoseconds / 1000 {
            let reply = try #require(try client.reply(within: 10)).parameters
            for batch in (reply["batches"]?.array ?? []).compactMap(\.object) {
                series[batch["sensor"]?.string ?? "", default: Series()].take(batch)
            }
        }
        return series
    }

    @Test func notASampleOfTheOthersIsLostWhateverBecomesOfOne() throws {
        defer { bench.stop() }
        let (left, right) = (table("left"), table("right", more: "set_up = \"x\""))
        try write(left, right)
        let daemon = try DaemonProcess(folder: folder)
        for name in ["left", "right"] { try settle(name, daemon) }
        let client = try daemon.client()
        try client.begin(
            Method.station("Monitor"), [("signals", .array([.string("raw_1")])), ("intervalMs", .integer(20))])
        // Added, in front of the others; scaled; on another device, in another set-up; tared; removed; and added again.
        try reload(daemon, table("other", more: "unit = \"counts\""), left, right)
        try settle("other", daemon)
        try reload(daemon, table("other", more: "unit = \"counts\"\nscale = 2.0\nset_up = \"y\""), left, right)
        #expect(try daemon.sensor("other")?["calibration"]?.string == "settings")
        try settle("other", daemon)
        try reload(daemon, left, right, table("other", path: "spare"))
        try settle("other", daemon)
        #expect(try daemon.sensor("other")?["device"]?.string?.hasSuffix("/spare") == true)
        _ = try? daemon.call("Tare", [("sensor", .string("other"))], control: true)
        try reload(daemon, right, left)
        #expect(try daemon.sensor("other") == nil)
        try reload(daemon, right, left, table("other"))
        try settle("other", daemon)
        let names = (try daemon.call("ListSensors")["sensors"]?.array ?? []).compactMap { $0.object?["name"]?.string }
        #expect(names == ["right", "left", "other"])
        let series = try read(client, until: Clock.monotonic())
        for name in ["left", "right"] {
            let found = try #require(series[name])
            #expect(found.isWhole && found.lost == 0 && found.dropped == 0 && found.values.count > 300, "\(name)")
            #expect(try daemon.sensor(name)?["lost"]?.integer == 0)
        }
        // Of the one that is changed, too, indices never go back, and no sample of one device counts as the other's.
        let other = try #require(series["other"])
        #expect(zip(other.indices, other.indices.dropFirst()).allSatisfy { $0 < $1 })
        #expect(Set(other.values.map { Int($0 / 1e6) }) == [2, 3])
        #expect(daemon.stop() == 0)
        try checkRecording(series)
    }

    /// One file, with every frame of the others, and the one that came later under its name.
    private func checkRecording(_ series: [String: Series]) throws {
        let names = try Files.list(folder + "/state/recordings")
        #expect(names.count == 1)
        let file = try RecordingFile(path: folder + "/state/recordings/\(names.first ?? "")")
        #expect(file.isClosed && file.damagedBytes == 0 && file.refused == 0)
        var values: [String: [Double]] = [:]
        var edition: [UInt16: UInt16] = [:]
        for outcome in file.outcomes {
            switch outcome {
            case .calibrated(let sensor, _, _, let fresh): edition[sensor.value] = fresh
            case .frame(let frame) where frame.flags.isDisjoint(with: .marks):
                let known = try #require(file.sensors[frame.sensor.value, edition[frame.sensor.value] ?? 0])
                values[known.name, default: []].append(frame.values[0])
                // What was measured on a device stands under it.
                if known.name == "other" {
                    let isRight = known.device.hasSuffix(frame.values[0] < 3e6 ? "/other" : "/spare")
                    #expect(isRight)
                }
            default: break
            }
        }
        for name in ["left", "right"] {
            let found = try #require(values[name])
            let isWhole = zip(found, found.dropFirst()).allSatisfy { $1 == $0 + 1 }
            #expect(isWhole, "\(name)")
            #expect(found.count > (series[name]?.values.count ?? 0))
        }
        #expect(values["other"]?.isEmpty == false)
    }

    @Test func aStreamOfASensorThatGoesEndsAndSaysWhy() throws {
        defer { bench.stop() }
        try write(table("left"), table("right"))
        let daemon = try DaemonProcess(folder: folder)
        for name in ["left", "right"] { try settle(name, daemon) }
        let client = try daemon.client()
        try client.begin(Method.station("Monitor"), [("sensor", .string("right"))])
        _ = try client.reply(within: 10)
        try reload(daemon, table("left"))
        #expect {
            while try client.reply(within: 10)?.continues == true {}
        } throws: { "\($0)".contains("a sensor of this call has changed") }
        #expect(throws: CommandError.self) { try daemon.call("Tare", [("sensor", .string("right"))], control: true) }
        #expect(try daemon.call("GetStatus")["sensors"]?.integer == 1)
    }

    /// Sensors change places: each device is read as the other sensor, and is at no time in anybody's way.
    @Test func twoSensorsThatChangeDevicesAreNobodysRivals() throws {
        defer { bench.stop() }
        try write(table("left"), table("right"))
        let daemon = try DaemonProcess(folder: folder)
        for name in ["left", "right"] { try settle(name, daemon) }
        for _ in 0..<3 {
            try reload(daemon, table("left", path: "right"), table("right", path: "left"))
            for name in ["left", "right"] { try settle(name, daemon) }
            try reload(daemon, table("left"), table("right"))
            for name in ["left", "right"] { try settle(name, daemon) }
        }
        #expect(!daemon.journal.contains(" open: ") && !daemon.journal.contains("already"), "\(daemon.journal)")
    }
}
