import Foundation
import Interface
import Messages
import LinuxIO
import ReferenceData
import Testing

@testable import Console

/// `holdfast analyze` on real trials, with the windows of the reference, against numbers computed with numpy.
@Suite(.enabled(if: ReferenceData.isThere, Comment(rawValue: ReferenceData.reason)))
struct AnalyzeReferenceTests {
    private func expected() throws -> JSONObject {
        try JSONParser.object(
            try ReferenceData.bytes("expected/rfd.json"), limit: 1 << 24)
    }

    private func numbers(_ arguments: [String], of file: String) throws -> (
        part: AnalysisReport.Part, numbers: [String: HoldText.Number]
    ) {
        let path = try ReferenceData.path("data/" + file)
        let report = try Command.analysis(of: [path], try Arguments(arguments, options: Command.analyze.options))
        #expect(report.holds.count == 1)
        let part = try #require(report.holds.first?.sensors.first)
        return (part, HoldText.numbers(part.numbers.metrics))
    }

    @Test(arguments: ["ex1", "ex3"])
    func theOneHoldOfEachFileIsFoundWithoutHelp(_ trial: String) throws {
        let entry = try #require(try expected()["beckham_" + trial]?.object)
        let (part, numbers) = try numbers(
            ["--column", "Fz", "--kind", "plate"], of: "isometric_plate/\(trial)_1000hz.csv")
        let onset = try #require(part.onsetSample)
        let reference = try #require(entry["onset"]?.object?["last_trough"]?.object?["index_frac"]?.number)
        #expect(abs(onset - reference) < 30, "the automatic baseline differs from the one that somebody chose")
        #expect(numbers["peak_force"]?.value != nil)
    }

    @Test(arguments: ["beckham_ex1", "beckham_ex3", "valli_noNoise"])
    func withTheWindowsOfTheReferenceEveryNumberIsTheReferences(_ trial: String) throws {
        let entry = try #require(try expected()[trial]?.object)
        let onset = try #require(entry["onset"]?.object)
        func sample(_ object: JSONObject, _ key: String) throws -> Double { try #require(object[key]?.number) / 1000 }
        let search = "\(try sample(entry, "search_from")):\(try sample(entry, "search_to_exclusive"))"
        let baseline = "\(try sample(onset, "baseline_first")):\(try sample(onset, "baseline_last_exclusive"))"
        let kind = try #require(entry["floor_N"]?.number) > 10 ? "plate" : "cell"
        let (part, numbers) = try numbers(
            [
                "--column", try #require(entry["column"]?.string), "--kind", kind, "--rate", "1000", "--search", search,
                "--baseline", baseline,
            ], of: try #require(entry["file"]?.string))
        var compared = 0
        func check(_ name: String, _ reference: Double?, _ got: Double?, relative: Double = 1e-9) {
            guard let reference else { return }
            compared += 1
            #expect(
                got != nil && abs((got ?? 0) - reference) <= relative * max(abs(reference), 1e-3),
                "\(trial) \(name): \(reference), got \(String(describing: got))")
        }
        #expect(part.onsetSample == onset["last_trough"]?.object?["index"]?.number)
        for (name, key) in [
            ("onset_trough", "last_trough"), ("onset_trough_zero_slope", "last_trough_zero_slope"), ("onset_5sd", "sd5"),
            ("onset_3sd", "sd3"), ("onset_absolute", "abs_floor"), ("onset_percent", "pct2_5"),
        ] {
            check(name, onset[key]?.object?["time_s"]?.number, numbers[name]?.value)
        }
        let rates = try #require(entry["rfd_from_last_trough"]?.object)
        func each(_ key: String, _ body: (String, Double?) -> Void) {
            for member in rates[key]?.object?.members ?? [] { body(member.name.replacing("-", with: "_"), member.value.number) }
        }
        each("RFD_overlap") { check("rfd_\($0)", $1, numbers["rfd_\($0)"]?.value) }
        each("RFD_seq") { check("rfd_\($0)", $1, numbers["rfd_\($0)"]?.value) }
        each("F_net") { check("force_\($0)", $1, numbers["force_\($0)"]?.value) }
        each("impulse_net") { check("impulse_net_\($0)", $1, numbers["impulse_net_\($0)"]?.value) }
        each("impulse_total") { check("impulse_total_\($0)", $1, numbers["impulse_total_\($0)"]?.value) }
        for window in ["5", "10", "20", "50"] {
            let peak = rates["RFD_peak_endpoint"]?.object?[window]?.object?["peak"]?.number
            if let got = numbers["peak_rfd_\(window)"] { check("peak_rfd_\(window)", peak, got.value) }
        }
        check("peak_force", rates["peak_force"]?.number, numbers["peak_force"]?.value)
        print("\(trial): \(compared) numbers compared, relative tolerance 1e-9")
        #expect(compared > 30)
    }

    @Test func aHalfSpeedCopyOfATrialIsFoundAndSaysThatItIsSlow() throws {
        let (part, numbers) = try numbers(["--column", "Fz", "--kind", "plate"], of: "isometric_plate/ex1_500hz.csv")
        #expect(part.numbers.flags.contains("low_rate"))
        #expect(numbers["rfd_0_100"]?.value != nil)
    }
}
