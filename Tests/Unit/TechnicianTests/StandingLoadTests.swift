import Calibration
import LinuxIO
import Samples
import Seeding
import Testing

@testable import Console

/// When the wizard takes a load for one that stands: the table is in Calibration.md.
struct StandingLoadTests {
    private static let runs = Environment.value("HOLDFAST_LOAD_RUNS").flatMap { Int($0) } ?? 10
    private static let timeout = 120.0

    /// What came of one load.
    private enum Verdict: Equatable {
        /// Captured after so many seconds of standing still, within the limit of the scatter.
        case right(after: Double)
        case wrong
        case none
    }

    private func verdict(_ situation: LoadSituation, _ run: Int) throws -> Verdict {
        var numbers = SeededNumbers(seed: 1_870_000 + UInt64(run))
        let (share, stands) = situation.make(&numbers)
        let place = SituatedPlace(situation, numbers)
        let load = StandingLoad(place)
        let (noise, resolution) = try load.quiet()
        let limits = StabilityTest.Limits(
            window: 3, dwell: 5, noise: noise, span: situation.isFirst ? 0 : LoadSituation.span, resolution: resolution)
        place.begin(share)
        let found: StandingLoad.Standing
        do throws(CommandError) {
            guard case .stands(let standing) = try load.wait(limits, timeout: Self.timeout, load: { _ in "" }) else {
                return .none
            }
            found = standing
        } catch { return .none }
        let captured = Double(place.now.nanoseconds) * 1e-9
        // Where the limit is below a step of the converter, a reading is known to half a step.
        let limit = max(limits.largestDeviation, 1e-4 * LoadSituation.span, situation.step / 2)
        let error = found.status.mean - (84_123 + LoadSituation.span * share(captured))
        return captured >= stands && abs(error) <= limit ? .right(after: captured - stands) : .wrong
    }

    @Test("What stands is captured, what does not is not", arguments: LoadSituation.all.indices)
    func situations(_ place: Int) throws {
        let situation = LoadSituation.all[place]
        var (waits, wrong, none): ([Double], Int, Int) = ([], 0, 0)
        for run in 0..<Self.runs {
            switch try verdict(situation, 1000 * place + run) {
            case .right(let after): waits.append(after)
            case .wrong: wrong += 1
            case .none: none += 1
            }
        }
        let times = waits.sorted()
        let wait = [times.count / 2, times.count - 1].map { times.isEmpty ? "–" : Digits.fixed(times[$0], places: 1) }
        print("| \(situation.name) | \(Self.runs) | \(waits.count) | \(none) | \(wrong) | \(wait[0]) | \(wait[1]) |")
        switch situation.outcome {
        case .captured: #expect(waits.count == Self.runs)
        case .refused: #expect(none == Self.runs)
        // Nobody waits for a load that has not come: the wizard asks about it, see `WrongWeightTests`.
        case .mistaken: #expect(wrong == Self.runs)
        }
    }
}
