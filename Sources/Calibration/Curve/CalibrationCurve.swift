/// The calibration curve of one channel: F = c₀ + c₁·d + c₂·d² + c₃·d³ with d = r − z, where r is the reading in the device's
/// own unit, z its zero and F the force in newtons.
///
/// A straight line has c₂ = c₃ = 0. A straight line from the settings has its zero in c₀ and z = 0; the force is then c₀ + c₁·r
/// to the bit.
public struct CalibrationCurve: BitwiseCopyable, Sendable, Hashable {
    /// c₀: force at the zero, N.
    public var offset: Double
    /// c₁, newtons per raw unit.
    public var scale: Double
    /// c₂ and c₃, N per raw unit to the second and third power.
    public var quadratic: Double
    public var cubic: Double
    /// c₁ below the zero. It differs from `scale` only for a cell that is calibrated both in tension and in compression.
    public var scaleBelow: Double
    /// z: the electrical reading without load, raw units. Zeroing changes only this number; a tare does not change the curve.
    public var zero: Double

    @inlinable
    public init(
        offset: Double, scale: Double, quadratic: Double = 0, cubic: Double = 0, zero: Double = 0, scaleBelow: Double? = nil
    ) {
        self.offset = offset
        self.scaleBelow = scaleBelow ?? scale
        self.scale = scale
        self.quadratic = quadratic
        self.cubic = cubic
        self.zero = zero
    }

    /// The curve of a device that sends newtons.
    @inlinable public static var identity: CalibrationCurve { CalibrationCurve(offset: 0, scale: 1) }

    /// Newtons for a raw value.
    @inlinable
    public func force(_ raw: Double) -> Double {
        let deflection = raw - zero
        let scale = deflection < 0 ? scaleBelow : scale
        return offset + (scale + (quadratic + cubic * deflection) * deflection) * deflection
    }

    /// The raw value that gives this force, by Newton's method, starting from the linear part of the curve.
    ///
    /// - Returns: NaN where the curve is not monotonic enough to be inverted.
    public func raw(_ force: Double) -> Double {
        let isBelow = scaleBelow != scale && (force - offset) / scale < 0
        let scale = isBelow ? scaleBelow : scale
        guard scale != 0 else { return .nan }
        var deflection = (force - offset) / scale
        guard quadratic != 0 || cubic != 0 else { return zero + deflection }
        for _ in 0..<20 {
            let slope = scale + (2 * quadratic + 3 * cubic * deflection) * deflection
            let step = (self.force(zero + deflection) - force) / slope
            guard step.isFinite else { return .nan }
            deflection -= step
            if abs(step) <= 1e-12 * abs(deflection) { return zero + deflection }
        }
        return .nan
    }

    /// The same curve with all forces multiplied by the gain of a cell.
    public func scaled(by gain: Double) -> CalibrationCurve {
        CalibrationCurve(
            offset: offset * gain, scale: scale * gain, quadratic: quadratic * gain, cubic: cubic * gain, zero: zero,
            scaleBelow: scaleBelow * gain)
    }

    /// This curve followed by a straight line over the sum of `count` cells, of which this is one.
    public func followed(by line: CalibrationCurve, sharedBy count: Int) -> CalibrationCurve {
        var curve = scaled(by: line.scale)
        curve.offset += (line.offset - line.scale * line.zero) / Double(count)
        return curve
    }

    public var isStraight: Bool { quadratic == 0 && cubic == 0 && scaleBelow == scale }

    /// Offset and scale of a straight line with zero 0; otherwise all five numbers, the zero last, followed by the scale below
    /// the zero if it differs.
    public var numbers: [Double] {
        guard scaleBelow == scale else { return [offset, scale, quadratic, cubic, zero, scaleBelow] }
        return quadratic == 0 && cubic == 0 && zero == 0 ? [offset, scale] : [offset, scale, quadratic, cubic, zero]
    }

    /// A curve from its ``numbers``; nil when there are not two, five or six.
    public init?(numbers: [Double]) {
        switch numbers.count {
        case 2: self.init(offset: numbers[0], scale: numbers[1])
        case 5:
            self.init(
                offset: numbers[0], scale: numbers[1], quadratic: numbers[2], cubic: numbers[3], zero: numbers[4])
        case 6:
            self.init(
                offset: numbers[0], scale: numbers[1], quadratic: numbers[2], cubic: numbers[3], zero: numbers[4],
                scaleBelow: numbers[5])
        default: return nil
        }
    }
}
