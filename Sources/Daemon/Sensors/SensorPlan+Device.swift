import Acquisition
import Calibration
import Drivers
import Processing
import Samples
import Settings

/// A device's description of itself, and the settings to which it belongs: with another driver or other options it is another
/// device.
struct SaidDetails {
    let details: DeviceDetails
    private let driver: String
    private let options: DriverOptions
    private let address: SensorAddress

    init(_ details: DeviceDetails, _ plan: SensorPlan) {
        self.details = details
        driver = plan.driver.name
        options = plan.options
        address = plan.address
    }

    func isOf(_ settings: SensorSettings, _ driver: Driver, _ options: DriverOptions) -> Bool {
        self.driver == driver.name && self.options == options && address == SensorAddress(settings)
    }

    /// Whether a device has given the same description again.
    func says(_ other: DeviceDetails, _ plan: SensorPlan) -> Bool {
        isOf(plan.settings, plan.driver, plan.options) && details.channels == other.channels
            && details.description.parts == other.description.parts
    }
}

/// The measured quantities of a sensor, according to its device.
extension SensorPlan {
    /// The channels of one part of the device; a sensor is one part.
    static func own(_ channels: [ChannelDescription], part: Int) -> [ChannelDescription] { channels.filter { $0.part == part } }

    /// The expected channels before a device has reported how many parts it has: all parts are alike.
    static func expected(_ dialogue: any SensorDialogue, part: Int) -> [ChannelDescription] {
        let found = own(dialogue.channels, part: part)
        guard found.isEmpty, dialogue.asksDevice else { return found }
        return own(dialogue.channels, part: 0).map { channel in
            var channel = channel
            channel.part = part
            return channel
        }
    }

    /// The channels whose forces are summed, as a mask.
    static func forceChannels(_ settings: SensorSettings, _ channels: [ChannelDescription]) -> UInt8 {
        ForceChannels(
            columns: settings.columns.count, namesInputs: !settings.inputs.isEmpty, isPlate: settings.kind == .plate
        ).mask(of: channels.map { .init(name: $0.name, unit: $0.unit, isForce: factor($0, settings.kind) != nil) })
    }

    /// Newtons, or the unit of the kind, per unit of a channel's converted values, according to the device; `nil` when the unit is
    /// one of another quantity.
    private static func factor(_ said: ChannelDescription, _ kind: SensorKind) -> Double? {
        let unit = said.conversion?.unit ?? said.unit
        return SensorSettings.value(of: unit == "lb" ? "lbf" : unit, kind)
    }

    /// The calibration according to the device; `nil` when it does not measure the quantity of the kind.
    func deviceCalibration(_ details: DeviceDetails) -> SensorCalibration? {
        settings.scale.isEmpty ? Self.calibration(settings, saidBy: details) : nil
    }

    /// The unit in the settings and the unit that the device reports, if they differ.
    func contradiction(_ details: DeviceDetails) -> (settings: String, device: String)? {
        let own = Self.own(details.channels, part: settings.part - 1)
        guard settings.scale.isEmpty, let unit = settings.unit, let said = own.first?.unit, said != unit else { return nil }
        return (unit, said)
    }

    static func calibration(_ settings: SensorSettings, saidBy details: DeviceDetails) -> SensorCalibration? {
        let own = own(details.channels, part: settings.part - 1)
        let mask = forceChannels(settings, own)
        guard mask.nonzeroBitCount <= own.count else { return nil }
        var calibration = SensorCalibration(
            state: .device, channels: mask, plate: plate(settings) ?? sixAxes(own, details.description, part: settings.part - 1))
        for (channel, said) in own.prefix(Frame.channelLimit).enumerated() {
            if let curve = curve(said, settings.kind) {
                calibration.curves[channel] = settings.invert ? curve.scaled(by: -1) : curve
            } else if mask >> UInt8(channel) & 1 != 0 {
                return nil
            }
        }
        return calibration
    }

    /// The curve from a channel's raw values to newtons, newton metres or the unit of the kind; `nil` when it is none of them.
    private static func curve(_ said: ChannelDescription, _ kind: SensorKind) -> CalibrationCurve? {
        let conversion = said.conversion ?? DeviceConversion(unit: said.unit, slope: 1)
        guard let factor = conversion.unit == "Nm" && kind.isForce ? 1 : factor(said, kind) else { return nil }
        return CalibrationCurve(
            offset: conversion.value * factor, scale: conversion.slopeAbove * factor, zero: conversion.center,
            scaleBelow: conversion.slopeBelow * factor)
    }

    /// The geometry of a plate that measures three forces and three moments and reports the depth of their origin.
    private static func sixAxes(_ own: [ChannelDescription], _ description: DeviceDescription, part: Int) -> PlateGeometry? {
        guard own.prefix(6).map(\.name) == ["Fx", "Fy", "Fz", "Mx", "My", "Mz"], description.parts.indices.contains(part),
            let depth = description.parts[part].originDepth
        else { return nil }
        return .sixAxes(SixAxisPlate(originDepth: depth))
    }
}
