import Calibration
import Testing

struct ForceChannelsTests {
    private typealias Channel = ForceChannels.Channel

    private static func mask(
        _ channels: [Channel], columns: Int = 0, namesInputs: Bool = false, isPlate: Bool = false
    ) -> UInt8 {
        ForceChannels(columns: columns, namesInputs: namesInputs, isPlate: isPlate).mask(of: channels)
    }

    private static func forces(_ count: Int) -> [Channel] {
        (1...count).map { Channel(name: "force \($0)", unit: "N", isForce: true) }
    }

    @Test func withoutSettingsItIsOneChannelOrTheFourCellsOfAPlate() {
        #expect(Self.mask(Self.forces(3)) == 0b1)
        #expect(Self.mask(Self.forces(6), isPlate: true) == 0b1111)
    }

    @Test func whatTheSettingsNameIsSummed() {
        #expect(Self.mask(Self.forces(6), columns: 3) == 0b111)
        #expect(Self.mask(Self.forces(6), namesInputs: true) == 0b11_1111)
        #expect(Self.mask(Self.forces(12), namesInputs: true) == 0b1111_1111)
    }

    @Test func ofAPlateWithAxesTheVerticalOneCounts() {
        let axes = ["Fx", "Fy", "Fz", "Mx", "My", "Mz"].map { name in
            Channel(name: name, unit: name.first == "F" ? "N" : "Nm", isForce: name.first == "F")
        }
        #expect(Self.mask(axes, isPlate: true) == 0b100)
        // A person who names columns knows which of them are to be summed.
        #expect(Self.mask(axes, columns: 2, isPlate: true) == 0b11)
    }

    @Test func onlyForcesAreSummed() {
        let mixed = [
            Channel(name: "temperature", unit: "°C", isForce: false), Channel(name: "left", unit: "N", isForce: true),
            Channel(name: "right", unit: "kg", isForce: true),
        ]
        #expect(Self.mask(mixed) == 0b10)
        #expect(Self.mask(mixed, namesInputs: true) == 0b110)
    }

    @Test func withoutForcesOnlyChannelsOfTheFirstUnitAreSummed() {
        let raw = ["mV/V", "°C", "mV/V"].map { Channel(name: "", unit: $0, isForce: false) }
        #expect(Self.mask(raw, namesInputs: true) == 0b101)
    }

    @Test func aDeviceThatHasSaidNothingHasWhatTheSettingsExpect() {
        #expect(Self.mask([]) == 0b1)
        #expect(Self.mask([], isPlate: true) == 0b1111)
        #expect(Self.mask([], columns: 2) == 0b11)
    }
}
