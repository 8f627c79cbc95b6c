import Analysis
import Console
import Formats
import Foundation
import ReferenceData
import Samples
import Seeding

/// Every force in the reference recordings, with the kind of sensor that it is of.
struct ReferenceSignal: Sendable, CustomStringConvertible {
    var name: String
    var series: OfflineAnalysis.Series
    var description: String { name }

    /// Columns that are no force: moments, centres of pressure, and a force that is in the file twice.
    private static let noForce: Set<String> = ["Mx", "My", "Mz", "CoPx", "CoPy", "COPx", "COPy", "force_kg"]

    /// Three seconds of rest before it and one after it, for what is under load from its first sample: seeded noise of ±0.5 N.
    private func fromRest(seed: UInt64) -> ReferenceSignal {
        var numbers = SeededNumbers(seed: seed)
        let (rate, count) = (series.rate, series.force.count)
        var force = (0..<Int(3 * rate)).map { _ in Double.random(in: -0.5...0.5, using: &numbers) }
        let lead = force.count
        force += series.force
        force += (0..<Int(rate)).map { _ in Double.random(in: -0.5...0.5, using: &numbers) }
        let seconds = force.indices.map { index in
            index < lead || index >= lead + count
                ? Double(index) / rate : Double(lead) / rate + series.seconds[index - lead] - series.seconds[0]
        }
        return ReferenceSignal(
            name: name + " from rest", series: .init(force: force, seconds: seconds, rate: rate, kind: series.kind))
    }

    /// All of them, by file; a file without times has 1000 Hz.
    static func files() throws -> [(file: String, signals: [ReferenceSignal])] {
        let folder = try ReferenceData.path("data")
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return try names.filter { $0.hasSuffix(".csv") || $0.hasSuffix(".txt") }.sorted().map { file in
            let table = try CSVTable(try ReferenceData.bytes("data/" + file))
            let timing = table.timing()
            var signals: [ReferenceSignal] = []
            for (index, column) in table.columns.enumerated() where index != timing?.column && !noForce.contains(column.name) {
                let seconds = timing?.seconds ?? column.values.indices.map { Double($0) / 1000 }
                let isPlate = column.name.hasPrefix("Fz") || column.name.hasPrefix("plate")
                let series = OfflineAnalysis.Series(
                    force: column.values, seconds: seconds, rate: timing?.rate ?? 1000, kind: isPlate ? .plate : .cell)
                var signal = ReferenceSignal(name: "\(file) \(column.header)", series: series)
                // In percent of a maximum it never rises by what a hold needs; as newtons of somebody strong it does.
                if column.name == "force_pctMVC" {
                    signal.name += " × 10"
                    signal.series.force = series.force.map { $0 * 10 }
                }
                signals.append(signal)
                if series.force.first.map({ $0 > 100 }) ?? false, OfflineAnalysis.holds(of: series).isEmpty {
                    signals.append(signal.fromRest(seed: UInt64(index)))
                }
            }
            return (file, signals)
        }
    }

    /// The same, with the bits of the holds that analyze finds: computed once.
    static let analysed: [(file: String, signals: [(signal: ReferenceSignal, holds: [SensorHold])])] =
        ((try? files()) ?? []).map { file, signals in
            (file, signals.map { ($0, OfflineAnalysis.holds(of: $0.series).flatMap(\.hold.sensors)) })
        }
}
