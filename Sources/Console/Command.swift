/// One command of `holdfast`: what the help says, and what it does.
struct Command: Sendable {
    let name: String
    let arguments: String
    let summary: String
    /// What it does, for its own help.
    let details: String
    let options: [Option]
    let run: @Sendable (Arguments) throws(CommandError) -> Void

    /// The help of this command.
    var help: String {
        var lines = ["usage: holdfast \(name)\(arguments.isEmpty ? "" : " " + arguments)", "", details]
        if !options.isEmpty {
            lines += ["", "Options:"]
            let names = options.map { "--\($0.name)" + ($0.value.map { " " + $0 } ?? "") }
            let width = names.map(\.count).max() ?? 0
            for (name, option) in zip(names, options) {
                lines.append("  " + name + String(repeating: " ", count: width - name.count + 2) + option.summary)
            }
        }
        return lines.joined(separator: "\n")
    }

    /// Every command, in the order of the help.
    static let all: [Command] = [
        .status, .devices, .assign, .capture, .sensors, .watch, .athletes, .session, .holds, .changes, .tare, .zero, .diagnose,
        .calibrate, .calibrations, .check, .plate, .band, .analyze, .export, .rehearse, .doctor, .backup, .restore,
    ]
}

/// Options that several commands have.
extension Option {
    static let socket = Option("socket", "PATH", "public socket (HOLDFAST_SOCKET, or /run/holdfast/holdfast.sock)")
    static let controlSocket = Option(
        "control-socket", "PATH", "control socket (HOLDFAST_CONTROL_SOCKET, or /run/holdfast/control.sock)")
    static let json = Option("json", nil, "print JSON with all digits instead of text")
    static let unit = Option("in", "UNIT", "show forces in N, kg or lbf (N)")
}
