/// A frequency band of tremor (see <doc:Tremor>), with both edges included and interpolated.
public struct TremorBand: Sendable, Equatable {
    /// The name of the band in metric names: `drift`, `8_12`.
    public let name: String
    /// Edges, Hz.
    public let low: Double
    public let high: Double
    /// The cause of force fluctuations in the band.
    public let meaning: String

    /// Common drive and visual correction of the force.
    public static let drift = TremorBand(name: "drift", low: 0.5, high: 4, meaning: "drift, common drive and visual correction")
    public static let low = TremorBand(name: "4_8", low: 4, high: 8, meaning: "low tremor, which grows in long sub-maximal holds")
    public static let physiological = TremorBand(name: "8_12", low: 8, high: 12, meaning: "physiological tremor")
    public static let upper = TremorBand(name: "12_15", low: 12, high: 15, meaning: "between physiological tremor and beta")
    public static let beta = TremorBand(name: "15_35", low: 15, high: 35, meaning: "beta")
    public static let total = TremorBand(name: "total", low: 0.5, high: 35, meaning: "the whole measured range")
    /// The reference band for shares without drift.
    public static let withoutDrift = TremorBand(name: "4_35", low: 4, high: 35, meaning: "everything but drift")

    /// All bands that have an RMS, in their fixed order.
    public static let all = [drift, low, physiological, upper, beta, total]
    /// The bands that are a share of the total.
    public static let parts = [drift, low, physiological, upper, beta]
    /// The bands that are a share of 4–35 Hz.
    public static let partsWithoutDrift = [low, physiological, upper, beta]

    /// True when the band is computed from 4 s segments: shorter segments, with a line removed from each, lose up to half of the
    /// drift.
    var isSlow: Bool { low < 4 }

    /// The reason why a sensor of `rate` hertz cannot measure the band; nil when it can.
    public func refusal(rate: Double) -> NullReason? {
        let needed = high <= 12 ? RateRule.tremor : RateRule.upperBands
        return RateRule.meets(rate, needed) && rate >= 2 * high ? nil : .rateTooLow
    }
}
