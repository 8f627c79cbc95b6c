import Formats
import Testing

import Rehearsal

@Suite struct RecordingSourceTests {
    private func all(_ source: RecordingSource, at start: Double, limit: Int = 1000) -> [(Double, [Double])] {
        var source = source
        var rows: [(Double, [Double])] = []
        var values: [Double] = []
        source.begin(at: start)
        while rows.count < limit, let time = source.nextTime() {
            source.values(at: time, into: &values)
            rows.append((time, values))
        }
        return rows
    }

    private let table = "Time,Fz,Mx\n5.000,1.5,10\n5.001,2.5,20\n5.002,3.5,30\n"

    @Test func `rows at their own times, values to the bit`() throws {
        let source = try #require(try RecordingSource(CSVTable(Array(table.utf8)), columns: ["fz", "Mx"]))
        let rows = all(source, at: 100)
        #expect(rows.map(\.1) == [[1.5, 10], [2.5, 20], [3.5, 30]])
        #expect(zip(rows, [100, 100.001, 100.002]).allSatisfy { abs($0.0 - $1) < 1e-9 })
    }

    @Test func `the first and the last row are held around the recording`() throws {
        let source = try #require(
            try RecordingSource(
                CSVTable(Array(table.utf8)), columns: ["2"],
                options: .init(leadIn: 0.005, leadOut: 0.003, noise: 0.01, seed: 3)))
        let rows = all(source, at: 0)
        #expect(source.sampleCount == 11 && rows.count == 11)
        #expect(rows[5...7].map(\.1) == [[1.5], [2.5], [3.5]])
        #expect(rows[..<5].allSatisfy { abs($0.1[0] - 1.5) < 0.06 && $0.1[0] != 1.5 })
        #expect(rows[8...].allSatisfy { abs($0.1[0] - 3.5) < 0.06 && $0.1[0] != 3.5 })
        #expect(zip(rows.dropFirst(), rows).allSatisfy { abs($0.0 - $1.0 - 0.001) < 1e-9 })
        #expect(all(source, at: 0).map(\.1) == rows.map(\.1))
    }

    @Test func `an endless lead-out never ends`() throws {
        let source = try #require(
            RecordingSource(columns: [[1, 2]], times: [0, 0.1], interval: 0.1, options: .init(leadOut: .infinity)))
        #expect(all(source, at: 0, limit: 5000).count == 5000)
        #expect(source.sampleCount > 1_000_000_000)
    }

    @Test func `a stream that starts again goes on where it was`() throws {
        var source = try #require(RecordingSource(columns: [[1, 2, 3, 4]], times: [0, 1, 2, 3], interval: 1))
        source.begin(at: 0)
        _ = source.nextTime()
        _ = source.nextTime()
        source.begin(at: 50)
        #expect(source.nextTime() == 50)
        var values: [Double] = []
        source.values(at: 50, into: &values)
        #expect(values == [3])
    }

    @Test func `what cannot be played is refused`() {
        #expect(RecordingSource(columns: [], times: [], interval: 1) == nil)
        #expect(RecordingSource(columns: [[1, 2], [1]], times: [0, 1], interval: 1) == nil)
        #expect(RecordingSource(columns: [[1, 2]], times: [0, 0], interval: 1) == nil)
        #expect(RecordingSource(columns: [[1, 2]], times: [0, .nan], interval: 1) == nil)
        #expect(throws: CSVError.self) { try RecordingSource(CSVTable(Array("a\n1\n".utf8)), columns: ["b"], rate: 10) }
    }
}
