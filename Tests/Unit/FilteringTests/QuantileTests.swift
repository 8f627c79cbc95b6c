import Filtering
import Testing

@Suite struct QuantileTests {
    @Test("Quantiles are scipy's")
    func scipy() {
        let got = [
            Quantile.chiSquared(0.025, freedom: 15.2026), Quantile.chiSquared(0.5, freedom: 15.2026),
            Quantile.chiSquared(0.975, freedom: 15.2026), Quantile.fisher(0.95, numerator: 2, denominator: 5998),
            Quantile.fisher(0.05, numerator: 3.5, denominator: 12), Quantile.student(0.975, freedom: 9),
        ]
        #expect(worstRelative(got, ScipyVectors.quantiles) < 1e-12)
    }

    @Test("Where there is no quantile there is no number, and no trap", arguments: [-1, 0, 1, 2, .nan, .infinity])
    func outside(value: Double) {
        #expect(Quantile.chiSquared(value, freedom: 5).isNaN)
        #expect(Quantile.fisher(value, numerator: 2, denominator: 3).isNaN)
        #expect(Quantile.student(value, freedom: 3).isNaN)
        guard !(value > 0 && value.isFinite) else { return }
        #expect(Quantile.chiSquared(0.5, freedom: value).isNaN)
        #expect(Quantile.fisher(0.5, numerator: value, denominator: 3).isNaN)
        #expect(Quantile.fisher(0.5, numerator: 3, denominator: value).isNaN)
        #expect(Quantile.student(0.5, freedom: value).isNaN)
    }
}
