import Glibc
import Samples

@testable import Metrics

/// Signals of companions that a study outside has computed from the same formulas.
enum Companions {
    /// 2 kHz, 12 s: noise through a resonator that falls from 90 to 70 Hz, 50 Hz of the mains, and an offset; mV.
    static var muscle: [Double] {
        let (rate, count, radius) = (2000.0, 24_000, 0.93)
        var state: UInt64 = 12_345
        var (before, last) = (0.0, 0.0)
        return (0..<count).map { index in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let noise = Double(state >> 11) / Double(UInt64(1) << 53) - 0.5
            let frequency = 90 - 20 * Double(index) / Double(count)
            let value = noise + 2 * radius * cos(2 * .pi * frequency / rate) * last - radius * radius * before
            (before, last) = (last, value)
            return 0.05 * value + 0.01 * sin(2 * .pi * 50 * Double(index) / rate) + 0.3
        }
    }

    /// 200 Hz, 12 s: a band that is stretched by 0.4 m, m.
    static var path: [Double] {
        (0..<2400).map { index in
            let time = Double(index) / 200
            return 0.5 + 0.4 / (1 + exp(-(time - 3) / 0.15)) + 0.002 * sin(2 * .pi * 1.3 * time)
        }
    }

    static func record(_ values: [Double], _ kind: SensorKind, rate: Double) -> HoldRecord {
        HoldRecord(
            force: values, time: values.indices.map { Double($0) / rate }, rate: rate, sensorKind: kind, kind: .explosive,
            baseline: 0..<0, baselineMean: .nan, baselineDeviation: .nan, search: values.indices, release: nil, restLevel: nil,
            flags: [])
    }

    static func result(
        _ values: [Double], _ kind: SensorKind, rate: Double, _ settings: CompanionSettings = CompanionSettings(),
        plateau: ClosedRange<Double>? = 3...9.5, isCalibrated: Bool = true
    ) -> HoldResult {
        CompanionAnalysis.result(
            of: record(values, kind, rate: rate), settings: settings, isCalibrated: isCalibrated,
            span: CompanionSpan(onset: 2, release: 10, plateau: plateau))
    }
}
