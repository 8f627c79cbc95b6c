import CMath

/// A hold of a minute whose shaking grows in its second half; the same at every run.
enum BenchmarkHold {
    static func forces(rate: Double) -> [Double] {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        /// About normal, SD 1: twelve uniform numbers less their mean.
        func noise() -> Double {
            var sum = -6.0
            for _ in 0..<12 {
                state ^= state << 13
                state ^= state >> 7
                state ^= state << 17
                sum += Double(state >> 11) / 9_007_199_254_740_992
            }
            return sum
        }
        var drift = 0.0
        return (0..<Int(70 * rate)).map { index in
            let time = Double(index) / rate
            let held = time - 4
            drift = 0.9995 * drift + 0.08 * noise()
            guard held > 0 else { return 0.2 * noise() }
            let level = held < 60 ? 400 * (1 - c_exp(-held / 0.08)) : 400 * c_exp(-(held - 60) / 0.06)
            let tremor = (1.5 + 0.15 * (held > 30 ? held - 30 : 0)) * c_sin(2 * .pi * 9 * time)
            return level * (1 - 0.001 * held) + (held < 60 ? tremor + drift : 0) + 0.2 * noise()
        }
    }
}
