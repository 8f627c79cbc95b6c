import LinuxIO
import Processing
import Publishing
import RingBuffer
import Samples

/// Sensors that are added and changed while others are measured.
extension Engine {
    /// The number that a sensor has or had. A sensor keeps its number, because the items in the rings refer to it.
    func number(of name: String) -> SensorNumber? {
        plans.firstIndex { $0.name == name }.map { SensorNumber(UInt16(clamping: $0)) }
    }

    /// Adds a sensor while everything else continues; returns its number, or nil when there is no room for another sensor.
    func add(_ plan: SensorPlan) -> SensorNumber? {
        guard plans.count < SensorNumber.limit, let place = sensors.add(plan.sensor), Int(place) == plans.count
        else { return nil }
        plans.append(plan)
        growRings()
        return send(plan, edition: 0, to: SensorNumber(place), after: 0) ? SensorNumber(place) : nil
    }

    /// Changes a sensor to another plan while everything else continues; returns whether the command could be sent.
    ///
    /// The readers of the rings can see the new editions before any item in a ring refers to them.
    ///
    /// - Parameter after: the change waits for the end of the stream whose next sample would have had this index.
    func measure(_ sensor: SensorNumber, by plan: SensorPlan, after index: UInt64) -> Bool {
        guard Int(sensor.value) < plans.count, let edition = sensors.append(plan.sensor, at: sensor.value) else { return false }
        plans[Int(sensor.value)] = plan
        return send(plan, edition: edition, to: sensor, after: index)
    }

    private func send(_ plan: SensorPlan, edition: UInt16, to sensor: SensorNumber, after index: UInt64) -> Bool {
        defer { processBell.ring() }
        return processCommands.push(
            ProcessCommand(sensor: sensor, what: .measure(plan.pipeline, edition: edition, after: index)))
    }
}
