import Calibration
public import Interface

/// A draft as a JSON object: in messages of `org.holdfast.calibration1`, and in records.
extension BenchTestDraft {
    /// The largest number of measurements in a test.
    private static let largestCount = 10_000

    public var fields: JSONObject {
        var object = JSONObject([
            ("sensor", .string(sensor)), ("test", .string(test.kind.rawValue)), ("instrument", .string(instrument)),
            ("note", .string(note)), ("validDays", .integer(Int64(validDays))),
        ])
        object["traceability"] = traceability.map(JSONValue.string)
        object["before"] = before.map(JSONValue.string)
        object["acceptedWorse"] = acceptedWorse.map(JSONValue.string)
        switch test {
        case .corners(let test): test.write(into: &object)
        case .points(let test): test.write(into: &object)
        case .matrix(let test): test.write(into: &object)
        case .band(let test): test.write(into: &object)
        }
        return object
    }

    /// - Throws: an error that names the first field that is missing or wrong.
    public init(fields: JSONObject) throws(RecordError) {
        let reader = FieldReader(fields)
        guard let kind = BenchTestKind(rawValue: try reader.requiredText("test")) else {
            throw RecordError("test must be one of \(BenchTestKind.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        let test: BenchTest
        switch kind {
        case .corners: test = .corners(try CornerTest(reader))
        case .points: test = .points(try PointTest(reader))
        case .matrix: test = .matrix(try MatrixTest(reader))
        case .band: test = .band(try BandTest(reader))
        }
        guard test.count <= Self.largestCount else { throw RecordError("a test has at most \(Self.largestCount) points") }
        self.init(
            sensor: try reader.requiredText("sensor"), test: test, instrument: try reader.text("instrument") ?? "",
            note: try reader.text("note") ?? "", validDays: Int(try reader.integer("validDays", in: 0...36_500) ?? 365),
            before: try reader.text("before", longest: 100))
        traceability = try reader.text("traceability")
        acceptedWorse = try reader.text("acceptedWorse")
        guard acceptedWorse?.isEmpty != true else { throw RecordError("acceptedWorse must be a reason") }
    }
}

extension BenchTest {
    fileprivate var count: Int {
        switch self {
        case .corners(let test): test.placements.count
        case .points(let test): test.points.count
        case .matrix(let test): test.loads.count
        case .band(let test): test.lengths.count
        }
    }
}

extension LoadReference {
    fileprivate var fields: JSONValue {
        var object = JSONObject([("relativeUncertainty", .number(relativeUncertainty))])
        object["gravityHalfWidth"] = gravityHalfWidth.map(JSONValue.number)
        object["buoyancyHalfWidth"] = buoyancyHalfWidth.map(JSONValue.number)
        return .object(object)
    }

    /// nil when no uncertainty is given.
    fileprivate static func read(_ reader: FieldReader) throws(RecordError) -> LoadReference? {
        guard let object = try reader.object("reference") else { return nil }
        let fields = FieldReader(object, at: "reference")
        guard
            let found = LoadReference(
                relativeUncertainty: try fields.requiredNumber("relativeUncertainty"),
                gravityHalfWidth: try fields.number("gravityHalfWidth"),
                buoyancyHalfWidth: try fields.number("buoyancyHalfWidth"))
        else { throw RecordError("reference: uncertainties must be shares of the force from 0 to 1") }
        return found
    }
}

extension FieldReader {
    /// A list with this number of elements.
    fileprivate func numbers(_ name: String, count: Int) throws(RecordError) -> [Double]? {
        guard let found = try numbers(name) else { return nil }
        guard found.count == count else { throw RecordError("\(name) must be \(count) numbers") }
        return found
    }

    fileprivate func requiredNumbers(_ name: String, count: Int) throws(RecordError) -> [Double] {
        guard let found = try numbers(name, count: count) else { throw RecordError("\(name) must be \(count) numbers") }
        return found
    }

    fileprivate func requiredObjects(_ name: String) throws(RecordError) -> [JSONObject] {
        guard let found = try objects(name), !found.isEmpty else { throw RecordError("\(name) must be a list, and not empty") }
        return found
    }

    fileprivate func size(_ name: String, _ standard: Double) throws(RecordError) -> Double {
        let found = try number(name) ?? standard
        guard found >= 0 else { throw RecordError("\(name) must not be negative") }
        return found
    }
}

private func list(_ values: [Double]) -> JSONValue { .array(values.map(JSONValue.number)) }

extension CornerTest {
    fileprivate func write(into object: inout JSONObject) {
        object["weight"] = .number(weight)
        object["reference"] = reference?.fields
        object["empty"] = list(empty)
        object["gainsBefore"] = list(before.gains)
        object["zerosBefore"] = list(before.zeros)
        object["placements"] = .array(
            placements.map { .object(JSONObject([("place", .string($0.place)), ("forces", list($0.forces))])) })
    }

    fileprivate init(_ reader: FieldReader) throws(RecordError) {
        var placements: [Placement] = []
        for (number, object) in try reader.requiredObjects("placements").enumerated() {
            let fields = FieldReader(object, at: "placements.\(number + 1)")
            placements.append(
                Placement(
                    place: try fields.text("place", longest: 100) ?? "", forces: try fields.requiredNumbers("forces", count: 4)))
        }
        guard
            let before = CellCorrection(
                gains: try reader.numbers("gainsBefore", count: 4) ?? [1, 1, 1, 1],
                zeros: try reader.numbers("zerosBefore", count: 4) ?? [0, 0, 0, 0])
        else { throw RecordError("gainsBefore must be above 0") }
        self.init(
            weight: try reader.requiredNumber("weight"), reference: try LoadReference.read(reader),
            empty: try reader.numbers("empty", count: 4) ?? [0, 0, 0, 0], placements: placements, before: before)
    }
}

extension PointTest {
    fileprivate func write(into object: inout JSONObject) {
        object["placeHalfWidth"] = .number(placeHalfWidth)
        object["orderBefore"] = .array(before.order.map { .integer(Int64($0 + 1)) })
        object["originBefore"] = list([before.originX, before.originY])
        object["points"] = .array(
            points.map {
                .object(
                    JSONObject([
                        ("knownX", .number($0.knownX)), ("knownY", .number($0.knownY)), ("measuredX", .number($0.measuredX)),
                        ("measuredY", .number($0.measuredY)),
                    ]))
            })
    }

    fileprivate init(_ reader: FieldReader) throws(RecordError) {
        var points: [PlatePoint] = []
        for (number, object) in try reader.requiredObjects("points").enumerated() {
            let fields = FieldReader(object, at: "points.\(number + 1)")
            points.append(
                PlatePoint(
                    knownX: try fields.requiredNumber("knownX"), knownY: try fields.requiredNumber("knownY"),
                    measuredX: try fields.requiredNumber("measuredX"), measuredY: try fields.requiredNumber("measuredY")))
        }
        let order = try reader.integers("orderBefore")
        let origin = try reader.numbers("originBefore", count: 2) ?? [0, 0]
        self.init(
            points: points, placeHalfWidth: try reader.size("placeHalfWidth", 0),
            before: try PlateAxes(fields: order ?? [1, 2, 3, 4], origin))
    }
}

extension PlateAxes {
    /// - Parameter order: channels counted from 1.
    init(fields order: [Int64], _ origin: [Double]) throws(RecordError) {
        let places = order.compactMap { (1...4).contains($0) ? Int($0) - 1 : nil }
        guard places.count == order.count, origin.count == 2,
            let axes = PlateAxes(order: places, originX: origin[0], originY: origin[1])
        else {
            throw RecordError("the order of channels must name each of 1, 2, 3 and 4 once, and the origin must be two numbers")
        }
        self = axes
    }
}

extension MatrixTest {
    fileprivate func write(into object: inout JSONObject) {
        object["empty"] = list(empty)
        object["surface"] = .number(surface)
        object["reference"] = reference?.fields
        object["loads"] = .array(
            loads.map { .object(JSONObject([("load", list($0.load)), ("signals", list($0.signals))])) })
    }

    fileprivate init(_ reader: FieldReader) throws(RecordError) {
        var loads: [Load] = []
        for (number, object) in try reader.requiredObjects("loads").enumerated() {
            let fields = FieldReader(object, at: "loads.\(number + 1)")
            loads.append(
                Load(
                    load: try fields.requiredNumbers("load", count: 6), signals: try fields.requiredNumbers("signals", count: 6)))
        }
        self.init(
            loads: loads, empty: try reader.numbers("empty", count: 6) ?? [0, 0, 0, 0, 0, 0],
            reference: try LoadReference.read(reader), surface: try reader.number("surface") ?? 0)
    }
}

extension BandTest {
    fileprivate func write(into object: inout JSONObject) {
        object["rest"] = .number(rest)
        object["lengthHalfWidth"] = .number(lengthHalfWidth)
        object["lengths"] = list(lengths)
        object["tensions"] = list(tensions)
        object["reference"] = reference?.fields
    }

    fileprivate init(_ reader: FieldReader) throws(RecordError) {
        self.init(
            lengths: try reader.requiredNumbers("lengths"), tensions: try reader.requiredNumbers("tensions"),
            rest: try reader.number("rest") ?? 0, lengthHalfWidth: try reader.size("lengthHalfWidth", 0),
            reference: try LoadReference.read(reader))
        guard lengths.count == tensions.count else {
            throw RecordError("lengths and tensions must be lists with the same number of entries")
        }
    }
}
