import Glibc
import Metrics
import Samples
import Testing

/// What counts from the level of rest, and what from the baseline that the rise began from.
@Suite struct RestTests {
    /// A band that is held at `tension` N before it is pulled to `height` N: exponential rise with a time constant of 60 ms at 2 s, let
    /// go at 8 s. `ground` is the level without effort, N: the weight of whoever stands on a plate.
    private func pull(tension: Double, height: Double, ground: Double = 0, kind: SensorKind = .cell) -> HoldRecord {
        var record = Holds.record(rate: 1000, seconds: 9, quietUntil: 1.9, release: 8, kind: kind) { t in
            let rise = t < 2 ? 0 : 1 - exp(-(t - 2) / 0.06)
            let effort = t < 8 ? tension + (height - tension) * rise : height * exp(-20 * (t - 8))
            return ground + effort + 0.05 * sin(400 * t)
        }
        record.restLevel = ground
        return record
    }

    private func value(_ name: String, _ record: HoldRecord) throws -> Double {
        try #require(HoldAnalysis.result(of: record)[name]?.value, "\(name)")
    }

    @Test("A force reached from pre-tension is all of the athlete's; the rise is what came on top", arguments: [0.0, 40, 90])
    func pretension(tension: Double) throws {
        var record = pull(tension: tension, height: 300)
        record.context = HoldContext(maximalForce: 300, target: TargetForce(force: 300))
        #expect(try abs(value("mvc_500", record) - 300) < 0.2)
        #expect(try abs(value("mvc_500_percent", record) - 100) < 0.1)
        #expect(try abs(value("peak_net_force", record) - 300) < 0.2)
        #expect(try abs(value("plateau_net_mean", record) - 300) < 0.2)
        #expect(try abs(value("tracking_bias", record)) < 1.5)
        #expect(try value("zone_time_high_threshold", record) > 5.7)
        // What is left to the maximum 200 ms after the onset.
        let left = (1 - tension / 300) * exp(-0.2 / 0.06)
        #expect(try abs(value("explosive_deficit_200", record) - 100 * left) < 1)
        // The rise itself knows only what it brought; a curve without a toe is found a few milliseconds early.
        let rise = (300 - tension) * (1 - exp(-0.1 / 0.06))
        #expect(try abs(value("force_100", record) - rise) < 0.08 * rise)
        #expect(try abs(value("rfd_0_100", record) - rise / 0.1) < 0.8 * rise)
        #expect(try abs(value("rest_force", record)) < 1e-9)
        #expect(try abs(value("baseline_force", record) - tension) < 0.02)
    }

    @Test("Who stands on a plate is no part of its forces, whatever the tare says")
    func plate() throws {
        var record = pull(tension: 0, height: 500, ground: 720, kind: .plate)
        record.context.maximalForce = 500
        #expect(try abs(value("mvc_500_percent", record) - 100) < 0.1)
        #expect(try abs(value("peak_force", record) - 1220) < 0.5)
        // Nobody knows the level of rest: then the baseline is one.
        record.restLevel = nil
        #expect(try abs(value("mvc_500", record) - 500) < 0.5)
        #expect(!HoldAnalysis.result(of: record).flags.contains(.pretension))
    }

    @Test("A level of rest that is no number is none")
    func nonsense() throws {
        var record = pull(tension: 90, height: 300)
        for level in [Double.nan, .infinity, -.infinity] {
            record.restLevel = level
            #expect(record.rest == record.baselineMean)
            #expect(try abs(value("mvc_500", record) - 210) < 0.2)
        }
    }
}
