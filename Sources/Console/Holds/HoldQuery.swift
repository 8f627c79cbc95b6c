import Help
import Interface
import Messages

/// Which holds are asked for.
struct HoldQuery {
    private let sensor: String?
    private let setUp: String?
    private let kind: Station1.HoldKind?
    private let from: Int64?
    private let to: Int64?
    private let athlete: String?
    private let session: Int64?
    private let includeExcluded: Bool
    private let firstResults: Bool
    /// The names of the numbers that are wanted; nil for all.
    var metrics: [String]?

    static let options = [
        Option("sensor", "NAME", "only holds of this sensor"), Option("set-up", "NAME", "only holds of this set-up"),
        Option("kind", "KIND", "only explosive or only sustained holds"),
        Option("from", "TIME", "only holds from this date or time on: 2026-11-29 or 2026-11-29T14:30"),
        Option("to", "TIME", "only holds before this date or time"), Option("athlete", "A", "only holds of this athlete"),
        Option("session", "M", "only holds of this session"), Option("all", nil, "excluded holds, too"),
        Option("first", nil, "the first result of each hold, not the newest"),
    ]

    init(_ arguments: Arguments) throws(CommandError) {
        sensor = arguments["sensor"]
        setUp = arguments["set-up"]
        kind = try arguments.choice("kind", Station1.HoldKind.allCases.map(\.rawValue)).flatMap(Station1.HoldKind.init)
        from = try arguments.moment("from")
        to = try arguments.moment("to")
        athlete = arguments["athlete"]
        session = try arguments.integer("session", in: 1...Int.max).map { Int64($0) }
        includeExcluded = arguments.has("all")
        firstResults = arguments.has("first")
    }

    /// Whether it asks for people, which only the control socket answers.
    private var isPersonal: Bool { athlete != nil || session != nil }

    /// Whether it asks for every hold.
    var isWhole: Bool {
        !isPersonal && sensor == nil && setUp == nil && kind == nil && from == nil && to == nil
    }

    func client(_ arguments: Arguments) throws(CommandError) -> StationClient {
        try StationClient(arguments, control: isPersonal)
    }

    /// - Parameter before: the number of a hold: only older ones.
    func answer(_ client: StationClient, limit: Int64, before: Int64?) throws(CommandError) -> JSONObject {
        guard isPersonal else {
            return try client.answer(
                to: Station1.ListHolds(
                    limit: limit, before: before, sensor: sensor, includeExcluded: includeExcluded, fromWallUs: from,
                    toWallUs: to, setUp: setUp, kind: kind, metrics: metrics, firstResults: firstResults))
        }
        return try client.answer(
            to: Session1.ListHolds(
                limit: limit, before: before, sensor: sensor, includeExcluded: includeExcluded, fromWallUs: from, toWallUs: to,
                setUp: setUp, kind: kind?.rawValue, metrics: metrics, athlete: athlete, session: session,
                firstResults: firstResults))
    }

    /// Somebody who has mistyped a name must not read that there are no holds.
    func requireNames(_ arguments: Arguments) throws(CommandError) {
        try Command.requireSensor(sensor, arguments)
        if let setUp {
            let sensors = try StationClient(arguments).call(Station1.ListSensors()).sensors
            try Self.require(setUp, among: sensors.map(\.setUp), "set-up", "holdfast sensors")
        }
        if let athlete {
            let athletes = try StationClient(arguments, control: true).call(Session1.Athletes()).athletes
            try Self.require(athlete, among: athletes.map(\.pseudonym), "athlete", "holdfast athletes")
        }
        if let session { _ = try StationClient(arguments, control: true).call(Session1.GetNumbers(session: session, setUp: nil)) }
    }

    private static func require(_ name: String, among names: [String], _ what: String, _ list: String) throws(CommandError) {
        guard !names.contains(name) else { return }
        throw .refused("there is no \(what) \"\(name)\": see `\(list)`")
    }

    /// Every hold that it selects, the oldest first.
    func numbers(_ client: StationClient) throws(CommandError) -> [Int64] {
        var query = self
        query.metrics = []
        var numbers: [Int64] = []
        while true {
            let list = try client.understood(
                try query.answer(client, limit: 200, before: numbers.last), as: Station1.ListHolds.Reply.self)
            numbers += list.holds.map(\.number)
            guard list.more, !list.holds.isEmpty else { return numbers.reversed() }
        }
    }
}
