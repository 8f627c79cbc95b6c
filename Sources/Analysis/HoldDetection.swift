public import Certificates
public import Interface
public import Metrics
public import RingBuffer
public import Samples

/// What the detector has decided about one sensor's part of a hold: everything of its ``HoldRecord`` except the samples. Together
/// with the frames of the hold's trace it makes the same record again, to the bit.
public struct HoldDetection: Sendable {
    public var sensor: String
    /// The frame index of the record's first sample.
    public private(set) var firstIndex: UInt64
    /// The number of samples of the record.
    public private(set) var samples: Int
    /// The moments of the first and of the last sample.
    public private(set) var begin: HostInstant
    public private(set) var end: HostInstant
    /// Positions without a sample, and those of samples that were left out as impossible.
    let absent: [Range<Int>]
    let spikes: [Int]
    /// The record without its samples.
    public private(set) var record: HoldRecord

    public init(_ collected: CollectedRecord, of sensor: String) {
        self.sensor = sensor
        firstIndex = collected.firstIndex
        samples = collected.record.force.count
        begin = collected.begin
        end = collected.end
        absent = collected.absent
        spikes = collected.spikes
        record = collected.record
        record.force = []
        record.time = []
    }

    /// The record with its samples, from the outcomes of a trace; nil when the trace lacks one of them.
    ///
    /// - Parameter sensors: the sensors of the trace, with one entry for each calibration.
    public func record(from outcomes: [RecordedOutcome], _ sensors: Editions<SensorDescription>) -> HoldRecord? {
        var part = TracedPart(self, sensors)
        for outcome in outcomes { part.take(outcome) }
        return part.finish()?.record
    }
}

extension HoldDetection {
    /// The detections of a hold as they are stored: the trace has them in its head.
    public static func text(_ parts: [HoldDetection]) -> String {
        var writer = JSONWriter(reserving: 4096)
        writer.object { $0.array("sensors") { writer in for part in parts { writer.value(.object(part.json)) } } }
        return writer.text
    }

    /// The detections in the head of a trace; those that cannot be read are left out.
    public static func list(_ head: JSONObject) -> [HoldDetection] {
        (head["sensors"]?.array ?? []).compactMap { $0.object.flatMap(HoldDetection.init(json:)) }
    }

    private var json: JSONObject {
        func range(_ range: Range<Int>) -> JSONValue {
            .array([.integer(Int64(range.lowerBound)), .integer(Int64(range.upperBound))])
        }
        var object = JSONObject([
            ("sensor", .string(sensor)), ("first_index", .integer(Int64(bitPattern: firstIndex))),
            ("samples", .integer(Int64(samples))), ("begin_ns", .integer(begin.nanoseconds)),
            ("end_ns", .integer(end.nanoseconds)),
            ("absent", .array(absent.map(range))), ("spikes", .array(spikes.map { .integer(Int64($0)) })),
            ("rate_hz", .number(record.rate)), ("kind", .string(record.kind.name)),
            ("flags", .integer(Int64(record.flags.rawValue))),
            ("baseline", range(record.baseline)), ("baseline_mean", .number(record.baselineMean)),
            ("baseline_deviation", .number(record.baselineDeviation)), ("search", range(record.search)),
        ])
        object["release"] = record.release.map { .integer(Int64($0)) }
        object["rest"] = record.restLevel.map(JSONValue.number)
        if let found = record.found {
            object["onset"] = .object(
                JSONObject([
                    ("position", .number(found.position)), ("rule", .string(found.rule.name)),
                    ("scatter", .number(found.scatter)),
                    ("earlier_rises", .integer(Int64(found.earlierRises))),
                ]))
        }
        object["maximal_force"] = record.context.maximalForce.map(JSONValue.number)
        object["body_mass"] = record.context.bodyMass.map(JSONValue.number)
        object["target"] = record.context.target.map {
            .array([.number($0.corridor.lowerBound), .number($0.corridor.upperBound)])
        }
        object["parameters"] = .object(
            JSONObject(
                [("kind", .string(record.parameters.kind.name)), ("standing", .bool(record.parameters.standing))]
                    + record.parameters.named.map { ($0.name, .number($0.value)) }))
        return object
    }

    /// nil when this is not an object that ``json`` returns.
    private init?(json: JSONObject) {
        func integer(_ name: String) -> Int? { json[name]?.integer.map { Int(clamping: $0) } }
        /// JSON has no NaN: it is null.
        func number(_ name: String, in object: JSONObject) -> Double? { object[name].flatMap { $0.isNull ? .nan : $0.number } }
        func range(_ value: JSONValue?) -> Range<Int>? {
            guard let ends = value?.array?.compactMap(\.integer), ends.count == 2, 0 <= ends[0], ends[0] <= ends[1],
                ends[1] <= Int64(Int32.max)
            else { return nil }
            return Int(ends[0])..<Int(ends[1])
        }
        guard let sensor = json["sensor"]?.string, let first = json["first_index"]?.integer, let samples = integer("samples"),
            (1...Int(Int32.max)).contains(samples), let begin = json["begin_ns"]?.integer, let end = json["end_ns"]?.integer,
            let absent = json["absent"]?.array, let spikes = json["spikes"]?.array?.compactMap(\.integer),
            let rate = number("rate_hz", in: json), rate > 0, let flags = json["flags"]?.integer.flatMap({ UInt32(exactly: $0) }),
            let kind = [HoldKind.explosive, .sustained].first(where: { $0.name == json["kind"]?.string }),
            let baseline = range(json["baseline"]), let mean = number("baseline_mean", in: json),
            let deviation = number("baseline_deviation", in: json), let search = range(json["search"]),
            let found = json["parameters"]?.object,
            let sensorKind = SensorKind.allCases.first(where: { $0.name == found["kind"]?.string })
        else { return nil }
        self.sensor = sensor
        self.samples = samples
        self.absent = absent.compactMap(range)
        self.spikes = spikes.compactMap { Int(exactly: $0) }.filter { $0 >= 0 }
        firstIndex = UInt64(bitPattern: first)
        self.begin = HostInstant(nanoseconds: begin)
        self.end = HostInstant(nanoseconds: end)
        record = HoldRecord(
            force: [], time: [], rate: rate, sensorKind: sensorKind, kind: kind, baseline: baseline, baselineMean: mean,
            baselineDeviation: deviation, search: search, release: integer("release"), restLevel: number("rest", in: json),
            flags: HoldFlags(rawValue: flags))
        if let onset = json["onset"]?.object, let position = number("position", in: onset),
            let rule = HoldEvent.OnsetRule(name: onset["rule"]?.string ?? ""), let scatter = number("scatter", in: onset)
        {
            record.found = HoldRecord.FoundOnset(
                position: position, rule: rule, scatter: scatter,
                earlierRises: Int(clamping: onset["earlier_rises"]?.integer ?? 0))
        }
        let target = json["target"]?.array?.compactMap(\.number) ?? []
        record.context = HoldContext(
            maximalForce: number("maximal_force", in: json), bodyMass: number("body_mass", in: json),
            target: target.count == 2
                ? target[0] == target[1] ? TargetForce(force: target[0]) : TargetForce(from: target[0], to: target[1]) : nil)
        let named = found.members.compactMap { member in member.value.number.map { (member.name, $0) } }
        record.parameters = OnsetParameters(
            sensorKind, standing: found["standing"]?.bool ?? false, named: Dictionary(named) { first, _ in first })
    }
}
