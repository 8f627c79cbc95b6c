import Certificates
import RingBuffer
import Samples

/// The state with which a file must begin so that it can be replayed alone: the calibration in force of each sensor, and its clock,
/// tare and conditions.
struct ReplayState {
    /// The edition of each sensor that applies to its present frames.
    private(set) var inForce: [UInt16]
    private var locks: [UInt16: Frame] = [:]
    private var tares: [UInt16: RecordedOutcome] = [:]
    private var conditions: [UInt16: RecordedOutcome] = [:]

    init(sensors: Int) { inForce = [UInt16](repeating: 0, count: sensors) }

    /// - Parameter count: the number of sensors by now.
    mutating func remember(_ outcome: RecordedOutcome, sensors count: Int) {
        switch outcome {
        case .frame(let frame) where frame.flags.contains(.clockLocked): locks[frame.sensor.value] = frame
        case .frame(let frame) where frame.flags.contains(.ended): locks[frame.sensor.value] = nil
        case .frame, .mark: break
        case .tare(let sensor, _, _, _): tares[sensor.value] = outcome
        case .calibrated(let sensor, _, _, let edition):
            // The tare and the conditions end with the old calibration.
            tares[sensor.value] = nil
            conditions[sensor.value] = nil
            // A sensor that was added starts with its first edition.
            while inForce.count <= Int(sensor.value), inForce.count < count { inForce.append(0) }
            if Int(sensor.value) < inForce.count { inForce[Int(sensor.value)] = edition }
        case .conditions(let sensor, _, _, _): conditions[sensor.value] = outcome
        }
    }

    /// The conditions of these sessions have no body mass, maximum and target any more.
    mutating func forget(sessions: Set<Int64>) {
        for (number, outcome) in conditions {
            guard case .conditions(let sensor, let index, let time, var known) = outcome, sessions.contains(known.session)
            else { continue }
            known.forgetPerson()
            conditions[number] = .conditions(sensor: sensor, index: index, time: time, known)
        }
    }

    /// The next file has the calibrations in force as its first editions.
    mutating func forgetEditions(sensors count: Int) { inForce = [UInt16](repeating: 0, count: count) }

    /// The sensors with the calibrations in force, in the order of their numbers.
    func sensors(of editions: Editions<SensorDescription>) -> [SensorDescription] {
        inForce.enumerated().compactMap { editions[UInt16(truncatingIfNeeded: $0), $1] }
    }

    /// The outcomes with which a file begins.
    var outcomes: [RecordedOutcome] {
        let clocks = Set(locks.keys).union(tares.keys).sorted().flatMap { sensor in
            [locks[sensor].map(RecordedOutcome.frame), tares[sensor]].compactMap { $0 }
        }
        return clocks + conditions.keys.sorted().compactMap { conditions[$0] }
    }

    /// Whether this outcome is one of those with which a file begins, and not news.
    func contains(_ outcome: RecordedOutcome) -> Bool {
        switch outcome {
        case .frame(let frame):
            guard frame.flags.contains(.clockLocked), let lock = locks[frame.sensor.value] else { return false }
            return lock.index == frame.index && lock.time == frame.time
        case .tare(let sensor, let index, let time, _):
            guard case .tare(_, index, time, _) = tares[sensor.value] else { return false }
            return true
        case .conditions(let sensor, let index, let time, _):
            guard case .conditions(_, index, time, _) = conditions[sensor.value] else { return false }
            return true
        case .calibrated, .mark: return false
        }
    }
}
