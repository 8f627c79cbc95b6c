import Acquisition
import Calibration
import Certificates
import Drivers
import LinuxIO
import Messages
import Processing
import Publishing
import Samples
import Settings
import Synchronization

/// One sensor and its device, across unplugging and reconnecting. Owned by `main`.
struct SensorKeeper {
    enum State {
        /// No such device is plugged in: a normal state.
        case absent
        /// An obstacle that waiting alone does not cure; tried again when devices change, and periodically.
        case unavailable(String)
        /// The last attempt failed; the next one follows automatically.
        case waiting(String, until: HostInstant)
        /// Attached in this slot of `acquire`.
        case attached(slot: Int)
        /// A recording has its samples.
        case replayed(rate: Double?)
    }

    /// A streaming sensor that sends nothing for this number of seconds, and of intervals between samples, is stalled.
    static let stallSeconds = 0.25
    static let stallIntervals = 5.0
    /// A device that has ended this number of conversations in a row without a stream is reset before the next one.
    static let patience = 2

    private(set) var plan: SensorPlan
    /// The plan of the sensor once its present device has been returned.
    var successor: SensorPlan?
    let number: SensorNumber
    var state = State.absent
    /// The reason, if the sensor cannot be read.
    var obstacle: Obstacle?
    /// The device that does not speak the driver's protocol.
    var refused: DeviceIdentity?
    /// The present device, or the last one.
    var device: DeviceIdentity?
    private(set) var status: SessionStatus?
    /// The index of the next frame: indices never go back while the daemon runs, and include the samples lost in a gap.
    private(set) var nextIndex: UInt64 = 0
    /// The index after the last sample of the streams that have ended.
    private(set) var endedIndex: UInt64 = 0
    /// The index at which the clock of the present stream has locked, and its rate; nil before.
    private(set) var lock: (rate: Double, index: UInt64)?
    /// The rate of the clock before it began anew in the present stream.
    private(set) var rateBefore: Double?
    private var rate = 0.0
    private var lastArrival: HostInstant?
    /// How long the host has slept since then, seconds: its clock stood still, and the sensor went on.
    private var slept = 0.0
    var pause = firstPause
    /// Conversations in a row that ended because no data came.
    var silences = 0
    private var past = SensorReport()
    private var details: DeviceDetails?

    init(plan: SensorPlan, number: SensorNumber) {
        self.plan = plan
        self.number = number
    }

    /// Applies a new plan for the same device.
    mutating func measure(by plan: SensorPlan) { self.plan = plan }

    /// Applies a plan with another device, or with other options for the device.
    mutating func begin(_ plan: SensorPlan) {
        self.plan = plan
        successor = nil
        state = .absent
        obstacle = nil
        refused = nil
        device = nil
        // The number of samples lost in a gap is not known for another device.
        rate = 0
        rateBefore = nil
        pause = Self.firstPause
        silences = 0
    }

    var slot: Int? { if case .attached(let slot) = state { slot } else { nil } }

    /// Whether an attempt is due.
    func wantsDevice(at now: HostInstant, changed: Bool) -> Bool {
        switch state {
        case .absent, .unavailable: true
        case .waiting(_, let until): changed || until <= now
        case .attached, .replayed: false
        }
    }

    /// The feed of this sensor from its part of an open device.
    mutating func feed(at now: HostInstant) -> SensorFeed {
        SensorFeed(
            part: UInt8(truncatingIfNeeded: plan.settings.part - 1), sensor: number, nextIndex: indexAfterGap(at: now))
    }

    /// Another part of the device could not be opened: the same state applies to this part.
    mutating func follow(_ other: SensorKeeper) {
        state = other.state
        obstacle = other.obstacle
        device = other.device
        refused = other.refused
    }

    /// Whether the other sensor is another part of the same device.
    func sharesDevice(with other: SensorKeeper) -> Bool {
        plan.address == other.plan.address && plan.driver.name == other.plan.driver.name
    }

    /// Indices continue as if the samples of the gap had come, as far as the rate is known.
    private mutating func indexAfterGap(at now: HostInstant) -> UInt64 {
        defer { slept = 0 }
        guard rate > 0, let lastArrival else { return nextIndex }
        let missing = UInt64(min(max((now.seconds(since: lastArrival) + slept) * rate, 0), 1e12))
        past.lost &+= missing
        return nextIndex &+ missing
    }

    /// The host has slept; the stream ends.
    mutating func sleep(_ seconds: Double) { slept += seconds }

    // MARK: during a session

    mutating func attached(slot: Int, _ device: DeviceIdentity?, _ status: SessionStatus) {
        self.device = device
        self.status = status
        obstacle = nil
        details = nil
        state = .attached(slot: slot)
    }

    /// The device has described itself.
    mutating func described(_ details: DeviceDetails) { self.details = details }

    /// The sensor's clock has locked.
    mutating func locked(rate: Double, index: UInt64) {
        rateBefore = lock?.rate
        self.rate = rate
        lock = (rate, index)
        pause = Self.firstPause
        silences = 0
    }

