import Help
import LinuxIO
import Recording

extension Command {
    static let replay = Command(
        "replay", words: ["FOLDER", "RECORDING…"], summary: "play recordings to the clients of a private station",
        details: """
            Starts a station in FOLDER that plays a recording in place of sensors, and serves until Ctrl-C. Clients see the
            samples, the holds and their numbers as they were live; the station stores and records them in FOLDER. Several
            recordings are those of one run. In another terminal, type the commands of holdfast after:
            export HOLDFAST_SOCKET=FOLDER/holdfast.sock HOLDFAST_CONTROL_SOCKET=FOLDER/control.sock
            """,
        options: [
            Option("speed", "N", "play N times as fast (1)"), Option("at-once", nil, "play as fast as it can be processed"),
        ]
    ) { arguments throws(CommandError) in
        let speed = try arguments.number("speed")
        if let speed, speed <= 0 { throw .usage("--speed must be above 0") }
        guard speed == nil || !arguments.has("at-once") else { throw .usage("--speed and --at-once exclude each other") }
        let recordings = arguments.positional.dropFirst()
        guard let given = arguments.positional.first, !recordings.isEmpty else {
            throw .usage("name a folder and a recording: holdfast replay FOLDER RECORDING")
        }
        for path in recordings {
            guard case .recording = try ChosenRecording(path) else { throw .data("\(path): this is not a recording of Holdfast") }
        }
        let folder = given.hasPrefix("/") ? given : (Environment.realPath(".") ?? ".") + "/" + given
        do throws(SystemError) { try Files.makeDirectory(folder) } catch { throw ChosenFile.unwritable(folder, error) }
        let own = Environment.realPath("/proc/self/exe") ?? ""
        let program = own.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/holdfastd"
        Output.line("export HOLDFAST_SOCKET=\(folder)/holdfast.sock HOLDFAST_CONTROL_SOCKET=\(folder)/control.sock")
        let pace = arguments.has("at-once") ? ["--at-once"] : speed.map { ["--speed", "\($0)"] } ?? []
        let error = Environment.become(
            program,
            ["--state-directory", folder, "--runtime-directory", folder] + pace + recordings.flatMap { ["--replay", $0] })
        throw .unavailable("holdfastd cannot be started: \(error)")
    }
}
