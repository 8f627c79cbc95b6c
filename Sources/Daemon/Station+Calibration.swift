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
    /// Measures by what settings, devices and the store say now: each sensor whose calibration is another one from its next sample on, all
    /// others as before.
    func recalibrate() {
        let fresh: [SensorPlan]
        do throws(PlanError) {
            fresh = try SensorPlan.all(of: settings, deviceCalibrations: deviceCalibrations, running: engine.plans)
        } catch {
            for problem in error.problems { Log.error("settings", problem) }
            return
        }
        guard let plans = Self.calibrated(fresh, &reading, store) else { return }
        for plan in plans {
            guard let place = sensors.firstIndex(where: { $0.plan.name == plan.name }) else { continue }
            guard sensors[place].successor == nil else {
                // Its device is on its way back.
                sensors[place].successor = plan
                continue
            }
            guard !plan.measures(as: sensors[place].plan) else { continue }
            let number = sensors[place].number
            guard engine.measure(number, by: plan, after: sensors[place].endedIndex) else {
                Log.warning("calibration", "\(plan.name): the station is too busy to change it in the stream; sensors begin anew")
                _ = replaceEngine(settings, plans)
                return
            }
            sensors[place].measure(by: plan)
            desk.forget(number)
        }
        desk.follow(store)
    }

    /// Takes what a device has said of itself; whether forces are to be computed in another way because of it.
    func take(_ details: DeviceDetails, of sensor: SensorNumber) -> Bool {
        guard let place = place(of: sensor), let slot = sensors[place].slot else { return false }
        var isNew = false
        for index in sensors.indices where sensors[index].slot == slot && sensors[index].successor == nil {
            sensors[index].described(details)
            isNew = takeCalibration(details, sensors[index].plan) || isNew
        }
        return isNew
    }

    private func takeCalibration(_ details: DeviceDetails, _ plan: SensorPlan) -> Bool {
        // Who has put a scale into the settings knows better.
        guard plan.settings.newtonsPerUnit == nil else { return false }
        let said = plan.deviceCalibration(details)
        guard said != deviceCalibrations[plan.name] else { return false }
        deviceCalibrations[plan.name] = said
        if let said { keep(said, plan) }
        return true
    }

    /// What a device says of itself is kept like what a technician says: a later reading may differ.
    private func keep(_ said: SensorCalibration, _ plan: SensorPlan) {
        let wall = Clock.wallMicroseconds()
        for channel in 0..<Frame.channelLimit where said.channels >> UInt8(channel) & 1 != 0 {
            let curve = said.curves[channel]
            let kept = StoredDeviceCalibration(
                sensor: plan.name, device: plan.address.text, wallMicroseconds: wall, channel: Int64(channel) + 1,
                offset: curve.offset, scale: curve.scale, zero: curve.zero)
            store.keep { (store) throws(StoreError) in try store.insert(kept) }
        }
    }
}
