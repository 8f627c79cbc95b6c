import Calibration
import Certificates
import Metrics
import Publishing
import Samples
import Store

/// What the sensors of a hold are described with when it is computed again.
struct SensorDescriptions {
    private let query: ReanalysisQuery
    /// The sensors whose calibration is replaced, and the settings of now, by name.
    private var calibrated: [String: SensorDescription] = [:]
    private var settings: [String: SensorDescription] = [:]

    /// - Parameter plans: the sensors as they are measured now.
    init(_ query: ReanalysisQuery, _ plans: [SensorPlan], _ reader: borrowing StoreReader) throws(StoreError) {
        self.query = query
        func named(_ plans: [SensorPlan]) -> [String: SensorDescription] {
            Dictionary(plans.map { ($0.name, $0.sensor) }) { first, _ in first }
        }
        switch query.calibration {
        case .then: break
        case .now: calibrated = named(plans)
        case .record(let id): calibrated = named(try Self.using(id, plans, reader))
        }
        if query.takesSettings { settings = named(plans) }
    }

    /// The sensor to which a record belongs, measured by it; empty where the record does not exist or does not fit.
    private static func using(
        _ id: String, _ plans: [SensorPlan], _ reader: borrowing StoreReader
    ) throws(StoreError) -> [SensorPlan] {
        var found: [SensorPlan] = []
        for plan in plans {
            let inForce = (
                calibrations: try reader.calibrationsInForce().filter { $0.sensor == plan.name },
                tests: try reader.benchTestsInForce(sensor: plan.name)
            )
            if let calibration = try reader.calibration(id, sensor: plan.name) {
                found += SensorPlan.calibrated([plan.uncalibrated], by: [calibration], tests: inForce.tests)
            } else if let test = try reader.benchTest(id, sensor: plan.name) {
                let others = inForce.tests.filter { $0.kind != test.kind }
                found += SensorPlan.calibrated([plan.uncalibrated], by: inForce.calibrations, tests: others + [test])
            }
        }
        return found.filter { $0.sensor.certificate?.id == id || $0.sensor.benchTests.contains { $0.id == id } }
    }

    /// Whether everything that is wanted exists for the sensors of a hold.
    func check(_ hold: StoredHold) throws(ReanalysisFailure) {
        let names = hold.sensors.map(\.sensor)
        if case .record(let id) = query.calibration, !names.contains(where: { calibrated[$0] != nil }) {
            throw .noSuchCalibration(id)
        }
        for part in hold.sensors {
            if query.calibration == .now {
                guard let now = calibrated[part.sensor], fits(now, part) else { throw .noSuchSensor(part.sensor) }
                // A device that is absent has not said its unit.
                if now.calibration.state == .none, part.calibration != CalibrationState.none.name {
                    throw .notCalibrated(part.sensor)
                }
            }
            if query.takesSettings, !fits(settings[part.sensor], part) { throw .noSuchSensor(part.sensor) }
        }
    }

    /// Whether a sensor of now is of the kind of that of the hold.
    private func fits(_ sensor: SensorDescription?, _ part: StoredSensorHold) -> Bool {
        guard let sensor else { return false }
        return part.result.parameters.map { $0.kind == sensor.kind } ?? true
    }

    /// What is used in place of the description in the trace.
    func description(_ then: SensorDescription) -> SensorDescription {
        var used = then
        if let now = calibrated[then.name], now.kind == then.kind {
            used.calibration = now.calibration
            (used.certificate, used.benchTests, used.cells, used.recordedID) = (now.certificate, now.benchTests, now.cells, nil)
            used.rawUnits = now.rawUnits
        }
        if let now = settings[then.name], now.kind == then.kind {
            (used.place, used.companion) = (now.place, now.companion)
            (used.onsetThreshold, used.confirmThreshold) = (now.onsetThreshold, now.confirmThreshold)
            (used.standing, used.capacity) = (now.standing, now.capacity)
            used.calibration.plate = now.calibration.plate
        }
        return used
    }
}
