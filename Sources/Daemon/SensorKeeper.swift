import Acquisition
import Calibration
import Drivers
import LinuxIO
import Processing
import Publishing
import Samples
import Settings
import Synchronization

/// One sensor and the device that it is read from, through plugging and unplugging. Owned by `main`.
struct SensorKeeper {
    enum State {
        /// Nothing of the kind is plugged in: a normal state.
        case absent
        /// Something is in the way that waiting does not cure by itself; tried again when devices change, and now and then.
        case unavailable(String)
        /// Tried in vain; the next attempt comes by itself.
        case waiting(String, until: HostInstant)
        /// In this slot of `acquire`.
        case attached(slot: Int)
    }

    /// Between two attempts, seconds: doubled each time, up to the limit.
    private static let firstPause = 1.0
    private static let longestPause = 30.0
    /// A device that has ended so many conversations in a row without a stream is reset before the next.
    private static let patience = 2

    private(set) var plan: SensorPlan
    let number: SensorNumber
    var state = State.absent
    /// What it is read from, or was last.
    private(set) var device: DeviceIdentity?
    private(set) var status: SessionStatus?
    /// The index of the next frame: indices never go back while the daemon runs, and count what a gap has lost.
    private(set) var nextIndex: UInt64 = 0
    private var rate = 0.0
    private var lastArrival: HostInstant?
    private var pause = firstPause
    /// Conversations in a row that ended because nothing came.
    private var silences = 0
    private var past = SensorReport()
    private var details: DeviceDetails?

    init(plan: SensorPlan, number: SensorNumber) {
        self.plan = plan
        self.number = number
    }

    /// The same sensor, measured with another calibration from now on.
    mutating func measure(by plan: SensorPlan) { self.plan = plan }

    var slot: Int? { if case .attached(let slot) = state { slot } else { nil } }

    /// Whether an attempt is due.
    func wantsDevice(at now: HostInstant, changed: Bool) -> Bool {
        switch state {
        case .absent, .unavailable: true
        case .waiting(_, let until): changed || until <= now
        case .attached: false
        }
    }

    // MARK: opening

    /// An open device and the conversation with it.
    struct Opened: ~Copyable {
        let door: DeviceDoor
        let dialogue: any SensorDialogue

        consuming func session(_ feeds: [SensorFeed]) -> DeviceSession {
            DeviceSession(door: door, dialogue: dialogue, feeds: feeds)
        }
    }

    /// Looks for the device and opens it.
    ///
    /// - Parameters:
    ///   - taken: nodes that other sensors are read from.
    ///   - usb: where devices of libusb are opened.
    /// - Returns: what a session is made of, when everything went well.
    mutating func open(among devices: DeviceCatalogue, taken: [String], usb: USBContext?, at now: HostInstant) -> Opened? {
        let exists = plan.settings.path.map { Files.kind(of: $0) == .characterDevice } ?? false
        switch devices.resolve(plan.address, in: plan.driver.transport.subsystem, pathExists: exists) {
        case .absent:
            state = .absent
            pause = Self.firstPause
            silences = 0
            return nil
        case .ambiguous(let several):
            let ports = several.map { $0.portPath ?? $0.node }.joined(separator: ", ")
            state = .unavailable(
                "several devices have been seen with \(plan.address.text): say which with port = \"…\" (\(ports))")
            return nil
        case .found(let identity):
            guard !taken.contains(identity.node) else {
                state = .unavailable("\(identity.node) is read as another sensor already")
                return nil
            }
            // Its protocol was refused: another attempt with the same device would end the same way.
            if case .unavailable = state, refused == identity { return nil }
            return open(identity, usb, at: now)
        }
    }

    /// The device that does not speak the driver's protocol.
    private var refused: DeviceIdentity?

    private mutating func open(_ identity: DeviceIdentity, _ usb: USBContext?, at now: HostInstant) -> Opened? {
        device = identity
        do {
            let dialogue = try plan.driver.makeDialogue(plan.options, identity)
            let baud = plan.settings.baud.map { UInt32(clamping: $0) }
            let isStuck = silences >= Self.patience
            guard
                let door = try DeviceDoor.open(
                    identity.node, for: plan.driver.transport, baud: baud, usb: usb, reset: isStuck)
            else {
                refused = identity
                state = .unavailable("the reports of \(identity.node) are not those of \(plan.driver.title)")
                return nil
            }
            return Opened(door: door, dialogue: dialogue)
        } catch let error as SystemError {
            fail(error, identity, at: now)
        } catch {
            state = .unavailable("\(error)")
        }
        return nil
    }

    private mutating func fail(_ error: SystemError, _ identity: DeviceIdentity, at now: HostInstant) {
        if error.isMissing || error.isGone {
            state = .absent
        } else if error.isPermission {
            state = .unavailable(DeviceAdvice.permission(error, identity.node))
        } else if error.isBusy {
            wait(DeviceAdvice.busy(identity.node), at: now)
        } else {
            wait("\(error)", at: now)
        }
    }

    private mutating func wait(_ reason: String, at now: HostInstant) {
        state = .waiting(reason, until: now.advanced(bySeconds: pause))
        pause = min(pause * 2, Self.longestPause)
    }

    /// What feeds this sensor from its part of an open device.
    mutating func feed(at now: HostInstant) -> SensorFeed {
        SensorFeed(
            part: UInt8(truncatingIfNeeded: plan.settings.part - 1), sensor: number, nextIndex: indexAfterGap(at: now))
    }

