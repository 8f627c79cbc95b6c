import Samples

extension CSVTable {
    /// Why no column of a table is taken for the force.
    public enum ForceChoice: Error, Equatable, Sendable {
        /// The column that was named is not there, or not of numbers.
        case unreadable(CSVError)
        /// No column can be one of forces.
        case none(columns: [String])
        /// Several can: number from 1, and heading, of each.
        case several([String])
    }

    /// The index of the column of forces: the one that is named, the only one of numbers, or the only one in a unit of force. Times,
    /// counters of rows and text are no forces.
    ///
    /// - Parameters:
    ///   - name: as ``columnIndex(_:)`` finds it; nil for any.
    ///   - time: the column of times, if that is known.
    public func forceColumn(_ name: String?, time: String?) throws(ForceChoice) -> Int {
        if let name { do throws(CSVError) { return try columnIndex(name) } catch { throw .unreadable(error) } }
        let candidates = numbers(time: time)
        if candidates.count == 1 { return candidates[0] }
        let forces = candidates.filter(isForce)
        if forces.count == 1 { return forces[0] }
        guard !candidates.isEmpty else { throw .none(columns: columns.map(\.name)) }
        throw .several(candidates.map { "\($0 + 1) \(columns[$0].header)" })
    }

    /// The indices of all columns in a unit of force.
    ///
    /// - Parameter time: the column of times, if that is known.
    public func forceColumns(time: String?) -> [Int] { numbers(time: time).filter(isForce) }

    /// The columns that may be forces.
    private func numbers(time: String?) -> [Int] {
        let time = time.flatMap { try? columnIndex($0) } ?? timing()?.column
        return columns.indices.filter { index in
            let column = columns[index]
            return index != time && !column.isText && !column.isClock && !isCounter(column, index)
        }
    }

    /// Grams are accelerations more often than forces.
    private func isForce(_ index: Int) -> Bool {
        columns[index].unit.map { ForceScale(heading: $0) != nil && $0 != "g" } ?? false
    }

    /// Numbers of rows, as pandas, R and motion capture write them.
    private func isCounter(_ column: Column, _ index: Int) -> Bool {
        let names = [
            "frame", "sample", "index", "item", "sample #", "frame#", "sub frame", "unnamed: 0", "n", "no.", "#", "scan", "row",
            "marker", "event",
        ]
        guard names.contains(column.name.lowercased()) || index == 0 && column.name == "column 1" else { return false }
        // "N" is newtons over forces.
        let steps = zip(column.values.dropFirst(), column.values).map { $0 - $1 }
        return steps.allSatisfy { $0 == $0.rounded() } && (column.name != "column 1" || steps.allSatisfy { $0 == 1 })
    }
}

/// Newtons of a unit of force.
public struct ForceScale: Equatable, Sendable {
    public let newtons: Double

    /// The units that a person names, with standard gravity.
    public static let named: [String: ForceScale] = [
        "N": ForceScale(1), "kN": ForceScale(1000), "mN": ForceScale(0.001), "kg": ForceScale(StandardForce.kilogram),
        "kgf": ForceScale(StandardForce.kilogram), "g": ForceScale(StandardForce.kilogram / 1000),
        "lbf": ForceScale(StandardForce.pound),
    ]

    private init(_ newtons: Double) { self.newtons = newtons }

    /// What headings call a unit; nil for what is no force.
    public init?(heading unit: String) {
        if let exact = Self.named[unit] {
            self = exact
            return
        }
        switch unit.lowercased() {
        case "n", "newton", "newtons": newtons = 1
        case "kn", "kilonewton", "kilonewtons": newtons = 1000
        case "kg", "kgs", "kp", "kilogram", "kilograms", "kilogramm": newtons = StandardForce.kilogram
        case "gf", "gram", "grams": newtons = StandardForce.kilogram / 1000
        case "lb", "lbs", "lbf", "pound", "pounds": newtons = StandardForce.pound
        case "dan": newtons = 10
        case "oz", "ounces": newtons = StandardForce.pound / 16
        default: return nil
        }
    }
}
