import Filtering
import Glibc
import Metrics
import ReferenceData
import Samples
import Testing

/// Expected values beside the flat list: baselines of other lengths, other bands, sines of known amplitude.
@Suite(.enabled(if: ReferenceData.isThere, Comment(rawValue: ReferenceData.reason)))
struct ReferenceExtraTests {
    @Test(
        "The trough is at the same sample with baselines of 300, 500 and 1000 ms that end 100 ms before the trigger",
        arguments: ["beckham_ex1", "beckham_ex3", "valli_noNoise"])
    func baselines(trial: String) throws {
        let file = try #require(try ReferenceData.expected("onset_slope.json")["real"] as? [String: [String: [String: Int]]])
        let expected = try #require(file[trial])
        let trigger = try #require(OnsetMethods.all(in: try ReferenceRateTests.record(trial)).sd5)
        for milliseconds in [300, 500, 1000] {
            var record = try ReferenceRateTests.record(trial)
            let end = Int(trigger) + 1 - 100
            record.baseline = max(0, end - milliseconds)..<end
            let quiet = record.force[record.baseline]
            record.baselineMean = quiet.reduce(0, +) / Double(quiet.count)
            let squares = quiet.reduce(0) { $0 + ($1 - record.baselineMean) * ($1 - record.baselineMean) }
            record.baselineDeviation = (squares / Double(quiet.count - 1)).squareRoot()
            let found = OnsetMethods.all(in: record)
            #expect(found.trough.map { Int($0) } == expected["k1"]?["\(milliseconds)ms"], "\(milliseconds) ms")
            #expect(found.troughZeroSlope.map { Int($0) } == expected["k0"]?["\(milliseconds)ms"], "\(milliseconds) ms")
        }
    }

    @Test("Sines of known amplitude have the reference's RMS in their bands")
    func sines() throws {
        let wanted = try #require(try ReferenceData.expected("tremor.json")["synthetic_sines"] as? [String: Any])
        let force = (0..<20_000).map { index in
            let t = Double(index) / 1000
            return 500 + 20 * sin(2 * .pi * 0.2 * t) + 3 * sin(2 * .pi * 10 * t) + 1.5 * sin(2 * .pi * 6 * t + 1)
        }
        let spectrum = try #require(
            WelchSpectrum.density(of: force, rate: 1000, segmentLength: 2000, overlap: 1000, detrend: .linear))
        var table = ComparisonTable()
        for (key, low, high) in [("8_12", 8.0, 12.0), ("4_8", 4, 8)] {
            let found = spectrum.power(from: low, to: high)?.squareRoot()
            let reference = try #require(wanted["welch2s_rms_\(key)"] as? Double)
            table.check("welch 2 s rms \(key)", "sines", expected: reference, got: found)
            let exact = try #require(wanted["exact_rms_\(key)"] as? Double)
            table.check("exact rms \(key)", "sines", expected: exact, got: found, tolerance: 1e-6)
        }
        let peak = try #require(wanted["peak"] as? [Double])
        table.check("peak", "sines", expected: peak[1], got: try TremorPeak.find(in: spectrum).frequency)
        table.report()
    }

    @Test(
        "The band-pass of 4–12 Hz has the reference's RMS, with and without its edges",
        arguments: ["openhdemg_hold_8_25s", "beckham_ex1_plateau", "beckham_ex3_plateau"])
    func wideBand(name: String) throws {
        let (values, rate, expected) = try ReferenceTremorTests.plateau(name)
        let mean = values.reduce(0, +) / Double(values.count)
        var table = ComparisonTable()
        for (key, low) in [("tremor_8_12", 8.0), ("tremor_4_12", 4)] {
            let wanted = try #require(expected[key] as? [String: Any])
            let sections = try #require(Butterworth.bandPass(order: 4, from: low, to: 12, rate: rate))
            let filtered = try #require(ZeroPhaseFilter.apply(sections, to: values.map { $0 - mean }))
            func amplitude(_ part: ArraySlice<Double>) -> Double {
                (part.reduce(0) { $0 + $1 * $1 } / Double(part.count)).squareRoot()
            }
            table.check(
                "\(key) rms", name, expected: try #require(wanted["rms_zero_phase"] as? Double), got: amplitude(filtered[...]))
            table.check(
                "\(key) rms inside", name, expected: try #require(wanted["rms_zero_phase_excl_1s_edges"] as? Double),
                got: amplitude(filtered.dropFirst(Int(rate)).dropLast(Int(rate))))
        }
        table.report()
    }
}
