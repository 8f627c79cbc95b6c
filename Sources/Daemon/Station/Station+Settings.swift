import Acquisition
import Analysis
import LinuxIO
import Processing
import Publishing
import Samples
import Settings

/// Settings that are read again while the station runs.
extension Station {
    /// Reads the settings again; returns their problems. If there are any, the old settings stay.
    func reload() -> [String] {
        guard replay == nil else { return ["a station that plays a recording has no settings"] }
        ServiceManager.notifyReloading()
        defer { ServiceManager.notify("READY=1", "STATUS=\(summary)") }
        do throws(PlanError) {
            readProtocols()
            let fresh = try SettingsFiles.read(options)
            let plans = try SensorPlan.all(of: fresh, said: said, running: engine.plans)
            guard fresh != settings else {
                Log.information("settings", "read again: nothing has changed")
                return []
            }
            if fresh.controlGroup != settings.controlGroup {
                Log.notice("settings", "the new control group takes effect when the service is restarted")
            }
            if fresh.publicAccess != settings.publicAccess {
                Log.notice("settings", "the new value of public takes effect when the service is restarted")
            }
            guard settings.hasSameStation(as: fresh) ? change(to: fresh, plans) : replaceEngine(fresh, plans) else {
                return ["the new settings could not be applied: see the journal"]
            }
            Log.notice("settings", "read again: \(plans.count) sensors")
            note("settings", nil, "settings read again")
            return []
        } catch {
            for problem in error.problems { Log.error("settings", problem) }
            Log.error("settings", "the settings cannot be used; the previous settings stay in force")
            return error.problems
        }
    }

    /// Reads the protocol files; an invalid one is left out and logged.
    func readProtocols() {
        let (protocols, problems) = ProtocolFiles.read(options)
        for problem in problems { Log.error("protocols", problem) }
        desk.protocols = protocols
        protocolProblems = problems
    }

    // MARK: one sensor after the other

    /// Applies the changed settings of sensors. Sensors whose settings have not changed are left alone: their devices stay open,
    /// and they lose no sample.
    private func change(to fresh: StationSettings, _ plans: [SensorPlan]) -> Bool {
        // The description of one device does not apply to another.
        var known = said
        for plan in plans {
            guard let keeper = sensors.first(where: { $0.plan.name == plan.name }) else { continue }
            if !plan.converses(as: keeper.plan) { known[plan.name] = nil }
        }
        // If the calibrations in force cannot be read, nothing is changed: sensors that have them would lose them.
        guard let uncalibrated = try? SensorPlan.all(of: fresh, said: known, running: engine.plans),
            let plans = Self.calibrated(uncalibrated, &reading, store)
        else { return false }
        said = known
        let before = sensors
        sensors = []
        for plan in plans {
            guard let keeper = keeper(of: plan, before) else {
                Log.warning("settings", "\(plan.name) cannot be added while the other sensors stream; all sensors start again")
                sensors = before
                return replaceEngine(fresh, plans)
            }
            sensors.append(keeper)
        }
        for keeper in before where !plans.contains(where: { $0.name == keeper.plan.name }) { gone[keeper.number] = keeper }
        settings = fresh
        devices = devices.serving(plans.map(\.address))
        engine.view.show(sensors.map { ($0.plan.name, $0.number) })
        giveBackDevices()
        openDevices(changed: true)
        desk.follow(store)
        writeFacts()
        publisher.wake()
        return true
    }

    /// The keeper of a sensor from now on; nil when there is no room for it.
    private func keeper(of plan: SensorPlan, _ before: [SensorKeeper]) -> SensorKeeper? {
        guard var keeper = before.first(where: { $0.plan.name == plan.name }) else { return newcomer(plan) }
        let (old, isReopened) = (keeper.plan, !plan.converses(as: keeper.plan))
        guard isReopened || keeper.successor != nil || plan.settings != old.settings || !plan.measures(as: old) else {
            return keeper
        }
        if keeper.slot != nil, isReopened || keeper.successor != nil {
            keeper.successor = plan
            return keeper
        }
        guard engine.measure(keeper.number, by: plan, after: keeper.endedIndex) else { return nil }
        desk.forget(keeper.number)
        if isReopened { keeper.begin(plan) } else { keeper.measure(by: plan) }
        if !plan.pipeline.detects(as: old.pipeline) { startDetection(keeper) }
        return keeper
    }

