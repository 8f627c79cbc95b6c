import Samples

/// A conversation with a HID scale, which sends without being asked. The scale is never zeroed: that would remove the weight of a
/// person who stands on it.
///
/// The unit of the first weight is the sensor's unit; if the unit is changed on the scale, weights are converted to the sensor's
/// unit.
final class HIDScaleDialogue: SensorDialogue {
    /// Scales with a battery switch off; some send only when the weight changes. Seconds.
    static let silenceSeconds = 60.0
    static let shortest = 6
    /// This number of reports in a row without a weight indicates that the device is not a scale.
    static let foreignReports = 500

    private enum Status: UInt8 {
        case fault = 1, zero, moving, stable, underZero, overweight, needsCalibration, needsZeroing
    }

    private var unit: HIDScaleUnit?
    /// The first weight after opening may be an old one.
    private var hasBegun = false
    private var foreignInARow = 0
    private var lastReport: HostInstant?
    private var pendingLost: UInt32 = 0
    private(set) var counters = DialogueCounters()

    var asksDevice: Bool { true }

    var channels: [ChannelDescription] {
        // The unit is unknown until the scale has weighed.
        guard let unit else { return [ChannelDescription(name: "weight", unit: "")] }
        return [
            ChannelDescription(
                name: "weight", unit: "\(unit.name)", conversion: DeviceConversion(unit: "kg", slope: unit.kilograms))
        ]
    }

    func next(at now: HostInstant, into request: inout RequestBuffer) throws(DialogueError) -> DialogueStep {
        let heard = lastReport ?? now
        lastReport = heard
        let limit = heard.advanced(bySeconds: Self.silenceSeconds)
        guard now < limit else { throw .silent }
        return .waitUntil(limit)
    }

    func farewell(into request: inout RequestBuffer) -> DialogueStep? { nil }

    func receive(_ bytes: Span<UInt8>, from endpoint: Endpoint, at arrival: HostInstant, into sink: inout SampleSink)
        throws(DialogueError)
    {
        lastReport = arrival
        // Weights have report number 3, with some makers 4; a scale also sends other reports, about itself.
        guard bytes.byte(at: 0) == 3 || bytes.byte(at: 0) == 4 else {
            foreignInARow += 1
            guard foreignInARow < Self.foreignReports else { throw .notOurs }
            return
        }
        guard bytes.count >= Self.shortest, let status = Status(rawValue: bytes[1]), let unit = HIDScaleUnit.of(bytes[2]) else {
            counters.corrupt &+= 1
            foreignInARow += 1
            if hasBegun, pendingLost < .max { pendingLost += 1 }
            guard foreignInARow < Self.foreignReports else { throw .notOurs }
            return
        }
        foreignInARow = 0
        guard hasBegun else {
            hasBegun = true
            self.unit = unit
            return
        }
        emit(status, weight(bytes, unit), into: &sink)
    }

    /// The weight in the sensor's unit; exactly the displayed value as long as that is the scale's own unit.
    private func weight(_ bytes: Span<UInt8>, _ unit: HIDScaleUnit) -> Double {
        let digits = Double(bytes.littleEndian16(at: 4))
        let exponent = Int(Int8(bitPattern: bytes[3]))
        var power = 1.0
        for _ in 0..<min(abs(exponent), 127) { power *= 10 }
        let weight = exponent < 0 ? digits / power : digits * power
        guard let own = self.unit, own != unit else { return weight }
        return weight * unit.kilograms / own.kilograms
    }

    private func emit(_ status: Status, _ weight: Double, into sink: inout SampleSink) {
        var values = [8 of Double](repeating: .nan)
        var flags: FrameFlags = []
        var present: UInt8 = 1
        switch status {
        case .fault:
            flags = .notANumber
            present = 0
        case .overweight:
            flags = [.saturated, .notANumber]
            present = 0
        // The number is unsigned; the sign is in the status.
        case .underZero: values[0] = -weight
        case .zero, .moving, .stable, .needsCalibration, .needsZeroing: values[0] = weight
        }
        if present == 0 { counters.notANumber &+= 1 }
        sink.append(DeviceSample(present: present, flags: flags, lost: pendingLost, values: values))
        pendingLost = 0
    }
}
