import Testing

@testable import Settings

struct SettingsErrorsTests {
    private static let whole = "[sensor.left]\ndriver = \"text\"\npath = \"/dev/ttyS0\"\n"

    @Test func aMisspeltKeyNamesTheNearestOne() {
        #expect(
            StationSettings.problems(Self.whole + "  basud = 9600\n") == [
                "holdfast.toml:4:3: unknown key \"basud\" in [sensor.left]; did you mean \"baud\"?"
            ])
    }

    @Test(arguments: [
        ("[sensors.left]\ndriver = \"text\"\n", "1:2: unknown table [sensors]; did you mean \"sensor\"?"),
        ("[station]\ndriver = \"text\"\n", "2:1: unknown key \"driver\" in [station]; it belongs in [sensor.NAME]"),
        ("control_group = \"a\"\n", "1:1: unknown key \"control_group\" outside of any table; it belongs in [station]"),
        ("[recording]\nzzz = 1\n", "2:1: unknown key \"zzz\" in [recording]"),
        ("station = 3\n", "1:1: [station] must be a table; it is 3"),
        ("[[sensor]]\ndriver = \"text\"\n", "1:3: [sensor] must be a table; it is a list of one"),
        ("[sensor]\nleft = 1\n", "2:1: [sensor.left] must be a table; it is 1"),
        ("[station.name]\nx = 1\n", "1:10: name must be text of 1 to 100 characters; it is a table"),
        ("[recording]\nenabled = \"yes\"\n", "2:1: enabled must be true or false; it is \"yes\""),
        ("[recording]\nlimit_megabytes = 99\n", "2:1: limit_megabytes must be a whole number from 100 to 100000000; it is 99"),
        ("[station]\nname = 2020-01-01\n", "2:1: name must be text of 1 to 100 characters; it is a date or time"),
        (
            "[sensor.1a]\n",
            "1:9: \"1a\" cannot be the name of a sensor: use a letter, then letters, digits, - and _, at most 40 characters"
        ),
    ])
    func eachProblemHasItsPlaceAndSaysWhatToDo(text: String, problem: String) {
        #expect(StationSettings.problems(text) == ["holdfast.toml:" + problem])
    }

    @Test(arguments: [
        ("serial = \"1\"\n", "3:1: path and serial exclude each other in [sensor.left]; remove one"),
        ("port = \"1\"\n", "3:1: path and port exclude each other in [sensor.left]; remove one"),
        (
            "kind = \"band\"\n",
            "4:1: kind must be \"cell\" or \"plate\" or \"position\" or \"emg\" or \"pressure\" or \"acceleration\"; it is \"band\""
        ),
        ("columns = [1, 2]\ntime_column = 2\n", "5:1: column 2 cannot be the time and a channel; change time_column or columns"),
        (
            "decimal_comma = true\nseparator = \",\"\n",
            "4:1: a comma cannot be the separator and the decimal mark at once; change separator or decimal_comma"
        ),
        ("time_wrap_bits = 32\n", "4:1: time_wrap_bits has no effect without time_column; add time_column"),
        ("scale = 0\n", "4:1: scale must be a number other than 0, or a list of 1 to 8 of them; it is 0"),
        ("scale = inf\n", "4:1: scale must be a number other than 0, or a list of 1 to 8 of them; it is inf"),
        (
            "columns = [1, 2, 3]\noffset = [1, 2]\n",
            "5:1: offset has 2 numbers for 3 columns; give one number, or one for each column"
        ),
        ("scale = [1, 2]\noffset = [1, 2, 3]\n", "5:1: scale has 2 numbers and offset 3; give one for each channel"),
        (
            "onset_threshold_newtons = 9\nconfirm_threshold_newtons = 8.5\n",
            "4:1: onset_threshold_newtons is above confirm_threshold_newtons; lower it"
        ),
        (
            "kind = \"plate\"\nplate_length_millimetres = 8.5\n",
            "5:1: plate_width_millimetres and plate_length_millimetres belong together; add the other one"
        ),
        (
            "plate_width_millimetres = 1\nplate_length_millimetres = 8.5\n",
            "4:1: plate_width_millimetres is for plates; set kind = \"plate\" or remove it"
        ),
        (
            "band_direction_degrees = [-20]\n",
            "4:1: band_direction_degrees must be a list of 2 numbers: from -90 to 90, then from -180 to 180; it is a list of one"
        ),
        (
            "plate_position_millimetres = [0, 0]\n",
            "4:1: plate_position_millimetres is for plates; set kind = \"plate\" or remove it"
        ),
        (
            "plate_turn_degrees = 90\n",
            "4:1: plate_turn_degrees has no effect without plate_position_millimetres; add it"
        ),
        ("latency_milliseconds = -1\n", "4:1: latency_milliseconds must be a number from 0 to 1000; it is -1"),
        (
            "[sensor.right]\ndriver = \"text\"\npath = \"/dev/ttyS0\"\n",
            "6:1: [sensor.right] is the same device as [sensor.left]; remove one of them"
        ),
        (
            "part = 2\n[sensor.right]\ndriver = \"text\"\npath = \"/dev/ttyS0\"\nrate = 100\n",
            "8:1: [sensor.right] and [sensor.left] are parts of one device, but differ in rate; give both the same"
        ),
        ("[sensor.right]\ndriver = \"text\"\n", "4:9: [sensor.right] names no device; add serial, port or path"),
        ("[sensor.right]\nserial = \"a\"\n", "4:9: [sensor.right] has no driver; add one, for example driver = \"text\""),
        ("[sensor.right]\nserial = \"a\"\ndriver = 5\n", "6:1: driver must be text of 1 to 40 characters; it is 5"),
        ("[sensor.right]\nserial = \"\"\ndriver = \"a\"\n", "5:1: serial must be text of 1 to 255 characters; it is \"\""),
    ])
    func whatDoesNotGoTogetherIsSaidOnce(text: String, problem: String) {
        #expect(StationSettings.problems(Self.whole + text) == ["holdfast.toml:" + problem])
    }

    @Test func allProblemsOfAllFilesAreFoundInTheirOrder() {
        let problems = StationSettings.problems([
            Self.whole + "baud = 1\n[recording]\nenable = true\n", "a = = 1\n", "[station]\nname = 1\n[sensor.b]\n",
        ])
        #expect(
            problems.map { $0.split(separator: " ").first } == [
                "holdfast.toml:4:1:", "holdfast.toml:6:1:", "1.toml:1:5:", "2.toml:2:1:", "2.toml:3:9:", "2.toml:3:9:",
            ])
    }

    @Test func filesThatExcludeEachOtherAreFound() {
        let problems = StationSettings.problems([Self.whole, "[sensor.left]\nserial = \"1\"\n"])
        #expect(problems == ["holdfast.toml:3:1: path and serial exclude each other in [sensor.left]; remove one"])
    }

    @Test func aFileThatIsTooLargeIsAProblemWithoutALine() {
        let text = "#" + String(repeating: "x", count: 1 << 20)
        #expect(StationSettings.problems(text) == ["holdfast.toml: the file is larger than 1 MiB"])
    }

    @Test func whatAFileSaysCannotDisturbATerminal() {
        let problem = StationSettings.problems("\"\\u001b[2J\\n\" = 1\n").first ?? ""
        #expect(problem == "holdfast.toml:1:1: unknown key \"\\u001B[2J\\n\" outside of any table")
        let long = StationSettings.problems("[station]\nname = \"\(String(repeating: "x", count: 5000))\"\n").first ?? ""
        #expect(long.hasSuffix("x…\"") && long.count < 200)
    }

    @Test func aFileOfUnknownKeysIsReportedWhole() {
        let text = (0..<5000).map { "stationary\($0) = \($0)\n" }.joined()
        #expect(StationSettings.problems(text).count == 5000)
    }
}
