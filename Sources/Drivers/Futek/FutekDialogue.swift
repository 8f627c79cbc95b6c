import Samples

/// A conversation with a FUTEK device: its identity, the calibration of its load cell, then a stream of counts.
///
/// The rate of the line is not known beforehand: three are tried, as in the maker's library.
final class FutekDialogue: SensorDialogue {
    /// Tried after the rate with which the port was opened.
    static let otherBauds: [2 of UInt32] = [320_000, 115_200]
    /// Seconds.
    static let replySeconds = 0.3
    static let attempts = 3
    /// A stream has stopped when no data came for this time, seconds.
    static let quietSeconds = 0.05
    static let silenceSeconds = 1.0
    /// This number of bytes without a frame is not a stream of this kind.
    static let searchLimit = 16_384

    private enum Stage: Int {
        case quiet, model, item, firmware, serial, profile, sensor, setRate, rate, unit, pointCount, load, value, directions,
            start
        case streaming
    }

    private let wantedRate: Double?
    private var stage = Stage.quiet
    private var timer = RequestTimer(timeout: replySeconds, attempts: attempts)
    private var quietUntil = HostInstant.never
    private var baud = 0
    private var rounds = 0
    private var reply = [64 of UInt8](repeating: 0)
    private var replyCount = 0
    private var model = [10 of UInt8](repeating: 0)
    private var item = [10 of UInt8](repeating: 0)
    private var firmware = [3 of UInt8](repeating: 0)
    private var serials: (device: UInt32, sensor: UInt32) = (0, 0)
    private var profile: UInt8 = 0
    private var rateCode: UInt8?
    private var unitCode: UInt8 = 255
    private var pointCount = 0
    private var point = 0
    private var loads = [4 of Float](repeating: 0)
    private var counts = [4 of UInt32](repeating: 0)
    private var directions: UInt8 = 0
    private var frames = FutekFrames(length: 4)
    private var lastSample: HostInstant?
    private var saidFarewell = false
    private(set) var counters = DialogueCounters()

    init(_ options: DriverOptions) throws(OptionError) {
        guard options.rate.map({ $0 > 0 && $0.isFinite }) ?? true else {
            throw .invalid(key: "rate", message: "it must be a number of samples per second")
        }
        wantedRate = options.rate
    }

    var asksDevice: Bool { true }

    var channels: [ChannelDescription] { [ChannelDescription(name: "cell", unit: "counts", conversion: conversion)] }

    var description: DeviceDescription {
        guard stage.rawValue > Stage.serial.rawValue else { return DeviceDescription() }
        let rate = rateCode.flatMap { Futek.rate($0, isUSB225: isUSB225) }
        return DeviceDescription(
            model: model.span.text(at: 0, length: 10) + " " + item.span.text(at: 0, length: 10), serial: String(serials.device),
            firmware: "\(firmware[0]).\(firmware[1]).\(firmware[2])", nominalRate: rate,
            parts: [PartDescription(serial: String(serials.sensor))])
    }

    private var isUSB225: Bool { model.span.begins(with: "USB225") }

    /// The load cell's own calibration, when it has been read and is valid.
    private var conversion: DeviceConversion? {
        guard stage == .start || stage == .streaming, pointCount >= 2, let unit = Futek.unit(unitCode),
            let slope = slope(from: 0)
        else { return nil }
        // With one direction the maker's library shows the other as a mirror image, and the loads of the second direction may be
        // stored as absolute values. A load that lowers the count is always negative here, so that a push is not mistaken for a
        // pull.
        let other = directions == 2 && pointCount >= 4 ? self.slope(from: 2) ?? slope : slope
        let below = slope < 0 ? -abs(other) : abs(other)
        return DeviceConversion(
            unit: unit, center: Double(counts[0]), value: Double(loads[0]), slopeBelow: below, slopeAbove: slope)
    }

