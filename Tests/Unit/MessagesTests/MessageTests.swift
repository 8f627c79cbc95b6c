import Interface
import Messages
import Testing

struct MessageTests {
    private func object(_ text: String) throws -> JSONObject { try JSONParser.object(Array(text.utf8)) }

    private func text(_ message: some Message) -> String {
        var writer = JSONWriter()
        message.writeValue(to: &writer)
        return writer.text
    }

    private func failure<Value: Message>(_ type: Value.Type, _ text: String) throws -> MessageError? {
        let object = try object(text)
        do throws(MessageError) {
            _ = try Value(object)
            return nil
        } catch { return error }
    }

    @Test func aMessageReadsBackTheSame() throws {
        let event = Station1.Event(
            name: "tared", sensor: "left", hold: 3, sample: 17, timeUs: -5, values: ["offset": 1.5, "quiet": 1], flags: ["spike"],
            calibrationId: nil, previousCalibrationId: nil, kind: .explosive, into: nil, returned: nil, quiet: true, test: .drift,
            refusal: .holdUnderWay, text: "go")
        #expect(try Station1.Event(object(text(event))) == event)
        #expect(text(event).contains(#""refusal":"hold_under_way""#))
    }

    @Test func whatHasNoValueIsLeftOut() throws {
        let metric = Station1.Metric(
            name: "peak_force", unit: "N", value: .nan, lower: .infinity, upper: nil, reason: "no_rise", expanded: nil,
            expandedReason: nil)
        #expect(text(metric) == #"{"name":"peak_force","unit":"N","reason":"no_rise"}"#)
        let spectrum = Station1.Spectrum(
            sensor: "left", sample: 1, timeUs: 2, hold: nil, unit: "N", calibrationId: nil, bands: ["8_12": .nan, "4_8": 2],
            ridgeHz: .nan, medianHz: nil, mainsShare: nil)
        #expect(text(spectrum).hasSuffix(#""unit":"N","bands":{"4_8":2.0}}"#))
    }

    @Test func aNumberThatIsNotFiniteIsNullAndComesBackAsOne() throws {
        let tare = Control1.TareResult(sensor: "left", offset: .nan, deviation: 1, quiet: true, unit: "N")
        #expect(text(tare).contains(#""offset":null"#))
        #expect(try Control1.TareResult(object(text(tare))).offset.isNaN)
    }

    /// Seven digits, as they come from the ring.
    @Test func samplesHaveTheDigitsOfAFloat() throws {
        let signal = Station1.Signal(
            name: "force", unit: "N", samples: [Double(Float(0.1)), Double(Float(1234.567))], missing: [])
        #expect(text(signal).contains(#""samples":[0.1,1234.567]"#))
    }

    @Test func membersOfANewerStationAreIgnored() throws {
        let channel = try Station1.Channel(object(#"{"name":"a","unit":"N","colour":{"is":"new"}}"#))
        #expect(channel == Station1.Channel(name: "a", unit: "N"))
    }

    @Test(arguments: [
        (#"{"unit":"N"}"#, "name"), (#"{"name":null,"unit":"N"}"#, "name"), (#"{"name":"a","unit":1}"#, "unit"),
    ])
    func whatIsMissingOrWrongIsNamed(_ text: String, _ member: String) throws {
        #expect(try failure(Station1.Channel.self, text) == MessageError(type: "Channel", member: member))
    }

    @Test(arguments: [
        (#"{"sensors":[{}],"batches":[]}"#, "Sensor", "name"), (#"{"sensors":{},"batches":[]}"#, "Monitor.Reply", "sensors"),
        (#"{"sensors":[],"batches":[1]}"#, "Monitor.Reply", "batches"), (#"{"sensors":[]}"#, "Monitor.Reply", "batches"),
        (#"{"sensors":[],"batches":[],"spectra":3}"#, "Monitor.Reply", "spectra"),
    ])
    func theErrorNamesTheInnermostMessage(_ text: String, _ type: String, _ member: String) throws {
        #expect(try failure(Station1.Monitor.Reply.self, text) == MessageError(type: type, member: member))
    }

    @Test func aClosedSetHasNoOtherMembers() throws {
        let cue = #"{"name":"set_rest","set":1,"sets":1,"hold":1,"holds":1,"beginsUs":0}"#
        #expect(try Session1.Cue(object(cue)).name == .setRest)
        let other = #"{"name":"sleep","set":1,"sets":1,"hold":1,"holds":1,"beginsUs":0}"#
        #expect(try failure(Session1.Cue.self, other) == MessageError(type: "Cue", member: "name"))
    }

    @Test(
        arguments: [
            ("{}", nil), (#"{"limit":null}"#, nil), (#"{"limit":1.0,"before":2}"#, nil), (#"{"limit":1.5}"#, "limit"),
            (#"{"limit":"1"}"#, "limit"), (#"{"size":1}"#, "size"), (#"{"includeExcluded":0}"#, "includeExcluded"),
        ] as [(String, String?)])
    func theFirstWrongParameterIsNamed(_ text: String, _ wrong: String?) throws {
        let object = try object(text)
        var named: String?
        do throws(VarlinkError) { _ = try Station1.ListHolds(parameters: object) } catch {
            #expect(error.name == "org.varlink.service.InvalidParameter")
            named = error.parameters["parameter"]?.string
        }
        #expect(named == wrong)
    }

    @Test(arguments: ["{}", #"{"athlete":"a"}"#, #"{"athlete":"a","kilograms":null}"#])
    func aParameterThatIsNeededMayNotBeNull(_ text: String) throws {
        let object = try object(text)
        #expect(throws: VarlinkError.self) { try Session1.SetBodyMass(parameters: object) }
    }

    @Test func eventsAreThoseOfTheInterface() {
        for event in EventName.allCases {
            #expect(InterfaceDescription.station.text.contains("\"\(event.rawValue)\""), "\(event)")
        }
    }

    @Test func aReplyIsTheParametersOfAMessage() throws {
        let reply = Session1.GetCue.Reply(session: nil, protocol: "repeaters", cue: nil, nowUs: 5, sessions: nil)
        let parsed = try VarlinkReply(parsing: reply.reply(continues: true).dropLast())
        #expect(parsed.continues && parsed.error == nil)
        #expect(try Session1.GetCue.Reply(parsed.parameters) == reply)
    }
}
