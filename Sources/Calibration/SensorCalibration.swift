public import Samples

/// The calibration in force of one sensor: a curve for each channel, what they are worth, and where on a plate they act.
public struct SensorCalibration: BitwiseCopyable, Sendable, Equatable {
    public var state: CalibrationState
    /// Bit n is set when channel n counts towards the sensor's force.
    public var channels: UInt8
    public var curves: [8 of CalibrationCurve]
    /// Of a plate whose centre of pressure is known.
    public var plate: PlateGeometry?

    /// The same curve for each of the channels of `channels`.
    @inlinable public init(
        state: CalibrationState, channels: UInt8, curve: CalibrationCurve = .identity, plate: PlateGeometry? = nil
    ) {
        self.plate = plate
        self.state = state
        self.channels = channels
        curves = [8 of CalibrationCurve](repeating: curve)
    }

    public static func == (a: SensorCalibration, b: SensorCalibration) -> Bool {
        a.state == b.state && a.channels == b.channels && a.plate == b.plate
            && (0..<Frame.channelLimit).allSatisfy { a.curves[$0] == b.curves[$0] }
    }

    /// Calibrated channel forces and their sum, N (raw units while `state` is `none`).
    ///
    /// - Parameters:
    ///   - frame: what the device sent.
    ///   - forces: where channel forces go, one per channel; NaN where a channel is not present.
    /// - Returns: the sum over `channels`; NaN when one of them is not present, so that half a plate is never taken for a whole one.
    @inlinable public func force(of frame: Frame, into forces: inout [8 of Double]) -> Double {
        var sum = 0.0
        for channel in 0..<Frame.channelLimit {
            let bit = UInt8(1) << UInt8(channel)
            guard frame.present & bit != 0 else {
                forces[channel] = .nan
                if channels & bit != 0 { sum = .nan }
                continue
            }
            forces[channel] = curves[channel].force(frame.values[channel])
            if channels & bit != 0 { sum += forces[channel] }
        }
        return channels == 0 ? .nan : sum
    }
}
