import Foundation
import Interface
import LinuxIO
import Metrics
import Samples
import Store
import Testing

@testable import Console

/// Holds that are older than the settings allow.
struct RetentionTests {
    private func hold(_ number: Int64, _ wall: Int64) -> StoredHold {
        StoredHold(
            number: number, kind: .explosive, setUp: "", startWallMicroseconds: wall, onsetWallMicroseconds: nil,
            endWallMicroseconds: wall, recording: nil,
            sensors: [
                StoredSensorHold(
                    sensor: "left", calibration: "none", firstSample: 0,
                    result: HoldResult(
                        kind: .explosive, flags: [], rate: 100, onsetTime: nil, onsetSample: nil, onsetUncertainty: nil,
                        measurements: []))
            ])
    }

    @Test func holdsGoAtTheAgeOfTheSettingsAndOthersStay() throws {
        let folder = try DaemonProcess.makeFolder("retention")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Files.makeDirectory(folder + "/state/traces", mode: 0o750)
        let now = Clock.wallMicroseconds()
        let day: Int64 = 86_400_000_000
        // The third was measured while the clock was not set.
        let walls = [now - 40 * day, now - 20 * day, 5 * day, now - 31 * day]
        try StoreFile(path: folder + "/state/holdfast.db").own { (store) throws(StoreError) in
            for (place, wall) in walls.enumerated() { try store.insert(hold(Int64(place + 1), wall)) }
        }
        for number in 1...4 { try Files.replace(folder + "/state/traces/hold-\(number).hfr", with: [1]) }
        func numbers(_ daemon: DaemonProcess) throws -> [Int64] { try daemon.holds().compactMap { $0["number"]?.integer } }

        try Files.replace(folder + "/holdfast.toml", with: [])
        var daemon = try DaemonProcess(folder: folder)
        #expect(try numbers(daemon) == [1, 2, 3, 4])
        #expect(daemon.stop() == 0)
        try Files.replace(folder + "/holdfast.toml", with: Array("[station]\nkeep_holds_days = 30\n".utf8))
        daemon = try DaemonProcess(folder: folder)
        #expect(try daemon.wait(30) { try numbers(daemon) == [2, 3] })
        #expect(try Files.list(folder + "/state/traces") == ["hold-2.hfr", "hold-3.hfr"])
        let changes = try daemon.client(control: true).call(Method.station("Changes"), [("limit", .integer(1000))])
        let deleted = (changes["changes"]?.array ?? []).compactMap(\.object).filter { $0["kind"]?.string == "deleted" }
        #expect(deleted.compactMap { $0["hold"]?.integer } == [1, 4] && deleted.allSatisfy { $0["user"] == nil })
        #expect(daemon.stop() == 0)
    }
}
