import Interface
import Messages

/// What somebody does next, from the state of the station.
enum Guide {
    static func show(_ arguments: Arguments) throws(CommandError) {
        Output.begin(arguments)
        let (text, commands) = try next(arguments)
        guard !arguments.has("json") else {
            return Output.json(JSONObject([("text", .string(text)), ("commands", .array(commands.map { .string($0) }))]))
        }
        Output.line(text)
        for command in commands { Output.line("  " + command) }
        Output.line("All commands: holdfast help")
    }

    /// What there is to say, and the commands to type.
    private static func next(_ arguments: Arguments) throws(CommandError) -> (text: String, commands: [String]) {
        let client: StationClient
        do throws(CommandError) { client = try StationClient(arguments) } catch {
            guard case .unavailable = error else { throw error }
            return (
                "No station runs. Start it, or simulate one without hardware:",
                ["sudo systemctl start holdfast", "holdfast rehearse FOLDER"]
            )
        }
        let status = try client.call(Station1.GetStatus())
        return text(sensors: (try? client.call(Station1.ListSensors()))?.sensors ?? [], status)
    }

    /// - Parameter sensors: empty where the station says its status alone.
    static func text(sensors: [Station1.Sensor], _ status: Station1.GetStatus.Reply) -> (text: String, commands: [String]) {
        if status.sensors == 0 {
            return ("The station has no sensor. Plug one in, then give it a name:", ["holdfast devices", "holdfast help assign"])
        }
        if status.streaming == 0 {
            return ("No sensor streams. Find out why:", ["holdfast doctor", "holdfast sensors"])
        }
        if let raw = sensors.first(where: { $0.state.hasValues && $0.unit != "N" }) {
            return (
                "\(raw.name) is not calibrated: it shows \(raw.unit), not newtons. Calibrate it with known weights:",
                ["holdfast diagnose \(raw.name)", "holdfast calibrate \(raw.name) --points 0,5,10,20"]
            )
        }
        if status.holds == 0 {
            return ("\(status.streaming) of \(status.sensors) sensors stream. Pull, hold, let go:", ["holdfast watch"])
        }
        return (
            "\(status.streaming) of \(status.sensors) sensors stream, \(status.holds) holds are stored.",
            ["holdfast watch", "holdfast holds", "holdfast holds show N"]
                + (status.warnings.isEmpty ? [] : ["holdfast doctor"])
        )
    }
}
