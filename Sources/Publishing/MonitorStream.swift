import Messages
import RingBuffer
import Samples

/// `Monitor`: a read position in the broadcast ring, and batches of the readings after it, made when the socket accepts bytes.
final class MonitorStream: VarlinkStream {
    static let heartbeatSeconds = 10.0
    /// The largest number of readings in one message, so that a client that reconnects gets the missed readings in pieces. A message
    /// that nobody reads stays in memory, for each client: this is some tens of kilobytes.
    private static let readingsPerMessage = 1024

    struct Request {
        var sensor: SensorNumber?
        var signals: [LiveSignal] = [.force, .tremor]
        /// Also send the steps of the live spectrum.
        var wantsBands = false
        var intervalSeconds = 0.05
        var repliesLeft: Int64?
        var sinceSample: UInt64?
        var disconnectsOnOverrun = false
        /// The rights of the socket through which it is sent.
        var access = VarlinkPeer.Access.read
    }

    private let request: Request
    private let view: StationView
    private let service: StationService
    private var position: UInt64
    private var repliesLeft: Int64?
    private var isFirst = true
    private var stateVersion: UInt64 = 0
    private var lastSent = HostInstant.never
    /// The last message was full, and the rest does not wait for the interval.
    private var hasMore = false
    /// The state of each sensor's series.
    private var tracks: [UInt16: SensorTrack] = [:]
    private var bands: LiveBands?
    private var lengths = BandWatch()

    init(_ request: Request, view: StationView, service: StationService) {
        self.request = request
        self.view = view
        self.service = service
        repliesLeft = request.repliesLeft
        position = view.readings.next
        lengths.find(in: view)
        if request.wantsBands { bands = LiveBands(view: view, sensor: request.sensor) }
        if let sample = request.sinceSample, let sensor = request.sensor { position = find(sample, of: sensor) }
    }

    /// The position of a sample in the ring, or that of the oldest one in it.
    private func find(_ sample: UInt64, of sensor: SensorNumber) -> UInt64 {
        var found = view.readings.next
        var place = found
        let oldest = view.readings.oldest
        while place > oldest {
            place -= 1
            guard case .element(let reading) = view.readings.read(at: place) else { break }
            guard reading.sensor == sensor else { continue }
            if reading.index < sample { break }
            found = place
        }
        tracks[sensor.value] = SensorTrack(nextIndex: sample)
        return found
    }

    func next(at now: HostInstant) -> VarlinkStreamStep {
        guard service.view.generation == view.generation, request.sensor.map(view.has) ?? true else {
            return .failed(.sensorsChanged)
        }
        if isFirst {
            isFirst = false
            stateVersion = service.backend.stateVersion
            return reply(sensors: true, batches: [], now, isFirst: true)
        }
        if repliesLeft == 0 { return .last(message(sensors: false, batches: [], continues: false)) }
        let due = lastSent.advanced(bySeconds: request.intervalSeconds)
        guard request.intervalSeconds == 0 || hasMore || now >= due else { return .wait(until: due, orNews: false) }
        let version = service.backend.stateVersion
        if version != stateVersion { lengths.find(in: view) }
        let (batches, dropped) = collect()
        let hops = bands?.collect() ?? []
        if dropped > 0, request.disconnectsOnOverrun { return .failed(.subscriberTooSlow(dropped)) }
        let heartbeat = lastSent.advanced(bySeconds: Self.heartbeatSeconds - 1)
        guard !batches.isEmpty || !hops.isEmpty || version != stateVersion || now >= heartbeat else {
            return .wait(until: min(heartbeat, now.advanced(bySeconds: 1)), orNews: true)
        }
        defer { stateVersion = version }
        return reply(sensors: version != stateVersion, batches: batches, hops: hops, now)
    }

