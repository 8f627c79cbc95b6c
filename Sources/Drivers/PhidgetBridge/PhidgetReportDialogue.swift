import Samples

/// A conversation with a PhidgetBridge 1046_0.
///
/// The device sends a packet every 8 ms, and each contains its present settings, so a setting counts only when a packet confirms
/// it: gains and rate first, then the inputs. Packets have no number and no time; a packet that never came cannot be detected
/// here.
final class PhidgetReportDialogue: SensorDialogue {
    /// Versions that ignore a gain if input 0 is switched off too early after the gain was set.
    static let gainBug: ClosedRange<UInt16> = 0x0100...0x0101
    /// The number of packets for which input 0 then stays on: 256 ms.
    static let gainBugPackets = 32
    /// Without a packet for this time the device counts as silent, seconds.
    static let silenceSeconds = 1.0

    private enum Stage { case listening, gains, inputs, streaming }

    private let settings: PhidgetBridgeSettings
    private let hasGainBug: Bool
    private var stage = Stage.listening
    private var timer = RequestTimer(timeout: silenceSeconds, attempts: 3)
    /// The packets that must still pass after the gains were set.
    private var holdPackets = 0
    /// Inputs whose first value after switching on has come; this value is from before.
    private var settled: UInt8 = 0
    private var gatherer: ChannelGatherer
    private var lastReport: HostInstant?
    private var lastData = HostInstant.never
    private var saidFarewell = false
    private(set) var counters = DialogueCounters()

    init(_ settings: PhidgetBridgeSettings, version: UInt16) {
        self.settings = settings
        hasGainBug = Self.gainBug.contains(version)
        gatherer = ChannelGatherer(channels: settings.inputs.count)
    }

    var channels: [ChannelDescription] {
        settings.inputs.map { input in
            ChannelDescription(
                name: "input \(input)", unit: "counts",
                conversion: DeviceConversion(
                    unit: "V/V", center: Double(PhidgetReport.center),
                    slope: 1 / Double(PhidgetReport.center) / Double(settings.gains[input])))
        }
    }

    var description: DeviceDescription { DeviceDescription(model: "1046_0", nominalRate: 1000 / settings.interval) }

    func next(at now: HostInstant, into request: inout RequestBuffer) throws(DialogueError) -> DialogueStep {
        let heard = lastReport ?? now
        if lastReport == nil { lastReport = now }
        let silence = heard.advanced(bySeconds: Self.silenceSeconds)
        guard now < silence else { throw .silent }
        switch stage {
        case .listening: return .waitUntil(silence)
        case .gains, .inputs:
            if let moment = try timer.wait(at: now) { return .waitUntil(min(moment, silence)) }
            if timer.isRepeating { counters.resent &+= 1 }
            let early: UInt8 = hasGainBug ? 1 : 0
            PhidgetReport.request(settings, enabled: stage == .gains ? early : settings.enabled, into: &request)
            return .outputReport(number: 0)
        case .streaming:
            // Packets come, but contain no new values.
            let limit = lastData.advanced(bySeconds: Self.silenceSeconds + 3 * settings.interval / 1000)
            guard now < limit else { throw .silent }
            return .waitUntil(min(limit, silence))
        }
    }

    func receive(_ bytes: Span<UInt8>, from endpoint: Endpoint, at arrival: HostInstant, into sink: inout SampleSink)
        throws(DialogueError)
    {
        lastReport = arrival
        guard let report = PhidgetReport(bytes) else {
            loseShort(bytes, into: &sink)
            return
        }
        let hasGains = report.hasGains(of: settings)
        switch stage {
        case .listening: enter(.gains, changesGain: !hasGains)
        case .gains:
            guard timer.sent > 0, hasGains else { return }
            holdPackets -= 1
            if holdPackets <= 0 { enter(.inputs) }
        case .inputs:
            guard timer.sent > 0, hasGains, report.enabled == settings.enabled else { return }
            stage = .streaming
            settled = 0
            lastData = arrival
            take(report, arrival, &sink)
        case .streaming:
            guard hasGains, report.enabled == settings.enabled else {
                // Another program, or a reset, has changed it.
                gatherer.restart()
                enter(.gains, changesGain: !hasGains)
                return
            }
            take(report, arrival, &sink)
        }
    }

    func farewell(into request: inout RequestBuffer) -> DialogueStep? {
        guard stage != .listening, !saidFarewell else { return nil }
        saidFarewell = true
        PhidgetReport.request(settings, enabled: 0, into: &request)
        return .outputReport(number: 0)
    }

    private func enter(_ stage: Stage, changesGain: Bool = false) {
        self.stage = stage
        timer.restart()
        holdPackets = hasGainBug && changesGain ? Self.gainBugPackets : 1
    }

    private func take(_ report: PhidgetReport, _ arrival: HostInstant, _ sink: inout SampleSink) {
        for input in 0..<4 where (report.new & report.enabled) >> UInt8(input) & 1 != 0 {
            lastData = arrival
            guard settled >> UInt8(input) & 1 != 0 else {
                settled |= 1 << UInt8(input)
                continue
            }
            let raw = report.value(input)
            if report.error >> UInt8(input) & 1 != 0 {
                counters.notANumber &+= 1
                gatherer.add(settings.channel(of: input), nil, [.saturated, .notANumber], into: &sink)
            } else {
                let isOut = PhidgetReport.isOutOfRange(raw, gain: settings.gains[input])
                gatherer.add(settings.channel(of: input), Double(raw), isOut ? .saturated : [], into: &sink)
            }
        }
    }

    /// A short packet was a whole sample: its first byte still shows which inputs are lost. Without this byte, at 8 ms, all
    /// inputs are.
    private func loseShort(_ bytes: Span<UInt8>, into sink: inout SampleSink) {
        counters.corrupt &+= 1
        guard stage == .streaming else { return }
        let new = bytes.count > 0 ? bytes[0] >> 4 : settings.interval <= 8 ? 0x0F : 0
        for input in 0..<4 where new >> UInt8(input) & 1 != 0 {
            gatherer.addLost(settings.channel(of: input), into: &sink)
        }
    }
}
