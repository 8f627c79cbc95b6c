import Foundation
import ReferenceData
import Testing

/// A line of the flat list of expected values.
struct SummaryRow {
    let dataset: String
    let metric: String
    let value: Double
    let tolerance: Double
    let isAbsolute: Bool

    /// All of them, in the order of the file.
    static func all() throws -> [SummaryRow] {
        try ReferenceData.text("expected/summary.csv").split(whereSeparator: \.isNewline).dropFirst().map { line in
            let parts = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            // The last column, what computed it, may hold commas of its own.
            try #require(parts.count >= 6, "\(line)")
            return try SummaryRow(parts)
        }
    }

    private init(_ parts: [String]) throws {
        dataset = parts[0]
        metric = parts[1]
        value = try #require(Double(parts[2]))
        isAbsolute = parts[4].hasSuffix(" abs")
        switch parts[4] {
        case "exact":
            // At samples interpolation is exact; an integral by trapezoids at 1 kHz is allowed 0.05 %.
            tolerance = metric.hasPrefix("IMP") ? 5e-4 : dataset.hasPrefix("live") ? 0 : 1e-9
        case "0.15-0.25 cross-method":
            // 25 % where the plateau is shorter than 5 s.
            tolerance = dataset == "openhdemg_hold_8_25s" ? 0.15 : 0.25
        default:
            tolerance = try #require(parts[4].split(separator: " ").first.flatMap { Double($0) })
        }
    }

    /// Why no single-sensor metric answers it; nil when one must.
    var elsewhere: String? {
        if dataset.hasPrefix("BDS") { return "sway of a plate" }
        // The plate's own bands are of one sensor; what of them a band drives is not.
        if dataset == "synthetic_band_plate", !metric.hasPrefix("plate_rms") { return "coherence of two sensors" }
        return metric.hasPrefix("coh_") ? "coherence of two signals" : nil
    }

    /// True for windows that a sensor of 1000 Hz is refused, because one sample interval or two are mostly ringing and noise.
    var isRefused: Bool { metric.hasPrefix("RFDpk_1ms@") || metric.hasPrefix("RFDpk_2ms@") }
}
