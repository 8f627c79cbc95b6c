import Acquisition
import Drivers
import LinuxIO
import Samples
import Settings

/// Finding a sensor's device, opening it, and the pause before it is tried again.
extension SensorKeeper {
    /// The pause between two attempts, seconds: doubled each time, up to the limit.
    static let firstPause = 1.0
    static let longestPause = 30.0

    /// The reason why a sensor cannot be read, in one word; `holdfast doctor` has a cure for each.
    enum Obstacle: String {
        case absent
        /// Several devices match the address.
        case ambiguous
        /// Another sensor uses the device.
        case shared
        /// No rights to the node.
        case permission = "no_permission"
        /// The unit of the service forbids such a device.
        case policy = "not_allowed"
        /// Another program has it open.
        case busy
        case silent
        case notOurs = "not_ours"
        case unreadable
        case unsupported
        /// Reading failed.
        case failed
    }

    /// An open device and the conversation with it.
    struct Opened: ~Copyable {
        let door: DeviceDoor
        let dialogue: any SensorDialogue

        consuming func session(_ feeds: [SensorFeed]) -> DeviceSession {
            DeviceSession(door: door, dialogue: dialogue, feeds: feeds)
        }
    }

    /// Finds the device and opens it.
    ///
    /// - Parameters:
    ///   - taken: nodes that other sensors use.
    ///   - closing: nodes that will be returned soon.
    ///   - usb: the context in which libusb devices are opened.
    /// - Returns: the parts of a session, if the device was opened.
    mutating func open(
        among devices: DeviceCatalogue, taken: [String], closing: [String] = [], usb: USBContext?, at now: HostInstant
    ) -> Opened? {
        let exists = plan.settings.path.map { Files.kind(of: $0) == .characterDevice } ?? false
        switch devices.resolve(plan.address, in: plan.driver.transport.subsystem, pathExists: exists) {
        case .absent:
            (state, obstacle) = (.absent, .absent)
            pause = Self.firstPause
            silences = 0
            return nil
        case .ambiguous(let several):
            let ports = several.map { $0.portPath ?? $0.node }.joined(separator: ", ")
            refuse(
                .ambiguous, "several devices have \(plan.address.text): choose one of them with port = \"…\" (\(ports))")
            return nil
        case .found(let identity):
            // The name does not matter: a link leads to the same device.
            let node = Files.device(at: identity.node)
            guard !closing.contains(node) else {
                (state, obstacle) = (.absent, nil)
                return nil
            }
            guard !taken.contains(node) else {
                refuse(
                    .shared,
                    "\(identity.node) is read as another sensor already: give each sensor its own device, or its own part of the device"
                )
                return nil
            }
            // The device's protocol was refused: another attempt with the same device would end the same way.
            if case .unavailable = state, refused == identity { return nil }
            return open(identity, usb, at: now)
        }
    }

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
                refuse(
                    .notOurs,
                    "the reports of \(identity.node) are not those of \(plan.driver.title): choose another driver, or plug in the right device"
                )
                return nil
            }
            obstacle = nil
            return Opened(door: door, dialogue: dialogue)
        } catch let error as SystemError {
            fail(error, identity, at: now)
        } catch {
            refuse(.unsupported, "\(error)")
        }
        return nil
    }

    private mutating func fail(_ error: SystemError, _ identity: DeviceIdentity, at now: HostInstant) {
        if error.isMissing || error.isGone {
            (state, obstacle) = (.absent, .absent)
        } else if error.isPermission {
            refuse(error.isPolicy ? .policy : .permission, DeviceAdvice.permission(error, identity.node))
        } else if error.isBusy {
            wait(.busy, DeviceAdvice.busy(identity.node), at: now)
        } else {
            wait(.failed, "\(error)", at: now)
        }
    }

    /// Sets a state that waiting does not cure.
    mutating func refuse(_ obstacle: Obstacle, _ reason: String) {
        self.obstacle = obstacle
        state = .unavailable(reason)
    }

    /// Sets a state in which the device is tried again later.
    mutating func wait(_ obstacle: Obstacle, _ reason: String, at now: HostInstant) {
        self.obstacle = obstacle
        state = .waiting(reason, until: now.advanced(bySeconds: pause))
        pause = min(pause * 2, Self.longestPause)
    }
}
