import Calibration
import Certificates
import Metrics
import Samples

/// What clients are told of a sensor's newtons and metres.
extension SensorDescription {
    /// U of a measured force, or the reason why there is none.
    ///
    /// - Parameter load: the load on the sensor, tare included, N.
    func expanded(of load: Double?) -> (value: Double?, reason: String?) {
        guard kind.isForce else {
            let expanded = load.flatMap { companion.expanded(of: $0) }
            return (expanded, expanded == nil ? CompanionSettings.notStated : nil)
        }
        guard let uncertainty else { return (nil, calibration.state == .none ? "not_calibrated" : "no_certificate") }
        guard let load, load.isFinite else { return (nil, "no_force") }
        switch uncertainty.expandedUncertainty(ofMeasured: load) {
        case .success(let value): return (value, nil)
        case .failure(let gap): return (nil, gap.name)
        }
    }

    /// The value from which the certificate of a sensor with several channels is made: its force before the certificate is
    /// applied; `sumUnit` is the unit.
    func sum(of load: Double) -> Double {
        guard let certificate, certificate.evaluation.conditions.cells != nil else { return load }
        var line = certificate.curve
        line.zero = certificate.zero
        return line.raw(load)
    }

    var sumUnit: String { certificate?.evaluation.conditions.cells == nil ? unit : certificate?.rawUnit ?? unit }

    /// The tests in force; nil without any.
    var benchTestIDs: [String]? { benchTests.isEmpty ? nil : benchTests.map(\.id) }

    /// The band's curve.
    var band: (id: String, evaluation: BandEvaluation)? {
        guard let found = benchTest(.band), case .band(let evaluation) = found.evaluation else { return nil }
        return (found.id, evaluation)
    }

    /// U of a centre of pressure, m, or the reason why there is none; nil without a known-point check in force.
    var placeExpanded: (value: Double?, reason: String?)? {
        guard let found = benchTest(.points), case .points(let evaluation) = found.evaluation else { return nil }
        switch evaluation.expandedInForce {
        case .success(let value): return (value, nil)
        case .failure(let gap): return (nil, gap.name)
        }
    }
}
