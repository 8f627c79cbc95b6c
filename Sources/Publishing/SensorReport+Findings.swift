import Calibration
import Samples

/// The problems of a sensor's signal, and the cure for each.
extension SensorReport {
    /// Fewer spikes than this, or fewer than one in a hundred thousand samples, are not reported.
    private static let spikesOfInterest: UInt64 = 3

    /// Each text has the problem and, after a colon, the cure.
    public var findings: [StationFinding] {
        var found: [StationFinding] = []
        func add(_ condition: String, _ text: String) { found.append(StationFinding(condition, sensor: name, text)) }
        if spikes >= Self.spikesOfInterest, spikes > frames / 100_000 {
            add(
                "spikes",
                "\(spikes) single samples were impossible and were excluded: check the cable, the supply and the clock line of the converter"
            )
        }
        if let repeats, let rate {
            add(
                "repeats",
                "each conversion is sent \(Digits.short(repeats)) times, so force is measured at \(Digits.short(rate / repeats)) Hz, "
                    + "not \(Digits.short(rate)) Hz: set the device to send each conversion once")
        }
        if clockRestarts > 0, let rate {
            let rates = rateBefore.map { ", the last time from \(Digits.short($0)) to \(Digits.short(rate)) Hz" } ?? ""
            add(
                "clock_restarted",
                "its sample clock has restarted \(clockRestarts == 1 ? "once" : "\(clockRestarts) times") while it streamed\(rates); a hold ends "
                    + "there: set the device to a constant rate, and check its cable and hub")
        }
        if uncertainGaps > 0 {
            add(
                "gaps_uncertain",
                "\(uncertainGaps == 1 ? "1 gap has" : "\(uncertainGaps) gaps have") an uncertain number of samples, because the device's "
                    + "numbers wrapped, so `lost` may be wrong: check its cable and hub, and what else this computer does")
        }
        if negativePulls >= 2, calibration != .certificate {
            add(
                "reversed",
                "force went below rest \(negativePulls) times and came back, so the sensor is reversed: set invert = true in "
                    + "[sensor.\(name)]")
        } else if let negativeLoad {
            add(
                "negative_load",
                "negative load, \(Digits.short(-negativeLoad)) \(unit) below rest, because the tare was taken under load or the sensor is "
                    + "reversed: `holdfast tare \(name)` with nothing on it, or invert = true in [sensor.\(name)]")
        }
        if let unrest {
            add(
                "not_armed",
                "no quiet baseline for 30 s, so no hold can begin; \(unrest.sentence(unit)): look for a loose mount, a fan or motor nearby, "
                    + "or a cable beside the mains")
        }
        return found
    }
}