    private func slope(from first: Int) -> Double? {
        let span = Double(counts[first + 1]) - Double(counts[first])
        let slope = (Double(loads[first + 1]) - Double(loads[first])) / span
        return span != 0 && slope.isFinite ? slope : nil
    }

    // MARK: commands

    private var command: FutekCommand {
        switch stage {
        case .quiet: FutekCommand(high: 0, low: 0x0C, arguments: (0, 0), argumentCount: 1, payload: 0)
        case .model: FutekCommand(high: 1, low: 1, payload: 10)
        case .item: FutekCommand(high: 1, low: 2, payload: 10)
        case .firmware: FutekCommand(high: 1, low: 4, payload: 3)
        case .serial: FutekCommand(high: 1, low: 0, payload: 4)
        case .profile: FutekCommand(high: 1, low: 0x0A, arguments: (0, 0), argumentCount: 1, payload: 1)
        case .sensor: about(0x00, payload: 4)
        case .setRate:
            FutekCommand(high: 4, low: 0x1E, arguments: (profile, wantedCode ?? 0), argumentCount: 2, payload: 0)
        case .rate: about(0x1E, payload: 1)
        case .unit: about(0x0C, payload: 1)
        case .pointCount: about(0x17, payload: 1)
        case .load: about(0x18, point: point, payload: 4)
        case .value: about(0x19, point: point, payload: 4)
        case .directions: about(0x0B, payload: 1)
        case .start, .streaming: FutekCommand(high: 0, low: 0x0C, arguments: (1, 0), argumentCount: 1, payload: 0)
        }
    }

    /// A question about the selected profile.
    private func about(_ low: UInt8, point: Int? = nil, payload: Int) -> FutekCommand {
        FutekCommand(
            high: 3, low: low, arguments: (profile, UInt8(truncatingIfNeeded: point ?? 0)), argumentCount: point == nil ? 1 : 2,
            payload: payload)
    }

    /// The code of the rate that is nearest to the requested one.
    private var wantedCode: UInt8? {
        guard let wantedRate else { return nil }
        var best: UInt8 = 0
        var smallest = Double.infinity
        for code in UInt8(0)..<16 {
            guard let rate = Futek.rate(code, isUSB225: isUSB225), abs(rate - wantedRate) < smallest else { continue }
            smallest = abs(rate - wantedRate)
            best = code
        }
        return best
    }

    func next(at now: HostInstant, into request: inout RequestBuffer) throws(DialogueError) -> DialogueStep {
        if stage == .streaming {
            let heard = lastSample ?? now
            lastSample = heard
            let rate = rateCode.flatMap { Futek.rate($0, isUSB225: isUSB225) } ?? 2.5
            let limit = heard.advanced(bySeconds: Self.silenceSeconds + 5 / rate)
            guard now < limit else { throw .silent }
            return .waitUntil(limit)
        }
        if stage == .quiet, timer.sent > 0, now >= quietUntil { enter(.model) }
        if stage == .setRate, timer.sent > 0, now >= quietUntil { enter(.rate) }
        if stage == .model, timer.sent >= 2, timer.isDue(at: now), baud < 2 {
            let line = LineSettings(baud: Self.otherBauds[baud])
            baud += 1
            enter(.quiet)
            return .setLine(line)
        }
        // The answer may have been lost, and the stream begun.
        if stage == .start, timer.sent > 0, timer.isDue(at: now) {
            rounds += 1
            guard rounds < Self.attempts else { throw .silent }
            enter(.quiet)
        }
        if let moment = try timer.wait(at: now) {
            return .waitUntil(stage == .quiet || stage == .setRate ? min(moment, quietUntil) : moment)
        }
        if timer.isRepeating { counters.resent &+= 1 }
        replyCount = 0
        quietUntil = now.advanced(bySeconds: stage == .setRate ? Self.replySeconds / 2 : Self.quietSeconds)
        command.write(into: &request)
        return .write(.serial)
    }

    private func enter(_ stage: Stage) {
        self.stage = stage
        replyCount = 0
        timer.restart()
    }

