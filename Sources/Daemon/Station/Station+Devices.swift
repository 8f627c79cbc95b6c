import Acquisition
import Analysis
import Calibration
import Drivers
import LinuxIO
import Messages
import Processing
import Publishing
import Samples
import Store

/// Opening devices for sensors, and the reports of `acquire` and `usb` about them.
extension Station {
    func openDevices(changed: Bool) {
        guard replay == nil else { return }
        let now = Clock.monotonic()
        for index in sensors.indices where sensors[index].wantsDevice(at: now, changed: changed) {
            let taken = sensors.compactMap { $0.slot == nil ? nil : $0.device?.node }.map { Files.device(at: $0) }
            let parts = sensors.indices.filter { sensors[$0].sharesDevice(with: sensors[index]) }
            guard
                let opened = sensors[index].open(
                    among: devices, taken: taken, closing: Array(closing.values), usb: engine.usb.usb, at: now)
            else {
                for part in parts where part != index { sensors[part].follow(sensors[index]) }
                continue
            }
            attach(opened, parts, sensors[index].device, at: now)
        }
    }

    /// The index of a sensor in the settings; nil for one that has been removed.
    func place(of number: SensorNumber) -> Int? { sensors.firstIndex { $0.number == number } }

    private func attach(_ opened: consuming SensorKeeper.Opened, _ parts: [Int], _ device: DeviceIdentity?, at now: HostInstant) {
        guard let transport = parts.first.map({ sensors[$0].plan.driver.transport }),
            let slot = engine.freeSlot(transport, used: sessions.keys)
        else { return }
        var feeds: [SensorFeed] = []
        for part in parts { feeds.append(sensors[part].feed(at: now)) }
        let session = opened.session(feeds)
        guard engine.attach(session, slot: slot) else { return }
        sessions[slot] = parts.map { sensors[$0].number }
        for (feed, part) in parts.enumerated() {
            sensors[part].attached(slot: slot, device, session.statuses[feed])
            Log.information("devices", "\(sensors[part].plan.name): \(device?.node ?? "")")
        }
    }

    func takeReports() {
        var isNew = false
        while let report = engine.nextReport() {
            switch report {
            case .returned(let slot, let handle, let reason): isNew = take(handle.take(), from: slot, reason) || isNew
            case .described(let sensor, let handle): isNew = take(handle.take(), of: sensor) || isNew
            case .locked(let sensor, let rate, let index):
                guard let place = place(of: sensor) else { continue }
                sensors[place].locked(rate: rate, index: index)
                noteRestart(of: sensors[place])
                startDetection(sensors[place])
            }
        }
        if isNew {
            recalibrate(nil)
            giveBackDevices()
        }
        openDevices(changed: false)
    }

    /// Notes that a clock has begun anew while its sensor streams. This is unusual, and ends a hold.
    private func noteRestart(of keeper: SensorKeeper) {
        guard let before = keeper.rateBefore, let (rate, _) = keeper.lock else { return }
        let text = "its sample clock has restarted: \(Self.milli(before)) Hz before, \(Self.milli(rate)) Hz now"
        Log.warning("devices", "\(keeper.plan.name): \(text)")
        note("clock", keeper.plan.name, text)
    }

    private static func milli(_ rate: Double) -> Double { (rate * 1000).rounded() / 1000 }

    func startDetection(_ keeper: SensorKeeper) {
        guard let (rate, index) = keeper.lock else { return }
        let name = keeper.plan.name
        if engine.startDetection(keeper.number, rate: rate, index: index) {
            Log.information("devices", "\(name): \(Self.milli(rate)) Hz")
        } else {
            Log.error("devices", "\(name): no force sensor samples at \(rate) Hz; no holds are detected")
        }
    }

    /// Takes back a device; returns whether the plan of a sensor changes because of it.
    private func take(_ session: DeviceSession, from slot: Int, _ reason: AcquireReport.Reason) -> Bool {
        let now = Clock.monotonic()
        let wasAsked = closing.removeValue(forKey: slot) != nil
        var isNew = false
        session.sayFarewell()
        for (feed, number) in (sessions.removeValue(forKey: slot) ?? []).enumerated() {
            guard let place = place(of: number) else {
                gone[number]?.returned(session, feed: feed, reason, at: now)
                continue
            }
            sensors[place].returned(session, feed: feed, reason, at: now)
            if let successor = sensors[place].successor {
                guard begin(successor, at: place) else { return false }
                isNew = true
            } else if !wasAsked {
                let report = sensors[place].report()
                Log.notice("devices", "\(report.name): \(report.reason ?? report.state.rawValue)")
                note("sensor", report.name, report.reason ?? report.state.rawValue)
            }
        }
        return isNew
    }

    /// Checks the host's clocks: a step of the wall clock and a suspension are stored as events. Samples sent during a suspension
    /// have no usable times, so every stream ends with it and begins anew.
    func lookAtClocks() {
        let change = hostClock.look(Clock.wallMicroseconds(), at: Clock.monotonic(), asleep: Clock.suspendedNanoseconds())
        if let seconds = change.stepped { note("clock", nil, "the clock of the host was set by \(seconds) s") }
        guard let seconds = change.slept else { return }
        let text = "the host slept for \(Self.milli(seconds)) s; every stream has ended and starts again"
        Log.warning("clock", text)
        note("suspend", nil, text)
        for place in sensors.indices { sensors[place].sleep(seconds) }
        for slot in sessions.keys where closing[slot] == nil {
            let node = sensors.first { $0.slot == slot }?.device?.node
            if engine.detach(slot: slot), let node { closing[slot] = Files.device(at: node) }
        }
    }

    func note(_ kind: String, _ sensor: String?, _ text: String) {
        let event = StoredEvent(wallMicroseconds: Clock.wallMicroseconds(), kind: kind, sensor: sensor, text: text)
        store.keep { (store) throws(StoreError) in try store.insert(event) }
    }
}
