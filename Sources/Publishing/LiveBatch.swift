import Certificates
import Interface
import Samples

/// Consecutive samples of one sensor.
struct LiveBatch {
    let sensor: SensorNumber
    let sequence: UInt64
    let firstSample: UInt64
    let time: HostInstant
    private let isLocked: Bool
    private let calibration: UInt16
    let dropped: UInt64
    let lost: UInt64
    private var lastTime: HostInstant
    private var phase: Phase
    private var hold: UInt64
    private var series: [(signal: LiveSignal, samples: [Float])]
    private let made: SensorDescription?
    /// The load on the sensor at the last sample, tare included.
    private var load: Double

    init(
        _ reading: Reading, of made: SensorDescription?, sequence: UInt64, dropped: UInt64, lost: UInt64, signals: [LiveSignal]
    ) {
        self.made = made
        load = reading.force + reading.tare
        calibration = reading.calibration
        sensor = reading.sensor
        self.sequence = sequence
        firstSample = reading.index
        time = reading.time
        isLocked = !reading.flags.contains(.clockUnlocked)
        self.dropped = dropped
        self.lost = lost
        lastTime = reading.time
        phase = reading.phase
        hold = reading.hold
        series = signals.map { ($0, [$0.value(reading, made)]) }
    }

    /// Whether a reading has the same clock state and calibration as the earlier ones, so that it fits into this batch.
    func accepts(_ reading: Reading) -> Bool {
        isLocked == !reading.flags.contains(.clockUnlocked) && calibration == reading.calibration
    }

    mutating func append(_ reading: Reading) {
        lastTime = reading.time
        phase = reading.phase
        hold = reading.hold
        load = reading.force + reading.tare
        for index in series.indices { series[index].samples.append(series[index].signal.value(reading, made)) }
    }

    func write(into writer: inout JSONWriter, view: StationView) {
        let count = series.first?.samples.count ?? 1
        writer.object { writer in
            writer.field("sensor", view.name(of: sensor))
            writer.field("sequence", sequence)
            writer.field("firstSample", firstSample)
            writer.field("timeUs", time.nanoseconds / 1000)
            if count > 1 { writer.field("stepUs", lastTime.seconds(since: time) * 1e6 / Double(count - 1)) }
            writer.field("clock", isLocked ? "locked" : "arrival")
            writer.field("dropped", dropped)
            writer.field("lost", lost)
            writer.field("phase", phase.name)
            writer.field("hold", ifPresent: hold == 0 ? nil : hold)
            writer.field("calibrationId", ifPresent: made?.recordID)
            writer.field("calibrationClass", ifPresent: made?.certificate?.rangeClass)
            if let made {
                writer.field("benchTests", ifAny: made.benchTests.map(\.id))
                let (expanded, reason) = made.expanded(of: load)
                writer.field("expanded", ifPresent: expanded)
                writer.field("expandedReason", ifPresent: reason)
            }
            writer.array("signals") { writer in
                for (signal, samples) in series {
                    writer.object { writer in
                        writer.field("name", signal.name)
                        writer.field("unit", signal.unit(made))
                        writer.array("samples") { writer in for sample in samples { writer.value(sample.isFinite ? sample : 0) } }
                        writer.array("missing") { writer in
                            for (index, sample) in samples.enumerated() where !sample.isFinite { writer.value(index) }
                        }
                    }
                }
            }
        }
    }
}
