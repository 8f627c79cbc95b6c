import Calibration
public import Certificates
import Metrics
public import RingBuffer
public import Samples

/// Collects the samples of one sensor's part of a hold from the outcomes of its trace, one by one. With what the sensor was described
/// with they give the record of the hold again, to the bit; with another description they give the record of the same stretch in
/// other forces.
///
/// With another calibration, levels that the detector has found (baseline, rest, tare) follow the line through the baseline and the
/// sample that is farthest from it: exact where both calibrations are straight lines.
public struct TracedPart {
    public let detection: HoldDetection
    private let sensors: Editions<SensorDescription>
    private let description: (SensorDescription) -> SensorDescription
    private var number: UInt16?
    private var edition: UInt16 = 0
    private var tare = 0.0
    private var isTared = false

    /// The sensor as it was measured, and as it is described now; nil before the first sample.
    public private(set) var measured: SensorDescription?
    public private(set) var used: SensorDescription?
    private var hasOtherForces = false
    /// What was subtracted from the samples of the hold, and from which position on. A tare is possible until the load begins.
    private var tares: [(first: Int, offset: Double, isTared: Bool)] = []
    /// Sums of the channels, as they were measured, and as they are now where this differs.
    private var sums: [Double]
    private var otherSums: [Double] = []
    private var time: [Double]
    private var centre: [SIMD2<Float>] = []

    /// - Parameters:
    ///   - sensors: the sensors of the trace, with one entry for each calibration. Entries may be added while it is read.
    ///   - description: what is used in place of the description in the trace.
    public init(
        _ detection: HoldDetection, _ sensors: Editions<SensorDescription>,
        description: @escaping (SensorDescription) -> SensorDescription = { $0 }
    ) {
        self.detection = detection
        self.sensors = sensors
        self.description = description
        number = sensors.place { $0.name == detection.sensor }
        sums = [Double](repeating: .nan, count: detection.samples)
        time = sums
    }

    public mutating func take(_ outcome: RecordedOutcome) {
        if number == nil, case .calibrated = outcome { number = sensors.place { $0.name == detection.sensor } }
        guard outcome.sensor.value == number else { return }
        switch outcome {
        case .frame(let frame): take(frame)
        case .tare(_, _, _, let offset): (tare, isTared) = (offset, true)
        case .calibrated(_, _, _, let edition):
            self.edition = edition
            (tare, isTared) = (0, false)
        case .conditions, .mark: break
        }
    }

    private mutating func take(_ frame: Frame) {
        guard frame.flags.isDisjoint(with: .marks), frame.index >= detection.firstIndex,
            frame.index - detection.firstIndex < UInt64(detection.samples)
        else { return }
        if used == nil { begin() }
        guard let measured, let used else { return }
        let position = Int(frame.index - detection.firstIndex)
        var forces = [8 of Double](repeating: .nan)
        sums[position] = measured.calibration.force(of: frame, into: &forces)
        if hasOtherForces { otherSums[position] = used.calibration.force(of: frame, into: &forces) }
        time[position] = frame.time.seconds(since: detection.begin)
        if let plate = used.calibration.plate {
            let place = plate.centreOfPressure(forces)
            let known = SIMD2(Float(place.x), Float(place.y))
            if centre.isEmpty, known.x.isFinite { centre = [SIMD2<Float>](repeating: SIMD2(.nan, .nan), count: sums.count) }
            if !centre.isEmpty { centre[position] = known }
        }
        if tares.last.map({ $0.offset != tare || $0.isTared != isTared }) ?? true { tares.append((position, tare, isTared)) }
    }

    /// The calibration cannot change in a hold.
    private mutating func begin() {
        guard let number, let known = sensors[number, edition] else { return }
        let now = description(known)
        hasOtherForces = now.calibration != known.calibration
        if hasOtherForces { otherSums = sums }
        (measured, used) = (known, now)
    }

    /// The samples and what the detector has decided; nil where the trace lacks one of them, or where the two calibrations cannot be
    /// compared in this hold.
    public consuming func finish() -> CollectedRecord? {
        guard let measured, let used, let last = tares.last else { return nil }
        for position in detection.absent.joined() where position < sums.count { time[position] = .nan }
        guard time.count(where: \.isNaN) == detection.absent.reduce(0, { $0 + $1.count }) else { return nil }
        var record = detection.record
        for position in detection.spikes where position < sums.count { sums[position] = .nan }
        if hasOtherForces {
            guard let levels = ComparedLevels(sums, otherSums, baseline: record.baseline) else { return nil }
            for place in tares.indices where tares[place].isTared { tares[place].offset = levels.other(tares[place].offset) }
            levels.change(&record, tares: (last.offset, tares[tares.count - 1].offset))
            // The newtons of two calibrations are not comparable.
            (record.context.maximalForce, record.context.target) = (nil, nil)
        }
        if used.onset != measured.onset {
            // Without the detector's onset the analysis searches it.
            (record.parameters, record.found) = (used.onset, nil)
        }
        record.force = hasOtherForces ? otherSums : sums
        for (place, tare) in tares.enumerated() {
            let end = place + 1 < tares.count ? tares[place + 1].first : record.force.count
            for position in tare.first..<max(end, tare.first) { record.force[position] -= tare.offset }
        }
        let left = Array(detection.absent.joined()) + detection.spikes
        for position in left where position < record.force.count {
            record.force[position] = .nan
            if !centre.isEmpty { centre[position] = SIMD2(.nan, .nan) }
        }
        HoldCollector.fill(&time, rate: record.rate)
        record.time = time
        return CollectedRecord(
            record: record, firstIndex: detection.firstIndex, begin: detection.begin, end: detection.end, session: nil,
            calibration: 0, absent: detection.absent, spikes: detection.spikes, centre: centre,
            tare: tares[tares.count - 1].offset)
    }
}

/// The forces of one stretch by two calibrations: which level by the second belongs to one by the first.
private struct ComparedLevels {
    private let base: (one: Double, other: Double)
    private let slope: Double

    /// nil when the stretch has no two levels, or when one calibration falls where the other rises.
    init?(_ one: [Double], _ other: [Double], baseline: Range<Int>) {
        func isKnown(_ place: Int) -> Bool { one[place].isFinite && other[place].isFinite }
        let known = one.indices.filter(isKnown)
        let quiet = baseline.filter { one.indices.contains($0) && isKnown($0) }
        let first = quiet.isEmpty ? known : quiet
        guard !first.isEmpty else { return nil }
        let count = Double(first.count)
        let base = (first.reduce(0) { $0 + one[$1] } / count, first.reduce(0) { $0 + other[$1] } / count)
        guard let far = known.max(by: { abs(one[$0] - base.0) < abs(one[$1] - base.0) }), one[far] != base.0 else { return nil }
        let slope = (other[far] - base.1) / (one[far] - base.0)
        guard slope.isFinite, slope > 0 else { return nil }
        (self.base, self.slope) = (base, slope)
    }

    /// A level before any tare.
    func other(_ level: Double) -> Double { base.other + slope * (level - base.one) }

    func change(_ record: inout HoldRecord, tares: (one: Double, other: Double)) {
        func level(_ level: Double) -> Double { other(level + tares.one) - tares.other }
        record.baselineMean = level(record.baselineMean)
        record.baselineDeviation *= slope
        record.restLevel = record.restLevel.map(level)
        record.found?.scatter *= slope
    }
}
