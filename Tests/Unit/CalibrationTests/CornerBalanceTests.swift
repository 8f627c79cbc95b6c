import Calibration
import Testing

struct CornerBalanceTests {
    /// What ideal cells say to 400 N on each corner and the middle of a plate whose weight spreads 70/12/12/6.
    private let ideal: [[Double]] = [
        [280, 48, 48, 24], [48, 280, 24, 48], [48, 24, 280, 48], [24, 48, 48, 280], [100, 100, 100, 100],
    ]
    private let faults = [1.03, 0.98, 1.01, 0.95]

    private var readings: [[Double]] { ideal.map { row in zip(row, faults).map { $0 * $1 } } }

    @Test func gainsUndoTheFaultsOfTheCells() throws {
        let balance = try CornerBalance(placements: readings, weight: 400)
        for (gain, fault) in zip(balance.gains, faults) { #expect(abs(gain * fault - 1) < 1e-12) }
        #expect(balance.freedom == 1)
        #expect(balance.errorsAfter.allSatisfy { abs($0) < 1e-10 })
        // The corner test's map: front left reads 280·1.03 + 48·0.98 + 48·1.01 + 24·0.95 = 406.72 N.
        #expect(abs(try #require(balance.errorsBefore.first) - 1.68) < 1e-9)
    }

    @Test func withoutTheWeightTheMeanIsKept() throws {
        let balance = try CornerBalance(placements: readings)
        let sums = readings.map { zip($0, balance.gains).reduce(0) { $0 + $1.0 * $1.1 } }
        let mean = readings.map { $0.reduce(0, +) }.reduce(0, +) / 5
        for sum in sums { #expect(abs(sum - mean) < 1e-9) }
    }

    @Test func placementsThatSayNothingAreRefused() {
        let three = Array(ideal.prefix(3))
        #expect(throws: CornerBalance.Failure.tooFewPlacements(3)) { try CornerBalance(placements: three) }
        #expect(throws: CornerBalance.Failure.self) {
            try CornerBalance(placements: [[Double]](repeating: [100, 100, 100, 100], count: 5))
        }
        #expect(throws: CornerBalance.Failure.malformed) { try CornerBalance(placements: ideal, weight: -1) }
        #expect(throws: CornerBalance.Failure.malformed) { try CornerBalance(placements: [[1, 2, 3, .nan]]) }
        #expect(throws: CornerBalance.Failure.malformed) { try CornerBalance(placements: [[1, 2]]) }
    }

    @Test func aBrokenCellIsNamedNotMended() throws {
        let broken = ideal.map { [$0[0], $0[1], $0[2] * 0.2, $0[3]] }
        do {
            _ = try CornerBalance(placements: broken, weight: 400)
            Issue.record("a cell that shows a fifth was balanced")
        } catch {
            guard case .implausibleGain(let channel, let gain) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(channel == 2 && abs(gain - 5) < 1e-9)
        }
    }
}
