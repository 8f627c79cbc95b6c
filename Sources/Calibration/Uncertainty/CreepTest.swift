import CMath

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

    /// A force is read at any moment of this time after it has come, seconds.
    static let usedSeconds = 60.0
    private static let moments = 16

    /// What the reading differs by from that of 30 s at equally probable moments of the first minute, in per cent of the deflection: of
    /// the creep before 30 s it lacks some, of that after 30 s it has some. Between the readings at 1, 30 and 300 s, creep goes with
    /// the logarithm of time: it is fastest at first. Before the first second nothing is known, and that second stands for it.
    var usedPercents: [Double] {
        (0..<Self.moments).map { moment in
            let time = max(1, (Double(moment) + 0.5) / Double(Self.moments) * Self.usedSeconds)
            let logarithm = c_log(time / 30)
            return logarithm < 0 ? (earlyPercent ?? 0) * logarithm / c_log(30) : percent * logarithm / c_log(10)
        }
    }

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
