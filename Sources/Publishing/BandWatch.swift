import Calibration
import Certificates
import Messages
import Metrics
import Samples

/// Length and stiffness of the bands now, for one client: by their stretch tests in force, and by their position sensors.
///
/// Owned by a stream of `Monitor`.
struct BandWatch {
    /// The time that a stiffness is of, s, and how far apart the samples are that it comes from.
    static let seconds = 1.0
    private static let step = 0.01
    /// A position that is older says nothing of now, s.
    private static let newest = 0.1
    /// As for the number `band_stiffness`: samples, and change of length, m.
    private static let leastSamples = 10
    private static let leastStretch = 0.01
    /// Below this part of the variance the points are no line: two samples of another moment, or a band that slips.
    private static let leastFit = 0.9

    /// A band and the position sensor that says its length.
    private struct Pair {
        let band: UInt16
        let position: UInt16
        /// The name of the position sensor.
        let source: String
        /// Whether both are in newtons and metres.
        let isCalibrated: Bool
        /// What is subtracted from the times, s.
        let latencies: (band: Double, position: Double)
        var tensions = Series()
        var lengths = Series()
    }

    /// The last samples of a sensor.
    private struct Series {
        var samples: [(time: HostInstant, value: Double)] = []

        mutating func add(_ value: Double, at time: HostInstant) {
            if let last = samples.last {
                if time < last.time { samples = [] } else if time.seconds(since: last.time) < BandWatch.step { return }
            }
            samples.append((time, value))
            // Twice as much as is used, so that the array is moved seldom.
            let limit = Int(1.2 * BandWatch.seconds / BandWatch.step)
            if samples.count > 2 * limit { samples.removeFirst(samples.count - limit) }
        }

        /// Interpolated between two samples that are not far apart.
        func value(at time: HostInstant) -> Double? {
            guard let after = samples.firstIndex(where: { $0.time >= time }) else { return nil }
            guard after > 0 else { return samples[0].time == time ? samples[0].value : nil }
            let (a, b) = (samples[after - 1], samples[after])
            let gap = b.time.seconds(since: a.time)
            guard gap > 0, gap <= BandWatch.newest else { return nil }
            return a.value + (b.value - a.value) * time.seconds(since: a.time) / gap
        }
    }

    private var pairs: [Pair] = []

    /// Finds the position sensor of each band: that of its set-up with its role, or the only one where there is one band.
    mutating func find(in view: StationView) {
        let sensors = view.sensors.compactMap { sensor in view.number(of: sensor.name).map { (number: $0.value, sensor: sensor) }
        }
        let found = sensors.filter { $0.sensor.kind == .position }.compactMap { position -> Pair? in
            let bands = sensors.filter { $0.sensor.place.band != nil && $0.sensor.setUp == position.sensor.setUp }
            let own = bands.filter { !position.sensor.place.role.isEmpty && $0.sensor.place.role == position.sensor.place.role }
            guard let band = own.count == 1 ? own[0] : bands.count == 1 ? bands[0] : nil else { return nil }
            return Pair(
                band: band.number, position: position.number, source: position.sensor.name,
                isCalibrated: band.sensor.calibration.state != .none && position.sensor.calibration.state != .none,
                latencies: (band.sensor.place.latency, position.sensor.place.latency))
        }
        // What has been heard stays.
        pairs = found.map { pair in
            guard let old = pairs.first(where: { $0.band == pair.band && $0.position == pair.position }) else { return pair }
            var pair = pair
            (pair.tensions, pair.lengths) = (old.tensions, old.lengths)
            return pair
        }
    }

    mutating func note(_ reading: Reading) {
        guard reading.force.isFinite, !reading.flags.contains(.clockUnlocked) else { return }
        for place in pairs.indices {
            if pairs[place].band == reading.sensor.value {
                pairs[place].tensions.add(reading.force, at: reading.time.advanced(bySeconds: -pairs[place].latencies.band))
            } else if pairs[place].position == reading.sensor.value {
                pairs[place].lengths.add(reading.force, at: reading.time.advanced(bySeconds: -pairs[place].latencies.position))
            }
        }
    }

    /// What is known of a band at a reading; nil for a sensor that has neither a stretch test nor a position sensor.
    func message(of sensor: SensorNumber, _ description: SensorDescription?, _ newest: Reading) -> [Station1.BandNow]? {
        var found: [Station1.BandNow] = []
        if let band = description?.band { found.append(Station1.BandNow(band.evaluation, of: band.id, newest)) }
        found += pairs.filter { $0.band == sensor.value }.map(Self.message)
        return found.isEmpty ? nil : found
    }

    private static func message(_ pair: Pair) -> Station1.BandNow {
        var now = Station1.BandNow(
            source: pair.source, length: nil, lengthExpanded: nil, stiffness: nil, lengthReason: nil, stiffnessReason: nil)
        guard pair.isCalibrated else {
            (now.lengthReason, now.stiffnessReason) = (NullReason.otherUnits.rawValue, NullReason.otherUnits.rawValue)
            return now
        }
        guard let last = pair.tensions.samples.last?.time, let place = pair.lengths.samples.last,
            abs(last.seconds(since: place.time)) <= newest
        else {
            (now.lengthReason, now.stiffnessReason) = (NullReason.gapInside.rawValue, NullReason.gapInside.rawValue)
            return now
        }
        now.length = place.value
        do throws(NullReason) { now.stiffness = try stiffness(pair, until: last) } catch { now.stiffnessReason = error.rawValue }
        return now
    }

    /// The slope of tension against position over the last second, N/m.
    private static func stiffness(_ pair: Pair, until last: HostInstant) throws(NullReason) -> Double {
        let points = pair.tensions.samples.drop { last.seconds(since: $0.time) > seconds }.compactMap { sample in
            pair.lengths.value(at: sample.time).map { (length: $0, tension: sample.value) }
        }
        guard points.count >= leastSamples else { throw .tooFew }
        let lengths = points.map(\.length)
        guard let low = lengths.min(), let high = lengths.max(), high - low >= leastStretch else { throw .tooUncertain }
        guard let line = StraightLine(x: lengths, y: points.map(\.tension)), let fit = line.determination, fit >= leastFit else {
            throw .noFit
        }
        return line.slope
    }
}

extension Station1.BandNow {
    /// Length and stiffness that belong to a tension by the curve of a stretch test.
    init(_ evaluation: BandEvaluation, of id: String, _ newest: Reading) {
        let band = Station1.Band(evaluation, of: id, newest)
        let stiffness = band.length.flatMap { evaluation.curve.stiffness(at: $0) }
        self.init(
            source: id, length: band.length, lengthExpanded: band.lengthExpanded, stiffness: stiffness,
            lengthReason: band.lengthReason, stiffnessReason: band.length == nil ? band.lengthReason : nil)
    }
}
