import Certificates
import RingBuffer
import Samples

/// An event with the names of its sensor and calibration at the time of the event.
struct NamedEvent {
    let event: HoldEvent
    let sensor: String
    /// The record from which newtons come after the event; `previousCalibrationID` is the record that the event replaced, if any.
    let calibrationID: String?
    let previousCalibrationID: String?

    init(_ event: HoldEvent, sensor: String, calibrationID: String?) {
        self.event = event
        self.sensor = sensor
        self.calibrationID = calibrationID
        previousCalibrationID = nil
    }

    /// - Parameter edition: the calibration of the sensor that is in force after the event.
    init(_ event: HoldEvent, in view: StationView, edition: UInt16) {
        self.event = event
        sensor = view.name(of: event.sensor)
        calibrationID = view.editions[event.sensor.value, edition]?.recordID
        if case .calibrated = event.what {
            previousCalibrationID = view.editions[event.sensor.value, edition &- 1]?.recordID
        } else {
            previousCalibrationID = nil
        }
    }
}
