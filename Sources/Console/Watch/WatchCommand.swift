import Help
import Interface
import LinuxIO
import Messages
import Samples

extension Command {
    static let watch = Command(
        "watch", summary: "show forces live, and holds as they happen",
        details: """
            In a terminal, shows the last ten seconds of each sensor, its phase, and the numbers of the last holds. The scale of a
            sensor at rest follows its noise. Dotted lines are the target of a protocol. Otherwise prints one line per sensor and
            second, and one line per event. With --json, prints every message of the station, one per line.
            Live values are provisional. The numbers of a stored hold are final.

            Keys: 1 to 9 show only this sensor, 0 all of them; b shows big digits; p pauses; t tares the sensor that is shown, or
            all, and asks first; ? lists the keys; q or Ctrl-C ends it.
            """,
        options: [
            Option("sensor", "NAME", "show only this sensor, its events and its holds"),
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
    private enum Token: UInt64 { case station, signal, key, tare }
    private static let framesPerSecond = 10.0
    private static let noticeSeconds = 5.0
    /// A station sends at least so many readings in a message, as far as there are any.
    private static let readingsPerMessage: Int64 = 1024

    private let arguments: Arguments
    /// The connection that has all three streams, or one for each by name: the public socket has none for all.
    private let stations: [(stream: String?, client: StationClient)]
    private let style: Style
    private let time: WallTime
    private var state: WatchState
    private var keys = WatchKeys()
    /// What is shown while the screen is paused.
    private var frozen: WatchState?
    private var notice: (text: String, until: HostInstant)?
    /// A tare that has been asked for.
    private var tare: StationClient?

    init(_ arguments: Arguments) throws(CommandError) {
        self.arguments = arguments
        style = arguments.has("json") ? .json : Environment.isTerminal(1) ? .screen : .lines
        time = WallTime(arguments)
        state = WatchState(unit: try ForceUnit(arguments), time: time, only: arguments["sensor"])
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
            for station in stations { try epoll.add(station.client.number, token: Token.station.rawValue) }
            try epoll.add(signals.number, token: Token.signal.rawValue)
            guard style == .screen else { return try follow(epoll, nil, until: end) }
            try takePast()
            let input = KeyInput()
            if let input { try epoll.add(input.number, token: Token.key.rawValue) }
            // The other screen of the terminal, and no cursor: what was there before comes back.
            Output.write("\u{1B}[?1049h\u{1B}[?25l")
            defer { Output.write("\u{1B}[?25h\u{1B}[?1049l") }
            try follow(epoll, input, until: end)
        } catch let error as CommandError { throw error } catch { throw .unavailable("\(error)") }
    }

    /// What the screen begins with: the seconds that the station still has, the last holds, and the targets of the protocols.
    private mutating func takePast() throws(CommandError) {
        // The live streams have begun when the first one answers, so nothing lies between the past and them.
        if let (stream, client) = stations.first, let reply = try client.reply(within: 10) {
            try take(reply.parameters, of: stream, from: client)
        }
        let client = try StationClient(arguments)
        for sensor in try client.call(Station1.ListSensors()).sensors where arguments["sensor"].map({ $0 == sensor.name }) ?? true
        {
            state.guidance.setUps[sensor.name] = sensor.setUp
            if sensor.state == .streaming, let rate = sensor.rate { try takePast(of: sensor, rate: rate, client) }
        }
        let holds = try client.call(
            Station1.ListHolds(
                limit: Int64(WatchState.heldHolds), before: nil, sensor: arguments["sensor"], includeExcluded: nil,
                fromWallUs: nil,
                toWallUs: nil, setUp: nil, kind: nil, metrics: nil, firstResults: nil))
        state.take(stored: holds.holds)
        for plan in try client.call(Session1.Protocols()).protocols {
            if let low = plan.targetLow, let high = plan.targetHigh, low <= high {
                state.guidance.targets[plan.name] = low...high
            }
        }
    }

    private mutating func takePast(of sensor: Station1.Sensor, rate: Double, _ client: StationClient) throws(CommandError) {
        var next = max(sensor.nextSample - Int64(rate * WatchState.traceSeconds), 0)
        while next < sensor.nextSample {
            // The first reply says what the sensors are.
            try client.begin(
                Station1.Monitor(
                    sensor: sensor.name, signals: ["force"], intervalMs: 10,
                    maxReplies: 2 + (sensor.nextSample - next) / Self.readingsPerMessage, sinceSample: next, onOverrun: nil))
            let begin = next
            while let reply = try client.reply(within: 10) {
                let past = try client.understood(reply.parameters, as: Station1.Monitor.Reply.self)
                state.take(past: past)
                for batch in past.batches { next = batch.firstSample + Int64(batch.signals.first?.samples.count ?? 0) }
                if !reply.continues { break }
            }
            guard next > begin else { return }
        }
    }

    private mutating func follow(_ epoll: Epoll, _ input: KeyInput?, until end: HostInstant?) throws {
        let pause = style == .screen ? 1 / Self.framesPerSecond : 1
        // What the first replies say, which have come by then.
        var due = Clock.monotonic().advanced(bySeconds: pause)
        while true {
            var isOver = false
            try epoll.wait(until: [due, end].compactMap { $0 }.min()) { token, _ in
                isOver = isOver || token == Token.signal.rawValue
            }
            try takeReplies()
            takeTare()
            for key in input?.next() ?? [] {
                switch keys.press(key, sensors: state.sensors.map(\.name)) {
                case .quit: isOver = true
                case .pause(let isPaused): frozen = isPaused ? state : nil
                case .tare(let sensor): begin(tare: sensor, epoll)
                case nil: break
                }
                due = Clock.monotonic()
            }
            let now = Clock.monotonic()
            if isOver || end.map({ $0 <= now }) ?? false { return }
            guard now >= due else { continue }
            due = now.advanced(bySeconds: pause)
            switch style {
            case .json: break
            case .lines: for line in state.plainLines { Output.line(line) }
            case .screen: draw(hasKeys: input != nil, now)
            }
        }
    }

    /// Each reply is of one of three streams.
    private mutating func takeReplies() throws(CommandError) {
        for (stream, client) in stations {
            while let reply = try client.reply(within: 0) { try take(reply.parameters, of: stream, from: client) }
        }
    }

    private mutating func take(_ reply: JSONObject, of stream: String?, from client: StationClient) throws(CommandError) {
        let parts = stream.map { JSONObject([($0, .object(reply))]) } ?? reply
        if style == .json {
            for member in parts.members {
                guard let part = member.value.object else { continue }
                Output.json(member.name == "holds" ? chosen(part) : part)
            }
            return
        }
        let understood = try client.understood(parts, as: Session1.Watch.Reply.self)
        if let monitor = understood.monitor {
            state.take(monitor: try client.understood(monitor, as: Station1.Monitor.Reply.self))
        }
        if let holds = understood.holds {
            let lines = state.take(holds: try client.understood(holds, as: Station1.WatchHolds.Reply.self))
            if style == .lines { for line in lines { Output.line(line) } }
        }
        if let cues = understood.cues {
            let lines = state.guidance.take(try client.understood(cues, as: Session1.WatchCues.Reply.self))
            if style == .lines { for line in lines { Output.line(line) } }
        }
    }

    /// A reply of `WatchHolds` with what is of the chosen sensor.
    private func chosen(_ reply: JSONObject) -> JSONObject {
        guard let sensor = arguments["sensor"] else { return reply }
        func isOf(_ value: JSONValue) -> Bool { value.object?["sensor"]?.string == sensor }
        var chosen = reply
        chosen["events"] = reply["events"]?.array.map { .array($0.filter(isOf)) }
        if !(reply["hold"]?.object?["sensors"]?.array ?? []).contains(where: isOf) { chosen["hold"] = nil }
        return chosen
    }

    // MARK: taring

    private mutating func begin(tare sensor: String?, _ epoll: Epoll) {
        guard tare == nil else { return }
        do {
            let client = try StationClient(arguments, control: true)
            try client.send(Control1.Tare(sensor: sensor).call(more: false))
            try epoll.add(client.number, token: Token.tare.rawValue)
            tare = client
            say("taring")
        } catch let error as CommandError { say(error.text) } catch { say("\(error)") }
    }

    /// Says what has become of a tare.
    private mutating func takeTare() {
        guard let client = tare else { return }
        do throws(CommandError) {
            guard let reply = try client.reply(within: 0) else { return }
            let done = try client.understood(reply.parameters, as: Control1.Tare.Reply.self)
            say(
                "tared: "
                    + done.tares.map { "\($0.sensor) \(state.force($0.offset, $0.unit))" + ($0.quiet ? "" : " (not at rest)") }
                    .joined(separator: ", "))
        } catch { say(error.text) }
        tare = nil
    }

    private mutating func say(_ text: String) { notice = (text, Clock.monotonic().advanced(bySeconds: Self.noticeSeconds)) }

    // MARK: drawing

    private func draw(hasKeys: Bool, _ now: HostInstant) {
        // Asked for each time, so that a window may change its size.
        let size = Environment.terminalSize(1) ?? (rows: 24, columns: 80)
        let screen = WatchScreen(
            state: frozen ?? state, keys: keys, columns: size.columns, rows: size.rows,
            clock: String(time.text(Clock.wallMicroseconds()).suffix(8)),
            notice: notice.flatMap { $0.until > now ? $0.text : nil }, hasKeys: hasKeys)
        // Each line is cleared to its end, if it has one before that of the screen: nothing flickers.
        let lines = screen.lines.map { $0.count < size.columns ? $0 + "\u{1B}[K" : $0 }
        Output.write("\u{1B}[H" + lines.joined(separator: "\r\n"))
    }
}
