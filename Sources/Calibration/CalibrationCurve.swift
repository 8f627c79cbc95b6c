/// Calibration maths of one channel: `F = c0 + c1·r`, with r in the device's own unit and F in newtons (metrics dossier §8).
public struct CalibrationCurve: BitwiseCopyable, Sendable, Hashable {
    /// Force at a raw value of zero, N.
    public var offset: Double
    /// Newtons per raw unit.
    public var scale: Double

    @inlinable public init(offset: Double, scale: Double) {
        self.offset = offset
        self.scale = scale
    }

    /// A device that states newtons already.
    @inlinable public static var identity: CalibrationCurve { CalibrationCurve(offset: 0, scale: 1) }

    /// Newtons for a raw value.
    @inlinable public func force(_ raw: Double) -> Double { offset + scale * raw }
}
