import CMath

/// The difference between two sides, by the formulas that fit the task (Bishop 2016 Strength Cond J 38(6):27; 2018 40(4):1).
public struct Asymmetry: Sendable, Equatable {
    public let left: Double
    public let right: Double

    public init(left: Double, right: Double) {
        self.left = left
        self.right = right
    }

    /// For a task of both sides at once: 100·(R − L)/(R + L), %.
    public var bilateral: Double { 100 * (right - left) / (right + left) }

    /// The part of the right side in the sum, %.
    public var share: Double { 100 * right / (right + left) }

    /// For two tests of one side each: 100·(max − min)/max with the sign of the stronger side, positive for the right, %.
    public var unilateral: Double {
        let difference = 100 * abs(right - left) / max(left, right)
        return right < left ? -difference : difference
    }

    /// The angle between the pair and equal sides in % of a right angle: 100·|45° − atan(L/R)|/90° (Zifchock 2008 Gait Posture
    /// 27:622).
    public var symmetryAngle: Double { 100 * abs(.pi / 4 - c_atan2(left, right)) / (.pi / 2) }

    /// The half width of the bilateral asymmetry from independent half widths of the sides: |∂/∂L| = 200·R/(R + L)², |∂/∂R| =
    /// 200·L/(R + L)² (JCGM 100:2008, 5.1.2).
    public func bilateralHalfWidth(left halfLeft: Double, right halfRight: Double) -> Double {
        let factor = 200 / ((left + right) * (left + right))
        let (a, b) = (factor * right * halfLeft, factor * left * halfRight)
        return (a * a + b * b).squareRoot()
    }
}
