import Acquisition
import Analysis
import Calibration
import Drivers
import LinuxIO
import Publishing
import Samples
import Settings
import Store

/// Calibrations that are replaced while sensors stream.
extension Station {
    /// Applies the present settings, device descriptions and stored calibrations: each sensor whose calibration has changed uses
    /// the new one from its next sample on; all others are unaffected.
    ///
    /// - Parameter name: the only sensor for which something may have changed; nil when it may be any. The records of the others
    ///   are not evaluated again.
    func recalibrate(_ name: String?) {
        guard replay == nil else { return }
        let fresh: [SensorPlan]
        do throws(PlanError) {
            fresh = try SensorPlan.all(of: settings, said: said, running: engine.plans)
        } catch {
            for problem in error.problems { Log.error("settings", problem) }
            return
        }
        let concerned = fresh.filter { name == nil || $0.name == name }
        guard let plans = Self.calibrated(concerned, &reading, store) else { return }
        for plan in plans {
            guard let place = sensors.firstIndex(where: { $0.plan.name == plan.name }) else { continue }
            guard sensors[place].successor == nil else {
                // The sensor's device is being returned.
                sensors[place].successor = plan
                continue
            }
            guard !plan.measures(as: sensors[place].plan) else { continue }
            let number = sensors[place].number
            guard engine.measure(number, by: plan, after: sensors[place].endedIndex) else {
                Log.warning(
                    "calibration", "\(plan.name): the station is too busy to change it while it streams; all sensors start again")
                _ = replaceEngine(settings, fresh)
                return
            }
            sensors[place].measure(by: plan)
            desk.forget(number)
        }
        desk.follow(store)
    }

    /// Applies a device's description of itself; returns whether the computation of forces changes because of it.
    func take(_ details: DeviceDetails, of sensor: SensorNumber) -> Bool {
        guard let place = place(of: sensor), let slot = sensors[place].slot else { return false }
        var isNew = false
        for index in sensors.indices where sensors[index].slot == slot && sensors[index].successor == nil {
            sensors[index].described(details)
            isNew = take(details, sensors[index].plan) || isNew
        }
        return isNew
    }

    private func take(_ details: DeviceDetails, _ plan: SensorPlan) -> Bool {
        let before = said[plan.name]
        guard before?.says(details, plan) != true else { return false }
        let calibration = plan.deviceCalibration(details)
        let old = before.flatMap { plan.deviceCalibration($0.details) }
        said[plan.name] = SaidDetails(details, plan)
        if let (settings, device) = plan.contradiction(details) {
            Log.warning(
                "settings",
                "\(plan.name): the settings have unit = \"\(settings)\", but the device sends \(device), which is used; remove unit"
            )
        }
        if let calibration, calibration != old { keep(calibration, plan) }
        return true
    }

    /// A device's conversion is stored like a technician's calibration, because the device may report a different one later.
    private func keep(_ said: SensorCalibration, _ plan: SensorPlan) {
        let wall = Clock.wallMicroseconds()
        for channel in 0..<Frame.channelLimit where said.channels >> UInt8(channel) & 1 != 0 {
            let curve = said.curves[channel]
            let kept = StoredDeviceCalibration(
                sensor: plan.name, device: plan.address.text, wallMicroseconds: wall, channel: Int64(channel) + 1,
                offset: curve.offset, scale: curve.scale, zero: curve.zero, scaleBelow: curve.scaleBelow)
            store.keep { (store) throws(StoreError) in try store.insert(kept) }
        }
    }
}
