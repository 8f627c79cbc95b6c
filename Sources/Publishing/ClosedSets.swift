import Calibration
import Messages
import Samples

/// What the other rooms call by their own types, as the messages do.
extension Station1.SensorKind {
    init(_ kind: SensorKind) {
        switch kind {
        case .cell: self = .cell
        case .plate: self = .plate
        case .position: self = .position
        case .emg: self = .emg
        case .pressure: self = .pressure
        case .acceleration: self = .acceleration
        }
    }
}

extension Station1.HoldKind {
    init(_ kind: HoldKind) {
        switch kind {
        case .explosive: self = .explosive
        case .sustained: self = .sustained
        }
    }
}

extension Station1.Phase {
    init(_ phase: Phase) {
        switch phase {
        case .settling: self = .settling
        case .rest: self = .rest
        case .armed: self = .armed
        case .rising: self = .rising
        case .ramp: self = .ramp
        case .holding: self = .holding
        case .hold: self = .hold
        case .release: self = .release
        }
    }
}

extension Station1.CalibrationSource {
    init(_ state: CalibrationState) {
        switch state {
        case .none: self = .none
        case .settings: self = .settings
        case .device: self = .device
        case .certificate: self = .certificate
        }
    }
}

extension Station1.UnrestTest {
    init(_ test: HoldEvent.Unrest.Test) {
        switch test {
        case .deviation: self = .deviation
        case .rise: self = .drift
        case .range: self = .range
        }
    }
}

extension Station1.TareRefusal {
    init(_ refusal: HoldEvent.TareRefusal) {
        switch refusal {
        case .holdUnderWay: self = .holdUnderWay
        case .noSamples: self = .noSamples
        case .invalidSamples: self = .invalidSamples
        }
    }
}
