import Calibration
import Testing

struct PolynomialFitTests {
    @Test func aCertifiedLoadCellTableGivesItsCertifiedParabola() throws {
        let fit = try #require(PolynomialFit(x: Pontius.loads, y: Pontius.deflections, degree: 2))
        let errors = try #require(fit.standardErrors)
        for place in 0..<3 {
            #expect(relative(fit.coefficients[place], Pontius.coefficients[place]) < 1e-10)
            #expect(relative(errors[place], Pontius.standardErrors[place]) < 1e-9)
        }
        #expect(relative(try #require(fit.standardError), Pontius.residualDeviation) < 1e-9)
        #expect(abs(fit.rSquared - Pontius.rSquared) < 1e-13)
        #expect(fit.freedom == 37)
    }

    @Test func aZeroFarFromTheOriginCostsFewDigits() throws {
        // A 32-bit converter far from its zero: the worst design that a run "as read" can bring.
        let x = (0..<12).map { 2e9 + Double($0) * 1e5 }
        let y = (0..<12).map { 50 * Double($0) + 0.1 * Double($0 * $0) }
        let fit = try #require(PolynomialFit(x: x, y: y, degree: 3))
        for (x, y) in zip(x, y) { #expect(abs(fit.value(at: x) - y) < 1e-11) }
        let about = fit.coefficients(about: 2e9)
        #expect(abs(about[0]) < 1e-10 && relative(about[1], 50e-5) < 1e-12 && relative(about[2], 0.1e-10) < 1e-9)
    }

    @Test func covarianceIsThatOfTheTextbookLine() throws {
        let x = [1.0, 2, 3, 4, 5]
        let y = [1.1, 1.9, 3.2, 3.9, 5.1]
        let fit = try #require(PolynomialFit(x: x, y: y, degree: 1))
        let error = try #require(fit.standardError)
        let covariance = try #require(fit.covariance)
        // Var(b) = s²/Sxx, Cov(a, b) = −x̄·s²/Sxx, Var(a) = s²(1/n + x̄²/Sxx), with Sxx = 10 and x̄ = 3.
        #expect(relative(covariance[3], error * error / 10) < 1e-12)
        #expect(relative(covariance[1], -3 * error * error / 10) < 1e-12)
        #expect(relative(covariance[0], error * error * (0.2 + 0.9)) < 1e-12)
        #expect(relative(try #require(fit.predictionError(at: 3)), error * 0.2.squareRoot()) < 1e-12)
        #expect(abs(fit.leverages.reduce(0, +) - 2) < 1e-12)
        #expect(relative(fit.slope(at: 7), fit.coefficients[1]) < 1e-15)
    }

    @Test func dataThatDetermineNothingGiveNothing() {
        let tiny = Double.leastNonzeroMagnitude
        #expect(PolynomialFit(x: [1, 1, 1], y: [1, 2, 3], degree: 1) == nil)
        #expect(PolynomialFit(x: [1, 2], y: [1, .nan], degree: 1) == nil)
        #expect(PolynomialFit(x: [1, .infinity], y: [1, 2], degree: 1) == nil)
        #expect(PolynomialFit(x: [1, 2, 3], y: [1, 2], degree: 1) == nil)
        #expect(PolynomialFit(x: [], y: [], degree: 1) == nil)
        #expect(PolynomialFit(x: [tiny, 2 * tiny], y: [1e300, -1e300], degree: 1) == nil)
        #expect(PolynomialFit(x: [1, 2], y: [1, 2], degree: 1)?.standardError == nil)
    }
}
