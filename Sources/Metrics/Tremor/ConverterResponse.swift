import CMath

/// The frequency response of a sensor's converter, modelled as several running means of one length in series.
///
/// An HX711 settles in four conversions, so four means of one sample interval each are its worst case. The response of other
/// converters must be measured, by a step or a drop test. Where the gain is known, a spectrum can be corrected for it, up to the
/// frequency at which the gain becomes too small.
public struct ConverterResponse: Sendable, Equatable {
    /// The number of means, and the length of each, s.
    public let stages: Int
    public let seconds: Double

    /// Below this gain nothing is corrected, because noise and aliases would be amplified with the signal.
    public static let leastGain = 0.65

    /// Nil unless there are one to eight stages of a positive length.
    public init?(stages: Int, seconds: Double) {
        guard (1...8).contains(stages), seconds > 0, seconds <= 10 else { return nil }
        self.stages = stages
        self.seconds = seconds
    }

    /// The worst case of an HX711 that makes `rate` conversions a second.
    public static func hx711(rate: Double) -> ConverterResponse? {
        rate > 0 ? ConverterResponse(stages: 4, seconds: 1 / rate) : nil
    }

    /// |H(f)| = |sin(πfT)/(πfT)|ⁿ.
    public func gain(at frequency: Double) -> Double {
        let x = Double.pi * frequency * seconds
        guard abs(x) > 1e-9 else { return 1 }
        let ratio = abs(c_sin(x) / x)
        return (0..<stages).reduce(1) { gain, _ in gain * ratio }
    }

    /// The delay of a value relative to the force, s: half of the length of all means together.
    public var delay: Double { Double(stages) * seconds / 2 }

    /// The frequency up to which the gain is large enough to be corrected, Hz.
    public var highest: Double {
        // The gain falls from 1 at 0 Hz to 0 at 1/T.
        var low = 0.0
        var high = 1 / seconds
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if gain(at: middle) >= Self.leastGain { low = middle } else { high = middle }
        }
        return low
    }
}