    /// Another part of the device could not be opened: what holds for it holds for this one.
    mutating func follow(_ other: SensorKeeper) {
        state = other.state
        device = other.device
        refused = other.refused
    }

    /// Whether it is another part of the same device.
    func sharesDevice(with other: SensorKeeper) -> Bool {
        plan.address == other.plan.address && plan.driver.name == other.plan.driver.name
    }

    /// Indices go on as if the samples had come that the gap has cost, as far as the rate is known.
    private mutating func indexAfterGap(at now: HostInstant) -> UInt64 {
        guard rate > 0, let lastArrival else { return nextIndex }
        let missing = UInt64(min(max(now.seconds(since: lastArrival) * rate, 0), 1e12))
        past.lost &+= missing
        return nextIndex &+ missing
    }

    // MARK: while it runs

    mutating func attached(slot: Int, _ device: DeviceIdentity?, _ status: SessionStatus) {
        self.device = device
        self.status = status
        details = nil
        state = .attached(slot: slot)
    }

    /// The device has said what it is.
    mutating func described(_ details: DeviceDetails) { self.details = details }

    /// Its clock has locked.
    mutating func locked(rate: Double) {
        self.rate = rate
        pause = Self.firstPause
        silences = 0
    }

    /// The session came back.
    ///
    /// - Parameter feed: which of the session's sensors it was.
    mutating func returned(_ session: DeviceSession, feed: Int, _ reason: AcquireReport.Reason, at now: HostInstant) {
        guard session.statuses.indices.contains(feed) else { return }
        let last = session.statuses[feed]
        nextIndex = session.nextIndices[feed]
        add(last, to: &past)
        let arrival = last.lastArrival.load(ordering: .relaxed)
        if arrival != .min { lastArrival = HostInstant(nanoseconds: arrival) }
        status = nil
        refused = nil
        let (node, driver) = (device?.node ?? "", plan.driver.name)
        let other = reason == .asked || reason == .gone ? nil : DeviceAdvice.otherDriver(than: plan.driver, device, session.heard)
        switch reason {
        case .asked, .gone:
            state = .absent
            silences = 0
        case .silent:
            silences += 1
            wait(
                other.map { "\(node) does not answer \"\(driver)\": \($0)" }
                    ?? "\(node) says nothing: check its cable, its power and the baud rate", at: now)
        case .notOurs:
            refused = device
            let cure = other ?? "choose another driver, or plug in the right device"
            state = .unavailable("\(node) does not speak \"\(driver)\": \(cure)")
        case .corrupt:
            let cure = other ?? DeviceAdvice.unreadable(Self.refusal(last))
            wait("\(node) sends what \"\(driver)\" cannot read: \(cure)", at: now)
        case .unsupported:
            refused = device
            state = .unavailable("\"\(driver)\" cannot be read through \(node)")
        case .failed(let number): wait("\(SystemError("read", node, number: number))", at: now)
        }
    }

    /// Why lines are refused, and what helps; empty when none was.
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
        report.interpolated &+= status.interpolated.load(ordering: .relaxed)
    }

    /// As the device has said them, or else as the settings lead to expect.
    private var channels: [ChannelDescription] {
        details?.channels.filter { $0.part == plan.settings.part - 1 } ?? plan.channels
    }

    /// What clients are told.
    ///
    /// - Parameter signal: what its signal looks like.
    func report(_ signal: SignalStatus.Snapshot? = nil) -> SensorReport {
        var report = past
        if let signal {
            report.spikes = signal.spikes
            report.repeats = signal.repeats
            report.negativeLoad = signal.negativeLoad
            report.negativePulls = signal.negativePulls
            report.unrest = signal.unrest
        }
        report.name = plan.name
        report.kind = plan.settings.kind.name
        report.role = plan.settings.role ?? ""
        report.setUp = plan.settings.setUp
        report.driver = plan.driver.name
        report.channels = channels.map { ($0.name, $0.unit) }
        report.calibration = plan.pipeline.calibration.state.name
        report.calibrationID = plan.certificate?.id
        report.unit = plan.unit
        report.address = plan.address.text
        switch state {
        case .absent:
            report.state = "absent"
            report.reason = "no device at \(plan.address.text)"
        case .unavailable(let reason):
            report.state = "unavailable"
            report.reason = reason
            report.device = device?.node
        case .waiting(let reason, _):
            report.state = "connecting"
            report.reason = reason
            report.device = device?.node
        case .attached:
            report.device = device?.node
            report.state = "connecting"
            guard let status else { break }
            add(status, to: &report)
            guard status.frames.load(ordering: .relaxed) > 0 else {
                let why = Self.refusal(status)
                if !why.isEmpty { report.reason = "\(device?.node ?? "") sends, and nothing is taken: \(why)" }
                break
            }
            let rate = Double(bitPattern: status.rate.load(ordering: .relaxed))
            report.state = rate > 0 ? "streaming" : "settling"
            if rate > 0 {
                report.rate = rate
                report.jitterMicroseconds = Double(bitPattern: status.jitter.load(ordering: .relaxed)) * 1e6
            } else if let trouble = ClockAdvice.state(status, plan.settings) {
                (report.state, report.reason) = trouble
            }
        }
        return report
    }
}
