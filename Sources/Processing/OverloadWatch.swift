import Calibration
import Samples

/// Tells when a sensor feels more than it should, and when that is over. Owned by the `process` thread; takes no memory.
struct OverloadWatch {
    /// Newtons, without sign.
    let limit: Double
    /// The highest force of the overload under way.
    private var highest: Double?

    init(limit: Double) { self.limit = limit }

    /// Counts are no newtons: a sensor that nobody has calibrated has no limit.
    init(_ settings: PipelineSettings, _ calibration: SensorCalibration) {
        self.init(limit: calibration.state == .none ? .infinity : settings.overload)
    }

    /// Ends an overload under way, because what comes next is measured otherwise; what is to be told.
    mutating func end() -> HoldEvent.What? {
        defer { highest = nil }
        return highest.map { .overload(newtons: $0, begins: false) }
    }

    /// Takes a force, untared; what is to be told.
    ///
    /// It is over below 95 % of the limit, so that noise at the limit does not count as many.
    mutating func push(_ force: Double) -> HoldEvent.What? {
        let size = abs(force)
        guard let highest else {
            guard size > limit else { return nil }
            self.highest = size
            return .overload(newtons: size, begins: true)
        }
        guard size >= 0.95 * limit else {
            // A value that is no number ends nothing.
            guard size.isFinite else { return nil }
            self.highest = nil
            return .overload(newtons: highest, begins: false)
        }
        self.highest = max(highest, size)
        return nil
    }
}
