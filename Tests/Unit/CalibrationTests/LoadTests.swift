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

    private func weights(_ masses: [Double]) throws -> [CertifiedWeight] {
        try masses.enumerated().map { place, mass in
            CertifiedWeight(
                serial: "W\(place + 1)", weight: try #require(Weight(kilograms: mass, relativeUncertainty: 1e-4)),
                weightClass: nil,
                certificate: nil, dueWallMicroseconds: nil)
        }
    }

    @Test func aLoadIsMadeOfTheWeightsAndHasTheirMass() throws {
        let gravity = try #require(LocalGravity(entered: 9.81))
        let loads = try #require(KnownLoads(unit: .kilogram, gravity: gravity, weights: weights([20.0004, 19.999, 5, 1.25])))
        #expect(loads.impossible([0, 1.25, 5, 6.25, 20, 25, 40, 46.25]) == nil)
        #expect(
            loads.combination(for: 25)?.serials == ["W1", "W3"] && abs((loads.combination(for: 40)?.mass ?? 0) - 39.9994) < 1e-12)
        #expect(abs(loads.force(25) - 25.0004 * 9.81 * (1 - 1.2 / 7850)) < 1e-12 && loads.force(0) == 0)
        let pounds = try #require(KnownLoads(unit: .pound, gravity: gravity, weights: weights([20.41166])))
        #expect(pounds.impossible([45]) == nil && pounds.impossible([44])?.nearest.serials == ["W1"])
    }

    @Test(arguments: [
        (30.0, 25.0, ["W1", "W2"]), (100, 25, ["W1", "W2"]), (2, 0, []), (20.03, 20, ["W1"]), (-12, 5, ["W2"]), (3.9, 5, ["W2"]),
    ]) func aLoadThatNoWeightsMakeIsNamedWithTheNearest(load: Double, nearest: Double, serials: [String]) throws {
        let loads = try #require(KnownLoads(unit: .kilogram, gravity: .unknown, weights: weights([20, 5])))
        let found = try #require(loads.impossible([0, 20, load, 25]))
        #expect(found.load == load && found.nearest.mass == nearest && found.nearest.serials == serials)
    }

    @Test func manyWeightsAreAddedUpInAMoment() throws {
        // 30 weights of which no two are equal have 2^30 sums.
        var masses: [Double] = []
        for place in 0..<30 { masses.append(1 + Double(place) / 1000 + Double(place * place) / 1_000_000) }
        let combinations = try #require(WeightCombinations(weights(masses)))
        for mass in [17.3, 22.3, 29.43] {
            let found = try #require(combinations.making(mass))
            var sum = 0.0
            for serial in found.serials { sum += masses[try #require(Int(serial.dropFirst())) - 1] }
            #expect(abs(sum - found.mass) < 1e-9 && abs(found.mass - mass) <= 1e-3 * mass)
        }
    }

    @Test func noWeightOneTwiceOrTooManyMakeNoLoads() throws {
        let one = try weights([5])
        let many = try weights([Double](repeating: 1, count: WeightCombinations.mostWeights + 1))
        #expect(WeightCombinations([]) == nil && WeightCombinations(one + one) == nil && WeightCombinations(many) == nil)
    }
}