    private func newcomer(_ plan: SensorPlan) -> SensorKeeper? {
        guard let number = engine.number(of: plan.name) else {
            return engine.add(plan).map { SensorKeeper(plan: plan, number: $0) }
        }
        guard var keeper = gone.removeValue(forKey: number) else { return nil }
        if keeper.slot != nil {
            keeper.successor = plan
            return keeper
        }
        guard engine.measure(number, by: plan, after: keeper.endedIndex) else { return nil }
        desk.forget(number)
        keeper.begin(plan)
        return keeper
    }

    /// Requests the return of devices whose settings have changed, of those whose sensors have been removed, and of those of
    /// which another part is needed, because the parts of a device are opened together.
    func giveBackDevices() {
        for (slot, numbers) in sessions where closing[slot] == nil {
            let keepers = numbers.compactMap { number in place(of: number).map { sensors[$0] } }
            let isOther = keepers.count < numbers.count || keepers.contains { $0.successor != nil }
            let isMissed = sensors.contains { keeper in
                keeper.slot == nil && keepers.contains { $0.sharesDevice(with: keeper) }
            }
            guard isOther || isMissed else { continue }
            let node = keepers.first?.device?.node ?? numbers.first.flatMap { gone[$0]?.device?.node } ?? ""
            // If there is no room for the command, the next reload requests it again.
            if engine.detach(slot: slot) { closing[slot] = Files.device(at: node) }
        }
    }

    /// The device has been returned: the sensor gets its new settings. Returns whether all other sensors could continue.
    func begin(_ plan: SensorPlan, at place: Int) -> Bool {
        let (number, index) = (sensors[place].number, sensors[place].endedIndex)
        sensors[place].begin(plan)
        desk.forget(number)
        guard !engine.measure(number, by: plan, after: index) else { return true }
        Log.warning("settings", "\(plan.name): the station is too busy to change it while it streams; all sensors start again")
        _ = replaceEngine(settings, sensors.map { $0.successor ?? $0.plan })
        return false
    }

    // MARK: replacing the engine

    func replaceEngine(_ fresh: StationSettings, _ plans: [SensorPlan]) -> Bool {
        stopEngine()
        let uncalibrated = plans.map(\.uncalibrated)
        let plans = Self.calibrated(uncalibrated, &reading, store) ?? uncalibrated
        generation += 1
        do throws(SystemError) {
            let around = Self.surroundings(options, fresh, store, recent, traces, reportBell, publisher, nil)
            engine = try Engine(plans, generation: generation, nextHold: store.nextHold, around)
            settings = fresh
            sensors = Self.keepers(plans)
            devices = devices.serving(plans.map(\.address))
            try engine.start()
            desk.beginAnew(engine, store)
        } catch {
            Log.error("station", "\(error)")
            // Nothing is measured now: the service manager must restart the service.
            isStopping = true
            return false
        }
        openDevices(changed: true)
        writeFacts()
        publisher.wake()
        return true
    }

    func stopEngine() {
        engine.stop()
        while let report = engine.nextReport() {
            switch report {
            case .returned(let slot, let handle, let reason):
                let session = handle.take()
                session.sayFarewell()
                for (feed, number) in (sessions[slot] ?? []).enumerated() {
                    guard let place = place(of: number) else { continue }
                    sensors[place].returned(session, feed: feed, reason, at: Clock.monotonic())
                }
            case .described(_, let handle): _ = handle.take()
            case .locked: break
            }
        }
        sessions = [:]
        closing = [:]
        gone = [:]
    }
}

extension StationSettings {
    /// Whether the settings differ only in sensors and in what can change while the station runs.
    fileprivate func hasSameStation(as other: StationSettings) -> Bool {
        var other = other
        other.sensors = sensors
        other.controlGroup = controlGroup
        other.publicAccess = publicAccess
        other.keepHoldsDays = keepHoldsDays
        other.calibrationMonths = calibrationMonths
        return self == other
    }
}
