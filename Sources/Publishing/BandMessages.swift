import Calibration
import Interface
import Samples

/// What a band's curve says of the force that is on it, as `org.holdfast.station1.Band`.
extension JSONWriter {
    /// Nothing for a sensor without a curve in force.
    mutating func band(_ sensor: StationView.Sensor?, _ newest: Reading?) {
        guard let band = sensor?.band else { return }
        let evaluation = band.evaluation
        object("band") { writer in
            writer.field("benchTest", band.id)
            writer.field("slackLength", evaluation.curve.slackLength)
            writer.field("slackLengthExpanded", ifPresent: evaluation.expandedSlackLength.number)
            guard let newest, newest.force.isFinite else { return writer.field("lengthReason", "no_force") }
            // A tare of the session has taken the harness off already; without one it weighs what it weighed in the test.
            let tension = newest.tare == 0 ? newest.force - evaluation.test.rest : newest.force
            do throws(CalibrationGap) {
                let found = try evaluation.length(at: tension)
                writer.field("tension", tension)
                writer.field("length", found.length)
                writer.field("lengthExpanded", ifPresent: found.expanded.number)
                if case .failure(let gap) = found.expanded { writer.field("lengthExpandedReason", gap.name) }
            } catch { writer.field("lengthReason", tension > 0 ? error.name : "slack") }
        }
    }

    /// A list, when there is something in it.
    mutating func field(_ name: String, ifAny list: [String]) {
        guard !list.isEmpty else { return }
        array(name) { writer in for item in list { writer.value(item) } }
    }
}
