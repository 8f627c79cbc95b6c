import Interface
import Publishing
import Testing

/// What the public socket says to somebody who knows the secrets and looks for them.
struct PublicSecretsTests {
    private static let descriptions = [
        InterfaceDescription.service, .station, .control, .calibration, .session,
    ]

    /// What is asked of each method: parameters that fit some, and `more`, so that streams begin.
    private static func questions(_ method: String) -> [String] {
        var parameters = [
            "{}", #"{"limit":200,"includeExcluded":true}"#, #"{"number":1}"#, #"{"number":2}"#, #"{"hold":1}"#,
            #"{"sensor":"left"}"#, #"{"session":1}"#, #"{"hold":1,"text":"x"}"#, #"{"interface":"org.holdfast.station1"}"#,
        ]
        for signals in [
            #""force""#, #""percent_of_maximum""#, #""force","percent_of_maximum""#, #""force","percent_of_maximum","bands""#,
            #""mean","tremor","channel_1","raw_1","sum","centre_of_pressure_x""#,
        ] {
            parameters.append("{\"sensor\":\"left\",\"sinceSample\":0,\"intervalMs\":0,\"signals\":[\(signals)]}")
        }
        parameters += [#"{"hold":2}"#, #"{"hold":2,"signals":["force","percent_of_maximum","raw_1"]}"#]
        return parameters.map { "{\"method\":\"\(method)\",\"parameters\":\($0),\"more\":true}\u{0}" }
    }

    /// Every answer of every method, by method; of streams until something has come that everybody may hear.
    private func answers(_ station: SecretStation, _ path: String) throws -> [String: [JSONObject]] {
        var found: [String: [JSONObject]] = [:]
        for description in Self.descriptions {
            for method in description.methods.map({ description.name + "." + $0 }) {
                for question in Self.questions(method) {
                    let client = try RawClient(path)
                    try client.send(question)
                    var said = 0
                    while let reply = try client.message() {
                        found[method, default: []].append(reply)
                        said += 1
                        // A stream goes on for ever; of the holds until something comes that everybody may hear.
                        guard reply["continues"] == .bool(true), said < 6, !method.hasSuffix("WatchCues"),
                            !text(.object(reply)).contains("shaking_began")
                        else { break }
                        for _ in 0..<11 { station.pull() }
                        station.shake()
                    }
                }
            }
        }
        return found
    }

    // MARK: looking

    private func numbers(_ value: JSONValue) -> [Double] {
        if let number = value.number { return [number] }
        if let list = value.array { return list.flatMap(numbers) }
        return value.object?.members.flatMap { numbers($0.value) } ?? []
    }

    private func text(_ value: JSONValue) -> String {
        var writer = JSONWriter()
        writer.value(value)
        return writer.text
    }

    /// What follows from an answer: words and numbers as they stand, numbers as the ratio of two, and what live signals tell beside force.
    private func secrets(in answer: JSONObject, _ station: SecretStation) -> Set<String> {
        let shown = text(.object(answer))
        var found = Set(SecretStation.words.filter(shown.contains))
        let numbers = numbers(.object(answer))
        let known = [("mass", SecretStation.mass), ("maximum", station.maximum), ("target", SecretStation.target)]
        for (name, secret) in known {
            func isIt(_ number: Double) -> Bool { abs(number - secret) < 1e-9 * secret }
            if numbers.contains(where: isIt) { found.insert(name) }
            for a in numbers where numbers.contains(where: { isIt(a / $0) || isIt(100 * a / $0) }) { found.insert(name) }
        }
        if shown.contains("\"name\":\"zone_entered\"") || liveMaxima(answer).contains(where: { abs($0 - station.maximum) < 1e-4 })
        {
            found.insert("maximum")
        }
        return found
    }

    /// Force over every other signal of its batches, in %.
    private func liveMaxima(_ answer: JSONObject) -> [Double] {
        let parameters = answer["parameters"]?.object
        let monitor = parameters?["monitor"]?.object ?? parameters
        return (monitor?["batches"]?.array ?? []).compactMap(\.object).flatMap { batch -> [Double] in
            let signals = (batch["signals"]?.array ?? []).compactMap(\.object)
            let samples = signals.map { $0["samples"]?.array?.first?.number ?? 0 }
            guard let place = signals.firstIndex(where: { $0["name"]?.string == "force" }) else { return [] }
            return samples.map { 100 * samples[place] / $0 }
        }
    }

    private static func isRefused(_ answer: JSONObject) -> Bool {
        answer["error"] == .string("org.varlink.service.PermissionDenied")
    }

    // MARK: tests

    @Test func thePublicSocketTellsNoneOfTheSecretsAndTheControlSocketAllOfThem() throws {
        let station = try SecretStation()
        defer { station.stop() }
        #expect(station.maximum > 200)
        for (method, answers) in try answers(station, station.publicPath) {
            for answer in answers { #expect(secrets(in: answer, station) == [], "\(method): \(text(.object(answer)))") }
        }
        let known = try answers(station, station.controlPath).values.joined().reduce(into: Set<String>()) {
            $0.formUnion(secrets(in: $1, station))
        }
        #expect(known == Set(SecretStation.words + ["mass", "maximum", "target"]))
    }

    @Test func aSignalThatNeedsControlIsLeftOutAndAskedForAloneItIsRefused() throws {
        let station = try SecretStation()
        defer { station.stop() }
        station.pull()
        func names(_ signals: String, _ path: String) throws -> [String]? {
            let client = try RawClient(path)
            try client.send(
                "{\"method\":\"org.holdfast.station1.Monitor\",\"parameters\":{\"sensor\":\"left\",\"sinceSample\":0,"
                    + "\"signals\":[\(signals)]},\"more\":true}\u{0}")
            let first = try #require(try client.message())
            guard !Self.isRefused(first) else { return nil }
            let batch = try client.message()?["parameters"]?.object?["batches"]?.array?.first?.object
            return batch?["signals"]?.array?.compactMap { $0.object?["name"]?.string }
        }
        #expect(try names(#""percent_of_maximum""#, station.publicPath) == nil)
        #expect(try names(#""percent_of_maximum","force""#, station.publicPath) == ["force"])
        #expect(try names(#""percent_of_maximum","force""#, station.controlPath) == ["percent_of_maximum", "force"])
    }

    /// Even an empty answer would tell when force came into a zone.
    @Test func nothingIsHeardOfAZone() throws {
        let station = try SecretStation()
        defer { station.stop() }
        let client = try RawClient(station.publicPath)
        try client.send("{\"method\":\"org.holdfast.station1.WatchHolds\",\"more\":true}\u{0}")
        _ = try client.message()
        let other = try RawClient(station.publicPath)
        for _ in 0..<3 {
            for _ in 0..<10 { station.pull() }
            // By the second answer the server has looked at what came before the first call.
            for _ in 0..<2 {
                try other.send("{\"method\":\"org.holdfast.station1.GetStatus\"}\u{0}")
                _ = try other.message()
            }
        }
        station.shake()
        let events = try client.message()?["parameters"]?.object?["events"]?.array?.compactMap { $0.object?["name"]?.string }
        #expect(events == ["shaking_began"])
    }

    @Test func aStationThatIsReducedToItsStatusGivesNoForceEither() throws {
        let station = try SecretStation(access: .status)
        defer { station.stop() }
        station.pull()
        var answered: Set<String> = []
        for (method, answers) in try answers(station, station.publicPath) {
            for answer in answers where !Self.isRefused(answer) {
                answered.insert(method)
                #expect(secrets(in: answer, station) == [], "\(method): \(text(.object(answer)))")
                #expect(!text(.object(answer)).contains("187.53"), "\(method)")
            }
        }
        let open = ["GetStatus", "ListDevices", "ListMetrics"].map { "org.holdfast.station1." + $0 }
        #expect(answered == Set(open + ["GetInfo", "GetInterfaceDescription"].map { "org.varlink.service." + $0 }))
        // Members go on as before.
        let known = try answers(station, station.controlPath)["org.holdfast.station1.ListHolds"]
        #expect(known?.contains(where: Self.isRefused) == false)
    }
}
