import Glibc
import Metrics
import Testing

@Suite struct SwayTests {
    @Test func aCircleHasItsRadiusItsPathAndItsFrequency() throws {
        // 30 turns of radius 10 mm at 0.5 Hz.
        let angles = (0..<6000).map { Double($0) / 100 * .pi }
        let sway = try #require(Sway(CentrePath(x: angles.map { 10 * sin($0) }, y: angles.map { 10 * cos($0) }, rate: 100)))
        #expect(abs(sway.meanDistance - 10) < 0.01)
        #expect(abs(sway.velocity - 10 * .pi) < 0.01)
        #expect(abs(sway.frequency - 0.5) < 0.001)
        #expect(abs(sway.sweptArea - 50 * .pi) < 0.5)
        let spectrum = try #require(SwaySpectrum(angles.map { 10 * sin($0) }, rate: 100))
        #expect(abs(spectrum.median - 0.5) < 0.051)
        #expect(spectrum.dispersion < 0.15)
    }

    @Test func anEllipseLiesAlongItsLongAxis() throws {
        let angles = (0..<6000).map { Double($0) / 100 * .pi }
        // The long axis forward and to the right.
        let sway = try #require(
            Sway(
                CentrePath(
                    x: angles.map { 10 * sin($0) + cos($0) }, y: angles.map { 10 * sin($0) - cos($0) }, rate: 100)))
        #expect(abs(sway.ellipseDirection - 45) < 0.1)
    }

    @Test func aStillCentreHasNoSway() {
        #expect(Sway(CentrePath(x: [1, 1, 1, 1], y: [1, 1, 1, 1], rate: 100)) == nil)
        #expect(SwaySpectrum([Double](repeating: 0, count: 3000), rate: 100) == nil)
        #expect(SwaySpectrum([Double](repeating: 0, count: 1999), rate: 100) == nil)
    }

    @Test func twoPlatesHaveOneCentre() throws {
        let left = PlatePosition(right: -200, forward: 0, turn: 0)
        let right = PlatePosition(right: 200, forward: 0, turn: 90)
        let load = CombinedCentre.Load(force: 300, x: 10, y: 20, position: left)
        let other = CombinedCentre.Load(force: 100, x: 30, y: 0, position: right)
        let place = try #require(CombinedCentre.place([load, other]))
        // The right plate is turned to the left: its own right is forward.
        #expect(abs(place.x - (300 * -190 + 100 * 200) / 400) < 1e-9)
        #expect(abs(place.y - (300 * 20 + 100 * 30) / 400) < 1e-9)
    }

    @Test func plateThatCarriesNothingIsLeftOutAndNoLoadHasNoCentre() throws {
        let middle = PlatePosition(right: 0, forward: 0, turn: 0)
        let empty = CombinedCentre.Load(force: 3, x: .nan, y: .nan, position: middle)
        let loaded = CombinedCentre.Load(force: 300, x: 10, y: 20, position: middle)
        #expect(try #require(CombinedCentre.place([empty, loaded])).x == 10)
        #expect(CombinedCentre.place([empty]) == nil)
        #expect(CombinedCentre.place([CombinedCentre.Load(force: 49, x: 0, y: 0, position: middle)]) == nil)
    }

    @Test func aForceThatSettlesAtTwoSeconds() throws {
        let force = (0..<2000).map { index -> Double in
            let t = Double(index) / 100
            return t < 2 ? 800 + 300 * (2 - t) : 800 + sin(20 * t)
        }
        let level = try #require(Stabilisation.level(force, level: 800, rate: 100))
        #expect(abs(level - (2 - 40.0 / 300)) < 0.02)
        let range = try #require(Stabilisation.range(force, rate: 100))
        #expect(range > 1 && range < 8)
        let sequential = try #require(Stabilisation.sequential(force, rate: 100))
        #expect(sequential > 2 && sequential < 20)
        #expect(Stabilisation.level(force, level: 2000, rate: 100) == nil)
        #expect(Stabilisation.range(Array(force.prefix(900)), rate: 100) == nil)
    }
}
