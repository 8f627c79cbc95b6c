import Calibration
import Certificates
import Interface
import Samples

/// Two records of one sensor, made at two temperatures: what zero and sensitivity do per kelvin, and how well that is known.
struct TemperatureComparison {
    let test: TemperatureTest
    /// U (k = 2) of the coefficients, N/K and 1/K, from what the two calibrations do not have in common.
    let zeroUncertainty: Double
    let spanUncertainty: Double

    /// - Throws: why the two cannot be compared.
    init(cold: CalibrationRecord, warm: CalibrationRecord, at temperatures: ClosedRange<Double>) throws(CommandError) {
        guard cold.draft.sensor == warm.draft.sensor, cold.draft.rawUnit == warm.draft.rawUnit else {
            throw .refused("\(cold.draft.sensor) and \(warm.draft.sensor) are not one sensor, or their units differ")
        }
        let span = temperatures.upperBound - temperatures.lowerBound
        guard span >= 5 else { throw .refused("the two are \(Digits.text(span)) K apart; less than 5 K gives no result") }
        let one = try Self.line(cold)
        let other = try Self.line(warm)
        guard
            let test = TemperatureTest(
                cold: (temperatures.lowerBound, one.zero, one.scale), warm: (temperatures.upperBound, other.zero, other.scale))
        else { throw .refused("their sensitivities have different signs, or none: they are not from one sensor") }
        self.test = test
        zeroUncertainty = 2 * (one.zeroError * one.zeroError + other.zeroError * other.zeroError).squareRoot() / span
        spanUncertainty = 2 * (one.spanError * one.spanError + other.spanError * other.spanError).squareRoot() / span
    }

    /// Zero and newtons per raw unit up to the highest force, with their standard uncertainties (N, and as a share). Weights and gravity
    /// are taken for the same both times, and so fall out of the comparison.
    private static func line(_ record: CalibrationRecord) throws(CommandError) -> (
        zero: Double, scale: Double, zeroError: Double, spanError: Double
    ) {
        let evaluation: CalibrationEvaluation
        do throws(CalibrationRefusal) { evaluation = try record.draft.evaluation() } catch { throw .data(error.message) }
        let top = evaluation.run.signedTop
        let zero = record.curve.raw(0)
        let scale = top / (record.curve.raw(top) - zero)
        guard zero.isFinite, scale.isFinite, scale != 0 else { throw .data("the curve of \(record.id) cannot be inverted") }
        func error(at force: Double, without shared: Set<UncertaintyComponent.Source>) throws(CommandError) -> Double {
            do throws(CalibrationGap) {
                let lines = try evaluation.budget(at: force).components.filter { !shared.contains($0.source) }
                return lines.reduce(0) { $0 + $1.standard * $1.standard }.squareRoot()
            } catch { throw .data("\(record.id) has no uncertainty at \(Digits.text(force)) N: \(error.name)") }
        }
        let shared: Set<UncertaintyComponent.Source> = [.reference, .gravity, .buoyancy, .temperature]
        return (
            zero, scale, try error(at: 0, without: shared), try error(at: top, without: shared) / abs(top)
        )
    }

    /// For programs; per kelvin, the sensitivity as a share.
    var object: JSONObject {
        JSONObject([
            ("zero", .number(test.zeroCoefficient)), ("zeroExpanded", .number(zeroUncertainty)),
            ("sensitivity", .number(test.spanCoefficient)), ("sensitivityExpanded", .number(spanUncertainty)),
        ])
    }

    /// What there is to read, and what to type into the next calibration.
    var lines: [String] {
        func row(_ name: String, _ value: Double, _ uncertainty: Double, _ unit: String) -> [String] {
            [
                name, "\(Digits.text(value, expanded: uncertainty)) ± \(Digits.uncertainty(uncertainty)) \(unit)",
                abs(value) <= uncertainty ? "not distinguishable from 0" : "",
            ]
        }
        let zero = max(abs(test.zeroCoefficient), zeroUncertainty)
        let span = max(abs(test.spanCoefficient), spanUncertainty)
        return [
            Output.table([
                row("zero", test.zeroCoefficient, zeroUncertainty, "N/K"),
                row("sensitivity", 100 * test.spanCoefficient, 100 * spanUncertainty, "%/K"),
            ]), "U (k = 2) comes from the two calibrations, without what they have in common: weights and gravity",
            "to include it in U: holdfast calibrate … --zero-per-kelvin \(Digits.text(zero, digits: 2)) "
                + "--span-per-kelvin \(Digits.text(100 * span, digits: 2)) --kelvin K",
        ]
    }
}
