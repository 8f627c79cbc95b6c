import Certificates
import Drivers
import Formats
import Interface
import Recording
import Samples
import Settings

/// Something that reads bytes from outside.
struct FuzzTarget: Sendable {
    let name: String
    let run: @Sendable ([UInt8]) -> Void

    static let all: [FuzzTarget] =
        (DriverTable.all + [Example.driver]).map { driver in
            FuzzTarget(name: driver.name) { ConversationInput.hold($0, with: driver) }
        } + [
            FuzzTarget(name: "replay-log") { bytes in
                guard let log = try? ReplayLog(parsing: bytes) else { return }
                let again = try? ReplayLog(parsing: Array(log.text.utf8))
                precondition(again?.text == log.text, "a log that was read is not the one that is written")
            },
            FuzzTarget(name: "report-descriptor") { bytes in
                let descriptor = HIDReportDescriptor(bytes)
                precondition(descriptor.inputLengths.values.allSatisfy { $0 >= 0 && $0 <= HIDReportDescriptor.longestReport })
            },
            FuzzTarget(name: "varlink-call") { bytes in
                guard let call = try? VarlinkCall(parsing: bytes) else { return }
                let message = VarlinkCall.message(call.method, more: call.more) { writer in
                    for member in call.parameters.members { writer.field(member.name, member.value) }
                }
                let again = try? VarlinkCall(parsing: message.dropLast())
                precondition(
                    again?.method == call.method && again?.more == call.more && again?.parameters == call.parameters,
                    "a call that was read is not the one that is written")
            },
            FuzzTarget(name: "varlink-reply") { _ = try? VarlinkReply(parsing: $0) },
            FuzzTarget(name: "settings") { bytes in
                guard let settings = try? StationSettings.parse([("fuzz.toml", bytes)]) else { return }
                for sensor in settings.sensors {
                    let again = try? StationSettings.parse([("fuzz.toml", Array(sensor.tomlText.utf8))])
                    precondition(again?.sensors.first == sensor, "a sensor that was read is not the one that is written")
                }
            },
            FuzzTarget(name: "recording") { try? SegmentDecoder.decode($0) { _ in } },
            FuzzTarget(name: "recording-records") { try? SegmentDecoder.decode(RecordingInput.sealed($0)) { _ in } },
            FuzzTarget(name: "calibration-record") { _ = try? CalibrationRecord(parsing: $0) },
            FuzzTarget(name: "bench-test-record") { _ = try? BenchTestRecord(parsing: $0) },
            FuzzTarget(name: "csv") { _ = try? CSVTable($0) },
            FuzzTarget(name: "csv-stream", run: TableInput.readRows),
            FuzzTarget(name: "large-table", run: TableInput.analyse),
            FuzzTarget(name: "xdf") { _ = try? XDFReader($0) },
            FuzzTarget(name: "c3d") { _ = try? C3DReader($0) },
        ]
}

/// What is fuzzed in this process; set once, before anything runs.
nonisolated(unsafe) var chosen: FuzzTarget?
