import Messages
import Samples

extension Condition {
    static let ofDevices: [Condition] = [
        Condition(
            "device_refused", .fault, "the service has no permission to open a device",
            cure: "install udev/60-holdfast.rules, plug the device in again"
        ) { facts in
            facts.devices.filter { !$0.accessible }.map { .init($0.path, sentence: $0.advice ?? "it may not be opened") }
        }
    ]

    /// What is in the way of a sensor, and what its counts say.
    static let ofSensors: [Condition] = [
        .obstacle(
            "absent", .warning, "the device of the sensor is not plugged in",
            cure: "plug it in; to use another device: holdfast devices, then holdfast assign"),
        .obstacle("ambiguous", .fault, "several devices have the sensor's serial number", cure: "name its port: holdfast assign"),
        .obstacle("shared", .fault, "two sensors name one device", cure: "give each its own device, or its own part of it"),
        .obstacle(
            "no_permission", .fault, "the service has no permission to open the device",
            cure: "install udev/60-holdfast.rules, plug the device in again"),
        .obstacle(
            "not_allowed", .fault, "the unit of the service does not allow such a device",
            cure: "add a DeviceAllow= for it to the unit"),
        Condition("busy", .fault, "another program has the device open", cure: "close it, or disable its service") { facts in
            facts.sensors.filter { $0.condition == "busy" }.map { sensor in
                let (subject, device) = (sensor.name, sensor.device ?? "")
                // The service sees no processes but its own; who asks may see more.
                guard let rivals = facts.rivals[device] else {
                    return .init(subject, sentence: sensor.reason ?? "another program has \(device) open")
                }
                return .init(
                    subject, "\(rivals) has \(device) open",
                    cure: rivals.contains("ModemManager") ? "install udev/60-holdfast.rules, which keeps ModemManager off" : nil)
            }
        },
        .obstacle("silent", .fault, "the device is open and sends nothing", cure: "check its cable, its power and the baud rate"),
        .obstacle(
            "not_ours", .fault, "the device speaks another protocol than the driver",
            cure: "choose another driver: holdfast assign, or plug in the right device"),
        .obstacle(
            "unreadable", .fault, "the device sends what the driver cannot read", cure: "check the baud rate and the driver"),
        .obstacle(
            "unsupported", .fault, "the driver cannot be used with this device or these settings", cure: "choose another driver"),
        .obstacle("failed", .fault, "reading the device fails", cure: "check its cable and its hub, plug it in again"),
        .sensor(
            "refused", .fault, "the sampling rate or the device's own time is impossible: no holds are detected",
            cure: "check the driver, and time_column and time_unit"
        ) { $0.state == .refused ? $0.reason ?? "its sampling rate is impossible" : nil },
        .sensor(
            "slow", .warning, "fewer than three samples per second: values, but no holds",
            cure: "set a higher rate on the device"
        ) { $0.state == .slow ? $0.reason ?? "it is too slow for holds" : nil },
        .sensor(
            "not_streaming", .fault, "a sensor does not stream, for another reason",
            cure: "see `holdfast sensors`"
        ) { sensor in
            guard sensor.condition == nil, let reason = sensor.reason else { return nil }
            return [.refused, .slow].contains(sensor.state) ? nil : reason
        },
        .sensor(
            "lost", .warning, "more than one sample in a thousand is lost",
            cure: "check its cable and hub; holdfast diagnose NAME"
        ) { $0.part(\.lost).map { "\($0) of its samples are lost" } },
        .sensor(
            "unreadable_texts", .warning, "more than one line in a thousand cannot be read",
            cure: "check the baud rate and the cable"
        ) { $0.part(\.corrupt).map { "\($0) of its lines or packets could not be read" } },
        .sensor(
            "no_numbers", .warning, "more than one value in a thousand is not a number",
            cure: "check the cable between cell and amplifier"
        ) { $0.part(\.notANumber).map { "\($0) of its values are not numbers" } },
        .sensor(
            "resent", .warning, "commands had to be sent again", cure: "check its cable and hub"
        ) { sensor in sensor.resent > 3 ? "\(sensor.resent) commands had to be sent again" : nil },
        .sensor(
            "interpolated", .warning, "the device's own time stops or steps back, and is interpolated",
            cure: "correct its firmware, or remove time_column to use the time of arrival"
        ) { $0.part(\.interpolated).map { "the device's own time stood still or stepped back at \($0) of its samples" } },
        .sensor(
            "incomplete", .warning, "more than one sample in a thousand lacks a channel", cure: "check its cable and hub"
        ) { $0.part(\.incomplete).map { "\($0) of its samples lack the value of a channel" } },
        .said(
            "clock_restarted", .warning, "the sampling rate or the time of the device changed while it streamed",
            cure: "set the device to a constant rate; check its cable and hub"),
        .said(
            "gaps_uncertain", .warning, "samples are lost, and their number is uncertain",
            cure: "check its cable and hub, and what else this computer does"),
        .said(
            "spikes", .warning, "single impossible samples were excluded from every number",
            cure: "check the cable, the supply and the clock line of the converter"),
        .said(
            "repeats", .warning, "each conversion is sent several times: the true sampling rate is lower",
            cure: "set the device to send each conversion once"),
        .said(
            "negative_load", .warning, "force is below rest: the sensor was tared under load, or is reversed",
            cure: "holdfast tare, or invert"),
        .said("reversed", .fault, "pulls are negative: the sensor is reversed", cure: "set invert = true"),
        .said(
            "not_armed", .fault, "no quiet baseline for half a minute: no hold can be detected",
            cure: "look for a loose mount, a fan or motor nearby, or a cable beside the mains"),
        .sensor(
            "jitter", .warning, "samples arrive irregularly", cure: "use another hub or adapter; see holdfast diagnose NAME"
        ) { sensor in
            guard let jitter = sensor.jitterUs, jitter > 20_000 else { return nil }
            return "the arrival times of its samples scatter by \(Digits.text(jitter / 1000, digits: 2)) ms (RMS)"
        },
        .sensor(
            "not_calibrated", .warning, "the sensor is not calibrated: its forces are in a raw unit",
            cure: "holdfast calibrate NAME; or set unit or scale"
        ) { sensor in
            guard sensor.calibration == .none, sensor.state.hasValues else { return nil }
            return "it is not calibrated: its forces are in \(sensor.unit.isEmpty ? "raw numbers" : sensor.unit)"
        },
    ]

