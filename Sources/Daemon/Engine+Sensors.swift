import LinuxIO
import Processing
import Publishing
import RingBuffer
import Samples

/// Sensors that come and change while others are measured.
extension Engine {
    /// The number that a sensor has or had: it keeps it, for what is in the rings is of it.
    func number(of name: String) -> SensorNumber? {
        plans.firstIndex { $0.name == name }.map { SensorNumber(UInt16(clamping: $0)) }
    }

    /// Measures one more sensor, while everything else goes on; its number, or nil where there is no place left.
    func add(_ plan: SensorPlan) -> SensorNumber? {
        guard plans.count < SensorNumber.limit, let place = view.editions.add(plan.view), names.add(plan.naming) == place,
            recorded.add(plan.recorded) == place, Int(place) == plans.count
        else { return nil }
        plans.append(plan)
        return send(plan, edition: 0, to: SensorNumber(place), after: 0) ? SensorNumber(place) : nil
    }

    /// Measures a sensor as another plan has it, while everything else goes on; whether that could be asked.
    ///
    /// Whoever reads a ring finds the editions there before anything in the ring is made with them.
    ///
    /// - Parameter after: not before the stream has ended whose next sample would have had this index.
    func measure(_ sensor: SensorNumber, by plan: SensorPlan, after index: UInt64) -> Bool {
        guard let edition = view.editions.append(plan.view, at: sensor.value),
            names.append(plan.naming, at: sensor.value) == edition,
            recorded.append(plan.recorded, at: sensor.value) == edition, Int(sensor.value) < plans.count
        else { return false }
        plans[Int(sensor.value)] = plan
        return send(plan, edition: edition, to: sensor, after: index)
    }

    private func send(_ plan: SensorPlan, edition: UInt16, to sensor: SensorNumber, after index: UInt64) -> Bool {
        defer { processBell.ring() }
        return processCommands.push(
            ProcessCommand(sensor: sensor, what: .measure(plan.pipeline, edition: edition, after: index)))
    }
}
