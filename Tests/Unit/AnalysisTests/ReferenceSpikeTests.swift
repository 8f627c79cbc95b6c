import Console
import Filtering
import Metrics
import ReferenceData
import Testing

@Suite(.enabled(if: ReferenceData.isThere, Comment(rawValue: ReferenceData.reason)))
struct ReferenceSpikeTests {
    @Test("No sample of a real recording is taken for an impossible one")
    func none() throws {
        for (_, signals) in try ReferenceSignal.files() {
            for signal in signals where !signal.name.hasSuffix("from rest") {
                var detector = SpikeDetector(rate: signal.series.rate, floor: OnsetParameters(signal.series.kind).floor)
                var suspect: Int?
                var found: [Int] = []
                for (sample, value) in signal.series.force.enumerated() {
                    if let waiting = suspect, detector.isSpike(before: value) { found.append(waiting) }
                    suspect = detector.push(value) ? sample : nil
                }
                #expect(found.isEmpty, "\(signal): \(found.prefix(5))")
            }
        }
    }
}
