import Glibc
import Metrics
import Samples
import Seeding
import Testing

@Suite struct QuietStandingTests {
    private static let rate = 100.0

    /// A centre of pressure that drifts and comes back: two sums of a slow and a fast autoregressive noise, mm; `scale` is its size.
    private func path(_ seconds: Double, scale: Double, seed: UInt64) -> [SIMD2<Float>] {
        var random = SeededNumbers(seed: seed)
        var (slow, fast) = (SIMD2<Double>(), SIMD2<Double>())
        let shares = [(0.995, 4.0), (0.9, 1.0)].map { (keep: $0.0, kick: $0.1 * (1 - $0.0 * $0.0).squareRoot()) }
        func kick() -> SIMD2<Double> { SIMD2(random.normal(), random.normal()) }
        for _ in 0..<2000 { slow = slow * shares[0].keep + kick() * shares[0].kick }
        return (0..<Int(seconds * Self.rate)).map { _ in
            slow = slow * shares[0].keep + kick() * shares[0].kick
            fast = fast * shares[1].keep + kick() * shares[1].kick
            return SIMD2<Float>((slow + fast) * scale / 1000)
        }
    }

    private func plate(_ seconds: Double, scale: Double = 1, seed: UInt64) -> QuietStanding.Plate {
        var plate = QuietStanding.Plate(
            name: "plate", place: SetUpPlace(), isCalibrated: true, begin: HostInstant(nanoseconds: 0), rate: Self.rate, tare: 0)
        plate.centre = path(seconds + 1.1, scale: scale, seed: seed)
        plate.time = plate.centre.indices.map { Double($0) / Self.rate }
        plate.force = plate.centre.map { _ in 700 }
        return plate
    }

    /// The sway of a hold of so many seconds, as its numbers.
    private func hold(_ seconds: Double, scale: Double, seed: UInt64) -> [SetUpNumber] {
        QuietStanding.numbers(of: [plate(seconds, scale: scale, seed: seed)], seconds: seconds).filter { $0.seconds == nil }
            .map { SetUpNumber(sensors: $0.sensors, measurement: $0.measurement) }
    }

    @Test func aHoldThatSwaysAsInStandingHasOneInItsIntervalAndTwiceTheSwayIsSeen() throws {
        let trial = QuietStanding.numbers(of: [plate(60, seed: 1)], seconds: 60)
        var (covered, found) = ([String: Int](), [String: Int]())
        let count = 60
        for seed in 0..<UInt64(count) {
            for (scale, isStill) in [(1.0, true), (2.5, false)] {
                let ratios = QuietStanding.ratios(of: hold(10, scale: scale, seed: 100 + seed), with: trial)
                #expect(ratios.count == 5)
                for ratio in ratios {
                    let (low, high) = (try #require(ratio.measurement.lower), try #require(ratio.measurement.upper))
                    if isStill, (low...high).contains(1) { covered[ratio.measurement.name, default: 0] += 1 }
                    if !isStill, low > 1 { found[ratio.measurement.name, default: 0] += 1 }
                }
            }
        }
        // 95 % of holds, within what 60 seeds from one trial can tell.
        for (name, number) in covered { #expect(number >= 51, "\(name): \(number) of \(count)") }
        // The velocity hardly scatters, so two and a half times of it is always seen.
        #expect(found["sway_ratio_velocity"] == count, "\(found)")
        let ratio = try #require(QuietStanding.ratios(of: hold(10, scale: 2.5, seed: 3), with: trial).first?.measurement.value)
        #expect(abs(ratio - 2.5) < 0.4)
    }

    @Test func sameTimesAreCompared() throws {
        // The sway over 60 s is larger than that over 3 s of the same athlete, who has not changed.
        let trial = QuietStanding.numbers(of: [plate(60, seed: 1)], seconds: 60)
        func value(_ seconds: Double?) throws -> Double {
            try #require(
                trial.first { $0.seconds == seconds && $0.measurement.name == "sway_ellipse_area" }?.measurement.value)
        }
        let (short, whole) = (try value(3), try value(nil))
        #expect(whole > 1.5 * short)
        #expect(Set(trial.compactMap(\.seconds)) == [2, 3, 5, 8, 12, 20])
    }

    @Test func withoutATrialOrWithOneThatIsTooShortThereIsAReason() {
        let long = hold(15, scale: 1, seed: 5)
        func reasons(_ hold: [SetUpNumber], _ trial: [QuietStanding.Number]?) -> Set<NullReason?> {
            Set(QuietStanding.ratios(of: hold, with: trial).map(\.measurement.reason))
        }
        #expect(reasons(long, nil) == [.noStand])
        #expect(reasons(long, QuietStanding.numbers(of: [plate(30, seed: 1)], seconds: 30)) == [.standTooShort])
        var other = plate(60, seed: 1)
        other.name = "other"
        #expect(reasons(long, QuietStanding.numbers(of: [other], seconds: 60)) == [.noStand])
    }

    @Test func aPlateThatNobodyStandsOnHasNoSway() {
        var empty = plate(30, seed: 1)
        empty.centre = empty.centre.map { _ in SIMD2(.nan, .nan) }
        #expect(QuietStanding.numbers(of: [empty], seconds: 30).isEmpty)
        // Somebody who steps off has no sway either.
        var left = plate(30, seed: 1)
        for index in 1500..<1700 { left.centre[index] = SIMD2(.nan, .nan) }
        let numbers = QuietStanding.numbers(of: [left], seconds: 30).filter { $0.seconds == nil }
        #expect(!numbers.isEmpty && numbers.allSatisfy { $0.measurement.reason == .notLoaded })
    }

    @Test func twoPlatesHaveTheirCommonSwayIfItIsKnownWhereTheyLie() throws {
        /// - Parameter shaking: by how much the load goes from one plate to the other 30 times a second, N.
        func pair(_ places: [PlatePosition?], shaking: Double = 0) -> [QuietStanding.Number] {
            let plates = ["left", "right"].enumerated().map { index, name in
                var plate = plate(30, seed: UInt64(index))
                (plate.name, plate.place.plate) = (name, places[index])
                plate.force = plate.time.map { 700 + (index == 0 ? shaking : -shaking) * sin(2 * .pi * 30 * $0) }
                return plate
            }
            return QuietStanding.numbers(of: plates, seconds: 30).filter { $0.sensors.count == 2 && $0.seconds == nil }
        }
        let places = [-200, 200].map { PlatePosition(right: $0, forward: 0, turn: 0) }
        func velocity(_ numbers: [QuietStanding.Number]) throws -> Double {
            try #require(numbers.first { $0.measurement.name == "sway_velocity" }?.measurement.value)
        }
        let still = try velocity(pair(places))
        // The path is low-passed at 10 Hz, and so is what its parts are weighted with.
        #expect(try abs(velocity(pair(places, shaking: 4)) / still - 1) < 0.05)
        #expect(pair([nil, nil]).allSatisfy { $0.measurement.reason == .noPosition })
    }
}
