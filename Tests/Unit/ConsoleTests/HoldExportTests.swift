import Calibration
import Messages
import Samples
import Testing

@testable import Console

/// A stored hold on its way into files.
struct HoldExportTests {
    private func chunk(_ indices: [Int64], _ signals: [String: ([Double], [Int64])]) -> Station1.TraceChunk {
        .init(
            sensor: "left", indices: indices, seconds: indices.map { Double($0) / 100 },
            signals: signals.sorted { $0.key < $1.key }.map {
                .init(name: $0.key, unit: "N", samples: $0.value.0, missing: $0.value.1, maxima: nil)
            })
    }

    /// Pieces of a long trace overlap by a sample, and a signal may have numbers in some of them only.
    @Test func piecesBecomeOneColumn() {
        var column = HoldExport.Column()
        column.take(chunk([1, 2, 3], ["force": ([10, 20, 30], [])]))
        column.take(chunk([3, 4, 6], ["force": ([30, 40, 60], []), "tremor": ([0, 7, 8], [0])]))
        column.take(chunk([7], ["force": ([0], [0])]))
        #expect(column.indices == [1, 2, 3, 4, 6, 7] && column.seconds == [0.01, 0.02, 0.03, 0.04, 0.06, 0.07])
        #expect(column.values["force"]?.prefix(5) == [10, 20, 30, 40, 60] && column.values["force"]?.last?.isNaN == true)
        #expect(column.values["tremor"]?.map(\.isNaN) == [true, true, true, false, false, true])
    }

    private final class Log {
        var lines: [String] = []
    }

    private struct Format: ExportFormat {
        let log: Log
        mutating func sample(of sensor: Int, index: UInt64, time: HostInstant, flags: FrameFlags, values: [Double]) {
            log.lines.append("\(sensor) \(index) \(time.nanoseconds / 10_000_000) \(values)")
        }
        mutating func event(_ event: ExportedEvent) { log.lines.append(event.name) }
        mutating func finish() -> [String] { [] }
    }

    @Test func samplesAndEventsAreInTheOrderOfTime() throws {
        var columns = [HoldExport.Column(), HoldExport.Column()]
        columns[0].take(chunk([1, 3], ["force": ([1, 3], [])]))
        columns[1].take(chunk([2, 4], ["force": ([2, 4], [])]))
        let start = HostInstant(nanoseconds: 0)
        let part = Station1.SensorHold(
            sensor: "left", kind: .explosive, flags: [], calibration: .settings, calibrationId: nil, calibrationClass: nil,
            calibrationCertificate: nil, calibrationDoubts: nil, acceptedWorse: nil, unit: nil, rate: 100, firstSample: 0,
            onset: nil,
            onsetUncertaintyMs: nil, onsetParameters: nil, metrics: [])
        let sensor = ExportedSensor(part, sensor: nil, begin: start, signals: [(.force, "N")])
        #expect(sensor.unit(of: .force) == "N" && sensor.unit(of: .raw(0)) == "raw" && sensor.calibration == "settings")
        // A plate with six loads has its geometry from its trace.
        #expect(sensor.sixAxes == nil)
        let plate = ExportedSensor(part, sensor: nil, begin: start, signals: [(.force, "N")], surfaceDepth: 0.04)
        #expect(plate.sixAxes?.coverThickness == 0.04 && plate.sixAxes?.originDepth == 0)
        let origin = ExportOrigin(
            file: "hold 1", holds: "h", station: "s", software: "x", wallMicroseconds: 0, monotonic: start,
            sensors: [sensor, sensor])
        let event = ExportedEvent(
            name: "onset", sensor: 0, time: start.advanced(bySeconds: 0.025), sample: 2, hold: 1, values: [])
        var format = Format(log: Log())
        var progress = Progress(total: 0)
        try HoldExport(origin, columns, [event]).write(into: &format, &progress)
        #expect(format.log.lines == ["0 1 1 [1.0]", "1 2 2 [2.0]", "onset", "0 3 3 [3.0]", "1 4 4 [4.0]"])
    }
}
