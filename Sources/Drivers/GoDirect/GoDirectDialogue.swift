import Samples

/// A conversation with a Go Direct sensor: it is asked for its identity and for what it measures, then told to measure.
///
/// The maker's libraries do not check the checksums of received packets, so a packet is discarded for its checksum only after
/// checksums of this device have been valid.
final class GoDirectDialogue: SensorDialogue {
    /// Seconds; the maker's libraries wait five and ten.
    static let replySeconds = 3.0
    static let attempts = 3
    /// Without a sample for this time, in addition to some periods, the device counts as silent; seconds.
    static let silenceSeconds = 2.0
    /// Sensors that measure on an event may wait long for it, seconds.
    static let aperiodicSilenceSeconds = 3600.0
    /// The number of valid checksums after which checksums are relied on.
    private static let trust = 3

    private enum Stage {
        case initialize, status, info, defaultMask, availableMask, sensor, stopStale, period, start, streaming
    }

    private let options: DriverOptions
    private var stage = Stage.initialize
    private var timer = RequestTimer(timeout: replySeconds, attempts: attempts)
    private var counter: UInt8 = 0xFF
    private var sensors = GoDirectSensors()
    private var device = [UInt8](repeating: 0, count: 160)
    private var firmware: (UInt8, UInt8, UInt16)?
    private var defaultMask: UInt32 = 0
    private var availableMask: UInt32 = 0
    /// The sensor that has been asked to describe itself.
    private var asked = 0
    private var period: UInt32 = 0
    private var hasStaleStream = false
    private var assembler = GoDirectAssembler()
    private var goodSums = 0
    /// A packet was invalid, and no whole packet has come since.
    private var isSearching = false
    /// Its answers have wrong checksums.
    private var sumsFalsely = false
    private var sampler = GoDirectSampler()
    private var lastSample: HostInstant?
    private var farewells = 0
    private(set) var counters = DialogueCounters()

    init(_ options: DriverOptions) throws(OptionError) {
        guard options.inputs.allSatisfy({ $0 >= 0 && $0 < GoDirectSensors.limit }) else {
            throw .invalid(key: "inputs", message: "the sensors of a device have the numbers 0 to \(GoDirectSensors.limit - 1)")
        }
        guard options.rate.map({ $0 > 0 && $0.isFinite }) ?? true else {
            throw .invalid(key: "rate", message: "it must be a number of samples per second")
        }
        self.options = options
    }

    var asksDevice: Bool { true }

    var channels: [ChannelDescription] {
        let said = sensors.channels
        if !said.isEmpty { return said }
        // The device has not described itself yet, so its quantities are unknown.
        return (0..<max(options.inputs.count, 1)).map { ChannelDescription(name: "sensor \($0 + 1)", unit: "", part: $0 / 8) }
    }

    var description: DeviceDescription {
        let (model, serial) = (device.span.text(at: 0, length: 16), device.span.text(at: 16, length: 16))
        return DeviceDescription(
            model: model.isEmpty ? nil : model, serial: serial.isEmpty ? nil : serial,
            firmware: firmware.map { "\($0.0).\($0.1).\($0.2)" }, nominalRate: period == 0 ? nil : 1e6 / Double(period))
    }

    // MARK: commands

    func next(at now: HostInstant, into request: inout RequestBuffer) throws(DialogueError) -> DialogueStep {
        if stage == .streaming {
            let heard = lastSample ?? now
            lastSample = heard
            let patience =
                sensors.measuresPeriodically ? Self.silenceSeconds + 5e-6 * Double(period) : Self.aperiodicSilenceSeconds
            let limit = heard.advanced(bySeconds: patience)
            guard now < limit else { throw .silent }
            return .waitUntil(limit)
        }
        if let moment = try timer.wait(at: now) { return .waitUntil(moment) }
        if timer.isRepeating {
            counters.resent &+= 1
            // The rest of an answer will not come any more.
            assembler.clear()
        }
        write(&request)
        return .outputReport(number: 0)
    }

    private var command: GoDirectCommand {
        switch stage {
        case .initialize: .initialize
        case .status: .status
        case .info: .deviceInfo
        case .defaultMask: .defaultSensors
        case .availableMask: .availableSensors
        case .sensor: .sensorInfo
        case .stopStale: .stop
        case .period: .period
        case .start, .streaming: .start
        }
    }

    private func write(_ request: inout RequestBuffer) {
        counter &-= 1
        let (stage, asked, period, mask) = (stage, asked, period, sensors.chosen)
        command.write(counter: counter, into: &request) { request in
            switch stage {
            case .initialize: GoDirectCommand.appendGreeting(&request)
            case .sensor: request.append(UInt8(truncatingIfNeeded: asked))
            case .stopStale: GoDirectCommand.appendStop(&request)
            case .period:
                request.append(0xFF)
                request.append(0)
                request.append(littleEndian: period)
                request.append(littleEndian: UInt32(0))
            case .start:
                request.append(0xFF)
                request.append(1)
                request.append(littleEndian: mask)
                request.append(littleEndian: UInt64(0))
            case .status, .info, .defaultMask, .availableMask, .streaming: break
            }
        }
    }

    func farewell(into request: inout RequestBuffer) -> DialogueStep? {
        guard farewells < 2 else { return nil }
        farewells += 1
        counter &-= 1
        if farewells == 1 {
            GoDirectCommand.stop.write(counter: counter, into: &request, parameters: GoDirectCommand.appendStop)
        } else {
            GoDirectCommand.disconnect.write(counter: counter, into: &request)
        }
        return .outputReport(number: 0)
    }

    // MARK: receiving

