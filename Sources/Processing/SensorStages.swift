import Filtering
import Metrics

/// Everything of a pipeline whose memory depends on the sensor's rate: search for spikes, onset machine, live tremor and spectrum, tare window.
///
/// Made by `main` when a clock has locked (or by an offline replay), then owned by the `process` thread, then given back.
public final class SensorStages: @unchecked Sendable {
    // Safety: one owner at a time; the rings that carry its handle order them.
    /// Hertz, frozen.
    let rate: Double
    var spikes: SpikeDetector
    var machine: OnsetMachine
    var tremor: LiveTremor
    /// None for a sensor that is too slow.
    var spectrum: LiveSpectrum?
    var tareWindow: TareWindow

    /// Rates above this, in hertz, are refused: no force sensor is that fast, and memory is for the rate.
    public static let maximumRate = 100_000.0

    /// `nil` when `rate` is none that a sensor can have.
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

/// Stages on their way through a ring, with the one reference that goes with them.
public struct StagesHandle: BitwiseCopyable, @unchecked Sendable {
    // Safety: made with one retained reference and taken exactly once, on the other side of a ring.
    private let pointer: UnsafeMutableRawPointer

    public init(_ stages: SensorStages) { pointer = Unmanaged.passRetained(stages).toOpaque() }

    /// The stages. Exactly once per handle.
    public func take() -> SensorStages { Unmanaged<SensorStages>.fromOpaque(pointer).takeRetainedValue() }
}
