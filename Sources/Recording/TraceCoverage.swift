import Samples

/// Whether a trace has the samples from which its hold was analysed.
struct TraceCoverage {
    private let parts: [TraceRequest.Part]
    private var found: [UInt64]

    init(_ request: TraceRequest) {
        parts = request.parts
        found = parts.map { _ in 0 }
    }

    mutating func count(_ frame: Frame, of sensor: String?) {
        for place in parts.indices where parts[place].sensor == sensor && parts[place].samples.contains(frame.index) {
            found[place] += 1
        }
    }

    var isWhole: Bool {
        parts.indices.allSatisfy { found[$0] &+ parts[$0].absent >= UInt64(parts[$0].samples.count) }
    }
}