    func receive(_ bytes: Span<UInt8>, from endpoint: Endpoint, at arrival: HostInstant, into sink: inout SampleSink)
        throws(DialogueError)
    {
        guard assembler.append(bytes) else {
            counters.corrupt &+= 1
            lose(1)
            return
        }
        while true {
            switch assembler.next {
            case .none: return
            case .garbage:
                counters.corrupt &+= 1
                lose(1)
                assembler.skip()
            case .packet(let length):
                let isTaken = try take(length, arrival, &sink)
                if isTaken { assembler.drop(length) } else { assembler.skip() }
            }
        }
    }

    /// Processes the packet at the beginning; returns whether it was one.
    private func take(_ length: Int, _ arrival: HostInstant, _ sink: inout SampleSink) throws(DialogueError) -> Bool {
        let packet = assembler.packet(length)
        var sum: UInt8 = 0
        for index in packet.indices where index != 3 { sum &+= packet[index] }
        let isMeasurement = packet[0] == 0x20
        let measurement = isMeasurement ? GoDirectMeasurement(packet) : nil
        if sum == packet[3] {
            goodSums = min(goodSums + 1, Self.trust)
        } else {
            counters.corrupt &+= 1
            if goodSums >= Self.trust {
                lose(measurement.map { max($0.count, 1) } ?? 1)
                return false
            }
        }
        if isMeasurement {
            guard let measurement else {
                if sum == packet[3] { counters.corrupt &+= 1 }
                lose(1)
                return false
            }
            if stage == .streaming {
                take(measurement, packet, arrival, &sink)
            } else {
                noteStale(measurement, packet, arrival, &sink)
            }
            // It is not known yet whether the checksums are reliable: the bytes may not be a packet, and may hide the beginning
            // of an answer.
            return stage == .streaming || sum == packet[3] || sumsFalsely
        }
        // While the device measures, no other packet is expected: this was not the beginning of one.
        if stage == .streaming, goodSums >= Self.trust { return false }
        guard packet.count >= 6, stage != .streaming, timer.sent > 0, packet[4] == command.rawValue, packet[5] == counter else {
            return true
        }
        // An answer with a wrong checksum is requested again, once: a device whose checksums are always wrong gives the same
        // answer twice.
        if sum != packet[3], !sumsFalsely, timer.sent < 2 {
            timer.retry()
            return false
        }
        if sum != packet[3] { sumsFalsely = goodSums == 0 }
        try takeReply(packet.extracting(6..<packet.count))
        return true
    }

    private func noteStale(
        _ measurement: GoDirectMeasurement, _ packet: Span<UInt8>, _ arrival: HostInstant, _ sink: inout SampleSink
    ) {
        // A program that crashed left the device measuring. After START has been sent, the packet belongs to our own stream,
        // whose answer was overtaken or lost.
        if stage == .start, timer.sent > 0 {
            begin(at: arrival)
            take(measurement, packet, arrival, &sink)
        } else {
            hasStaleStream = true
        }
    }

    private func takeReply(_ payload: Span<UInt8>) throws(DialogueError) {
        switch stage {
        case .initialize: enter(.status)
        case .status:
            if payload.count >= 6 { firmware = (payload[2], payload[3], payload.littleEndian16(at: 4)) }
            enter(.info)
        case .info:
            for index in 0..<min(payload.count, device.count) { device[index] = payload[index] }
            enter(.defaultMask)
        case .defaultMask:
            defaultMask = payload.littleEndian32(at: 0)
            enter(.availableMask)
        case .availableMask:
            availableMask = payload.littleEndian32(at: 0)
            asked = -1
            try askNextSensor()
        case .sensor:
            sensors.take(asked, payload)
            try askNextSensor()
        case .stopStale: enterPeriod()
        case .period: enter(.start)
        case .start: if payload.byte(at: 0) == 0 { begin(at: nil) } else { timer.retry() }
        case .streaming: break
        }
    }

    private func enter(_ stage: Stage) {
        self.stage = stage
        timer.restart()
    }

    private func askNextSensor() throws(DialogueError) {
        asked += 1
        while asked < GoDirectSensors.limit, availableMask >> UInt32(asked) & 1 == 0 { asked += 1 }
        guard asked == GoDirectSensors.limit else { return enter(.sensor) }
        var wanted: UInt32 = 0
        for input in options.inputs { wanted |= 1 << UInt32(input) }
        sensors.choose(options.inputs.isEmpty ? defaultMask : wanted)
        // If none of the default sensors can be used, use any available ones.
        if sensors.chosen == 0, options.inputs.isEmpty { sensors.choose(.max) }
        guard sensors.chosen != 0 else { throw .notOurs }
        if hasStaleStream { enter(.stopStale) } else { enterPeriod() }
    }

    private func enterPeriod() {
        period = sensors.period(wanted: options.rate.map { 1e6 / $0 })
        enter(.period)
    }

    private func begin(at arrival: HostInstant?) {
        stage = .streaming
        lastSample = arrival
        sampler.begin(sensors.count)
    }

    /// Counts a loss once until a packet is whole again, because the search for its beginning may fail several times.
    private func lose(_ count: Int) {
        guard stage == .streaming, !isSearching else { return }
        isSearching = true
        sampler.lose(count)
    }

    private func take(
        _ measurement: GoDirectMeasurement, _ packet: Span<UInt8>, _ arrival: HostInstant, _ sink: inout SampleSink
    ) {
        let elapsed = lastSample.map { arrival.seconds(since: $0) * 1e6 / Double(max(period, 1)) } ?? 0
        if measurement.count > 0 { lastSample = arrival }
        isSearching = false
        sampler.take(measurement, packet, sensors, elapsed: elapsed, into: &sink)
        counters.notANumber = sampler.notANumber
    }
}
