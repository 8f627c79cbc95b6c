import Formats
import Help
import Interface
import LinuxIO
import Rehearsal
import Samples

extension Command {
    static let rehearse = Command(
        "rehearse", words: ["FOLDER", "[FILE]"], summary: "simulate sensors, to try everything without hardware",
        details: """
            Simulates sensors behind pseudo-terminals in FOLDER, and writes settings for a station that reads them. By default a
            simulated athlete pulls two bands on a plate, for ever. With FILE, one sensor plays the samples of FILE.
            Then start, in a second terminal:
            holdfastd --config FOLDER/holdfast.toml --state-directory FOLDER --runtime-directory FOLDER
            and type the commands of holdfast in a third terminal, after:
            export HOLDFAST_SOCKET=FOLDER/holdfast.sock HOLDFAST_CONTROL_SOCKET=FOLDER/control.sock
            """,
        options: [
            Option("cell", nil, "simulate a load cell: type the mass that hangs on it, in kg"),
            Option("still", nil, "simulate a cell without noise, creep and drift"),
            Option(
                "workshop", nil, "simulate two cells under one load and two plates: type 20, plate KG X Y, axes FX FY FZ MX MY MZ"
            ),
            Option("set-up", nil, "simulate two plates, three bands, a length, an electromyogram and a cuff on one athlete"),
            Option("stand", nil, "with --set-up: the athlete stands still for 90 s before every two holds"),
            Option("seed", "N", "seed of the simulated athlete (1)"),
            Option("seconds", "S", "end after S seconds (never)"),
            Option("column", "NAME", "column of FILE to play; separate several with commas"),
            Option("rate", "HZ", "sampling rate of FILE, instead of its time column"),
            Option("as", "SENSOR", "kind of sensor that plays FILE: text or chronojump (text)"),
            Option("kind", "KIND", "plate or cell (cell)"),
            Option("fast", nil, "play as fast as the daemon reads, instead of at true speed"),
        ]
    ) { arguments throws(CommandError) in
        guard let folder = arguments.positional.first, arguments.positional.count <= 2 else {
            throw .usage("name a folder: holdfast rehearse FOLDER [FILE]")
        }
        let file = arguments.positional.count == 2 ? arguments.positional[1] : nil
        var played = RehearsalScene.demonstration
        let load = PretendLoad()
        let workshop = PretendWorkshop()
        if arguments.has("cell") { played = .cell(load, arguments.has("still") ? .still : .init()) }
        guard arguments.has("set-up") || !arguments.has("stand") else { throw .usage("--stand needs --set-up") }
        if arguments.has("set-up") { played = .setUp(isStanding: arguments.has("stand")) }
        if arguments.has("workshop") { played = .workshop(workshop) }
        if let file { played = try scene(file, arguments) }
        let seed = UInt64(try arguments.integer("seed", in: 0...Int(Int32.max)) ?? 1)
        let seconds = try arguments.number("seconds")
        do {
            // Blocked before the bench makes its thread, which inherits it.
            let signals = try SignalDescriptor([.interrupt, .terminate])
            let path = folder.hasPrefix("/") ? folder : (Environment.realPath(".") ?? ".") + "/" + folder
            let station = try RehearsalStation(
                .init(folder: path, seed: seed, scene: played, isHurried: arguments.has("fast")))
            Output.done(
                "sensors: \(station.sensors.joined(separator: ", "))\nsettings: \(station.settingsPath)"
                    + (station.truthPath.map { "\nthe true holds: \($0)" } ?? ""),
                JSONObject([
                    ("sensors", .array(station.sensors.map { .string($0) })), ("settings", .string(station.settingsPath)),
                    ("truth", station.truthPath.map { .string($0) } ?? .null),
                ]))
            let isTyped = arguments.has("cell") || arguments.has("workshop")
            if isTyped {
                let what = arguments.has("cell") ? "in kg, such as 20" : "such as 20, or plate 20 -180 270"
                Output.line(
                    """
                    type here what hangs on it, \(what); in a second terminal:
                      holdfastd --config \(folder)/holdfast.toml --state-directory \(folder) --runtime-directory \(folder)
                    in a third one, before the commands of holdfast:
                      export HOLDFAST_SOCKET=\(folder)/holdfast.sock HOLDFAST_CONTROL_SOCKET=\(folder)/control.sock
                    """)
            }
            if isTyped {
                obey(until: signals, seconds: seconds) { arguments.has("workshop") ? workshop.put($0) : hang($0, load) }
            }
            if !isTyped { _ = UnixSocket.wait(signals.number, seconds: min(seconds ?? 1e6, 1e6)) }
            station.stop()
        } catch let error as RehearsalError { throw .unavailable(error.description) } catch { throw .unavailable("\(error)") }
    }

    /// Puts on what is typed until a signal comes.
    private static func obey(until signals: SignalDescriptor, seconds: Double?, put: (String) -> Bool) {
        let typed = TypedLines()
        let end = Clock.monotonic().advanced(bySeconds: min(seconds ?? 1e6, 1e6))
        var isListening = true
        while Clock.monotonic() < end, !UnixSocket.wait(signals.number, seconds: 0.1) {
            do throws(CommandError) {
                while isListening, let line = try typed.next() {
                    Output.line(put(line) ? "on: \(line)" : "this is not a load: \(line)")
                }
            } catch { isListening = false }
        }
    }

    /// A mass in standard gravity; whether it is one.
    private static func hang(_ line: String, _ load: PretendLoad) -> Bool {
        guard let kilograms = Double(withComma: line) else { return false }
        load.newtons = kilograms * ForceUnit.kilogram.newtons
        return true
    }

    private static func scene(_ file: String, _ arguments: Arguments) throws(CommandError) -> RehearsalScene {
        let bytes = try ChosenFile.read(file, limit: CSVTable.byteLimit)
        let voice = try arguments.choice("as", ["text", "chronojump"])
        let kind: SensorKind = try arguments.choice("kind", ["plate", "cell"]) == "plate" ? .plate : .cell
        guard let columns = arguments["column"]?.split(separator: ",").map(String.init) else {
            throw .usage("choose the column to play with --column")
        }
        let rate = try arguments.number("rate")
        let table: CSVTable
        do throws(CSVError) { table = try CSVTable(bytes) } catch { throw .data("\(file): \(error.description)") }
        return .recording(
            RecordedSensor(
                table: table, columns: columns, rate: rate, voice: voice == "chronojump" ? .chronojump(.v0_7) : .text, kind: kind)
        )
    }
}
