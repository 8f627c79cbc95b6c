import RingBuffer
import Samples

/// An event with the names of what it speaks of, as they were when it happened.
struct NamedEvent {
    let event: HoldEvent
    let sensor: String
    /// The record that newtons come from after it, and before it where it replaced one.
    let calibrationID: String?
    let previousCalibrationID: String?

    /// What a socket must allow for it: a zone is a share of the maximum, and force is known at that moment.
    var access: VarlinkPeer.Access { if case .zoneEntered = event.what { .control } else { .read } }

    /// - Parameter edition: which of the sensor's calibrations is in force after it.
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