    /// Seen of one sensor.
    private static func sensor(
        _ name: String, _ severity: Severity, _ summary: String, cure: String,
        look: @escaping @Sendable (Station1.Sensor) -> String?
    ) -> Condition {
        Condition(name, severity, summary, cure: cure) { facts in
            facts.sensors.compactMap { sensor in
                look(sensor).map { .init(sensor.name, $0, cure: cure.contains("NAME") ? cure.naming(sensor.name) : nil) }
            }
        }
    }

    /// What the station says is in the way of a sensor.
    private static func obstacle(_ name: String, _ severity: Severity, _ summary: String, cure: String) -> Condition {
        Condition(name, severity, summary, cure: cure) { facts in
            facts.sensors.filter { $0.condition == name }.map { sensor in
                let (subject, reason) = (sensor.name, sensor.reason ?? summary)
                // What the kernel says has a colon that is followed by no cure.
                return name == "failed" ? .init(subject, reason) : .init(subject, sentence: reason)
            }
        }
    }
}

extension Station1.Sensor {
    /// The share of a sensor's samples that a count is, for people; nil where it is less than one of a thousand.
    fileprivate func part(_ counter: KeyPath<Station1.Sensor, Int64>) -> String? {
        let count = self[keyPath: counter]
        guard count > 0, count * 1000 > frames + count else { return nil }
        return "\(count) (\(Digits.text(100 * Double(count) / Double(frames + count), digits: 2)) %)"
    }
}

extension String {
    /// With a sensor's name in place of `NAME`.
    fileprivate func naming(_ name: String) -> String {
        var text = self
        while let place = text.firstRange(of: "NAME") { text.replaceSubrange(place, with: name) }
        return text
    }
}
