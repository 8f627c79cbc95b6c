import Calibration

/// The worked example of a budget at 1000 N of a 5000 N cell.
enum ExampleBudget {
    static let budget = UncertaintyBudget(components: [
        // Masses of 0.05 % (k = 2).
        UncertaintyComponent(.reference, expanded: 0.0005 * 1000),
        UncertaintyComponent(.fit, deviation: 0.8, freedom: .infinity),
        // 0.06 % of 5000 N between the ways up and down.
        UncertaintyComponent(.hysteresis, halfWidth: 0.0006 * 5000 / 2),
        UncertaintyComponent(resolution: 0.1),
        UncertaintyComponent(.zero, halfWidth: 1),
        UncertaintyComponent(.temperature, halfWidth: 0.00002 * 5 * 1000),
        UncertaintyComponent(.gravity, halfWidth: 0.003 / 9.80665 * 1000),
    ])

    static func source(of name: String) -> UncertaintyComponent.Source? {
        let words: [(String, UncertaintyComponent.Source)] = [
            ("reference_mass", .reference), ("fit_residual", .fit), ("hysteresis", .hysteresis), ("resolution", .resolution),
            ("zero_drift", .zero), ("temperature", .temperature), ("local_gravity", .gravity),
        ]
        return words.first { name.hasPrefix($0.0) }?.1
    }
}
