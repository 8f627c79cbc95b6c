import Samples

/// What a file's signals have that its holds do not show: impossible samples, loads below rest, a sensor that was never quiet.
struct SignalRemarks {
    private struct Sensor {
        var start: HostInstant
        var spikes = 0
        var firstSpike = 0.0
        var negatives = 0
        var firstNegative = 0.0
        var lowest = 0.0
        var unrest: (HoldEvent.Unrest, seconds: Double)?
    }

    private var sensors: [UInt16: Sensor] = [:]

    mutating func note(_ reading: Reading) {
        let number = reading.sensor.value
        if sensors[number] == nil { sensors[number] = Sensor(start: reading.time) }
        guard reading.flags.contains(.spike), var sensor = sensors[number] else { return }
        if sensor.spikes == 0 { sensor.firstSpike = reading.time.seconds(since: sensor.start) }
        sensor.spikes += 1
        sensors[number] = sensor
    }

    mutating func note(_ event: HoldEvent) {
        guard var sensor = sensors[event.sensor.value] else { return }
        let seconds = event.time.seconds(since: sensor.start)
        switch event.what {
        case .negativeLoad(let force):
            // It is told of when it has lasted a second.
            if sensor.negatives == 0 { sensor.firstNegative = max(0, seconds - 1) }
            sensor.negatives += 1
            sensor.lowest = min(sensor.lowest, force)
        case .notArmed(let unrest): sensor.unrest = sensor.unrest ?? (unrest, seconds)
        default: return
        }
        sensors[event.sensor.value] = sensor
    }

    /// A sentence for each, with what helps.
    ///
    /// - Parameters:
    ///   - name: of a sensor, in front of its sentences; empty for the only one.
    ///   - cure: how a reversed sensor is turned round.
    func sentences(cure: String, name: (UInt16) -> String) -> [String] {
        sensors.keys.sorted().flatMap { number in
            let sensor = sensors[number] ?? Sensor(start: .never)
            let prefix = name(number).isEmpty ? "" : name(number) + ": "
            return said(of: sensor, cure).map { prefix + $0 }
        }
    }

    private func said(of sensor: Sensor, _ cure: String) -> [String] {
        var said: [String] = []
        if sensor.spikes > 0 {
            said.append(
                "\(sensor.spikes) single sample\(sensor.spikes == 1 ? " is" : "s are") impossible and excluded from every number, the "
                    + "first at \(Digits.text(sensor.firstSpike, digits: 4)) s")
        }
        if sensor.negatives > 0 {
            said.append(
                "negative load: force goes to \(Digits.text(sensor.lowest, digits: 3)) N below rest"
                    + (sensor.negatives == 1 ? "" : ", \(sensor.negatives) times,")
                    + " the first time at \(Digits.text(sensor.firstNegative, digits: 4)) s: the sensor is reversed (\(cure)), or it was tared "
                    + "under load")
        }
        if let (unrest, seconds) = sensor.unrest {
            said.append(
                "no quiet baseline for 30 s at \(Digits.text(seconds, digits: 4)) s, so no hold could begin: \(unrest.sentence("N"))"
            )
        }
        return said
    }
}
