import Metrics
import ReferenceData
import Samples
import Testing

struct OnsetMethodsTests {
    private func record(
        _ force: [Double], rate: Double, kind: SensorKind, baseline: Range<Int>, search: Range<Int>
    ) -> HoldRecord {
        let quiet = force[baseline].filter(\.isFinite)
        let mean = quiet.reduce(0, +) / Double(quiet.count)
        let variance = quiet.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(quiet.count - 1)
        return HoldRecord(
            force: force, time: force.indices.map { Double($0) / rate }, rate: rate, sensorKind: kind, kind: .explosive,
            baseline: baseline, baselineMean: mean, baselineDeviation: variance.squareRoot(), search: search, release: nil,
            restLevel: nil, flags: [])
    }

    @Test(
        .enabled(if: ReferenceData.isThere, Comment(rawValue: ReferenceData.reason)),
        arguments: [("beckham_ex1", SensorKind.plate), ("beckham_ex3", .plate), ("valli_noNoise", .cell)])
    func onsetsOfRealTrialsAreThoseOfTheReference(_ trial: String, _ kind: SensorKind) throws {
        let entry = try #require(try ReferenceData.expected("rfd.json")[trial] as? [String: Any])
        let expected = try #require(entry["onset"] as? [String: Any])
        func whole(_ values: [String: Any], _ key: String) throws -> Int { try #require(values[key] as? Int) }
        let force = try ReferenceData.column(
            try #require(entry["column"] as? String), of: try #require(entry["file"] as? String))
        let record = record(
            force, rate: 1000, kind: kind,
            baseline: try whole(expected, "baseline_first")..<whole(expected, "baseline_last_exclusive"),
            search: try whole(entry, "search_from")..<whole(entry, "search_to_exclusive"))
        let set = OnsetMethods.all(in: record)

        #expect(abs(record.baselineMean - (try #require(expected["baseline_mean"] as? Double))) < 1e-9)
        #expect(abs(record.baselineDeviation - (try #require(expected["baseline_sd"] as? Double))) < 1e-9)
        #expect(set.halfRise == (try whole(expected, "index_half_rise")))
        for (key, found) in [
            ("abs_floor", set.absolute), ("sd3", set.sd3), ("sd5", set.sd5), ("pct2_5", set.percent),
            ("last_trough", set.trough), ("last_trough_zero_slope", set.troughZeroSlope),
        ] {
            let method = try #require(expected[key] as? [String: Any])
            let position = try #require(found, "\(key)")
            #expect(abs(position - (try #require(method["index_frac"] as? Double))) < 1e-6, "\(key)")
            if let first = method["first_sample_above"] as? Int { #expect(Int(position) + 1 == first, "\(key)") }
        }
        let trough = try #require(expected["last_trough"] as? [String: Any])
        let threshold = try #require(trough["slope_threshold"] as? Double)
        #expect(abs(try #require(set.troughSlopeThreshold) / threshold - 1) < 1e-9)
        #expect(set.troughHitLimit == (try #require(trough["hit_limit"] as? Bool)))
        let runs = try #require(expected["detecta_detect_onset_sd5_20ms"] as? [Int])
        #expect(set.twoThreshold == runs.first.map(Double.init))
        // The two that the reference does not give must at least lie between the last rest and the half rise.
        let half = Double(try #require(set.halfRise))
        #expect(try #require(set.hinge) > half - 250 && (try #require(set.hinge)) < half)
        #expect(try #require(set.slope) > half - 250 && (try #require(set.slope)) <= half)
        let uncertainty = try #require(set.uncertaintyMilliseconds)
        #expect(uncertainty > 0 && uncertainty < 60)
        print("\(trial): " + set.list.map { "\($0.name) \($0.position.map { "\($0)" } ?? "null")" }.joined(separator: ", "))
        print("\(trial): uncertainty \(uncertainty) ms")
    }

    /// Rest, then `height · (t/0.15)²` up to a plateau; quiet but for a triangle of ±0.1 N that gives the baseline its SD.
    private func rise(at start: Int = 700, height: Double = 400, rate: Double = 1000) -> [Double] {
        (0..<2000).map { i in
            let t = max(0, Double(i - start)) / rate
            return (i % 2 == 0 ? 0.1 : -0.1) + height * min(1, (t / 0.15) * (t / 0.15))
        }
    }

    @Test func aParabolaIsFoundWhereItBegins() throws {
        let set = OnsetMethods.all(
            in: record(rise(), rate: 1000, kind: .cell, baseline: 0..<600, search: 600..<2000))
        #expect(abs(try #require(set.hinge) - 700) <= 0.5)
        // The slope over ±5 ms sees the rise up to 5 ms before it begins.
        #expect(abs(try #require(set.trough) - 700) <= 5)
        // 400·(t/150)² = 4 N at 15 ms, = 10 N at 23.7 ms.
        #expect(abs(try #require(set.absolute) - 715) < 0.5)
        #expect(abs(try #require(set.percent) - 723.7) < 0.5)
        #expect(set.troughHitLimit == false)
        // The slope of a parabola is linear: 20 % of the last 20 ms window's slope, 140 ms, is at 28 ms.
        #expect(abs(try #require(set.slope) - 728) < 1)
    }

    @Test func anExcursionBeforeTheRiseIsNotTheOnset() throws {
        var force = rise()
        for i in 620..<630 { force[i] = 12 }
        let set = OnsetMethods.all(in: record(force, rate: 1000, kind: .cell, baseline: 0..<600, search: 600..<2000))
        #expect(abs(try #require(set.sd5) - 700) < 8)
        #expect(abs(try #require(set.twoThreshold) - 700) < 8)
    }

    @Test func aRiseThatBeganBeforeTheSearchHasNoCrossing() {
        let set = OnsetMethods.all(in: record(rise(), rate: 1000, kind: .cell, baseline: 0..<600, search: 760..<2000))
        #expect(set.halfRise != nil)
        #expect(set.absolute == nil && set.sd5 == nil && set.trough == nil && set.hinge == nil && set.twoThreshold == nil)
        #expect(set.uncertaintyMilliseconds == nil)
    }

    @Test func missingSamplesAtTheCrossingGiveNoPositionInsteadOfAWrongOne() {
        var force = rise()
        for i in 705..<712 { force[i] = .nan }
        let set = OnsetMethods.all(in: record(force, rate: 1000, kind: .cell, baseline: 0..<600, search: 600..<2000))
        #expect(set.halfRise != nil)
        #expect(set.sd5 == nil && set.trough == nil)
        #expect(set.absolute != nil)
    }

    @Test func emptyFlatAndBrokenRecordsHaveNoOnset() {
        let flat = [Double](repeating: 3, count: 100)
        for (force, baseline, search) in [
            ([], 0..<0, 0..<0), (flat, 0..<50, 50..<100), ([Double](repeating: .nan, count: 100), 0..<50, 50..<100),
            (flat, 0..<50, 90..<90), (flat, 0..<50, 200..<300),
        ] as [([Double], Range<Int>, Range<Int>)] {
            let broken = HoldRecord(
                force: force, time: force.indices.map { Double($0) / 1000 }, rate: 1000, sensorKind: .cell, kind: .explosive,
                baseline: baseline, baselineMean: 3, baselineDeviation: 0, search: search, release: nil, restLevel: nil, flags: []
            )
            #expect(OnsetMethods.all(in: broken) == OnsetSet())
        }
        for rate in [0, -1, Double.nan, .infinity, 1e300] {
            var record = record(rise(), rate: 1000, kind: .cell, baseline: 0..<600, search: 600..<2000)
            record.rate = rate
            #expect(OnsetMethods.all(in: record).uncertaintyMilliseconds == nil)
        }
    }
}