    private func reply(
        sensors: Bool, batches: [LiveBatch], hops: [SpectrumHop] = [], _ now: HostInstant, isFirst: Bool = false
    ) -> VarlinkStreamStep {
        lastSent = now
        repliesLeft = repliesLeft.map { $0 - 1 }
        let isLast = repliesLeft == 0
        let bytes = message(sensors: sensors, batches: batches, hops: hops, continues: !isLast, isFirst: isFirst)
        return isLast ? .last(bytes) : .message(bytes)
    }

    private func message(
        sensors: Bool, batches: [LiveBatch], hops: [SpectrumHop] = [], continues: Bool, isFirst: Bool = false
    ) -> [UInt8] {
        Station1.Monitor.Reply(
            sensors: sensors ? service.sensors(only: request.sensor.map(view.name), for: request.access) : [],
            batches: batches.map { $0.message(lengths) }, spectra: bands.map { bands in hops.map(bands.message) },
            clocks: isFirst ? .now() : nil
        ).reply(continues: continues)
    }

    // MARK: reading the ring

    /// The readings since the last call, and the number of readings that were overwritten before they could be read.
    private func collect() -> (batches: [LiveBatch], dropped: UInt64) {
        var batches: [LiveBatch] = []
        var open: [UInt16: Int] = [:]
        var overwritten: UInt64 = 0
        var count = 0
        reading: while count < Self.readingsPerMessage {
            switch view.readings.read(at: position) {
            case .notYet: break reading
            case .lost:
                let newest = newestSecond()
                overwritten += newest > position ? newest - position : 0
                position = max(newest, position + 1)
            case .element(let reading):
                position += 1
                lengths.note(reading)
                guard !request.signals.isEmpty, request.sensor.map({ $0 == reading.sensor }) ?? true else { continue }
                count += 1
                append(reading, to: &batches, open: &open)
            }
        }
        hasMore = count == Self.readingsPerMessage
        return (batches, overwritten)
    }

    private func append(_ reading: Reading, to batches: inout [LiveBatch], open: inout [UInt16: Int]) {
        let key = reading.sensor.value
        var track = tracks[key] ?? SensorTrack(nextIndex: reading.index)
        let (dropped, lost) = track.advance(to: reading)
        let known = track.series.flatMap { $0.fits(reading) ? $0 : nil }
        let series = known ?? LiveSeries(of: reading, in: view, signals: request.signals)
        track.series = series
        if let index = open[key], dropped == 0, lost == 0, batches[index].accepts(reading) {
            batches[index].append(reading)
        } else {
            open[key] = batches.count
            batches.append(LiveBatch(reading, of: series, sequence: track.batches, dropped: dropped, lost: lost))
            track.batches += 1
        }
        tracks[key] = track
    }

    /// The position of a reading that is a second old, or the middle of the ring.
    private func newestSecond() -> UInt64 {
        let end = view.readings.next
        var place = end
        let limit = max(view.readings.oldest, end > view.readings.depth / 2 ? end - view.readings.depth / 2 : 0)
        var newest: HostInstant?
        while place > limit {
            guard case .element(let reading) = view.readings.read(at: place - 1) else { break }
            newest = newest ?? reading.arrival
            if let newest, newest.seconds(since: reading.arrival) > 1 { break }
            place -= 1
        }
        return place
    }
}

/// The state of one sensor's series for one client.
struct SensorTrack {
    var nextIndex: UInt64
    var nextSequence: UInt64?
    var batches: UInt64 = 0
    var series: LiveSeries?

    init(nextIndex: UInt64) { self.nextIndex = nextIndex }

    /// Advances to a reading; returns how many readings this client missed before it, and how many samples the sensor lost.
    mutating func advance(to reading: Reading) -> (dropped: UInt64, lost: UInt64) {
        let missing = reading.index > nextIndex ? reading.index - nextIndex : 0
        // Readings that were published and missed; before the first one every missing sample counts as missed.
        let unseen = nextSequence.map { reading.sequence > $0 ? reading.sequence - $0 : 0 } ?? missing
        nextIndex = reading.index &+ 1
        nextSequence = reading.sequence &+ 1
        return (min(unseen, missing), missing - min(unseen, missing))
    }
}
