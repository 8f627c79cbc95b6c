/// Centre of pressure of a plate that measures three forces and three moments about an origin below its surface.
///
/// x = −(My + Fx·d)/Fz and y = (Mx − Fy·d)/Fz, where d is the depth of the origin below the top surface; newtons, newton
/// metres, metres (Tec Gihan, forceplate-python, `forceplate.py`; all makers with z pointing up use the same formula).
public struct SixAxisPlate: BitwiseCopyable, Sendable, Hashable {
    /// Depth of the plate's own origin below its top plate, metres, of either sign: makers differ in its direction.
    public var originDepth: Double
    /// Thickness of the cover on the top plate, metres.
    public var coverThickness: Double
    /// Below this vertical force, N, the centre of pressure is null, because the quotient would be noise. The value is the
    /// maker's.
    public var threshold: Double

    @inlinable public init(originDepth: Double, coverThickness: Double = 0, threshold: Double = 10) {
        self.originDepth = originDepth
        self.coverThickness = coverThickness
        self.threshold = threshold
    }

    /// x and y in metres; NaN when the plate is not loaded or an axis is missing.
    @inlinable public func centreOfPressure(
        _ fx: Double, _ fy: Double, _ fz: Double, _ mx: Double, _ my: Double
    ) -> (x: Double, y: Double) {
        guard fz >= threshold else { return (.nan, .nan) }
        let depth = abs(originDepth) + coverThickness
        return (-(my + fx * depth) / fz, (mx - fy * depth) / fz)
    }
}
