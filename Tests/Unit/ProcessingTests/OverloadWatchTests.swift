import Samples
import Testing

@testable import Processing

struct OverloadWatchTests {
    private func told(_ forces: [Double], limit: Double = 100) -> [String] {
        var watch = OverloadWatch(limit: limit)
        return forces.compactMap { force in
            guard case .overload(let newtons, let begins)? = watch.push(force) else { return nil }
            return "\(begins ? "begins" : "over") \(newtons)"
        }
    }

    @Test func eachOverloadIsToldOnceWithItsHighestForce() {
        #expect(told([0, 99, 101, 130, 120, 96, 94, 0]) == ["begins 101.0", "over 130.0"])
        #expect(told([0, -150, 0, 110, 0]) == ["begins 150.0", "over 150.0", "begins 110.0", "over 110.0"])
    }

    @Test func noiseAtTheLimitIsOneOverload() {
        #expect(told([99, 101, 99, 101, 99, 101, 50]) == ["begins 101.0", "over 101.0"])
    }

    @Test func whatIsNoNumberBeginsAndEndsNothing() {
        #expect(told([.nan, 120, .nan, 120]) == ["begins 120.0"])
        #expect(told([1e9, .infinity, .nan], limit: .infinity).isEmpty)
    }
}
