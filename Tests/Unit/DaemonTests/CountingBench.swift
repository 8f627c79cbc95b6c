import Foundation
import Rehearsal
import Samples

/// Sensors whose values count their samples, so that one that is lost, doubled or of another sensor is seen.
enum CountingBench {
    static let rate = 250.0

    /// Each counts from a million times its place on.
    static func start(_ folder: String, _ names: [String]) throws -> PretendBench {
        let devices = names.enumerated().map { place, name in
            PretendBench.Device(name) { epoch in
                PretendText(
                    .init(format: .init(separator: ",", decimals: 0, clock: nil)), source: Source(first: Double(place) * 1e6),
                    epoch: epoch)
            }
        }
        return try PretendBench(folder: folder, devices: devices, tickSeconds: 0.002, seed: 5)
    }

    private struct Source: SampleSource {
        let first: Double
        var channelCount: Int { 1 }
        private var start = 0.0
        private var count = 0.0

        init(first: Double) { self.first = first }

        mutating func begin(at seconds: Double) {
            start = seconds
            count = 0
        }
        mutating func nextTime() -> Double? {
            defer { count += 1 }
            return start + count / CountingBench.rate
        }
        mutating func values(at trueSeconds: Double, into values: inout [Double]) { values = [first + count] }
    }
}
