import Glibc
import Metrics
import Testing

@Suite struct TrackingTests {
    @Test("Distances from a target, and shares of the time near it, of known values")
    func values() throws {
        let target = try #require(TargetForce(force: 100))
        let found = try #require(Tracking([100, 104, 94, 112, 90], target: target))
        #expect(abs(found.rootMeanSquare - (Double(16 + 36 + 144 + 100) / 5).squareRoot()) < 1e-12)
        #expect(found.meanDistance == 6.4 && found.bias == 0)
        #expect(found.within5 == 0.4 && found.within10 == 0.8 && found.inside == 0.2)
        let corridor = try #require(TargetForce(from: 92, to: 108))
        #expect(corridor.force == 100)
        #expect(try #require(Tracking([100, 104, 94, 112, 90], target: corridor)).inside == 0.6)
        #expect(Tracking([], target: target) == nil)
        #expect(TargetForce(force: -1) == nil && TargetForce(force: .nan) == nil && TargetForce(from: 5, to: 5) == nil)
    }

    /// Rises to 200 N, holds, sags below 180 N at 12 s, is let go at 20 s.
    private func record(sagAt: Double = 12, recoverAt: Double = 30) -> HoldRecord {
        Holds.record(rate: 500, seconds: 22, quietUntil: 1.9, release: 20) { t in
            // What moves at rest moves under load, too: a force that stands still there is clipped.
            let moves = 0.1 * sin(40 * t)
            if t < 2 || t >= 20 { return moves }
            let level = t >= sagAt && t < recoverAt ? 150.0 : 200.0
            return min(2000 * (t - 2), level) + moves
        }
    }

    @Test("Time to failure counts from reaching the target to where the two seconds below it begin")
    func failure() throws {
        var hold = record()
        hold.context = HoldContext(maximalForce: 500, target: TargetForce(force: 200))
        let result = HoldAnalysis.result(of: hold)
        // Reached at 95 % of 200 N: 0.095 s after 2 s.
        #expect(abs(try #require(result["time_to_failure"]?.value) - (12 - 2.095)) < 0.01)
        // 5 % of 1000 N: 150 N is the edge itself, and not below it.
        hold.context.maximalForce = 1000
        #expect(HoldAnalysis.result(of: hold)["time_to_failure"]?.reason == .noFailure)
        hold.context.maximalForce = nil
        #expect(HoldAnalysis.result(of: hold)["time_to_failure"]?.reason == .noMaximalForce)
        // A dip of a second and a half is none.
        var dip = record(sagAt: 12, recoverAt: 13.5)
        dip.context = HoldContext(maximalForce: 500, target: TargetForce(force: 200))
        #expect(HoldAnalysis.result(of: dip)["time_to_failure"]?.reason == .noFailure)
        // Nor is letting go in time.
        var held = record(sagAt: 40)
        held.context = HoldContext(maximalForce: 500, target: TargetForce(force: 200))
        #expect(HoldAnalysis.result(of: held)["time_to_failure"]?.reason == .noFailure)
    }

    @Test("A hold with a target or a corridor lists how it was followed")
    func hold() throws {
        var hold = record()
        hold.context.target = TargetForce(force: 200)
        let result = HoldAnalysis.result(of: hold)
        // Half a second comes off the end, and 35 ms of the release are the hold's.
        let below = 7.536 / (19.536 - 2.095)
        #expect(abs(try #require(result["tracking_within_5"]?.value) - 100 * (1 - below)) < 0.5)
        #expect(abs(try #require(result["tracking_bias"]?.value) + 50 * below) < 0.1)
        #expect(abs(try #require(result["tracking_rmse_relative"]?.value) - 25 * below.squareRoot()) < 0.1)
        #expect(result["tracking_in_corridor"]?.reason == .noTarget)
        hold.context.target = TargetForce(from: 140, to: 210)
        #expect(try #require(HoldAnalysis.result(of: hold)["tracking_in_corridor"]?.value) > 99.8)
        hold.context.target = TargetForce(force: 900)
        #expect(HoldAnalysis.result(of: hold)["tracking_rmse"]?.reason == .noCrossing)
    }
}
