/// The change of the reading under a constant load, from 30 s to 300 s after the load was put on or taken off (in the manner of
/// ISO 376:2011, 7.4.4).
public struct CreepTest: Sendable, Hashable {
    /// Reading at 300 s minus reading at 30 s, raw units.
    public let change: Double
    /// The change in per cent of the deflection under the load.
    public let percent: Double
    /// The change from one second to 30 s after the load, in per cent of the deflection; nil where the first seconds were not seen.
    /// No part of ISO 376, and of the figures and classes: a sensor in use is read as soon as it is loaded, and a calibration is not.
    public let earlyPercent: Double?

    /// Creep from the numbers of a record.
    public init(change: Double, percent: Double, earlyPercent: Double? = nil) {
        self.change = change
        self.percent = percent
        self.earlyPercent = earlyPercent
    }

    /// Half width of the difference between a force that has just come, or has stood for long, and one of the calibration, in per
    /// cent.
    var widestPercent: Double { max(abs(percent), abs(earlyPercent ?? 0)) }

    /// - Parameters:
    ///   - times: seconds since the load changed, rising.
    ///   - readings: raw units.
    ///   - deflection: the change of the reading due to the load, raw units.
    ///   - first: the reading one second after the load changed, raw units; nil where it was not seen.
    /// - Returns: nil when the times do not rise from at most 30 s to at least 300 s, or the deflection is 0.
    public init?(times: [Double], readings: [Double], deflection: Double, first: Double? = nil) {
        guard times.count == readings.count, deflection != 0, deflection.isFinite,
            zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }),
            let early = CreepTest.value(at: 30, times, readings), let late = CreepTest.value(at: 300, times, readings)
        else { return nil }
        change = late - early
        percent = 100 * (late - early) / abs(deflection)
        earlyPercent = first.map { 100 * (early - $0) / abs(deflection) }
    }

    /// Interpolates linearly between the two neighbours.
    private static func value(at time: Double, _ times: [Double], _ readings: [Double]) -> Double? {
        guard let after = times.firstIndex(where: { $0 >= time }) else { return nil }
        if times[after] == time { return readings[after].isFinite ? readings[after] : nil }
        guard after > 0 else { return nil }
        let share = (time - times[after - 1]) / (times[after] - times[after - 1])
        let value = readings[after - 1] + share * (readings[after] - readings[after - 1])
        return value.isFinite ? value : nil
    }
}
