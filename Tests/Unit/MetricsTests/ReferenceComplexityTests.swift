import Foundation
import Metrics
import ReferenceData
import Testing

/// Entropies and scaling of the very series that other packages were given.
@Suite(.enabled(if: ReferenceData.isThere, Comment(rawValue: ReferenceData.reason)))
struct ReferenceComplexityTests {
    static func series(_ name: String) throws -> [Double] {
        try ReferenceData.text("expected/complexity_input_\(name)_100hz.csv").split(whereSeparator: \.isNewline)
            .compactMap { Double($0) }
    }

    /// Box lengths of antropy's default: whole numbers of 4·1.2^k up to a tenth of the series.
    static func antropyScales(_ count: Int) -> [Int] {
        let steps = Int(log(0.1 * Double(count) / 4) / log(1.2))
        var scales = [4]
        for step in 0...steps {
            let scale = Int(4 * pow(1.2, Double(step)))
            if scale > scales[scales.count - 1] { scales.append(scale) }
        }
        return scales
    }

    /// Each number that the references give of a series, by the reference's name.
    static func answers(_ name: String, scales: [Int]) throws -> [String: Double] {
        let values = try series(name)
        let mean = values.reduce(0, +) / Double(values.count)
        let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
        var matches = try #require(TemplateMatches(values, tolerance: 0.2 * deviation))
        _ = matches.advance()
        let entropy = try matches.sampleEntropy()
        var answers = ["n": Double(values.count), "apen_m2_r0.2sd0_antropy": matches.approximateEntropy()]
        for package in ["antropy", "nolds", "entropyhub", "neurokit"] { answers["sampen_m2_r0.2sd0_\(package)"] = entropy }
        for order in [3, 5] {
            answers["permen_\(order)_1_norm_antropy"] = PermutationEntropy.normalized(values, order: order)
        }
        answers["permen_3_1_entropyhub_bits"] = PermutationEntropy.bits(values, order: 3)
        answers["dfa_order1_nonoverlap_nolds"] = try FluctuationScaling.exponent(of: values, scales: scales)
        answers["dfa_order1_overlap50_nolds"] = try FluctuationScaling.exponent(of: values, scales: scales, overlapping: true)
        answers["dfa_antropy_default"] = try FluctuationScaling.exponent(
            of: values, scales: antropyScales(values.count), average: .overall)
        return answers
    }

    @Test(
        "Entropies agree to 1e-9 and exponents to 1e-6 with every package",
        arguments: ["openhdemg_hold_8_25s", "beckham_ex1_plateau", "beckham_ex3_plateau"])
    func packages(name: String) throws {
        let entry = try #require(try ReferenceData.expected("tremor.json")[name] as? [String: Any])
        let expected = try #require(entry["complexity_100hz"] as? [String: Any])
        let scales = try #require(expected["dfa_scales"] as? [Int])
        let answers = try Self.answers(name, scales: scales)
        var table = ComparisonTable()
        for (key, value) in expected.sorted(by: { $0.key < $1.key }) {
            guard let value = value as? Double else { continue }
            table.check(key, name, expected: value, got: answers[key], tolerance: key.hasPrefix("dfa") ? 1e-6 : 1e-9)
        }
        table.report()
        #expect(table.count == 12)
        // A quarter of 1680 values is 420; the reference's 10^(log10 420) fell a hair below it and was cut to 419.
        let ours = FluctuationScaling.scales(count: try Self.series(name).count)
        #expect(ours == scales || (ours.dropLast() == scales.dropLast() && ours.last == 420 && scales.last == 419))
    }
}
