import Samples
import Testing
import Seeding

@testable import Settings

struct SensorSettingsTests {
    @Test(arguments: [("N", 1), ("kN", 1000), ("kgf", 9.80665), ("kg", 9.80665), ("lbf", 4.4482216152605)])
    func aUnitOfForceSaysWhatARawUnitIsWorth(unit: String, newtons: Double) {
        var sensor = SensorSettings(name: "a", driver: "text")
        sensor.unit = unit
        #expect(sensor.valuePerUnit == [newtons])
        sensor.scale = [2, 3]
        #expect(sensor.valuePerUnit == [2, 3])
    }

    @Test(arguments: [
        (SensorKind.position, "cm", 0.01), (.emg, "uV", 0.001), (.pressure, "mmHg", 0.133322387415),
        (.acceleration, "g", 9.80665),
    ])
    func aCompanionHasTheUnitsOfItsQuantity(kind: SensorKind, unit: String, value: Double) {
        var sensor = SensorSettings(name: "a", driver: "text")
        (sensor.kind, sensor.unit) = (kind, unit)
        #expect(sensor.valuePerUnit == [value])
        sensor.unit = "N"
        #expect(sensor.valuePerUnit == nil)
    }

    @Test func keysOfAnotherKindAreReported() throws {
        func problems(_ lines: String) -> String {
            let text = "[sensor.a]\ndriver = \"text\"\npath = \"/dev/ttyS0\"\n\(lines)\n"
            do {
                _ = try StationSettings.read(text)
                return ""
            } catch { return "\(error)" }
        }
        #expect(problems("kind = \"emg\"\nmaximum_millivolts = 0.5\nmains_hertz = 60\nmains_notch = true") == "")
        #expect(problems("kind = \"pressure\"\nocclusion_mmhg = 180\npressure_limit_percent = 60") == "")
        #expect(
            problems("maximum_millivolts = 0.5").contains(
                "4:1: maximum_millivolts is for kind emg; set kind = \"emg\" or remove it"))
        #expect(problems("kind = \"emg\"\noverload_newtons = 5").contains("overload_newtons is for sensors of force; remove it"))
    }

    @Test func withoutScaleAndUnitOfForceNobodyKnows() {
        var sensor = SensorSettings(name: "a", driver: "text")
        #expect(sensor.valuePerUnit == nil)
        sensor.unit = "mV/V"
        #expect(sensor.valuePerUnit == nil)
    }

    @Test func textHoldsWhatIsNotAtItsDefault() {
        var sensor = SensorSettings(name: "left", driver: "text")
        sensor.serial = "A\"1\\"
        sensor.separator = 9
        sensor.scale = [0.01]
        sensor.offset = [1, -2.5]
        sensor.stopCommand = "stop\r\n\u{1B}"
        #expect(
            sensor.tomlText == """
                [sensor.left]
                driver = "text"
                serial = "A\\"1\\\\"
                separator = "\\t"
                stop_command = "stop\\r\\n\\u001B"
                scale = 0.01
                offset = [1.0, -2.5]

                """)
    }

    @Test func textIsReadBackEqual() throws {
        let seed: UInt64 = 20_260
        var random = SeededNumbers(seed: seed)
        for round in 0..<500 {
            let sensor = Self.sensor(named: "s\(round)", &random)
            let read = try StationSettings.read(sensor.tomlText).sensors
            #expect(read == [sensor], "seed \(seed), round \(round)")
        }
    }

    private static func text(_ limit: Int, _ random: inout SeededNumbers, controls: Bool) -> String {
        let all: [Character] =
            ["a", "Z", "0", " ", "\"", "\\", "'", "#", "=", "é", "漢", "💪", "]", "."]
            + (controls ? ["\r", "\n", "\u{7F}", "\0"] : [])
        return String((0..<Int.random(in: 1...limit, using: &random)).compactMap { _ in all.randomElement(using: &random) })
    }

    /// A sensor with any values that go together.
    private static func sensor(named name: String, _ random: inout SeededNumbers) -> SensorSettings {
        var sensor = SensorSettings(name: name, driver: text(10, &random, controls: false))
        func maybe() -> Bool { Bool.random(using: &random) }
        func force() -> Double { Double.random(in: 1e-9...1e9, using: &random) }
        if maybe() {
            sensor.path = text(20, &random, controls: false)
        } else {
            sensor.serial = text(20, &random, controls: false)
            if maybe() { sensor.port = text(20, &random, controls: false) }
        }
        if maybe() { sensor.role = text(10, &random, controls: false) }
        if maybe() { sensor.setUp = text(10, &random, controls: false) }
        if maybe() { sensor.baud = Int.random(in: 300...4_000_000, using: &random) }
        if maybe() { sensor.separator = [0x09, 0x20, 0x3B, 0x5C, 0x7C].randomElement(using: &random) }
        let channels = Int.random(in: 1...8, using: &random)
        if maybe() { sensor.columns = Array((2...64).shuffled(using: &random).prefix(channels)) }
        if maybe() {
            sensor.timeColumn = 1
            sensor.timeUnit = TimeUnit.allCases.randomElement(using: &random) ?? .seconds
            sensor.timeWrapBits = maybe() ? Int.random(in: 8...64, using: &random) : nil
        }
        sensor.decimalComma = maybe()
        if maybe() { sensor.startCommand = text(40, &random, controls: true) }
        if maybe() { sensor.stopCommand = text(40, &random, controls: true) }
        if maybe() { sensor.unit = text(4, &random, controls: false) }
        if maybe() { sensor.scale = (0..<(maybe() ? channels : 1)).map { _ in -force() } }
        if maybe() { sensor.offset = (0..<(maybe() ? channels : 1)).map { _ in force() } }
        if maybe() {
            sensor.onsetThresholdNewtons = force()
            sensor.confirmThresholdNewtons = sensor.onsetThresholdNewtons.map { $0 * 2 }
        }
        if maybe() {
            sensor.kind = .plate
            sensor.plateWidthMillimetres = force()
            sensor.plateLengthMillimetres = force()
        }
        if maybe() { sensor.capacityNewtons = force() }
        return sensor
    }
}
