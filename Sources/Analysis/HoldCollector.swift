public import Metrics
public import Samples

/// Stores one sensor's last seconds, and the whole of a hold under way, and extracts the samples for the final analysis from
/// them.
///
/// Owned by the `analyse` thread, which may allocate.
public struct HoldCollector {
    /// The length of the stretch before the trigger, seconds: baseline window, countermovement and some time for display.
    static let before = 3.0
    /// How long a slow ramp is stored before it has become a hold, seconds; with an older trigger, the first part of the ramp is
    /// lost.
    static let rampMemory = 120.0
    /// The length of the stretch that is stored while there is no hold, seconds; of a companion, which learns of a hold later.
    static let idleMemory = 10.0
    static let companionMemory = 20.0
    /// The longest hold that is stored whole, seconds. The rest of a longer hold is cut off, and the hold is flagged.
    static let longestHold = 1800.0

    /// Three words: eight sensors at 1 kHz store ten seconds of them.
    struct Sample {
        private let packed: UInt64
        let time: HostInstant
        let force: Double

        init(_ reading: Reading) {
            packed =
                reading.index << 2 | (reading.flags.contains(.saturated) ? 2 : 0) | (reading.flags.contains(.spike) ? 1 : 0)
            time = reading.time
            force = reading.force
        }

        var index: UInt64 { packed >> 2 }
        var isSaturated: Bool { packed & 2 != 0 }
        /// The sample was left out as impossible.
        var isSpike: Bool { packed & 1 != 0 }
    }

    public var parameters: OnsetParameters
    private(set) var samples: [Sample] = []
    /// The centre of pressure of each sample of a plate; empty for other sensors.
    private var centres: [SIMD2<Float>] = []
    /// What was subtracted from the newest sample.
    private(set) var tare = 0.0
    private(set) var rate = 0.0
    private var onset: HoldEvent.Onset?
    private var underWay = false
    private var release: UInt64?
    /// The calibration of the sensor with which the samples were made.
    private(set) var calibration: UInt16 = 0
    private var conditions = HoldConditions()
    /// The conditions with which the hold under way began.
    private var held = HoldConditions()

    public init(_ parameters: OnsetParameters) { self.parameters = parameters }

    public mutating func receive(_ reading: Reading) {
        if reading.calibration != calibration {
            // Forces of two calibrations must not be combined.
            calibration = reading.calibration
            forget()
        }
        guard rate > 0 else { return }
        if !parameters.kind.isForce { underWay = reading.hold != 0 }
        keepCentre(reading)
        samples.append(Sample(reading))
        tare = reading.tare
        let memory =
            underWay
            ? Self.longestHold
            : !parameters.kind.isForce
                ? Self.companionMemory
                : reading.phase == .ramp || reading.phase == .rising ? Self.rampMemory : Self.idleMemory
        let limit = Int((memory * rate).rounded())
        // A quarter more than the limit, so that the array is moved only once per many samples.
        if samples.count > limit + limit / 4 { keepLast(limit) }
    }

    /// Copies the newest samples to a new array: the old array would stay as large as a long hold made it.
    private mutating func keepLast(_ limit: Int) {
        func newest<Kept>(_ all: [Kept]) -> [Kept] {
            var kept: [Kept] = []
            kept.reserveCapacity(limit + limit / 4 + 1)
            kept += all.suffix(limit)
            return kept
        }
        samples = newest(samples)
        if !centres.isEmpty { centres = newest(centres) }
    }

    /// Keeps the centre of pressure from the first one on; earlier samples had none.
    private mutating func keepCentre(_ reading: Reading) {
        let centre = SIMD2(reading.centreOfPressureX, reading.centreOfPressureY)
        if centres.isEmpty {
            guard centre.x.isFinite else { return }
            centres = [SIMD2<Float>](repeating: SIMD2(.nan, .nan), count: samples.count)
        }
        centres.append(centre)
    }

    /// Receives an event; returns the hold's samples if the event was its end.
    public mutating func receive(_ event: HoldEvent) -> CollectedRecord? {
        switch event.what {
        case .rateFrozen(let frozen):
            forget()
            rate = frozen
        case .onset, .holding: begin()
        case .onsetFinal(let found):
            onset = found
            begin()
        case .weightShift, .levelChanged: underWay = false
        case .conditions(let fresh): conditions = fresh
        case .discontinuity(let lost): if !underWay { forget(before: event.index, lost) }
        case .ended(let ended):
            defer {
                onset = nil
                underWay = false
            }
            return onset.flatMap { record(of: $0, ended: ended) }
        default: break
        }
        return nil
    }

    private mutating func begin() {
        guard !underWay else { return }
        underWay = true
        held = conditions
    }

    /// The number of samples that are stored.
    var count: Int { samples.count }

    /// Removes the samples before a gap that is not bridged, which no hold can use any more. A sensor that is plugged in again
    /// and again would otherwise fill the memory for the longest ramp.
    private mutating func forget(before index: UInt64, _ lost: UInt64) {
        guard lost == 0 || Double(lost) > rate * HoldEvent.bridgedSeconds else { return }
        let count = samples.lastIndex { $0.index == index } ?? samples.count
        samples.removeFirst(count)
        if !centres.isEmpty { centres.removeFirst(count) }
    }

