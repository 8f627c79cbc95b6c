import Foundation
import Interface
import LinuxIO
import Rehearsal
import Testing

@testable import Console

/// What a client asks for just before it has an athlete forgotten is on its way through the station meanwhile.
struct ForgottenAtOnceTests {
    private static let name = "ATHLETE-THAT-GOES"
    private static let mass = 61.537

    private typealias Call = (method: String, parameters: [(String, JSONValue)])

    private static let start: Call = (
        Method.session("StartSession"), [("athlete", .string(name)), ("position", .string("seated"))]
    )
    private static let stop: Call = (Method.session("StopSession"), [])
    private static func mark(_ text: String) -> Call { (Method.control("Mark"), [("text", .string(text))]) }

    /// Calls between the beginning and the forgetting; each call is sent as soon as the one before is answered.
    private static let situations: [(what: String, calls: [Call])] = [
        ("a mark that names the athlete", [mark("\(name) is tired")]),
        ("a mark after the session", [start, stop, mark("\(name) leaves")]),
        ("a mark in the session, without a name", [start, mark("SECRET-TEXT"), stop]),
        ("many marks", [start] + (1...20).map { mark("SECRET-TEXT \($0)") } + [stop]),
        ("a session that begins and ends", [start, stop]),
        ("a session that begins again", [start, stop, start, stop]),
    ]

    private func files(_ folder: String, with secret: Data) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).filter {
            FileManager.default.contents(atPath: folder + "/" + $0)?.range(of: secret) != nil
        }
    }

    @Test func nothingThatIsOnItsWayComesBack() throws {
        let folder = try DaemonProcess.makeFolder("at-once")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let rehearsal = try RehearsalStation(.init(folder: folder, seed: 5, bootSeconds: 0.5))
        defer { rehearsal.stop() }
        let daemon = try DaemonProcess(folder: folder)
        #expect(try daemon.wait(20) { try daemon.call("GetStatus")["recording"]?.string != nil })
        let client = try daemon.client(control: true)
        let mass = [Self.mass.bitPattern.bigEndian, Self.mass.bitPattern.littleEndian].map { word in
            withUnsafeBytes(of: word) { Data($0) }
        }
        for (what, calls) in Self.situations {
            _ = try client.call(Method.session("AddAthlete"), [("pseudonym", .string(Self.name))])
            _ = try client.call(
                Method.session("SetBodyMass"), [("athlete", .string(Self.name)), ("kilograms", .number(Self.mass))])
            for call in calls { _ = try client.call(call.method, call.parameters) }
            _ = try client.call(Method.session("ForgetAthlete"), [("athlete", .string(Self.name))])
            // Behind everything that was asked.
            _ = try client.call(Method.control("Mark"), [("text", .string("AFTER \(what)"))])
            let after = Data("AFTER \(what)".utf8)
            #expect(
                try daemon.wait(20) {
                    let found = try files(folder + "/state", with: after)
                    return found.contains { $0.hasPrefix("recordings/") } && found.contains { $0.hasPrefix("holdfast.db") }
                }, "\(what)")
            for secret in [Data(Self.name.utf8), Data("SECRET-TEXT".utf8)] + mass {
                #expect(try files(folder + "/state", with: secret) == [], "\(what): \(secret as NSData)")
            }
        }
        #expect(daemon.stop() == 0, "\(daemon.journal)")
    }
}
