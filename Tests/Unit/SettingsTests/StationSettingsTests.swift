import Samples
import Testing

@testable import Settings

struct StationSettingsTests {
    @Test func noFileMeansDefaults() throws {
        let station = try StationSettings.parse([])
        #expect(station == StationSettings())
        #expect(station.name == "holdfast")
        #expect(station.controlGroup == "holdfast")
        #expect(station.publicAccess == .force)
        #expect(station.keepHoldsDays == 0)
        #expect(station.recordingEnabled)
        #expect(station.recordingLimitMegabytes == 20_000)
    }

    @Test func everythingThatAFileSaysIsThere() throws {
        let station = try StationSettings.read(
            """
            [station]
            name = "Halle 2"
            control_group = "coaches"
            public = "status"
            keep_holds_days = 400
            [recording]
            enabled = false
            limit_megabytes = 500
            [sensor.right]
            driver = "chronojump"
            serial = "A10K"
            port = "1-1.4"
            [sensor.left]
            driver = "text"
            path = "/dev/ttyS0"
            separator = "\\t"
            columns = [3, 2]
            time_column = 1
            time_unit = "ms"
            time_wrap_bits = 32
            decimal_comma = true
            scale = [0.5, -2]
            offset = 3
            start_command = "go\\r\\n"
            """)
        #expect(station.name == "Halle 2")
        #expect(station.controlGroup == "coaches")
        #expect(station.publicAccess == .status)
        #expect(station.keepHoldsDays == 400)
        #expect(!station.recordingEnabled)
        #expect(station.recordingLimitMegabytes == 500)
        var right = SensorSettings(name: "right", driver: "chronojump")
        right.serial = "A10K"
        right.port = "1-1.4"
        var left = SensorSettings(name: "left", driver: "text")
        left.path = "/dev/ttyS0"
        left.separator = 9
        left.columns = [3, 2]
        left.timeColumn = 1
        left.timeUnit = .milliseconds
        left.timeWrapBits = 32
        left.decimalComma = true
        left.scale = [0.5, -2]
        left.offset = [3]
        left.startCommand = "go\r\n"
        #expect(station.sensors == [right, left])
    }

    @Test func aLaterFileReplacesSingleKeys() throws {
        let station = try StationSettings.read(
            "[station]\nname = \"a\"\ncontrol_group = \"g\"\n[sensor.x]\ndriver = \"text\"\npath = \"/dev/ttyS0\"\nbaud = 9600\n",
            "[sensor.y]\ndriver = \"text\"\nserial = \"1\"\n[sensor.x]\nbaud = 19200\n", "[station]\nname = \"b\"\n")
        #expect(station.name == "b")
        #expect(station.controlGroup == "g")
        #expect(station.sensors.map(\.name) == ["x", "y"])
        #expect(station.sensors.first?.baud == 19200)
        #expect(station.sensors.first?.path == "/dev/ttyS0")
    }

    @Test func aSensorMayBeCompletedByALaterFile() throws {
        let station = try StationSettings.read("[sensor.x]\nserial = \"1\"\n", "sensor.x.driver = \"text\"\n")
        #expect(station.sensors.map(\.driver) == ["text"])
    }

    @Test func tablesMayBeWrittenInline() throws {
        let station = try StationSettings.read(
            "sensor = {b = {driver = 'text', path = '/dev/b'}, a = {driver = 'text', path = '/dev/a'}}")
        #expect(station.sensors.map(\.name) == ["b", "a"])
    }

    @Test func sixtyFourSensorsAreAStationAndOneMoreIsNot() throws {
        func text(_ count: Int) -> String {
            (1...count).map { "[sensor.s\($0)]\ndriver = \"text\"\npath = \"/dev/s\($0)\"\n" }.joined()
        }
        #expect(try StationSettings.read(text(64)).sensors.count == 64)
        #expect(
            StationSettings.problems(text(65)) == [
                "holdfast.toml:193:9: a station has at most 64 sensors; remove [sensor.s65]"
            ])
    }

    /// As `holdfast rehearse` writes it.
    @Test func theSettingsOfARehearsalAreRead() throws {
        let station = try StationSettings.read(
            """
            # Simulated sensors. Their true holds are in truth.json.

            [sensor."left_band"]
            path = "/tmp/rehearsal/left_band"
            driver = "text"
            columns = [2]
            separator = ","
            time_column = 1
            time_unit = "us"
            kind = "cell"

            [sensor."right_band"]
            path = "/tmp/rehearsal/right_band"
            driver = "chronojump"
            kind = "cell"

            [sensor."plate"]
            path = "/tmp/rehearsal/plate"
            driver = "text"
            columns = [2, 3, 4, 5]
            separator = "\\t"
            time_column = 1
            time_unit = "us"
            kind = "plate"
            plate_width_millimetres = 400.0
            plate_length_millimetres = 600.0

            """)
        #expect(station.sensors.map(\.name) == ["left_band", "right_band", "plate"])
        let plate = try #require(station.sensors.last)
        #expect(plate.kind == .plate)
        #expect(plate.separator == 9)
        #expect(plate.plateWidthMillimetres == 400)
        #expect(plate.plateLengthMillimetres == 600)
        #expect(plate.columns == [2, 3, 4, 5])
        #expect(plate.timeUnit.nanoseconds == 1000)
    }
}
