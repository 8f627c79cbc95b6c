import Calibration
import Certificates
import Foundation
import LinuxIO
import RingBuffer
import Samples
import Scratch
import Testing

@testable import Recording

struct RecordRequestsTests {
    @Test func whoWaitsFindsWhatWasMeasuredInTheFile() throws {
        let path = Scratch.path("requests")
        try Files.makeDirectory(path)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let ring = Ring<RecordedOutcome>(minimumCapacity: 64)
        var producer = ring.makeProducer()
        let requests = RecordRequests()
        let sensor = SensorDescription(
            name: "s", kind: .cell, calibration: SensorCalibration(state: .settings, channels: 1))
        let loop = try RecordLoop(
            folder: RecordingFolder(path: path, limitMegabytes: 1000, days: (36_500, 36_500)),
            traces: (TraceFolder(path: path + "/traces"), requests, { _, _ in }), holds: { [] }, sensors: Editions([sensor]),
            ring: ring, doorbell: Doorbell()
        ) { wall, now, sensors in
            RecordingHead(station: "s", software: "", wallMicroseconds: wall, monotonic: now, sensors: sensors)
        }
        // As the loop does first of all.
        requests.serve()
        let thread = try LinuxIO.Thread(name: "record") { _ in try? loop.run() }
        for index in 0..<3 as Range<UInt64> {
            // The ring is not full, so nothing wakes the loop.
            var values = [8 of Double](repeating: .nan)
            values[0] = 7
            producer.push(
                .frame(
                    Frame(
                        sensor: SensorNumber(0), present: 1, flags: [], index: index, time: Clock.monotonic(),
                        arrival: Clock.monotonic(), values: values)))
            #expect(try requests.waitUntilWritten(seconds: 30))
            let name = try #require(try Files.list(path).first { $0.hasSuffix(RecordingFolder.suffix) })
            #expect(try RecordingFile(path: path + "/" + name).outcomes.count == Int(index) + 1)
        }
        loop.stop()
        thread.join()
        #expect(try requests.waitUntilWritten(seconds: 0), "nothing is recorded any more")
    }
}
