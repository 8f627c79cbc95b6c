import Calibration
import Samples

/// Reports when a force exceeds the sensor's overload limit, and when the overload is over. Owned by the thread that processes;
/// allocates no memory.
struct OverloadWatch {
    /// The limit for the absolute force, N.
    let limit: Double
    /// The highest force of the overload under way.
    private var highest: Double?

    init(limit: Double) { self.limit = limit }

    /// An uncalibrated sensor has no limit, because its values are not in newtons.
    init(_ settings: PipelineSettings, _ calibration: SensorCalibration) {
        self.init(limit: calibration.state == .none ? .infinity : settings.overload)
    }

    /// Ends an overload under way because the calibration or the settings change. Returns the event to report, if any.
    mutating func end() -> HoldEvent.What? {
        defer { highest = nil }
        return highest.map { .overload(newtons: $0, begins: false) }
    }

    /// Adds an untared force. Returns the event to report, if any.
    ///
    /// The overload is over below 95 % of the limit, so that noise at the limit does not count as several overloads.
    mutating func push(_ force: Double) -> HoldEvent.What? {
        let size = abs(force)
        guard let highest else {
            guard size > limit else { return nil }
            self.highest = size
            return .overload(newtons: size, begins: true)
        }
        guard size >= 0.95 * limit else {
            // NaN does not end an overload.
            guard size.isFinite else { return nil }
            self.highest = nil
            return .overload(newtons: highest, begins: false)
        }
        self.highest = max(highest, size)
        return nil
    }
}
