public import Samples

/// The calibration in force on one sensor: a curve for each channel, the source of the calibration, and the geometry of a plate.
public struct SensorCalibration: BitwiseCopyable, Sendable, Equatable {
    public var state: CalibrationState
    /// Bit n is set when channel n counts towards the sensor's force.
    public var channels: UInt8
    public var curves: [8 of CalibrationCurve]
    /// Replaces the curves of channels 0 … 5, for a plate of six signals.
    public var transform: LoadTransform?
    /// For a plate whose centre of pressure is computed.
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
        a.state == b.state && a.channels == b.channels && a.plate == b.plate && a.transform == b.transform
            && (0..<Frame.channelLimit).allSatisfy { a.curves[$0] == b.curves[$0] }
    }

    /// Calibrated channel forces and their sum, N (raw units while `state` is `none`).
    ///
    /// - Parameters:
    ///   - frame: the frame that the device sent.
    ///   - forces: receives the channel forces, one for each channel; NaN where a channel is not present.
    /// - Returns: the sum over `channels`; NaN when one of them is not present, so that the force of half a plate is never
    ///   taken for the whole.
    @inlinable public func force(of frame: Frame, into forces: inout [8 of Double]) -> Double {
        var sum = 0.0
        for channel in 0..<Frame.channelLimit {
            let bit = UInt8(1) << UInt8(channel)
            forces[channel] = frame.present & bit != 0 ? curves[channel].force(frame.values[channel]) : .nan
            if channels & bit != 0 { sum += forces[channel] }
        }
        if transform != nil { sum = sixLoads(of: frame, into: &forces) }
        return channels == 0 ? .nan : sum
    }

    /// Computes six loads with the matrix instead of the curves, and the sum again. A separate function, because the matrix is
    /// large and few sensors have one.
    @inlinable @inline(never) func sixLoads(of frame: Frame, into forces: inout [8 of Double]) -> Double {
        guard let transform else { return .nan }
        // Each load needs all six signals.
        let isWhole = frame.present & 0b11_1111 == 0b11_1111
        var sum = 0.0
        for channel in 0..<Frame.channelLimit {
            if channel < 6 { forces[channel] = isWhole ? transform.load(channel, of: frame.values) : .nan }
            if channels & (1 << UInt8(channel)) != 0 { sum += forces[channel] }
        }
        return sum
    }
}