    func farewell(into request: inout RequestBuffer) -> DialogueStep? {
        guard !saidFarewell else { return nil }
        saidFarewell = true
        FutekCommand(high: 0, low: 0x0C, arguments: (0, 0), argumentCount: 1, payload: 0).write(into: &request)
        return .write(.serial)
    }

    // MARK: receiving

    func receive(_ bytes: Span<UInt8>, from endpoint: Endpoint, at arrival: HostInstant, into sink: inout SampleSink)
        throws(DialogueError)
    {
        if stage == .quiet { quietUntil = arrival.advanced(bySeconds: Self.quietSeconds) }
        for index in bytes.indices {
            if stage == .streaming { takeFrame(bytes[index], arrival, &sink) } else { takeReply(bytes[index]) }
        }
        if stage == .streaming { counters.skippedBytes = frames.skipped }
        guard frames.searched < Self.searchLimit else { throw .corrupt }
    }

    private func takeFrame(_ byte: UInt8, _ arrival: HostInstant, _ sink: inout SampleSink) {
        frames.append(byte)
        while let frame = frames.next() {
            lastSample = arrival
            if frame.afterSkip { counters.corrupt &+= UInt64(max(frame.lost, 1)) }
            var values = [8 of Double](repeating: .nan)
            values[0] = Double(frame.count)
            // The number of significant bits of the 32 depends on the frame.
            let top: UInt32 = frames.length == 3 ? 0xFFFF_0000 : 0xFFFF_FF00
            sink.append(
                DeviceSample(
                    present: 1, flags: frame.count == 0 || frame.count >= top ? .saturated : [], lost: frame.lost, values: values)
            )
        }
    }

    /// An answer may come after the rest of a stream, so it is searched for.
    private func takeReply(_ byte: UInt8) {
        guard stage != .quiet, stage != .setRate, timer.sent > 0 else { return }
        let command = command
        let length = command.payload + 5
        if replyCount == length {
            replyCount -= 1
            for index in 0..<replyCount { reply[index] = reply[index + 1] }
            counters.skippedBytes &+= 1
        }
        reply[replyCount] = byte
        replyCount += 1
        guard replyCount == length, command.isAnswer(reply.span.extracting(first: length)) else { return }
        take(reply.span.extracting(4..<(4 + command.payload)))
    }

    private func take(_ payload: Span<UInt8>) {
        switch stage {
        case .model: for index in 0..<10 { model[index] = payload[index] }
        case .item: for index in 0..<10 { item[index] = payload[index] }
        case .firmware: for index in 0..<3 { firmware[index] = payload[index] }
        case .serial: serials.device = payload.bigEndian32(at: 0)
        case .profile: profile = payload.byte(at: 0)
        case .sensor: serials.sensor = payload.bigEndian32(at: 0)
        case .rate:
            let isFirst = rateCode == nil
            rateCode = payload.byte(at: 0)
            // Set only when it differs: the device may store it in memory that wears out.
            if isFirst, let wantedCode, wantedCode != rateCode { return enter(.setRate) }
        case .unit: unitCode = payload.byte(at: 0)
        case .pointCount: pointCount = Int(payload.byte(at: 0))
        case .load: loads[point] = Float(bitPattern: payload.littleEndian32(at: 0))
        case .value: counts[point] = payload.bigEndian32(at: 0)
        case .directions: directions = payload.byte(at: 0)
        case .start:
            frames = FutekFrames(length: isUSB225 && rateCode == 15 ? 3 : 4)
            lastSample = nil
        case .quiet, .setRate, .streaming: break
        }
        enter(following)
    }

    private var following: Stage {
        switch stage {
        case .sensor: return .rate
        case .pointCount: return pointCount >= 2 ? .load : .directions
        case .load: return .value
        case .value:
            point += 1
            if point < min(pointCount, 4) { return .load }
            point = 0
            return .directions
        default: return Stage(rawValue: stage.rawValue + 1) ?? .streaming
        }
    }
}
