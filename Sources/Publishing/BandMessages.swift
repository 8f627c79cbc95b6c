import Calibration
import Messages
import Samples

extension Station1.Band {
    /// The force on a band according to its curve.
    init(_ evaluation: BandEvaluation, of id: String, _ newest: Reading?) {
        self.init(
            benchTest: id, slackLength: evaluation.curve.slackLength,
            slackLengthExpanded: evaluation.expandedSlackLength.number, tension: nil, length: nil, lengthExpanded: nil,
            lengthExpandedReason: nil, lengthReason: nil)
        guard let newest, newest.force.isFinite else {
            lengthReason = "no_force"
            return
        }
        // A tare of the session has removed the weight of the harness already; without a tare it weighs as much as in the
        // test.
        let tension = newest.tare == 0 ? newest.force - evaluation.test.rest : newest.force
        do throws(CalibrationGap) {
            let found = try evaluation.length(at: tension)
            (self.tension, length, lengthExpanded) = (tension, found.length, found.expanded.number)
            if case .failure(let gap) = found.expanded { lengthExpandedReason = gap.name }
        } catch { lengthReason = tension > 0 ? error.name : "slack" }
    }
}
