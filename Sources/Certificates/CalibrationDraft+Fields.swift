import Calibration
public import Interface

/// A draft as a JSON object: in messages of `org.holdfast.calibration1`, in state files, and in records.
extension CalibrationDraft {
    /// Limits of a run.
    private static let largestSeries = 100
    private static let largestPoints = 1000
    private static let mostWeights = 100

    public var fields: JSONObject {
        var object = JSONObject([
            ("sensor", .string(sensor)), ("rawUnit", .string(rawUnit)), ("instrument", .string(instrument)),
            ("note", .string(note)),
        ])
        // The order is that of the text of records, from which their ids are computed.
        object["validDays"] = validDays.map { .integer(Int64($0)) }
        object["maximumDegree"] = .integer(Int64(maximumDegree))
        object["resolution"] = .number(run.resolution)
        // Records that were made before have none of these.
        if isForRates { object["isForRates"] = .bool(true) }
        object["acceptedWorse"] = acceptedWorse.map(JSONValue.string)
        if !weights.isEmpty { object["weights"] = .array(weights.map { .object($0.fields) }) }
        object["laboratory"] = laboratory.map { .object($0.fields) }
        object["lowest"] = run.limits.map { .number($0.lowerBound) }
        object["highest"] = run.limits.map { .number($0.upperBound) }
        var loads = JSONObject([("relativeUncertainty", .number(reference.relativeUncertainty))])
        loads["gravityHalfWidth"] = reference.gravityHalfWidth.map(JSONValue.number)
        loads["buoyancyHalfWidth"] = reference.buoyancyHalfWidth.map(JSONValue.number)
        object["reference"] = .object(loads)
        object["conditions"] = .object(conditions.fields)
        object["series"] = .array(run.series.map { .object($0.fields) })
        return object
    }

    /// - Throws: an error that names the first field that is missing or wrong.
    public init(fields: JSONObject) throws(RecordError) {
        let reader = FieldReader(fields)
        let loads = FieldReader(try reader.object("reference") ?? JSONObject(), at: "reference")
        guard
            let reference = LoadReference(
                relativeUncertainty: try loads.requiredNumber("relativeUncertainty"),
                gravityHalfWidth: try loads.number("gravityHalfWidth"),
                buoyancyHalfWidth: try loads.number("buoyancyHalfWidth"))
        else { throw RecordError("reference: uncertainties must be shares of the force from 0 to 1") }
        let objects = try reader.objects("series") ?? []
        guard !objects.isEmpty, objects.count <= Self.largestSeries else {
            throw RecordError("series must be a list of 1 to \(Self.largestSeries)")
        }
        var series: [CalibrationSeries] = []
        for (number, object) in objects.enumerated() {
            series.append(try CalibrationSeries(fields: FieldReader(object, at: "series.\(number + 1)")))
        }
        guard series.reduce(0, { $0 + $1.points.count }) <= Self.largestPoints else {
            throw RecordError("series have more than \(Self.largestPoints) points")
        }
        var limits: ClosedRange<Double>?
        if let low = try reader.number("lowest"), let high = try reader.number("highest") {
            guard low < high else { throw RecordError("lowest must be below highest") }
            limits = low...high
        }
        self.init(
            sensor: try reader.requiredText("sensor"), rawUnit: try reader.text("rawUnit") ?? "",
            run: CalibrationRun(series: series, resolution: try reader.number("resolution") ?? 0, limits: limits),
            reference: reference,
            conditions: try CalibrationConditions(
                fields: FieldReader(try reader.object("conditions") ?? JSONObject(), at: "conditions")),
            maximumDegree: Int(try reader.integer("maximumDegree", in: 1...3) ?? 3),
            instrument: try reader.text("instrument") ?? "", note: try reader.text("note") ?? "",
            validDays: try reader.integer("validDays", in: 0...36_500).map { Int($0) })
        isForRates = try reader.flag("isForRates") ?? false
        acceptedWorse = try reader.text("acceptedWorse")
        guard acceptedWorse?.isEmpty != true else { throw RecordError("acceptedWorse must be a reason") }
        laboratory = try reader.object("laboratory").map { object throws(RecordError) in
            try LaboratoryCertificate(fields: FieldReader(object, at: "laboratory"))
        }
        for (number, object) in (try reader.objects("weights") ?? []).enumerated() {
            weights.append(try CertifiedWeight(fields: object, at: "weights.\(number + 1)"))
        }
        guard weights.count <= Self.mostWeights else { throw RecordError("weights must be at most \(Self.mostWeights)") }
    }
}

extension CalibrationSeries {
    fileprivate var fields: JSONObject {
        var object = JSONObject([
            ("mounting", .integer(Int64(position))), ("forces", .array(points.map { .number($0.force) })),
            ("readings", .array(points.map { .number($0.reading) })),
            ("directions", .array(points.map { .string($0.direction == .ascending ? "up" : "down") })),
            ("samples", .array(points.map { .integer(Int64($0.samples)) })),
        ])
        let deviations = points.compactMap(\.deviation)
        if deviations.count == points.count { object["deviations"] = .array(deviations.map(JSONValue.number)) }
        if points.contains(where: \.isSaturated) { object["saturated"] = .array(points.map { .bool($0.isSaturated) }) }
        return object
    }

