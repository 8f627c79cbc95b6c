import Glibc
import Metrics
import Testing
import Seeding

@Suite struct DeclineTests {
    @Test("A line has its slope by every method, and a fatigue index")
    func line() throws {
        let values = (0..<2000).map { 300 - 0.5 * Double($0) / 100 }
        let decline = try Decline(values, rate: 100)
        #expect(abs(decline.slope + 0.5) < 1e-9 && abs(decline.robustSlope + 0.5) < 1e-9)
        #expect(decline.slopeHalfWidth < 1e-6)
        // The middles of the first and the last second are 19 s apart.
        #expect(abs(try #require(decline.fatigueIndex) - 100 * 9.5 / decline.first) < 1e-9)
        #expect(abs(try #require(decline.relativeSlope) + 50 / decline.first) < 1e-9)
        #expect(throws: NullReason.tooShort) { try Decline(Array(values.prefix(299)), rate: 100) }
        #expect(throws: NullReason.tooShort) { try Decline(values, rate: .nan) }
        #expect(try Decline(values.map { -$0 }, rate: 100).fatigueIndex == nil)
    }

    @Test("A slip moves the line, not the robust slope")
    func slip() throws {
        var values = (0..<2000).map { 300 - 0.5 * Double($0) / 100 }
        for index in 1900..<2000 { values[index] -= 150 }
        let decline = try Decline(values, rate: 100)
        #expect(abs(decline.slope + 0.5) > 1)
        #expect(abs(decline.robustSlope + 0.5) < 0.1)
    }

    @Test("The interval of the slope holds the truth in most holds whose drift is slow, where the usual one does not")
    func interval() throws {
        var inside = 0
        var usual = 0
        for seed in UInt64(1)...200 {
            var numbers = SeededNumbers(seed: seed)
            // First-order noise with a memory of 0.5 s at 50 Hz.
            let memory = exp(-1 / 25.0)
            var noise = Holds.gaussian(&numbers)
            let values = (0..<1500).map { index in
                noise = memory * noise + (1 - memory * memory).squareRoot() * Holds.gaussian(&numbers)
                return 300 - 0.3 * Double(index) / 50 + 4 * noise
            }
            let decline = try Decline(values, rate: 50)
            if abs(decline.slope + 0.3) <= decline.slopeHalfWidth { inside += 1 }
            let line = try #require(StraightLine(x: values.indices.map { Double($0) / 50 }, y: values))
            if abs(line.slope + 0.3) <= (try #require(line.slopeHalfWidth)) { usual += 1 }
        }
        print("whitened Newey–West holds the slope in \(inside) of 200 (seeds 1 to 200), ordinary least squares in \(usual)")
        #expect(inside >= 184 && usual < 100)
    }

    @Test("A hold that tires lists its decline; the static index is the triangle under the peak")
    func hold() throws {
        let record = Holds.record(rate: 500, seconds: 25, quietUntil: 1.9, release: 22) { t in
            t < 2 ? 0.1 * sin(50 * t) : t < 2.1 ? 4000 * (t - 2) : t < 22 ? 400 - 2 * (t - 2.1) + 0.3 * sin(55 * t) : 0
        }
        let result = HoldAnalysis.result(of: record)
        let slope = try #require(result["decline_slope"])
        #expect(abs(try #require(slope.value) + 2) < 0.01)
        // The end of the rise is in it.
        #expect(try #require(slope.lower) <= -1.99 && (try #require(slope.upper)) >= -2.01)
        #expect(abs(try #require(result["decline_robust"]?.value) + 2) < 0.01)
        // From 2.6 s (the first second's middle) to 21 s: 2 N/s of 399 N.
        let lost = 100 * 2 * 18.4 / 399
        #expect(abs(try #require(result["fatigue_index"]?.value) - lost) < 0.2)
        #expect(abs(try #require(result["static_fatigue_index"]?.value) - 100 * 0.5 * 39.8 / 400) < 0.3)
        #expect(result["tracking_rmse"]?.reason == .noTarget)
        let slow = HoldAnalysis.result(of: Holds.explosive(rate: 40))
        #expect(slow["decline_slope"]?.reason == .rateTooLow && slow["static_fatigue_index"]?.reason == .rateTooLow)
    }
}
