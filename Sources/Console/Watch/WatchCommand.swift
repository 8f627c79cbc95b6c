import Help
import Interface
import LinuxIO
import Messages
import Samples

extension Command {
    static let watch = Command(
        "watch", summary: "show forces live, and holds as they happen",
        details: """
            In a terminal, shows the last ten seconds of each sensor, its phase, and the numbers of the last hold. Otherwise prints
            one line per sensor and second, and one line per event. With --json, prints every message of the station, one per line.
            Live values are provisional. The numbers of a stored hold are final. Ctrl-C ends it.
            """,
        options: [
            Option("sensor", "NAME", "show only this sensor"),
            Option("seconds", "S", "end after S seconds (never)"),
        ]
    ) { arguments throws(CommandError) in
        let seconds = try arguments.number("seconds")
        var watch = try Watch(arguments)
        try watch.run(seconds: seconds)
    }
}

/// One run of `holdfast watch`: three streams of the station, a screen or lines.
private struct Watch {
    private enum Style { case json, screen, lines }
    private static let framesPerSecond = 10.0
    private static let signalToken: UInt64 = 1

    /// The connection that has all three streams, or one for each by name: the public socket has none for all.
    private let stations: [(stream: String?, client: StationClient)]
    private let style: Style
    private var state: WatchState

    init(_ arguments: Arguments) throws(CommandError) {
        style = arguments.has("json") ? .json : Environment.isTerminal(1) ? .screen : .lines
        state = WatchState(unit: try ForceUnit(arguments))
        let (sensor, signals) = (arguments["sensor"], ["force", "tremor", "percent_of_maximum", "bands"])
        let first = try StationClient(arguments)
        guard !first.isControl else {
            try first.begin(Session1.Watch(sensor: sensor, signals: signals, intervalMs: 50))
            stations = [(nil, first)]
            return
        }
        let (second, third) = (try StationClient(arguments), try StationClient(arguments))
        try first.begin(
            Station1.Monitor(
                sensor: sensor, signals: signals, intervalMs: 50, maxReplies: nil, sinceSample: nil, onOverrun: nil))
        try second.begin(Station1.WatchHolds())
        try third.begin(Session1.WatchCues())
        stations = [("monitor", first), ("holds", second), ("cues", third)]
        first.tellWhatIsMissing()
    }

    mutating func run(seconds: Double?) throws(CommandError) {
        let end = seconds.map { Clock.monotonic().advanced(bySeconds: $0) }
        do {
            let signals = try SignalDescriptor([.interrupt, .terminate])
            let epoll = try Epoll()
            for station in stations { try epoll.add(station.client.number, token: 0) }
            try epoll.add(signals.number, token: Self.signalToken)
            // The other screen of the terminal, and no cursor: what was there before comes back.
            if style == .screen { Output.write("\u{1B}[?1049h\u{1B}[?25l") }
            defer { if style == .screen { Output.write("\u{1B}[?25h\u{1B}[?1049l") } }
            try follow(epoll, until: end)
        } catch let error as CommandError { throw error } catch { throw .unavailable("\(error)") }
    }

    private mutating func follow(_ epoll: Epoll, until end: HostInstant?) throws {
        let pause = style == .screen ? 1 / Self.framesPerSecond : 1
        // What the first replies say, which have come by then.
        var due = Clock.monotonic().advanced(bySeconds: pause)
        while true {
            var isOver = false
            try epoll.wait(until: [due, end].compactMap { $0 }.min()) { token, _ in isOver = isOver || token == Self.signalToken }
            try takeReplies()
            let now = Clock.monotonic()
            if isOver || end.map({ $0 <= now }) ?? false { return }
            guard now >= due else { continue }
            due = now.advanced(bySeconds: pause)
            switch style {
            case .json: break
            case .lines: for line in state.plainLines { Output.line(line) }
            case .screen: draw()
            }
        }
    }

    /// Each reply is of one of three streams.
    private mutating func takeReplies() throws(CommandError) {
        for (stream, client) in stations {
            while let reply = try client.reply(within: 0) {
                try take(stream.map { JSONObject([($0, .object(reply.parameters))]) } ?? reply.parameters, from: client)
            }
        }
    }

    private mutating func take(_ parts: JSONObject, from client: StationClient) throws(CommandError) {
        if style == .json {
            for member in parts.members { if let part = member.value.object { Output.json(part) } }
            return
        }
        let reply = try client.understood(parts, as: Session1.Watch.Reply.self)
        if let monitor = reply.monitor {
            state.take(monitor: try client.understood(monitor, as: Station1.Monitor.Reply.self))
        }
        if let holds = reply.holds {
            let lines = state.take(holds: try client.understood(holds, as: Station1.WatchHolds.Reply.self))
            if style == .lines { for line in lines { Output.line(line) } }
        }
        if let cues = reply.cues, let line = state.take(cue: try client.understood(cues, as: Session1.WatchCues.Reply.self)),
            style == .lines
        {
            Output.line(line)
        }
    }

    private func draw() {
        let size = Environment.terminalSize(1) ?? (rows: 24, columns: 80)
        // Each line is cleared to its end and the rest of the screen after the last: nothing flickers.
        let lines = state.screen(columns: size.columns, rows: size.rows - 1)
        Output.write("\u{1B}[H" + lines.map { $0 + "\u{1B}[K" }.joined(separator: "\r\n") + "\u{1B}[J")
    }
}
