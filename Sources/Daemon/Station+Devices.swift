import Acquisition
import Analysis
import Calibration
import Drivers
import LinuxIO
import Processing
import Publishing
import Samples
import Store

/// Opening devices for sensors, and what `acquire` and `usb` tell of them.
extension Station {
    func openDevices(changed: Bool) {
        let now = Clock.monotonic()
        for index in sensors.indices where sensors[index].wantsDevice(at: now, changed: changed) {
            let taken = sensors.compactMap { $0.slot == nil ? nil : $0.device?.node }
            let parts = sensors.indices.filter { sensors[$0].sharesDevice(with: sensors[index]) }
            guard let opened = sensors[index].open(among: devices, taken: taken, usb: engine.usb.usb, at: now) else {
                for part in parts where part != index { sensors[part].follow(sensors[index]) }
                continue
            }
            attach(opened, parts, sensors[index].device, at: now)
        }
    }

    private func attach(_ opened: consuming SensorKeeper.Opened, _ parts: [Int], _ device: DeviceIdentity?, at now: HostInstant) {
        guard let transport = parts.first.map({ sensors[$0].plan.driver.transport }),
            let slot = engine.freeSlot(transport, used: sessions.keys)
        else { return }
        var feeds: [SensorFeed] = []
        for part in parts { feeds.append(sensors[part].feed(at: now)) }
        let session = opened.session(feeds)
        guard engine.attach(session, slot: slot) else { return }
        sessions[slot] = parts
        for (feed, part) in parts.enumerated() {
            sensors[part].attached(slot: slot, device, session.statuses[feed])
            Log.information("devices", "\(sensors[part].plan.name): \(device?.node ?? "")")
        }
    }

    func takeReports() {
        let now = Clock.monotonic()
        var isNew = false
        while let report = engine.nextReport() {
            switch report {
            case .returned(let slot, let handle, let reason):
                let session = handle.take()
                session.sayFarewell()
                for (feed, index) in (sessions.removeValue(forKey: slot) ?? []).enumerated() {
                    sensors[index].returned(session, feed: feed, reason, at: now)
                    let report = sensors[index].report()
                    Log.notice("devices", "\(report.name): \(report.reason ?? report.state)")
                    note("sensor", report.name, report.reason ?? report.state)
                }
            case .described(let sensor, let handle): isNew = take(handle.take(), of: Int(sensor.value)) || isNew
            case .locked(let sensor, let rate, let index):
                guard sensors.indices.contains(Int(sensor.value)) else { continue }
                sensors[Int(sensor.value)].locked(rate: rate)
                let name = sensors[Int(sensor.value)].plan.name
                if engine.startDetection(sensor, rate: rate, index: index) {
                    Log.information("devices", "\(name): \((rate * 1000).rounded() / 1000) Hz")
                } else {
                    Log.error("devices", "\(name): \(rate) Hz is no rate that a force sensor has; holds are not looked for")
                }
            }
        }
        if isNew { recalibrate() }
        openDevices(changed: false)
    }

    func note(_ kind: String, _ sensor: String?, _ text: String) {
        let event = StoredEvent(wallMicroseconds: Clock.wallMicroseconds(), kind: kind, sensor: sensor, text: text)
        store.keep { (store) throws(StoreError) in try store.insert(event) }
    }
}
