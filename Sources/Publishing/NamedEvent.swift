import RingBuffer
import Samples

/// An event with the names of what it speaks of, as they were when it happened.
struct NamedEvent {
    let event: HoldEvent
    let sensor: String
    /// The calibration records that are in force after it and were before it, where it replaced one.
    let calibrationID: String?
    let previousCalibrationID: String?

    init(_ event: HoldEvent, in view: StationView) {
        self.event = event
        sensor = view.name(of: event.sensor)
        guard case .calibrated(let edition) = event.what else {
            (calibrationID, previousCalibrationID) = (nil, nil)
            return
        }
        calibrationID = view.editions[event.sensor.value, edition]?.recordID
        previousCalibrationID = view.editions[event.sensor.value, edition &- 1]?.recordID
    }
}
