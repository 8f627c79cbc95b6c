import Acquisition
import Calibration
import Certificates
import Drivers
import LinuxIO
import Store

/// Tests of plates and bands, as far as they change what is measured.
extension SensorPlan {
    /// Applies the calibrations and tests in force; one that cannot be read is logged and left out.
    static func calibrated(_ plans: [SensorPlan], by calibrations: [StoredCalibration], tests: [StoredBenchTest]) -> [SensorPlan]
    {
        plans.map { plan in
            var plan = plan
            let found = calibrations.first { $0.sensor == plan.name }.flatMap(plan.read)
            let isSum = found?.record.draft.conditions.cells != nil
            if let found, !isSum { plan.take(found.record, found.evaluation, zero: found.zero) }
            for stored in tests where stored.sensor == plan.name {
                do throws(RecordError) {
                    plan.take(try BenchTestInForce(try BenchTestRecord(parsing: Array(stored.record.utf8))))
                } catch { Log.error("calibration", "\(plan.name): \(stored.id) cannot be used: \(error.text)") }
            }
            plan.sensor.cells = plan.sumConditions
            // Applied last: the readings include the gains of the cells.
            if let found, isSum { plan.take(found.record, found.evaluation, zero: found.zero) }
            return plan
        }
    }

    private var sumConditions: CellConditions? {
        let corners = sensor.benchTest(.corners).flatMap { test in
            if case .corners(let evaluation) = test.evaluation { (test.id, evaluation) } else { nil }
        }
        return CellConditions(sensor.calibration, channelCount: channels.count, corners: corners)
    }

    private func read(_ stored: StoredCalibration) -> (
        record: CalibrationRecord, evaluation: CalibrationEvaluation, zero: Double?
    )? {
        do {
            let record = try CalibrationRecord(parsing: Array(stored.record.utf8))
            return (record, try record.draft.evaluation(), stored.zero)
        } catch {
            Log.error("calibration", "\(name): \(stored.id) cannot be used: \(error)")
            return nil
        }
    }

    private mutating func take(_ test: BenchTestInForce) {
        guard apply(test.record) else {
            return Log.error(
                "calibration", "\(name): \(test.id) (\(test.kind.rawValue)) was made with another kind of sensor, and is not used"
            )
        }
        sensor.benchTests.append(test)
        let record = test.record
        if record.origin.device != address.text || record.origin.driver != driver.name {
            Log.warning("calibration", "\(name): \(record.id) was made on \(record.origin.driver), \(record.origin.device)")
        }
    }

    /// - Returns: false when the settings have other columns now, so that the test does not fit the present sensor.
    private mutating func apply(_ record: BenchTestRecord) -> Bool {
        switch record.result {
        case .cells(let correction):
            guard sensor.calibration.channels == 0b1111 else { return false }
            for channel in 0..<4 {
                let curve = sensor.calibration.curves[channel]
                sensor.calibration.curves[channel] = correction.corrected(curve, channel: channel)
            }
        case .axes(let axes):
            guard case .fourCells(var plate)? = sensor.calibration.plate else { return false }
            plate.take(order: axes.order)
            plate.originX = axes.originX
            plate.originY = axes.originY
            sensor.calibration.plate = .fourCells(plate)
        case .matrix(let elements):
            guard channels.count >= 6, case .matrix(let test) = record.draft.test,
                let transform = LoadTransform(elements: elements, zeros: test.empty)
            else { return false }
            // The loads refer to the technician's origin, which is below the surface by `test.surface`. This is expressed as a
            // depth of 0 and a cover, because the depth that a plate reports is used without its sign.
            sensor.calibration = SensorCalibration(
                state: .certificate, channels: 1 << UInt8(LoadTransform.vertical),
                plate: .sixAxes(SixAxisPlate(originDepth: 0, coverThickness: -test.surface)))
            sensor.calibration.transform = transform
        case .band: return sensor.calibration.channels.nonzeroBitCount == 1
        }
        return true
    }
}
