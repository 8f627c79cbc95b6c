import Filtering
import Glibc
import Metrics
import Testing

@Suite struct ConverterResponseTests {
    @Test("Four means of 12.5 ms have the gains that an HX711 at 80 Hz is modelled with")
    func gains() throws {
        let response = try #require(ConverterResponse.hx711(rate: 80))
        for (frequency, gain) in [(0.0, 1.0), (8, 0.936), (10, 0.902), (12, 0.861), (20, 0.657), (35, 0.26)] {
            #expect(abs(response.gain(at: frequency) - gain) < 0.003, "\(frequency) Hz")
        }
        #expect(abs(response.delay - 0.025) < 1e-12)
        #expect(response.highest > 20 && response.highest < 20.5)
        #expect(ConverterResponse(stages: 0, seconds: 1) == nil && ConverterResponse(stages: 4, seconds: .nan) == nil)
        #expect(ConverterResponse.hx711(rate: 0) == nil && ConverterResponse.hx711(rate: .nan) == nil)
    }

    /// What such a converter makes of 3 N at 9.5 Hz: the means of samples 32 times as dense.
    private func record() throws -> HoldRecord {
        var hold = Holds.record(rate: 2560, seconds: 20, quietUntil: 1.9, release: 18) { t in
            if t < 2 || t >= 18 { return 0.05 * sin(90 * t) }
            return min(2000 * (t - 2), 300) + 3 * sin(2 * .pi * 9.5 * t) + 0.4 * sin(2 * .pi * 0.7 * t)
        }
        for _ in 0..<4 {
            var sum = 0.0
            hold.force = hold.force.indices.map { index in
                sum += hold.force[index] - (index >= 32 ? hold.force[index - 32] : 0)
                return sum / Double(min(index + 1, 32))
            }
        }
        let kept = stride(from: 0, to: hold.force.count, by: 32)
        var slow = Holds.record(rate: 80, seconds: 20, quietUntil: 1.9, release: 18) { _ in 0 }
        slow.force = kept.map { hold.force[$0] }
        slow.baselineMean = 0
        slow.baselineDeviation = 0.05
        return slow
    }

    @Test("With its response known an 80 Hz sensor measures the tremor that is there; without, its upper limit holds it")
    func corrected() throws {
        var hold = try record()
        let truth = 3 / 2.0.squareRoot()
        let plain = try #require(HoldAnalysis.result(of: hold)["tremor_rms_8_12"])
        #expect(abs(try #require(plain.value) / truth - 0.91) < 0.01)
        #expect(try #require(plain.upper) > truth)
        hold.response = ConverterResponse.hx711(rate: 80)
        let result = HoldAnalysis.result(of: hold)
        let corrected = try #require(result["tremor_rms_8_12"])
        #expect(abs(try #require(corrected.value) / truth - 1) < 0.003)
        #expect(abs(try #require(result["tremor_peak_frequency"]?.value) - 9.5) < 0.05)
        for name in ["tremor_rms_15_35", "tremor_rms_12_15", "tremor_mean_frequency_total", "tremor_edge_frequency_4_35"] {
            #expect(result[name]?.reason == .rateTooLow, "\(name)")
        }
    }

    @Test("A faster sensor whose response is known is refused the bands that it swallows")
    func refused() throws {
        var hold = Holds.explosive(rate: 120)
        #expect(HoldAnalysis.result(of: hold)["tremor_rms_15_35"]?.value != nil)
        hold.response = ConverterResponse.hx711(rate: 120)
        let result = HoldAnalysis.result(of: hold)
        #expect(result["tremor_rms_15_35"]?.reason == .rateTooLow && result["tremor_rms_total"]?.reason == .rateTooLow)
        #expect(result["tremor_rms_12_15"]?.value != nil && result["tremor_relative_8_12"]?.reason == .rateTooLow)
    }

    @Test("95 % of a flat spectrum's power lie below 95 % of the band")
    func edge() throws {
        let flat = PowerSpectrum(density: [Double](repeating: 2, count: 81), step: 0.5, segments: 8)
        #expect(abs(try #require(flat.edgeFrequency(0.95, from: 0.5, to: 35)) - (0.5 + 0.95 * 34.5)) < 1e-9)
        #expect(abs(try #require(flat.medianFrequency(from: 4, to: 35)) - 19.5) < 1e-9)
        #expect(PowerSpectrum(density: [0, 0, 0], step: 1, segments: 1).edgeFrequency(0.95, from: 0.5, to: 2) == nil)
        let value = try #require(HoldAnalysis.result(of: Holds.explosive())["tremor_edge_frequency_total"]?.value)
        #expect(value > 9 && value < 11)
    }
}
