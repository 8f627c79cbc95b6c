import Calibration
import Certificates
import Foundation
import Interface
import LinuxIO
import Recording
import RingBuffer
import Samples
import Testing

@testable import Console

/// A station that plays a recording in place of sensors.
struct ReplayTests {
    /// Two sensors of one set-up, 17 s: a tare, two holds, and another calibration between them.
    private func recording() -> [UInt8] {
        func cell(_ name: String, scale: Double) -> SensorDescription {
            var sensor = SensorDescription(
                name: name, kind: .cell,
                calibration: SensorCalibration(state: .settings, channels: 1, curve: CalibrationCurve(offset: 0, scale: scale)))
            sensor.driver = "text"
            return sensor
        }
        let sensors = [cell("left", scale: 1), cell("right", scale: 2)]
        let editions = Editions(sensors)
        let clock = HostInstant(nanoseconds: 5_000_000_000)
        var encoder = SegmentEncoder()
        encoder.begin(
            head: RecordingHead(
                station: "gym", software: "holdfast 0", wallMicroseconds: 1_700_000_000_000_000, monotonic: clock,
                sensors: sensors
            ).bytes)
        func frame(_ sensor: UInt16, _ index: Int, _ value: Double, _ flags: FrameFlags = []) -> Frame {
            var values = [8 of Double](repeating: .nan)
            values[0] = value
            let time = clock.advanced(bySeconds: Double(index) / 500)
            return Frame(
                sensor: SensorNumber(sensor), present: flags.isEmpty ? 1 : 0, flags: flags, index: UInt64(index), time: time,
                arrival: time, values: values)
        }
        for sensor in [UInt16(0), 1] { encoder.append(frame(sensor, 0, 500, .clockLocked)) }
        for index in 0..<8500 {
            let seconds = Double(index) / 500
            let begin = seconds < 8 ? 4.0 : 11
            let pull = (begin..<begin + 2.5).contains(seconds) ? 250 * (1 - exp((begin - seconds) / 0.07)) : 0
            let noise = 0.05 * sin(Double(index) * 1.7) + 0.04 * sin(Double(index) * 2.9)
            for sensor in [UInt16(0), 1] { encoder.append(frame(sensor, index, 3 + pull + noise)) }
            let time = clock.advanced(bySeconds: seconds)
            if index == 500 { encoder.appendTare(3, sensor: SensorNumber(0), index: 500, time: time) }
            if index == 4400, let edition = editions.append(cell("right", scale: 2.5), at: 1) {
                encoder.append(
                    .calibrated(sensor: SensorNumber(1), index: 4400, time: time, edition: edition), editions)
            }
        }
        encoder.end()
        var bytes: [UInt8] = []
        encoder.take { bytes += $0 }
        return bytes
    }

    /// What does not depend on the time of day.
    private func numbers(_ holds: [JSONObject]) -> [[String: String]] {
        holds.map { hold in
            var parts: [String: String] = [:]
            for part in (hold["sensors"]?.array ?? []).compactMap(\.object) {
                let metrics = (part["metrics"]?.array ?? []).compactMap(\.object)
                parts[part["sensor"]?.string ?? ""] =
                    metrics.map { "\($0["name"]?.string ?? "")=\($0["value"]?.number ?? .nan)" }.joined(separator: " ")
                    + " \(part["firstSample"]?.integer ?? -1) \(part["kind"]?.string ?? "")"
            }
            return parts
        }
    }

    @Test(arguments: [["--at-once"], ["--speed", "8"]]) func holdsAndNumbersAreThoseOfAnalyze(_ pace: [String]) throws {
        let folder = try DaemonProcess.makeFolder("replay")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/recording.hfr"
        try Files.replace(path, with: recording())
        try Files.replace(folder + "/holdfast.toml", with: [])
        let daemon = try DaemonProcess(folder: folder, arguments: ["--replay", path] + pace)
        #expect(try daemon.wait(30) { try daemon.holds().count == 2 })
        let analysed = try Command.analysis(of: [path], Arguments([], options: []))
        var writer = JSONWriter()
        analysed.write(to: &writer)
        let expected = (try JSONParser.object(writer.bytes, limit: .max)["holds"]?.array ?? []).compactMap(\.object)
        #expect(expected.count == 2 && expected.allSatisfy { $0["sensors"]?.array?.count == 2 })
        #expect(numbers(try daemon.holds()) == numbers(expected))
        #expect(try daemon.call("GetStatus")["refused"]?.integer == 0)
        let names = (try daemon.call("ListSensors")["sensors"]?.array ?? []).compactMap { $0.object }
        #expect(names.map { $0["name"]?.string } == ["left", "right"])
        #expect(names.allSatisfy { $0["state"]?.string == "streaming" && $0["rate"]?.number == 500 })
        #expect(daemon.stop() == 0)
    }

    @Test func whatIsNoRecordingIsRefused() throws {
        let folder = try DaemonProcess.makeFolder("replay")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for path in ["/nowhere", "/proc/self/status"] {
            let (code, text) = try DaemonProcess.ending([
                "--replay", path, "--state-directory", folder, "--runtime-directory", folder,
            ])
            #expect(code == 78 && text.contains(path))
        }
        #expect(try DaemonProcess.ending(["--speed", "0"]).code == 64)
    }
}
