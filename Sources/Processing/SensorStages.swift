import Filtering
import Metrics

/// The parts of a pipeline whose memory depends on the sensor's rate: spike detector, onset machine, live tremor and spectrum,
/// tare window.
///
/// Made by `main` when a clock has locked (or by an offline replay), then owned by the `process` thread, then returned to `main`.
public final class SensorStages: @unchecked Sendable {
    // Safety: there is one owner at a time; the rings that pass the handle synchronise the owners.
    /// The frozen sampling rate, Hz.
    let rate: Double
    var spikes: SpikeDetector
    var machine: OnsetMachine
    var tremor: LiveTremor
    /// nil for a sensor that is too slow.
    var spectrum: LiveSpectrum?
    var tareWindow: TareWindow

    /// Rates above this, Hz, are refused: no force sensor is that fast, and the memory needed grows with the rate.
    public static let maximumRate = 100_000.0

    /// `nil` when no sensor can have this `rate`.
    public init?(rate: Double, settings: PipelineSettings) {
        guard rate >= 1, rate <= Self.maximumRate else { return nil }
        self.rate = rate
        spikes = SpikeDetector(rate: rate, floor: settings.onset.floor)
        machine = OnsetMachine(rate: rate, kind: settings.kind, parameters: settings.onset)
        tremor = LiveTremor(rate: rate)
        spectrum = LiveSpectrum(rate: rate)
        tareWindow = TareWindow(rate: rate)
    }
}

/// A handle that passes stages through a ring, with one retained reference.
public struct StagesHandle: BitwiseCopyable, @unchecked Sendable {
    // Safety: made with one retained reference, which is consumed exactly once, at the other end of a ring.
    private let pointer: UnsafeMutableRawPointer

    public init(_ stages: SensorStages) { pointer = Unmanaged.passRetained(stages).toOpaque() }

    /// Returns the stages. Call exactly once per handle.
    public func take() -> SensorStages { Unmanaged<SensorStages>.fromOpaque(pointer).takeRetainedValue() }
}
