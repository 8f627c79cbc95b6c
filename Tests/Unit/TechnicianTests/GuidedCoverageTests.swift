import Calibration
import LinuxIO
import Rehearsal
import Samples
import Scratch
import Testing

@testable import Console

/// Guided calibrations at pretend cells of known faults: is U worth what it says?
struct GuidedCoverageTests {
    /// A published force of a calibrated cell: the true one, what it is wrong by, and its U.
    typealias Use = (force: Double, error: Double, expanded: Double)

    private static let runs = Environment.value("HOLDFAST_GUIDED_RUNS").flatMap { Int($0) } ?? 200
    private static let firstSeed = Environment.value("HOLDFAST_GUIDED_SEED").flatMap { UInt64($0) } ?? 70_000

    /// Cells that have one large fault, in place of several of any size: "linear", "hysteresis", "creep" or "coarse".
    private static let kind = Environment.value("HOLDFAST_GUIDED_CELLS") ?? "any"

    /// Faults of a cheap cell, each of a size of its own.
    private func faults(_ seed: UInt64) -> PretendCell.Faults {
        var random = RehearsalRandom.stream(seed, 0x6661_756C)
        var faults = PretendCell.Faults()
        faults.noise = random.uniform(in: 1e-5...1e-4)
        faults.creep = random.uniform(in: 0...1e-3)
        faults.creepSeconds = random.uniform(in: 5...60)
        faults.hysteresis = random.uniform(in: 0...1e-3)
        faults.driftPerHour = random.uniform(in: 0...4e-4)
        faults.curvature = random.uniform(in: 0...2e-3)
        switch Self.kind {
        case "linear": (faults.creep, faults.hysteresis, faults.curvature) = (5e-5, 5e-5, 0)
        case "hysteresis": (faults.creep, faults.hysteresis) = (5e-5, 1e-3)
        case "creep": (faults.creep, faults.hysteresis) = (1e-3, 5e-5)
        case "coarse": (faults.creep, faults.hysteresis, faults.sensitivity) = (5e-5, 5e-5, 4)
        default: break
        }
        return faults
    }

    private func uses(_ seed: UInt64, _ folder: String) throws -> [Use] {
        var calibration = try GuidedCalibration(faults(seed), weights: 0.0005, seed: seed, statePath: "\(folder)/\(seed).json")
        let evaluation = try calibration.run()
        // An athlete does not wait until a load has crept, so the first seconds of the creep belong to U.
        #expect(evaluation.conditions.creep?.earlyPercent != nil, "seed \(seed)")
        return try (0..<2).map { _ in try calibration.use(evaluation) }
    }

    @Test("U covers the true force of 93.5 to 97.5 of 100 loads after guided calibrations, as far as so few can tell")
    func coverage() async throws {
        let folder = Scratch.path("technician")
        defer { try? Files.remove(folder) }
        let runs = try await withThrowingTaskGroup(of: [Use].self) { group in
            for run in 0..<Self.runs { group.addTask { try uses(Self.firstSeed + UInt64(run), folder) } }
            var all: [[Use]] = []
            for try await uses in group { all.append(uses) }
            return all
        }
        let covered = runs.count { run in run.first.map { abs($0.error) <= $0.expanded } ?? false }
        let all = runs.flatMap { $0 }
        let ratios = all.map { abs($0.error) / $0.expanded }.sorted()
        // Every cell is another one, so that U is compared with the error load by load.
        let margin = 1 / ratios[all.count * 95 / 100]
        print(
            "cells: \(Self.kind), seeds from \(Self.firstSeed): \(covered) of \(Self.runs) calibrations, \(ratios.count { $0 <= 1 }) of \(all.count) loads",
            "covered; U is \(margin) times what 95 % need")
        #expect(runs.count == Self.runs)
        let share = Double(ratios.count { $0 <= 1 }) / Double(all.count)
        // So few loads scatter around the share that many would have: two binomial SD.
        func scatter(_ share: Double) -> Double { 2 * (share * (1 - share) / Double(all.count)).squareRoot() }
        #expect(share >= 0.935 - scatter(0.935) && share <= 0.975 + scatter(0.975))
    }
}
