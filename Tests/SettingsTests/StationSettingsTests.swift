import Samples
import Settings
import Testing

struct StationSettingsTests {
    private func parse(_ texts: String...) throws(SettingsErrors) -> StationSettings {
        try StationSettings.parse(texts.enumerated().map { (name: "\($0.offset).toml", bytes: Array($0.element.utf8)) })
    }

    private func problems(_ texts: String...) -> [String] {
        do throws(SettingsErrors) {
            _ = try StationSettings.parse(
                texts.enumerated().map { (name: "\($0.offset).toml", bytes: Array($0.element.utf8)) })
            return []
        } catch { return error.problems.map(\.text) }
    }

    @Test func nothingIsAStationWithDefaults() throws {
        #expect(try parse() == StationSettings())
        #expect(try parse("# only a comment\n") == StationSettings())
    }

    @Test func sensorsComeInTheOrderOfTheirLines() throws {
        let settings = try parse(
            """
            [sensor.zebra]
            driver = "text"
            path = "/dev/ttyS0"
            columns = [2, 3]
            separator = "\\t"
            scale = [0.5, 2]
            kind = "plate"
            plate_width_millimetres = 500
            plate_length_millimetres = 300.5
            [sensor.ant]
            driver = "chronojump"
            serial = "A1"
            offset = -3
            [station]
            name = "Halle 2"
            """)
        #expect(settings.name == "Halle 2" && settings.sensors.map(\.name) == ["zebra", "ant"])
        let plate = settings.sensors[0]
        #expect(plate.columns == [2, 3] && plate.separator == 9 && plate.scale == [0.5, 2] && plate.kind == .plate)
        #expect(plate.plateWidthMillimetres == 500 && plate.plateLengthMillimetres == 300.5)
        #expect(settings.sensors[1].offset == [-3] && settings.sensors[1].serial == "A1")
    }

    @Test func aLaterFileOverridesSingleKeys() throws {
        let settings = try parse(
            "[sensor.left]\ndriver = \"text\"\npath = \"/a\"\nbaud = 9600\n",
            "[sensor.left]\npath = \"/b\"\n[recording]\nenabled = false\n")
        #expect(settings.sensors.count == 1 && settings.sensors[0].path == "/b" && settings.sensors[0].baud == 9600)
        #expect(!settings.isRecording)
    }

    @Test func aProblemNamesFileLineColumnAndTheNearestKey() {
        let found = problems("[sensor.left]\ndriver = \"text\"\npath = \"/a\"\nbasud = 9600\n", "[recoding]\nenabled = true\n")
        #expect(
            found == [
                "0.toml:4:1: unknown key \"basud\" in [sensor.left]; did you mean \"baud\"?",
                "1.toml:1:2: unknown table [recoding]; did you mean \"recording\"?",
            ])
    }

    @Test(arguments: [
        ("[sensor.left]\npath = \"/a\"\n", "needs a driver"),
        ("[sensor.left]\ndriver = \"text\"\n", "needs one of serial, port and path"),
        ("[sensor.left]\ndriver = \"text\"\npath = \"/a\"\nserial = \"b\"\n", "and has 2"),
        ("[sensor.left]\ndriver = \"text\"\npath = \"/a\"\nscale = 0\n", "must not be 0"),
        ("[sensor.left]\ndriver = \"text\"\npath = \"/a\"\nscale = nan\n", "must be a number"),
        ("[sensor.left]\ndriver = \"text\"\npath = \"/a\"\nbaud = 1\n", "from 50 to 4000000"),
        ("[sensor.left]\ndriver = \"text\"\npath = \"/a\"\nbaud = \"fast\"\n", "whole number"),
        ("[sensor.left]\ndriver = \"text\"\npath = \"/a\"\nkind = \"scale\"\n", "one of \"cell\", \"plate\""),
        ("[sensor.left]\ndriver = \"text\"\npath = \"/a\"\nseparator = \"é\"\n", "ASCII"),
        ("[sensor.left]\ndriver = \"text\"\npath = \"/a\"\ncolumns = [0]\n", "whole numbers from 1"),
        ("[sensor.left]\ndriver = \"text\"\npath = \"/a\"\nplate_width_millimetres = 3\n", "both"),
        ("[sensor.\"9 x\"]\ndriver = \"text\"\npath = \"/a\"\n", "begins with a letter"),
        ("sensor = 3\n", "must be a table"), ("[[sensor]]\ndriver = \"x\"\n", "must be a table"),
        ("[station]\nname = \"a\"\nname = \"b\"\n", "name"), ("[station\n", "0.toml:1"), ("station.name = 1979-05-27\n", "text"),
        ("[station.name]\na = 1\n", "must be a text"), ("x = 1\n", "unknown key \"x\""),
    ])
    func whatIsWrongIsSaid(_ text: String, _ expected: String) throws {
        let found = problems(text)
        #expect(found.contains { $0.contains(expected) }, "\(found)")
    }

    @Test func moreSensorsThanThereCanBeAreRefused() {
        let text = (0...64).map { "[sensor.s\($0)]\ndriver = \"text\"\npath = \"/a\($0)\"\n" }.joined()
        #expect(problems(text).contains { $0.contains("64 sensors at most") })
    }

    @Test func aSensorThatIsWrittenReadsBackTheSame() throws {
        var sensor = SensorSettings(name: "left", driver: "text")
        sensor.path = "/dev/we\"ird\\ \t"
        sensor.kind = .plate
        sensor.role = "left \u{1} hand"
        sensor.setUp = "rack"
        sensor.baud = 230_400
        sensor.separator = 0x3B
        sensor.columns = [2, 5]
        sensor.timeColumn = 1
        sensor.timeUnit = "ms"
        sensor.timeWrapBits = 32
        sensor.decimalComma = true
        sensor.startCommand = "go\n"
        sensor.stopCommand = "stop\r"
        sensor.unit = "counts"
        sensor.scale = [0.1, 1e-7]
        sensor.offset = [1.0 / 3]
        sensor.onsetThresholdNewtons = 4
        sensor.confirmThresholdNewtons = 15
        sensor.plateWidthMillimetres = 500
        sensor.plateLengthMillimetres = 301.25
        sensor.capacityNewtons = 5000
        #expect(try parse(sensor.tomlText).sensors == [sensor])
    }

    @Test func knownUnitsHaveAScale() {
        var sensor = SensorSettings(name: "a", driver: "text")
        for (unit, newtons) in [("N", 1), ("kN", 1000), ("kg", 9.80665), ("lbf", 4.4482216152605), ("counts", nil)]
            as [(String, Double?)]
        {
            sensor.unit = unit
            #expect(sensor.newtonsPerUnit == newtons)
        }
    }

    @Test func noTextTraps() {
        let base = Array(
            "[sensor.left]\ndriver = \"text\"\npath = \"/a\"\ncolumns = [1, 2]\nscale = 1e3\n[station]\nname = \"x\"\n[recording]\nenabled = true\nlimit_megabytes = 100\n"
                .utf8)
        var state: UInt64 = 20_261_121
        func random(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        var accepted = 0
        for _ in 0..<4000 {
            var bytes = base
            for _ in 0...random(4) {
                switch random(3) {
                case 0: bytes[random(bytes.count)] = UInt8(random(256))
                case 1: bytes.remove(at: random(bytes.count))
                default: bytes.insert(UInt8(random(256)), at: random(bytes.count))
                }
            }
            if (try? StationSettings.parse([(name: "x", bytes: bytes)])) != nil { accepted += 1 }
        }
        // Some changes are harmless, such as one inside a name; most are not.
        #expect(accepted > 0 && accepted < 4000)
    }
}
