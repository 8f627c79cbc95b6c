import Metrics
import Samples
import Testing

@Suite struct MaximalForceTests {
    private func hold(_ force: Double, _ calibration: String? = "c1") -> MaximalForce.Hold {
        MaximalForce.Hold(force: force, moment: 1_700_000_000, calibration: calibration)
    }

    @Test("The best of three within 5 % of each other is confirmed; before that it is provisional")
    func confirmed() throws {
        var maximum = MaximalForce()
        #expect(maximum.best == nil && maximum.percent(of: 100) == nil && !maximum.isConfirmed)
        for force in [500.0, 470, 430] {
            let taken = maximum.offer(hold(force), flags: [])
            #expect(taken && !maximum.isConfirmed)
        }
        _ = maximum.offer(hold(490), flags: [.lowRate])
        #expect(!maximum.isConfirmed)
        _ = maximum.offer(hold(480), flags: [])
        #expect(maximum.isConfirmed && maximum.best?.force == 500)
        #expect(maximum.holds.map(\.force) == [500, 490, 480])
        #expect(maximum.percent(of: 250) == 50)
        // A new best must be confirmed anew.
        _ = maximum.offer(hold(600), flags: [])
        #expect(!maximum.isConfirmed && maximum.best?.force == 600)
    }

    @Test("A jerk, a saturated converter and a gap never set a maximum; another calibration begins anew")
    func refused() {
        var maximum = MaximalForce()
        for flags in [HoldFlags.slackImpact, .knock, .saturated, .gapInside] {
            let taken = maximum.offer(hold(900), flags: [flags, .lowRate])
            #expect(!taken)
        }
        for force in [Double.nan, .infinity, 0, -5] {
            let taken = maximum.offer(hold(force), flags: [])
            #expect(!taken)
        }
        #expect(maximum.best == nil)
        _ = maximum.offer(hold(500), flags: [])
        _ = maximum.offer(hold(400, "c2"), flags: [])
        #expect(maximum.holds.map(\.force) == [400])
    }
}
