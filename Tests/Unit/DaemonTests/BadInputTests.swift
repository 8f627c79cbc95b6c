import Foundation
import Glibc
import Interface
import LinuxIO
import Rehearsal
import Samples
import Testing

@testable import Console

/// What a broken cable, a wrong rate or a wrong program sends must cost the others nothing.
@Suite struct BadInputTests {
    /// Writes everything; what nobody listens to is lost, as on a wire.
    private func send(_ bytes: [UInt8], to terminal: borrowing PseudoTerminal) throws {
        var sent = 0
        while sent < bytes.count {
            let transfer = try bytes.withUnsafeBytes {
                try terminal.descriptor.write(UnsafeRawBufferPointer(rebasing: $0[sent...]))
            }
            if case .bytes(let count) = transfer {
                sent += count
            } else if !terminal.isOpened {
                sent += min(4096, bytes.count - sent)
            } else {
                try #require(UnixSocket.wait(terminal.descriptor.number, writable: true, seconds: 20))
            }
        }
    }

    @Test func noiseOnOneSensorCostsTheOthersNothing() throws {
        let folder = try DaemonProcess.makeFolder("noise")
        let rehearsal = try RehearsalStation(.init(folder: folder, seed: 5, bootSeconds: 0.2))
        defer { rehearsal.stop() }
        let terminal = try PseudoTerminal()
        let settings = String(decoding: try Files.read(folder + "/holdfast.toml", limit: 1 << 16), as: UTF8.self)
        let more = "\n[sensor.noisy]\ndriver = \"text\"\npath = \"\(terminal.path)\"\nunit = \"N\"\n"
        try Files.replace(folder + "/holdfast.toml", with: Array((settings + more).utf8))
        let daemon = try DaemonProcess(folder: folder)
        #expect(try daemon.wait(20) { try daemon.sensor("left-band")?["frames"]?.integer ?? 0 > 1000 })

        let seed = UInt64(20_261_121)
        var random = RehearsalRandom.stream(seed, 1)
        let noise = (0..<1_000_000).map { _ in UInt8(truncatingIfNeeded: Int(random.gaussian() * 64)) }
        let good = Array("12.5\n12.75\n".utf8)
        #expect(
            try daemon.wait(10) {
                try send(good, to: terminal)
                return try daemon.sensor("noisy")?["frames"]?.integer ?? 0 > 20
            })
        try send(Array("12.\n.\n-\n1,2,3,4,5,6,7,8,9\n12.5.5\n0x1F\n\u{0}\u{0}\n1e999\n".utf8), to: terminal)
        try send(noise, to: terminal)
        try send([UInt8](repeating: UInt8(ascii: "7"), count: 10_000_000), to: terminal)
        let before = try #require(try daemon.sensor("noisy"))
        #expect(before["corrupt"]?.integer ?? 0 > 20, "seed \(seed)")
        #expect(before["reason"]?.string?.contains("check the baud rate") == true)
        // When it comes to its senses it is a sensor again.
        try send(Array("\n".utf8), to: terminal)
        let frames = before["frames"]?.integer ?? 0
        let heard = try daemon.wait(40) {
            try send(good, to: terminal)
            return try daemon.sensor("noisy")?["frames"]?.integer ?? 0 > frames + 20
        }
        #expect(heard)
        for name in ["left-band", "right-band", "plate"] {
            let sensor = try #require(try daemon.sensor(name))
            #expect(sensor["lost"]?.integer == 0 && sensor["corrupt"]?.integer == 0, "\(name)")
        }
        #expect(try daemon.call("GetStatus")["refused"]?.integer == 0)
        #expect(daemon.stop() == 0, "\(daemon.journal)")
    }

    @Test func theWrongDriverSaysSoAndTheOthersGoOn() throws {
        let folder = try DaemonProcess.makeFolder("wrong")
        let rehearsal = try RehearsalStation(.init(folder: folder, seed: 5, bootSeconds: 0.2))
        defer { rehearsal.stop() }
        let terminal = try PseudoTerminal()
        let settings = String(decoding: try Files.read(folder + "/holdfast.toml", limit: 1 << 16), as: UTF8.self)
        let more = "\n[sensor.other]\ndriver = \"chronojump\"\npath = \"\(terminal.path)\"\n"
        try Files.replace(folder + "/holdfast.toml", with: Array((settings + more).utf8))
        let daemon = try DaemonProcess(folder: folder)
        // It answers whatever it is asked with something else.
        let refused = try daemon.wait(30) {
            try send(Array("I am a thermometer\r\n".utf8), to: terminal)
            return try daemon.sensor("other")?["reason"]?.string?.isEmpty == false
        }
        #expect(refused)
        #expect(try daemon.wait(20) { try daemon.sensor("plate")?["state"]?.string == "streaming" })
    }

    @Test(arguments: ["missing.toml", "dangling.toml", "folder/holdfast.toml", "conf.d"])
    func settingsThatCannotBeReadEndItWithTheirName(bad: String) throws {
        let folder = try DaemonProcess.makeFolder("unreadable")
        try FileManager.default.createSymbolicLink(atPath: folder + "/dangling.toml", withDestinationPath: "nowhere")
        try Files.makeDirectory(folder + "/folder/holdfast.toml")
        if bad == "conf.d" { try Files.replace(folder + "/conf.d", with: []) }
        let named = bad.hasSuffix(".toml") ? "/" + bad.split(separator: "/")[0] : ""
        let (code, text) = try DaemonProcess.ending(["--check", "--config", folder + named])
        #expect(code == 78 && text.contains(folder + "/" + bad) && text.contains("--config"), "\(code): \(text)")
    }
}