    /// The session has been returned.
    ///
    /// - Parameter feed: the index of this sensor in the session's feeds.
    mutating func returned(_ session: DeviceSession, feed: Int, _ reason: AcquireReport.Reason, at now: HostInstant) {
        guard session.statuses.indices.contains(feed) else { return }
        let last = session.statuses[feed]
        nextIndex = session.nextIndices[feed]
        endedIndex = nextIndex
        lock = nil
        add(last, to: &past)
        let arrival = last.lastArrival.load(ordering: .relaxed)
        if arrival != .min { lastArrival = HostInstant(nanoseconds: arrival) }
        status = nil
        refused = nil
        let (node, driver) = (device?.node ?? "", plan.driver.name)
        let other = reason == .asked || reason == .gone ? nil : DeviceAdvice.otherDriver(than: plan.driver, device, session.heard)
        switch reason {
        case .asked, .gone:
            (state, obstacle) = (.absent, reason == .gone ? .absent : nil)
            silences = 0
        case .silent:
            silences += 1
            wait(
                .silent,
                other.map { "\(node) does not answer \"\(driver)\": \($0)" }
                    ?? "\(node) sends nothing: check its cable, its power and the baud rate", at: now)
        case .notOurs:
            refused = device
            let cure = other ?? "choose another driver, or plug in the right device"
            refuse(.notOurs, "\(node) does not speak the protocol of \"\(driver)\": \(cure)")
        case .corrupt:
            let cure = other ?? DeviceAdvice.unreadable(Self.refusal(last))
            wait(.unreadable, "\(node) sends data that \"\(driver)\" cannot read: \(cure)", at: now)
        case .unsupported:
            refused = device
            refuse(.unsupported, "the driver \"\(driver)\" cannot be used with \(node)")
        case .failed(let number): wait(.failed, "\(SystemError("read", node, number: number))", at: now)
        }
    }

    /// The reason why lines are refused, and the cure; empty when none was refused.
    private static func refusal(_ status: SessionStatus) -> String {
        LineRefusal(rawValue: status.refusal.load(ordering: .relaxed))?.text ?? ""
    }

    private func add(_ status: SessionStatus, to report: inout SensorReport) {
        report.frames &+= status.frames.load(ordering: .relaxed)
        report.lost &+= status.lost.load(ordering: .relaxed)
        report.incomplete &+= status.incomplete.load(ordering: .relaxed)
        report.corrupt &+= status.corrupt.load(ordering: .relaxed)
        report.notANumber &+= status.notANumber.load(ordering: .relaxed)
        report.resent &+= status.resent.load(ordering: .relaxed)
        report.clockRestarts &+= status.clockRestarts.load(ordering: .relaxed)
        report.uncertainGaps &+= status.uncertainGaps.load(ordering: .relaxed)
        report.interpolated &+= status.interpolated.load(ordering: .relaxed)
    }

    /// The channels from the device's description, or otherwise those that the settings lead to expect.
    private var channels: [ChannelDescription] {
        details?.channels.filter { $0.part == plan.settings.part - 1 } ?? plan.channels
    }

    /// The report for clients.
    ///
    /// - Parameter signal: the present state of its signal.
    func report(_ signal: SignalStatus.Snapshot? = nil, at now: HostInstant = Clock.monotonic()) -> SensorReport {
        var report = past
        if let signal {
            report.spikes = signal.spikes
            report.repeats = signal.repeats
            report.negativeLoad = signal.negativeLoad
            report.negativePulls = signal.negativePulls
            report.unrest = signal.unrest
        }
        report.name = plan.name
        report.kind = plan.settings.kind
        report.role = plan.settings.role ?? ""
        report.setUp = plan.settings.setUp
        report.driver = plan.driver.name
        report.channels = channels.map { ($0.name, $0.unit) }
        report.calibration = plan.sensor.calibration.state
        report.calibrationID = plan.sensor.certificate?.id
        report.unit = plan.sensor.unit
        report.address = plan.address.text
        report.condition = obstacle?.rawValue
        switch state {
        case .absent:
            report.state = .absent
            report.reason = "no device at \(plan.address.text)"
        case .unavailable(let reason):
            report.state = .unavailable
            report.reason = reason
            report.device = device?.node
        case .replayed(let rate):
            report.state = .streaming
            report.rate = rate
        case .waiting(let reason, _):
            report.state = .connecting
            report.reason = reason
            report.device = device?.node
        case .attached:
            report.device = device?.node
            report.state = .connecting
            guard let status else { break }
            add(status, to: &report)
            guard status.frames.load(ordering: .relaxed) > 0 else {
                let why = Self.refusal(status)
                if !why.isEmpty { report.reason = "\(device?.node ?? "") sends data, but no sample can be read: \(why)" }
                break
            }
            let rate = Double(bitPattern: status.rate.load(ordering: .relaxed))
            report.state = rate > 0 ? .streaming : .settling
            if rate > 0 {
                report.rate = rate
                report.rateBefore = rateBefore
                if isStalled(status, rate, now) {
                    (report.state, report.reason) = (
                        .stalled, "the device has stopped sending samples: check the device, its cable and its power"
                    )
                }
                report.jitterMicroseconds = Double(bitPattern: status.jitter.load(ordering: .relaxed)) * 1e6
                let drift = Double(bitPattern: status.drift.load(ordering: .relaxed))
                report.clockDrift = drift.isFinite ? drift : nil
            } else if let trouble = ClockAdvice.state(status, plan.settings) {
                (report.state, report.reason) = trouble
            }
        }
        return report
    }

    private func isStalled(_ status: SessionStatus, _ rate: Double, _ now: HostInstant) -> Bool {
        let arrival = status.lastArrival.load(ordering: .relaxed)
        return arrival != .min
            && now.seconds(since: HostInstant(nanoseconds: arrival)) > max(Self.stallSeconds, Self.stallIntervals / rate)
    }
}
