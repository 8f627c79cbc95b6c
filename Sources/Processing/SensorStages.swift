import Filtering
import Metrics
import Samples

/// The parts of a pipeline whose memory depends on the sensor's rate: spike detector, onset machine, live tremor and spectrum,
/// tare window.
///
/// Made by `main` when a clock has locked (or by an offline replay), then owned by the thread that processes, then returned to `main`.
public final class SensorStages: @unchecked Sendable {
    // Safety: there is one owner at a time; the rings that pass the handle synchronise the owners.
    /// The frozen sampling rate, Hz.
    let rate: Double
    var spikes: SpikeDetector
    var machine: OnsetMachine
    var tremor: LiveTremor
    /// nil for a sensor that is too slow, and for companions without oscillations.
    var spectrum: LiveSpectrum?
    /// Of a companion, whose machine and spike detector are not used.
    var companion: LiveCompanion?
    var tareWindow: TareWindow

    /// Rates above this, Hz, are refused: no force sensor is that fast, and the memory needed grows with the rate.
    public static let maximumRate = 100_000.0

    /// `nil` when no sensor can have this `rate`.
    public init?(rate: Double, settings: PipelineSettings) {
        guard rate >= 1, rate <= Self.maximumRate else { return nil }
        self.rate = rate
        spikes = SpikeDetector(rate: rate, floor: settings.onset.floor)
        // The machine of a companion has the smallest history that there is.
        machine = OnsetMachine(rate: settings.kind.isForce ? rate : 1, kind: settings.kind, parameters: settings.onset)
        tremor = LiveTremor(rate: rate)
        spectrum = settings.kind == .position || settings.kind == .pressure ? nil : LiveSpectrum(rate: rate)
        companion = LiveCompanion(settings.kind, settings.companion, rate: rate)
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
