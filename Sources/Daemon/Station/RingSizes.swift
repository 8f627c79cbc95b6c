import RingBuffer
import Samples

/// How many elements the rings of an engine hold, for the sensors that it has.
struct RingSizes {
    /// What a sensor is taken to send until its rate is known, Hz.
    static let usualRate = 1000.0
    /// Frames of serial ports: one thread fills and empties the ring, so this is more than one read brings.
    static let frames = 1 << 11
    /// Frames of USB devices between two threads: 2 s of 8 sensors at 1 kHz. Pages that are not used take no memory.
    static let usbFrames = 1 << 14
    /// What a ring can grow to: 2.6 s and 5.2 s of 50 000 samples a second.
    static let analysisLimit = 1 << 17
    static let recordingLimit = 1 << 18
    private static let broadcastLimit = 1 << 17

    /// Readings and events that may wait for a slice of analysis to end: 2 s.
    let analysis: Int
    /// Samples that may wait for a disk that stalls: 8 s.
    let recording: Int
    /// Readings that clients may request again: 4 s, and at least 4 s of 8 sensors at 1 kHz, because this ring does not grow.
    let broadcast: Int

    init(samplesPerSecond: Double) {
        func slots(seconds: Double, _ range: ClosedRange<Int>) -> Int {
            min(max(Int(seconds * samplesPerSecond), range.lowerBound), range.upperBound)
        }
        analysis = slots(seconds: 2, 1 << 12...Self.analysisLimit)
        recording = slots(seconds: 8, 1 << 13...Self.recordingLimit)
        broadcast = slots(seconds: 4, 1 << 15...Self.broadcastLimit)
    }
}

extension Engine {
    /// Makes room for sensors that are added, or faster than was assumed.
    func growRings() {
        let rates = plans.indices.map { max(RingSizes.usualRate, self.rates[UInt16(clamping: $0)] ?? 0) }
        let sizes = RingSizes(samplesPerSecond: rates.reduce(0, +))
        rings.analysis.grow(to: sizes.analysis)
        rings.recording.grow(to: sizes.recording)
    }
}