    fileprivate init(fields: FieldReader) throws(RecordError) {
        let forces = try fields.requiredNumbers("forces")
        let readings = try fields.requiredNumbers("readings")
        guard
            var series = CalibrationSeries(
                forces: forces, readings: readings, position: Int(try fields.integer("mounting", in: 0...1000) ?? 0))
        else { throw RecordError("forces and readings must be lists of the same length, and not empty") }
        let count = forces.count
        let directions = try fields.texts("directions")
        let samples = try fields.integers("samples")
        let deviations = try fields.numbers("deviations")
        let saturated = try fields.flags("saturated")
        for (name, length) in [
            ("directions", directions?.count), ("samples", samples?.count), ("deviations", deviations?.count),
            ("saturated", saturated?.count),
        ] where length.map({ $0 != count }) ?? false { throw RecordError("\(name) must be as long as forces") }
        for place in series.points.indices {
            if let directions {
                guard ["up", "down"].contains(directions[place]) else {
                    throw RecordError("directions must be \"up\" or \"down\"")
                }
                series.points[place].direction = directions[place] == "up" ? .ascending : .descending
            }
            if let samples {
                guard let number = Int(exactly: samples[place]), number >= 1, number < 1 << 40 else {
                    throw RecordError("samples must be whole numbers from 1")
                }
                series.points[place].samples = number
            }
            if let deviations {
                guard deviations[place] >= 0 else { throw RecordError("deviations must not be negative") }
                series.points[place].deviation = deviations[place]
            }
            if let saturated { series.points[place].isSaturated = saturated[place] }
        }
        self = series
    }
}

extension CalibrationConditions {
    fileprivate var fields: JSONObject {
        var object = JSONObject([
            ("temperatureHalfWidth", .number(temperatureHalfWidth)), ("samplesAveraged", .integer(Int64(samplesAveraged))),
        ])
        object["creepChange"] = creep.map { .number($0.change) }
        object["creepPercent"] = creep.map { .number($0.percent) }
        object["creepEarlyPercent"] = (creep?.earlyPercent).map(JSONValue.number)
        object["zeroTemperatureCoefficient"] = zeroTemperatureCoefficient.map(JSONValue.number)
        object["spanTemperatureCoefficient"] = spanTemperatureCoefficient.map(JSONValue.number)
        object["zeroHalfWidth"] = zeroHalfWidth.map(JSONValue.number)
        object["intendedForce"] = intendedForce.map(JSONValue.number)
        object["cells"] = cells.map { .array($0.channels.map { .integer(Int64($0)) }) }
        object["cellOffsets"] = cells.map { .array($0.offsets.map(JSONValue.number)) }
        object["cellScales"] = cells.map { .array($0.scales.map(JSONValue.number)) }
        object["cornerTest"] = (cells?.cornerTest).map(JSONValue.string)
        object["placeDeviation"] = (cells?.place?.share).map(JSONValue.number)
        object["placeFreedom"] = (cells?.place?.freedom).map(JSONValue.number)
        return object
    }

    fileprivate init(fields: FieldReader) throws(RecordError) {
        let percent = try fields.number("creepPercent")
        let change = try fields.number("creepChange") ?? 0
        let early = try fields.number("creepEarlyPercent")
        self.init(
            creep: percent.map { CreepTest(change: change, percent: $0, earlyPercent: early) },
            zeroTemperatureCoefficient: try fields.number("zeroTemperatureCoefficient"),
            spanTemperatureCoefficient: try fields.number("spanTemperatureCoefficient"),
            temperatureHalfWidth: try fields.number("temperatureHalfWidth") ?? 5,
            zeroHalfWidth: try fields.number("zeroHalfWidth"), intendedForce: try fields.number("intendedForce"),
            samplesAveraged: Int(try fields.integer("samplesAveraged", in: 1...1_000_000) ?? 1), cells: try Self.cells(fields))
    }

    private static func cells(_ fields: FieldReader) throws(RecordError) -> CellConditions? {
        guard let channels = try fields.integers("cells") else { return nil }
        let (offsets, scales) = (try fields.numbers("cellOffsets") ?? [], try fields.numbers("cellScales") ?? [])
        guard !channels.isEmpty, channels == Set(channels).sorted(), channels.allSatisfy({ (1...8).contains($0) }),
            offsets.count == scales.count, scales.isEmpty || scales.count == channels.count
        else { throw RecordError("cells must be channels from 1 to 8, with an offset and a scale for each") }
        var place: CellConditions.Place?
        if let share = try fields.number("placeDeviation"), let freedom = try fields.number("placeFreedom") {
            guard share >= 0, share <= 1, freedom >= 1 else { throw RecordError("placeDeviation must be a share from 0 to 1") }
            place = CellConditions.Place(share: share, freedom: freedom)
        }
        return CellConditions(
            channels: channels.map { Int($0) }, offsets: offsets, scales: scales, cornerTest: try fields.text("cornerTest"),
            place: place)
    }
}
