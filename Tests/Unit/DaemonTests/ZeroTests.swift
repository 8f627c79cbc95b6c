import Interface
import LinuxIO
import Rehearsal
import Samples
import Testing

@testable import Console

/// A zero belongs to a calibration, a tare to a session.
@Suite struct ZeroTests {
    @Test func aZeroMovesTheCalibrationAndATareDoesNot() throws {
        let folder = try DaemonProcess.makeFolder("zero")
        let load = PretendLoad()
        let rehearsal = try RehearsalStation(.init(folder: folder, seed: 3, scene: .cell(load, .init())))
        defer { rehearsal.stop() }
        let daemon = try DaemonProcess(folder: folder)
        func call(_ method: String, _ parameters: [(String, JSONValue)]) throws -> JSONObject {
            try daemon.client(control: true).call(Method.calibration(method), parameters)
        }
        /// Its clock has locked.
        func isReady() throws -> Bool {
            try daemon.wait(20) {
                let sensor = try daemon.sensor("cell")
                return ["rest", "armed"].contains(sensor?["phase"]?.string ?? "") && sensor?["nextSample"]?.integer ?? 0 > 0
            }
        }
        /// What it needs of samples must have come first.
        func eventually(_ body: () throws -> JSONObject) throws -> JSONObject {
            var answer: JSONObject?
            _ = try daemon.wait(10) {
                do { answer = try body() } catch let error as CommandError {
                    guard error.text.contains("does not measure yet") else { throw error }
                }
                return answer != nil
            }
            return try #require(answer)
        }
        func tare() throws -> JSONObject {
            let answer = try eventually { try daemon.call("Tare", [("sensor", .string("cell"))], control: true) }
            return try #require(answer["tares"]?.array?.first?.object)
        }
        let sensor = [("sensor", JSONValue.string("cell"))]
        // Nobody has calibrated it: a tare is in counts, and there is nothing that a zero could belong to.
        #expect(try isReady())
        let raw = try tare()
        #expect(raw["unit"]?.string == "counts" && raw["offset"]?.number ?? 0 > 80_000)
        #expect { _ = try call("Zero", sensor) } throws: { "\($0)".contains("no calibration") }

        // 4 N, which is more than 0.5 % of 400 N.
        _ = try call("Accept", [("draft", CellDraft.fields(zero: 84_000 - 6400))])
        #expect(try isReady())
        func warnings() throws -> [String] {
            (try daemon.call("GetStatus")["warnings"]?.array ?? []).compactMap(\.string).filter { $0.hasPrefix("cell") }
        }
        #expect(try daemon.wait(10) { try warnings().contains { $0.contains("at rest it reads") } })
        let tared = try tare()
        #expect(tared["unit"]?.string == "N" && abs((tared["offset"]?.number ?? 0) - 4) < 0.1)
        #expect(try call("ListZeros", sensor)["zeros"]?.array?.isEmpty == true)

        let zero = try #require(try eventually { try call("Zero", sensor) }["zero"]?.object)
        #expect(abs((zero["zero"]?.number ?? 0) - 84_000) < 50 && abs((zero["drift"]?.number ?? 0) - 4) < 0.05)
        #expect(zero["alarm"]?.bool == true && zero["limit"]?.number == 2)
        #expect(try isReady())
        #expect(try daemon.wait(10) { abs(try daemon.sensor("cell")?["force"]?.number ?? 9) < 0.1 })
        // The tare went with what it was of; the calibration is the same.
        #expect(try daemon.sensor("cell")?["tare"]?.number == 0)
        #expect(try daemon.sensor("cell")?["calibrationId"]?.string == zero["calibration"]?.string)
        #expect(try warnings().contains { $0.contains("its zero has drifted by") })
        // Something hangs on it: that is no zero, whether it is taken for a hold or not.
        #expect(try daemon.wait(20) { try daemon.sensor("cell")?["phase"]?.string == "armed" })
        load.newtons = 60
        #expect(try daemon.wait(10) { try daemon.sensor("cell")?["force"]?.number ?? 0 > 59 })
        #expect {
            _ = try eventually { try call("Zero", sensor) }
        } throws: { "\($0)".contains("under load") || "\($0)".contains("something hangs on it") || "\($0)".contains("moves") }
        // It is still there after a new start.
        load.newtons = 0
        daemon.stop()
        let again = try DaemonProcess(folder: folder)
        #expect(try again.wait(20) { abs(try again.sensor("cell")?["force"]?.number ?? 9) < 0.1 })
    }
}
