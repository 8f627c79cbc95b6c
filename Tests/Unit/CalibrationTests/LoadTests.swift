import Calibration
import Testing

struct LoadTests {
    @Test(
        "Normal gravity is that of the geodetic tables",
        arguments: [(0.0, 9.7803267715), (90.0, 9.8321863685), (-90.0, 9.8321863685), (45.0, 9.806199203)])
    func normalGravity(latitude: Double, expected: Double) throws {
        let gravity = try #require(LocalGravity(latitude: latitude, height: 0))
        #expect(abs(gravity.value - expected) < 5e-9)
    }

    @Test func gravityFallsWithHeight() throws {
        let sea = try #require(LocalGravity(latitude: 46.5, height: 0))
        let high = try #require(LocalGravity(latitude: 46.5, height: 1800))
        // The free-air gradient is 3.086e-6 s⁻² in every textbook.
        #expect(abs((sea.value - high.value) / 1800 - 3.086e-6) < 2e-9)
    }

    @Test func placesThatAreNoPlacesAreRefused() {
        #expect(LocalGravity(latitude: 91, height: 0) == nil)
        #expect(LocalGravity(latitude: .nan, height: 0) == nil)
        #expect(LocalGravity(latitude: 0, height: 1e6) == nil)
        #expect(LocalGravity(entered: 98.1) == nil)
        #expect(LocalGravity(entered: .nan) == nil)
        #expect(LocalGravity(entered: 9.81)?.value == 9.81)
    }

    @Test func aWeightIsLighterInAir() throws {
        let weight = try #require(Weight(kilograms: 20, relativeUncertainty: 5e-4, density: 8000))
        let gravity = try #require(LocalGravity(entered: 9.81))
        #expect(abs(weight.force(gravity: gravity) - 20 * 9.81 * (1 - 1.2 / 8000)) < 1e-12)
        #expect(abs(weight.force(gravity: gravity, airDensity: 1.0) - 20 * 9.81 * (1 - 1.0 / 8000)) < 1e-12)
        #expect(weight.force(gravity: gravity, airDensity: .nan) == weight.force(gravity: gravity))
    }

    @Test func poundsAreMassesWithLocalGravityAndBuoyancy() throws {
        let gravity = try #require(LocalGravity(entered: 9.78))
        func force(_ unit: LoadUnit, _ load: Double) -> Double {
            KnownLoads(unit: unit, gravity: gravity, relativeUncertainty: 5e-4, density: 8000).force(load)
        }
        #expect(abs(force(.pound, 100) - force(.kilogram, 45.359237)) < 1e-9)
        #expect(abs(force(.poundForce, 100) - 444.8221615) < 1e-6 && force(.kilonewton, 2) == 2000)
        #expect(LoadUnit(rawValue: "lb") == .pound && LoadUnit(rawValue: "lbf") == .poundForce)
    }

    @Test func impossibleWeightsAreRefused() {
        #expect(Weight(kilograms: 0, relativeUncertainty: 0) == nil)
        #expect(Weight(kilograms: -5, relativeUncertainty: 0) == nil)
        #expect(Weight(kilograms: .nan, relativeUncertainty: 0) == nil)
        #expect(Weight(kilograms: 5, relativeUncertainty: -1) == nil)
        #expect(Weight(kilograms: 5, relativeUncertainty: 0, density: 1) == nil)
    }

    @Test func aReferenceTakesTheWorstOfItsWeights() throws {
        let good = try #require(Weight(kilograms: 5, relativeUncertainty: 1e-4))
        let bad = try #require(Weight(kilograms: 20, relativeUncertainty: 5e-3, density: 7150))
        let reference = try #require(LoadReference(weights: [good, bad], gravity: .unknown))
        #expect(reference.relativeUncertainty == 5e-3)
        #expect(reference.gravityHalfWidth == 0.043 / 9.80665)
        #expect(LoadReference(weights: [], gravity: .unknown) == nil)
        #expect(LoadReference(cellRelativeUncertainty: 0.001)?.gravityHalfWidth == nil)
        #expect(LoadReference(cellRelativeUncertainty: .nan) == nil)
    }

    @Test(arguments: [
        (LoadUnit.newton, 1.0), (.kilonewton, 1000), (.poundForce, 4.4482216152605), (.kilogram, 9.81 * (1 - 1.2 / 7850)),
    ]) func aKnownLoadPullsBothWays(unit: LoadUnit, newtons: Double) throws {
        let gravity = try #require(LocalGravity(entered: 9.81))
        let loads = KnownLoads(unit: unit, gravity: gravity, relativeUncertainty: 1e-3, density: 7850)
        for load in [0, 5, -20, 0.25] { #expect(abs(loads.force(load) - load * newtons) < 1e-12 * abs(load * newtons) + 1e-15) }
        let reference = try #require(loads.reference)
        #expect(reference.relativeUncertainty == 1e-3)
        // Gravity matters for masses alone.
        #expect((reference.gravityHalfWidth != nil) == (unit == .kilogram))
        #expect(KnownLoads(unit: unit, gravity: gravity, relativeUncertainty: -1, density: 7850).reference == nil)
    }
}