    private mutating func forget() {
        samples.removeAll(keepingCapacity: true)
        centres = []
        onset = nil
        underWay = false
    }

    private func record(of onset: HoldEvent.Onset, ended: HoldEvent.Ended) -> CollectedRecord? {
        let lead = UInt64((Self.before * rate).rounded())
        // If a rise followed a slower rise, or a dip, the onset is before its trigger or long after it.
        let begin = min(onset.trigger, onset.onset)
        let first = begin > lead ? begin - lead : 0
        let start = samples.firstIndex { $0.index >= first } ?? samples.endIndex
        let stop = samples.lastIndex { $0.index <= ended.end }.map { $0 + 1 } ?? start
        guard start < stop, let origin = samples[start...].first, let last = samples[start..<stop].last else { return nil }
        let length = Int(clamping: last.index - origin.index + 1)
        // Longer than the longest stretch that can be stored, so the indices have jumped. There is no complete hold to analyse.
        guard length <= Int(1.25 * Self.longestHold * rate) else { return nil }
        var force = [Double](repeating: .nan, count: length)
        var time = [Double](repeating: .nan, count: length)
        var centre = [SIMD2<Float>](repeating: SIMD2(.nan, .nan), count: centres.isEmpty ? 0 : length)
        for place in start..<stop {
            let sample = samples[place]
            let position = Int(clamping: sample.index - origin.index)
            guard position < length else { continue }
            force[position] = sample.force
            time[position] = sample.time.seconds(since: origin.time)
            if !centres.isEmpty { centre[position] = centres[place] }
        }
        func position(_ index: UInt64) -> Int { index <= origin.index ? 0 : min(Int(clamping: index - origin.index), length) }
        let baseline = position(onset.baselineFirst)..<position(onset.baselineFirst &+ UInt64(onset.baselineCount))
        let end = max(position(ended.release), baseline.upperBound)
        let absent = Self.runs(time.indices.filter { time[$0].isNaN })
        let spikes = samples[start..<stop].filter(\.isSpike).map { position($0.index) }
        Self.fill(&time, rate: rate)
        var record = HoldRecord(
            force: force, time: time, rate: rate, sensorKind: parameters.kind, kind: ended.kind, baseline: baseline,
            baselineMean: onset.baselineMean, baselineDeviation: onset.baselineDeviation, search: baseline.upperBound..<end,
            release: ended.flags.contains(.truncated) ? nil : position(ended.release), restLevel: onset.rest,
            flags: onset.flags.union(ended.flags))
        record.parameters = parameters
        // The pipeline detects a hold only after its rise.
        if samples[start..<stop].contains(where: { $0.isSpike && $0.index >= onset.onset }) { record.flags.raise(.spike) }
        record.found = HoldRecord.FoundOnset(
            position: max(0, onset.position - Double(origin.index)), rule: onset.rule, scatter: onset.scatter,
            earlierRises: Int(onset.earlierRises))
        record.context = HoldContext(held)
        return CollectedRecord(
            record: record, firstIndex: origin.index, begin: origin.time, end: last.time,
            session: held.session == 0 ? nil : held.session, calibration: calibration, absent: absent, spikes: spikes,
            centre: centre, tare: tare)
    }

    /// Rising numbers as ranges of consecutive ones.
    static func runs(_ numbers: [Int]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for number in numbers {
            if let last = runs.last, last.upperBound == number {
                runs[runs.count - 1] = last.lowerBound..<number + 1
            } else {
                runs.append(number..<number + 1)
            }
        }
        return runs
    }

    /// Interpolates the times of missing samples between their neighbours, and makes times strictly increasing.
    static func fill(_ time: inout [Double], rate: Double) {
        let step = 1 / rate
        var position = 1
        while position < time.count {
            if !time[position].isNaN {
                if time[position] <= time[position - 1] { time[position] = time[position - 1].nextUp }
                position += 1
                continue
            }
            let next = time[position...].firstIndex { !$0.isNaN } ?? time.count
            let span = next < time.count ? (time[next] - time[position - 1]) / Double(next - position + 1) : step
            for missing in position..<next { time[missing] = time[missing - 1] + max(span, step * 1e-3) }
            position = next
        }
    }
}

/// The samples of a hold, and where they are in the stream.
public struct CollectedRecord {
    public var record: HoldRecord
    /// The frame index of its first sample.
    public var firstIndex: UInt64
    var begin: HostInstant
    var end: HostInstant
    /// The session that the hold belongs to.
    var session: Int64?
    /// The calibration of the sensor with which the hold was measured.
    var calibration: UInt16
    /// Positions in the record without a sample, and those of samples that were left out as impossible.
    var absent: [Range<Int>]
    var spikes: [Int]
    /// The centre of pressure of each sample of a plate, m; empty for other sensors.
    var centre: [SIMD2<Float>]
    /// What was subtracted to give the forces, N.
    public internal(set) var tare: Double
}

extension HoldContext {
    /// The values with which a hold is compared.
    init(_ conditions: HoldConditions) {
        func known(_ value: Double) -> Double? { value.isFinite ? value : nil }
        let (low, high) = (conditions.targetLow, conditions.targetHigh)
        self.init(
            maximalForce: known(conditions.maximalForce), bodyMass: known(conditions.bodyMass),
            target: low == high ? TargetForce(force: low) : TargetForce(from: low, to: high))
    }
}
