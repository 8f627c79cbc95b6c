import Acquisition
import Drivers
import Messages
import Samples
import Settings
import Synchronization
import Timing

/// The description of a sensor whose clock does not lock, and the cure.
enum ClockAdvice {
    /// The state of the sensor, and the reason; `nil` while it is only settling.
    static func state(_ status: SessionStatus, _ settings: SensorSettings) -> (state: Station1.SensorState, reason: String?)? {
        let trouble = ClockTrouble(rawValue: status.trouble.load(ordering: .relaxed)) ?? .none
        return state(trouble, Double(bitPattern: status.troubleValue.load(ordering: .relaxed)), settings)
    }

    static func state(_ trouble: ClockTrouble, _ value: Double, _ settings: SensorSettings) -> (
        state: Station1.SensorState, reason: String?
    )? {
        switch trouble {
        case .none: nil
        case .slow:
            (
                .slow,
                "\(number(value)) samples per second are too few for holds, so only values are shown: set the device to \(number(SampleClock.leastRate)) per second or more"
            )
        case .deviceTime: (.refused, deviceTime(value, settings))
        case .impossibleRate:
            (.refused, "no sensor sends \(number(value)) samples per second: check \"columns\" and \"time_column\"")
        case .unsteady:
            (
                .settling,
                "its sampling rate is not steady (about \(number(value)) samples per second), so no holds are detected: check its cable, its hub and its firmware"
            )
        }
    }

    /// - Parameter speed: seconds of the device's time per second.
    private static func deviceTime(_ speed: Double, _ settings: SensorSettings) -> String {
        guard settings.timeColumn != nil else {
            return "the time of the device runs \(number(speed)) times as fast as the clock of the host"
        }
        let begin = "the time in column \(settings.timeColumn ?? 0) runs \(number(speed)) times as fast as a clock"
        let wanted = Double(settings.timeUnit.nanoseconds) / speed
        let unit = TimeUnit.allCases.first { abs(Double($0.nanoseconds) / wanted - 1) < 0.2 }
        return unit.map { "\(begin): set time_unit = \"\($0.rawValue)\"" }
            ?? "\(begin): it is not a time, or has another unit; set time_unit, or remove time_column"
    }

    /// Three digits are enough to show which unit was meant.
    private static func number(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return "0" }
        var digits = 2
        var rest = abs(value)
        while rest >= 10, digits > 0 { (rest, digits) = (rest / 10, digits - 1) }
        while rest < 1, digits < 9 { (rest, digits) = (rest * 10, digits + 1) }
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let rounded = (value * scale).rounded() / scale
        return rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int(rounded))" : "\(rounded)"
    }
}
