import Samples

/// Schedules the samples of a source on this host's clock, for a sensor whose own clock may be wrong.
struct PretendClock {
    private var source: any SampleSource
    /// The moment at which the station began: the zero of the athlete's time.
    private let epoch: HostInstant
    /// The point at which true seconds and the sensor's own seconds are related.
    private var anchorTrue = 0.0
    private var anchorOwn = 0.0
    /// True seconds per second of the sensor's clock.
    private var stretch = 1.0
    private var nextOwn: Double?
    private(set) var values: [Double] = []
    /// Samples are due at once instead of at their time.
    let hurried: Bool
    /// The delay between the timestamp of a value and the time at which it is really taken, seconds.
    let valueDelay: Double

    init(source: any SampleSource, epoch: HostInstant, hurried: Bool = false, valueDelay: Double = 0) {
        self.source = source
        self.epoch = epoch
        self.hurried = hurried
        self.valueDelay = valueDelay
    }

    var channelCount: Int { source.channelCount }
    /// The time of the next sample on the sensor's clock; nil when there is none.
    var nextOwnSeconds: Double? { nextOwn }

    /// The reading of the sensor's clock at a moment, seconds.
    func own(at moment: HostInstant) -> Double { anchorOwn + (moment.seconds(since: epoch) - anchorTrue) / stretch }

    private func trueSeconds(_ own: Double) -> Double { anchorTrue + (own - anchorOwn) * stretch }

    func moment(own: Double) -> HostInstant { epoch.advanced(bySeconds: trueSeconds(own)) }

    /// When the next sample is due.
    var next: HostInstant? {
        guard let nextOwn else { return nil }
        return hurried ? epoch : moment(own: nextOwn)
    }

    mutating func begin(at moment: HostInstant) { begin(own: own(at: moment)) }

    mutating func begin(own seconds: Double) {
        source.begin(at: seconds)
        nextOwn = source.nextTime()
    }

    mutating func stop() { nextOwn = nil }

    /// From this moment on the sensor's clock is slow by this number of parts per million (negative: fast).
    mutating func drift(partsPerMillion: Double, at moment: HostInstant) {
        let shown = own(at: moment)
        anchorTrue = moment.seconds(since: epoch)
        anchorOwn = shown
        stretch = 1 + max(-500_000, min(500_000, partsPerMillion.isNaN ? 0 : partsPerMillion)) * 1e-6
    }

    /// Takes the next sample if it is due and returns its time on the sensor's clock; its values are in `values`.
    mutating func take(due now: HostInstant) -> Double? {
        guard let own = nextOwn, hurried || moment(own: own) <= now else { return nil }
        source.values(at: trueSeconds(own + valueDelay), into: &values)
        nextOwn = source.nextTime()
        return own
    }

    /// Computes the load at a moment without taking a sample; the result is in `values`.
    mutating func feel(at moment: HostInstant) { source.values(at: moment.seconds(since: epoch), into: &values) }
}
