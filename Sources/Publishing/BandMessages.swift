import Calibration
import Certificates
import Interface
import Samples

/// The force on a band according to its curve, as `org.holdfast.station1.Band`.
extension JSONWriter {
    /// Writes nothing for a sensor without a curve in force.
    mutating func band(_ sensor: SensorDescription?, _ newest: Reading?) {
        guard let band = sensor?.band else { return }
        let evaluation = band.evaluation
        object("band") { writer in
            writer.field("benchTest", band.id)
            writer.field("slackLength", evaluation.curve.slackLength)
            writer.field("slackLengthExpanded", ifPresent: evaluation.expandedSlackLength.number)
            guard let newest, newest.force.isFinite else { return writer.field("lengthReason", "no_force") }
            // A tare of the session has removed the weight of the harness already; without a tare it weighs as much as in the
            // test.
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

    /// Writes a list if it is not empty.
    mutating func field(_ name: String, ifAny list: [String]) {
        guard !list.isEmpty else { return }
        array(name) { writer in for item in list { writer.value(item) } }
    }
}
