/// A class in the manner of ISO 376:2011, table 2: the range of forces in which the relative errors stay within the limits of a
/// class.
public struct RangeClass: Sendable, Hashable {
    /// Best first.
    public enum Grade: String, Sendable, Hashable, CaseIterable {
        case class00 = "00"
        case class05 = "0.5"
        case class1 = "1"
        case class2 = "2"
        case unclassified
    }

    /// A relative error that the class depends on.
    public enum Criterion: Sendable, Hashable, CaseIterable {
        case reproducibility, repeatability, interpolation, zeroReturn, reversibility, creep, resolution, reference
        /// The number of different forces.
        case forces
    }

    /// A class needs so many different forces, zero not counted.
    public static let fewestForces = 8

    /// The limits of a class, per cent.
    struct Limits {
        let reproducibility, repeatability, interpolation, zeroReturn, reversibility, creep, reference: Double
        /// The smallest force must be at least this many resolution steps.
        let steps: Double
    }

    public let grade: Grade
    /// The forces of each class that the cell has, without sign, N. A better class has a smaller range, or the same.
    public let ranges: [Grade: ClosedRange<Double>]
    /// Criteria that are needed but were not measured, and criteria of the standard that were not judged.
    public let missing: [Criterion]
    /// Criteria that fail class 2 in the upper half of the range; empty when classified.
    public let failing: [Criterion]

    /// The forces of the class without sign, N; nil when unclassified.
    public var range: ClosedRange<Double>? { ranges[grade] }

    /// The best class at a force, N.
    public func grade(at force: Double) -> Grade {
        Grade.allCases.first { ranges[$0]?.contains(abs(force)) ?? false } ?? .unclassified
    }

    static func limits(_ grade: Grade) -> Limits? {
        func row(_ b: Double, _ repeated: Double, _ fc: Double, _ f0: Double, _ v: Double, _ c: Double, _ w: Double, _ r: Double)
            -> Limits
        {
            Limits(
                reproducibility: b, repeatability: repeated, interpolation: fc, zeroReturn: f0, reversibility: v, creep: c,
                reference: w, steps: r)
        }
        return switch grade {
        case .class00: row(0.05, 0.025, 0.025, 0.012, 0.07, 0.025, 0.01, 4000)
        case .class05: row(0.10, 0.05, 0.05, 0.025, 0.15, 0.05, 0.02, 2000)
        case .class1: row(0.20, 0.10, 0.10, 0.05, 0.30, 0.10, 0.05, 1000)
        case .class2: row(0.40, 0.20, 0.20, 0.10, 0.50, 0.20, 0.10, 500)
        case .unclassified: nil
        }
    }

    /// Finds the best class whose range covers at least the upper half of the forces.
    ///
    /// Repeatability, reproducibility, zero return and ``fewestForces`` are required, and either reversibility or creep.
    ///
    /// - Parameters:
    ///   - figures: the figures of the calibration.
    ///   - creep: change from 30 s to 300 s after the load, per cent.
    ///   - resolution: resolution of the reading, N; 0 when unknown, and then not judged.
    ///   - reference: expanded uncertainty of the forces, per cent; not judged when nil.
    public init(figures: CalibrationFigures, creep: Figure, resolution: Double, reference: Double?) {
        var missing: [Criterion] = []
        if figures.repeatability.number == nil { missing.append(.repeatability) }
        if figures.reproducibility.number == nil { missing.append(.reproducibility) }
        if figures.zeroReturn.number == nil { missing.append(.zeroReturn) }
        if figures.hysteresis.number == nil && creep.number == nil { missing += [.reversibility, .creep] }
        if figures.levels.count < Self.fewestForces { missing.append(.forces) }
        self.missing = missing
        let judge = Judge(figures: figures, creep: creep, resolution: resolution, reference: reference)
        var ranges: [Grade: ClosedRange<Double>] = [:]
        for grade in Grade.allCases where missing.isEmpty { ranges[grade] = RangeClass.limits(grade).flatMap(judge.range) }
        self.ranges = ranges
        grade = Grade.allCases.first { ranges[$0] != nil } ?? .unclassified
        failing = grade == .unclassified ? RangeClass.limits(.class2).map(judge.failures) ?? [] : []
    }

    private struct Judge {
        let figures: CalibrationFigures
        let creep: Figure
        let resolution: Double
        let reference: Double?

        /// From the smallest force above which all criteria are within the limits; nil when this is less than the upper half.
        func range(_ limits: Limits) -> ClosedRange<Double>? {
            guard whole(limits).isEmpty, let top = figures.levels.map({ abs($0.force) }).max() else { return nil }
            var low: Double?
            for level in figures.levels.sorted(by: { abs($0.force) > abs($1.force) }) {
                guard failures(limits, level).isEmpty else { break }
                low = abs(level.force)
            }
            return low.flatMap { $0 <= top / 2 ? $0...top : nil }
        }

        /// Criteria that fail at or above half of the highest force.
        func failures(_ limits: Limits) -> [Criterion] {
            let top = figures.levels.map { abs($0.force) }.max() ?? 0
            let upper = figures.levels.filter { abs($0.force) >= top / 2 }.flatMap { failures(limits, $0) }
            let found = Set(upper + whole(limits))
            return Criterion.allCases.filter(found.contains)
        }

        private func whole(_ limits: Limits) -> [Criterion] {
            var found: [Criterion] = []
            if let error = figures.zeroReturn.number, abs(error) > limits.zeroReturn { found.append(.zeroReturn) }
            if let creep = creep.number, abs(creep) > limits.creep { found.append(.creep) }
            if let reference, reference > limits.reference { found.append(.reference) }
            return found
        }

        private func failures(_ limits: Limits, _ level: LevelFigures) -> [Criterion] {
            var found: [Criterion] = []
            if let b = level.reproducibility, b > limits.reproducibility { found.append(.reproducibility) }
            if let b = level.repeatability, b > limits.repeatability { found.append(.repeatability) }
            if abs(level.interpolation) > limits.interpolation { found.append(.interpolation) }
            if let v = level.reversibility, v > limits.reversibility { found.append(.reversibility) }
            if abs(level.force) < limits.steps * resolution { found.append(.resolution) }
            return found
        }
    }
}
