import Calibration
import Certificates
import Drivers
import Processing
import Publishing
import Samples
import Settings
import Testing

@testable import Acquisition
@testable import Daemon

/// Units, channels and what is summed are those that a device has said.
struct DeviceUnitsTests {
    /// A device that has described itself.
    private final class Said: SensorDialogue {
        let channels: [ChannelDescription]
        let counters = DialogueCounters()
        var asksDevice: Bool { true }

        init(_ channels: [ChannelDescription]) { self.channels = channels }
        func next(at now: HostInstant, into request: inout RequestBuffer) -> DialogueStep { .waitUntil(now) }
        func receive(_ bytes: Span<UInt8>, from endpoint: Endpoint, at arrival: HostInstant, into sink: inout SampleSink) {}
        func farewell(into request: inout RequestBuffer) -> DialogueStep? { nil }
    }

    private func plan(_ settings: String, _ channels: [ChannelDescription]) throws -> (before: SensorPlan, after: SensorPlan) {
        let read = try StationSettings.parse([("test", Array("[sensor.one]\npath = \"/dev/null\"\n\(settings)".utf8))])
        let before = try #require(try SensorPlan.all(of: read).first)
        let said = SaidDetails(DeviceDetails(of: Said(channels)), before)
        return (before, try #require(try SensorPlan.all(of: read, said: ["one": said]).first))
    }

    private func force(_ plan: SensorPlan, _ values: [Double]) -> Double {
        var all = [8 of Double](repeating: .nan)
        for (channel, value) in values.enumerated() { all[channel] = value }
        let frame = Frame(
            sensor: SensorNumber(0), present: UInt8((1 << values.count) - 1), flags: [], index: 0,
            time: HostInstant(nanoseconds: 0), arrival: HostInstant(nanoseconds: 0), values: all)
        var forces = [8 of Double](repeating: .nan)
        return plan.pipeline.calibration.force(of: frame, into: &forces)
    }

    /// The weight of a hundred of each.
    @Test(arguments: [("oz", 0.028349523125, 27.8014), ("lb", 0.45359237, 444.8222), ("kg", 1, 980.665), ("g", 1e-3, 0.980665)])
    func aScaleIsReadInItsOwnUnit(unit: String, kilograms: Double, newtons: Double) throws {
        let weight = ChannelDescription(
            name: "weight", unit: unit, conversion: DeviceConversion(unit: "kg", slope: kilograms))
        let (before, after) = try plan("driver = \"hid-scale\"", [weight])
        #expect(before.sensor.unit == "" && before.sensor.rawUnits == [""], "nobody knows it yet")
        #expect(after.sensor.rawUnits == [unit] && after.sensor.unit == "N" && after.pipeline.calibration.state == .device)
        #expect(abs(force(after, [100]) - newtons) < 0.0002)
        #expect(!after.measures(as: before))
    }

    @Test func whatIsNoForceIsNotAddedToOne() throws {
        let channels = [
            ChannelDescription(name: "X-axis acceleration", unit: "m/s²"), ChannelDescription(name: "Force", unit: "N"),
            ChannelDescription(name: "Y-axis gyro", unit: "rad/s"),
        ]
        for inputs in ["", "inputs = [1, 2, 3]"] {
            let (_, after) = try plan("driver = \"go-direct\"\n\(inputs)", channels)
            #expect(after.pipeline.calibration.channels == 0b010 && after.sensor.unit == "N")
            #expect(force(after, [9.81, 250, 3]) == 250)
        }
    }

    @Test func withoutAForceTheUnitIsThatOfTheFirst() throws {
        let channels = [
            ChannelDescription(name: "X-axis acceleration", unit: "m/s²"), ChannelDescription(name: "angle", unit: "°"),
            ChannelDescription(name: "Z-axis acceleration", unit: "m/s²"),
        ]
        let (_, after) = try plan("driver = \"go-direct\"\ninputs = [2, 3, 4]", channels)
        #expect(after.sensor.unit == "m/s²" && after.pipeline.calibration.state == .none)
        #expect(force(after, [1, 90, 2]) == 3)
    }

    @Test func twoForcesAreAdded() throws {
        let channels = ["Left", "Right"].map { ChannelDescription(name: $0, unit: "N") }
        let (_, after) = try plan("driver = \"go-direct\"\ninputs = [1, 2]", channels)
        #expect(force(after, [100, 150]) == 250 && after.sensor.unit == "N")
    }

    @Test func theSecondPlateOfAControllerIsOneLikeTheFirst() throws {
        let axes = ["Fx", "Fy", "Fz", "Mx", "My", "Mz"]
        let channels = (0..<2).flatMap { part in
            axes.enumerated().map { axis, name in
                ChannelDescription(
                    name: name, unit: "counts", part: part,
                    conversion: DeviceConversion(unit: axis < 3 ? "N" : "Nm", slope: 0.1 * Double(part + 1)))
            }
        }
        let (before, after) = try plan("driver = \"tec-gihan\"\nkind = \"plate\"\npart = 2", channels)
        #expect(before.sensor.unit == "counts" && before.channels.map(\.name) == axes && before.sensor.rawUnits.count == 6)
        #expect(before.pipeline.calibration.channels == 0b100, "the vertical one")
        #expect(after.sensor.unit == "N" && after.sensor.rawUnits.count == 6)
        #expect(abs(force(after, [0, 0, 1000, 0, 0, 0]) - 200) < 1e-9)
    }

    @Test func twoSlopesAreNewtonsOnEitherSide() throws {
        let cell = ChannelDescription(
            name: "cell", unit: "counts",
            conversion: DeviceConversion(unit: "kN", center: 1000, value: 0, slopeBelow: 0.002, slopeAbove: 0.001))
        let (_, after) = try plan("driver = \"futek\"", [cell])
        #expect(after.sensor.unit == "N" && after.pipeline.calibration.state == .device)
        #expect(abs(force(after, [1100]) - 100) < 1e-9 && abs(force(after, [900]) + 200) < 1e-9)
    }

    @Test func whatADeviceHasSaidHoldsForItsDriverAndItsOptionsOnly() throws {
        let channels = [ChannelDescription(name: "Force", unit: "N")]
        let (before, _) = try plan("driver = \"go-direct\"", channels)
        let said = SaidDetails(DeviceDetails(of: Said(channels)), before)
        let other = try StationSettings.parse([("t", Array("[sensor.one]\npath = \"/dev/null\"\ndriver = \"hid-scale\"".utf8))])
        #expect(try SensorPlan.all(of: other, said: ["one": said]).first?.sensor.unit == "")
    }

    @Test func aUnitOfTheSettingsDoesNotOverruleTheDevice() throws {
        let volts = ChannelDescription(name: "AIN0", unit: "V")
        let (_, after) = try plan("driver = \"go-direct\"\nunit = \"N\"", [volts])
        #expect(after.sensor.unit == "V" && after.pipeline.calibration.state == .none)
        let weight = ChannelDescription(name: "weight", unit: "oz", conversion: DeviceConversion(unit: "kg", slope: 0.03))
        let (before, scale) = try plan("driver = \"hid-scale\"\nunit = \"kg\"", [weight])
        #expect(abs(force(scale, [10]) - 0.3 * 9.80665) < 1e-9)
        #expect(before.contradiction(DeviceDetails(of: Said([weight])))?.device == "oz")
    }

    @Test func aScaleInTheSettingsIsBelieved() throws {
        let weight = ChannelDescription(name: "weight", unit: "oz", conversion: DeviceConversion(unit: "kg", slope: 0.03))
        let (_, after) = try plan("driver = \"hid-scale\"\nscale = 2", [weight])
        #expect(after.pipeline.calibration.state == .settings && force(after, [10]) == 20)
        #expect(after.sensor.rawUnits == ["oz"])
    }
}
