import Metrics
import Samples
import Testing
import Seeding

/// Whatever a record holds, the analysis ends with a complete result.
@Suite struct HoldAnalysisFuzzTests {
    private func check(_ record: HoldRecord, _ what: String) {
        let result = HoldAnalysis.result(of: record)
        #expect(result.measurements.map(\.name) == MetricDefinition.all.map(\.name), "\(what)")
        for measurement in result.measurements {
            #expect((measurement.value == nil) == (measurement.reason != nil), "\(what): \(measurement.name)")
            #expect(measurement.value?.isFinite ?? true, "\(what): \(measurement.name)")
        }
    }

    private func record(force: [Double], time: [Double], rate: Double) -> HoldRecord {
        HoldRecord(
            force: force, time: time, rate: rate, sensorKind: .cell, kind: .explosive, baseline: 0..<max(0, force.count / 4),
            baselineMean: 0, baselineDeviation: 1, search: 0..<force.count, release: nil, restLevel: nil, flags: [])
    }

    @Test("Empty, single, constant, endless and timeless records give reasons", arguments: [0, 1, 2, 3, 5, 100, 4000])
    func degenerate(count: Int) {
        let time = (0..<count).map { Double($0) / 1000 }
        for value in [0, 1, -1, 1e300, -1e300, .infinity, .nan, .leastNonzeroMagnitude] {
            for rate in [1000, 0, -1, .nan, .infinity, 1e-300, 1e300, 0.1, 1e6] {
                check(
                    record(force: [Double](repeating: value, count: count), time: time, rate: rate),
                    "\(count) × \(value) at \(rate)")
            }
        }
        let ones = [Double](repeating: 1, count: count)
        check(record(force: ones, time: [Double](repeating: 0, count: count), rate: 1000), "time stands still")
        check(record(force: ones, time: time.reversed(), rate: 1000), "time runs backwards")
        check(record(force: ones, time: [Double](repeating: .nan, count: count), rate: 1000), "no time")
        check(record(force: ones, time: [], rate: 1000), "fewer times than forces")
        check(record(force: [], time: time, rate: 1000), "fewer forces than times")
    }

    @Test("Records broken at random give complete results", arguments: 0..<150)
    func random(index: Int) {
        let seed = UInt64(index) &* 7919 &+ 1
        var numbers = SeededNumbers(seed: seed)
        var record =
            index % 3 == 0
            ? Holds.sustained(rate: 200, ramp: 1, seconds: 4)
            : Holds.explosive(rate: [60, 87.47, 250, 500][index % 4], seconds: Double(index % 7) + 0.1, seed: seed)
        let values: [Double] = [.nan, .infinity, -.infinity, 0, 1e308, -1e308, .leastNonzeroMagnitude]
        for _ in 0..<Int.random(in: 0...60, using: &numbers) where !record.force.isEmpty {
            let place = Int.random(in: 0..<record.force.count, using: &numbers)
            let length = Int.random(in: 1...30, using: &numbers)
            for i in place..<min(record.force.count, place + length) {
                record.force[i] = values.randomElement(using: &numbers) ?? .nan
            }
        }
        if Bool.random(using: &numbers) {
            for _ in 0..<20 {
                record.time[Int.random(in: 0..<record.time.count, using: &numbers)] = Double.random(in: -5...50, using: &numbers)
            }
        }
        if index % 5 == 0 { record.time.removeLast(record.time.count / 2) }
        if index % 7 == 0 { record.rate = [.nan, 0, 1e9, 3, -100].randomElement(using: &numbers) ?? 0 }
        if index % 4 == 0 {
            let wild = -100_000..<100_000
            let a = Int.random(in: wild, using: &numbers)
            let b = Int.random(in: wild, using: &numbers)
            record.search = min(a, b)..<max(a, b)
            record.baseline = min(a, -b)..<max(a, -b)
            record.release = Int.random(in: wild, using: &numbers)
        }
        if index % 6 == 0 { record.baselineMean = values.randomElement(using: &numbers) ?? .nan }
        if index % 8 == 0 { record.baselineDeviation = values.randomElement(using: &numbers) ?? .nan }
        if index % 9 == 0 { record.restLevel = values.randomElement(using: &numbers) }
        if index % 10 == 0 { record.release = .max }
        if index % 2 == 0 {
            record.context.maximalForce = ([500, 0, 1e308] + values).randomElement(using: &numbers)
            let target = Double.random(in: -100...800, using: &numbers)
            record.context.target =
                Bool.random(using: &numbers) ? TargetForce(force: target) : TargetForce(from: target, to: target + 50)
        }
        if index % 3 == 1 { record.response = ConverterResponse(stages: 1 + index % 8, seconds: 1 / Double(1 + index)) }
        record.flags = HoldFlags(rawValue: UInt32.random(in: 0...255, using: &numbers))
        check(record, "seed \(seed)")
    }
}
