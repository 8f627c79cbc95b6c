import Calibration
import Interface

/// A laboratory's certificate in messages, records and files.
extension LaboratoryCertificate {
    var fields: JSONObject {
        var object = JSONObject([
            ("name", .string(laboratory)), ("number", .string(number)), ("dateWallUs", .integer(dateWallMicroseconds)),
        ])
        object["dueWallUs"] = dueWallMicroseconds.map(JSONValue.integer)
        object["class"] = rangeClass.map { .string($0.rawValue) }
        if !coefficients.isEmpty {
            object["coefficients"] = .array(coefficients.map(JSONValue.number))
            object["zero"] = .number(zero)
        }
        object["coverageFactor"] = .number(uncertainty.coverageFactor)
        object["forces"] = .array(uncertainty.points.map { .number($0.force) })
        object["expanded"] = .array(uncertainty.points.map { .number($0.expanded) })
        return object
    }

    init(fields reader: FieldReader) throws(RecordError) {
        let (forces, expanded) = (try reader.requiredNumbers("forces"), try reader.requiredNumbers("expanded"))
        let uncertainty = try Self.uncertainty(forces, expanded, factor: try reader.requiredNumber("coverageFactor"))
        self.init(
            laboratory: try Self.text("name", reader), number: try Self.text("number", reader),
            dateWallMicroseconds: try reader.requiredInteger("dateWallUs", in: 0...Int64.max),
            dueWallMicroseconds: try reader.integer("dueWallUs", in: 0...Int64.max), rangeClass: try Self.grade(reader),
            coefficients: try Self.coefficients(reader), zero: try reader.number("zero") ?? 0, uncertainty: uncertainty)
    }

    private static func text(_ name: String, _ reader: FieldReader) throws(RecordError) -> String {
        let text = try reader.requiredText(name)
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw RecordError("the laboratory and the number of its certificate must not be empty")
        }
        return text
    }

    private static func grade(_ reader: FieldReader) throws(RecordError) -> RangeClass.Grade? {
        guard let name = try reader.text("class") else { return nil }
        guard let grade = RangeClass.Grade(rawValue: name), grade != .unclassified else {
            throw RecordError("class must be 00, 0.5, 1 or 2, as a text")
        }
        return grade
    }

    private static func coefficients(_ reader: FieldReader) throws(RecordError) -> [Double] {
        let numbers = try reader.numbers("coefficients") ?? []
        guard numbers.isEmpty || ((2...4).contains(numbers.count) && numbers[1] != 0) else {
            throw RecordError("coefficients must be 2 to 4 numbers, c0, c1, …, of the force as a function of the reading")
        }
        return numbers
    }

    private static func uncertainty(_ forces: [Double], _ expanded: [Double], factor: Double) throws(RecordError)
        -> StatedUncertainty
    {
        guard forces.count == expanded.count,
            let stated = StatedUncertainty(
                coverageFactor: factor, points: zip(forces, expanded).map { .init(force: $0, expanded: $1) })
        else {
            throw RecordError(
                "U must be above 0 at each force, forces different and of one sign, and the coverage factor from 1 to 10")
        }
        return stated
    }
}

extension CalibrationDraft {
    /// Reads what somebody has copied from a laboratory's certificate into a TOML file.
    ///
    /// - Parameter sensor: the name of the sensor; empty for none.
    /// - Throws: an error that names the first key that is missing or wrong.
    public init(laboratoryFile bytes: [UInt8], sensor: String) throws(RecordError) {
        let object = try RecordText.object(bytes)
        let known = [
            "laboratory", "number", "date", "due", "class", "coverageFactor", "unit", "readingUnit", "forces", "readings",
            "expanded",
            "expandedPercent", "coefficients", "zero", "note",
        ]
        if let other = object.members.first(where: { !known.contains($0.name) }) {
            throw RecordError("unknown key \"\(other.name)\"; see `holdfast help calibrate`")
        }
        let reader = FieldReader(object)
        let name = try reader.text("unit") ?? "N"
        guard let unit = LoadUnit(rawValue: name), unit.kilograms == nil else {
            throw RecordError("unit must be N, kN or lbf, the unit of the forces on the certificate")
        }
        let newtons = unit.newtons
        let forces = try reader.requiredNumbers("forces").map { $0 * newtons }
        guard forces.contains(0), forces.count >= 3 else {
            throw RecordError("forces must be 0 and at least two others, as on the certificate")
        }
        var fields = JSONObject([
            ("name", .string(try reader.requiredText("laboratory"))), ("number", .string(try reader.requiredText("number"))),
            ("dateWallUs", .integer(try Self.day("date", reader) ?? -1)),
        ])
        guard fields["dateWallUs"]?.integer != -1 else { throw RecordError("date must be a day, as \"2026-03-02\"") }
        fields["dueWallUs"] = try Self.day("due", reader).map(JSONValue.integer)
        for key in ["class", "coefficients", "zero"] { fields[key] = object[key] }
        if unit != .newton, let given = try reader.numbers("coefficients") {
            fields["coefficients"] = .array(given.map { .number($0 * newtons) })
        }
        fields["coverageFactor"] = .number(try reader.number("coverageFactor") ?? 2)
        let expanded = try Self.expanded(reader, forces, newtons)
        fields["forces"] = .array(expanded.map { .number($0.force) })
        fields["expanded"] = .array(expanded.map { .number($0.expanded) })
        let certificate = try LaboratoryCertificate(fields: FieldReader(fields))
        let readings: [Double]
        if let given = try reader.numbers("readings") {
            readings = given
        } else if let curve = certificate.curve {
            readings = forces.map(curve.raw)
        } else {
            throw RecordError("the file needs readings, one for each force, or coefficients")
        }
        guard readings.allSatisfy(\.isFinite), let series = CalibrationSeries(forces: forces, readings: readings) else {
            throw RecordError("readings must be as many as forces, and the coefficients must rise or fall over the whole range")
        }
        // The laboratory's U replaces what would be computed from this.
        let worst = certificate.uncertainty.points.filter { $0.force != 0 }.map { $0.expanded / abs($0.force) }.max() ?? 1
        guard let reference = LoadReference(cellRelativeUncertainty: min(worst, 1)) else { throw RecordError("expanded is no U") }
        self.init(
            sensor: sensor, rawUnit: try reader.text("readingUnit") ?? "", run: CalibrationRun(series: [series]),
            reference: reference, maximumDegree: certificate.coefficients.isEmpty ? 3 : certificate.coefficients.count - 1,
            instrument: certificate.name, note: try reader.text("note") ?? "")
        laboratory = certificate
    }

    private static func day(_ name: String, _ reader: FieldReader) throws(RecordError) -> Int64? {
        guard let text = try reader.text(name) else { return nil }
        guard let day = RecordDate.wallMicroseconds(day: text) else {
            throw RecordError("\(name) must be a day, as \"2026-03-02\"")
        }
        return day
    }

    /// U at each force, N; zero has one only where it is stated.
    private static func expanded(_ reader: FieldReader, _ forces: [Double], _ newtons: Double) throws(RecordError)
        -> [StatedUncertainty.Point]
    {
        let absolute = try reader.numbers("expanded")
        let shares = try reader.numbers("expandedPercent")
        guard (absolute == nil) != (shares == nil), let given = absolute ?? shares, given.count == forces.count else {
            throw RecordError(
                "give U at each force, as many numbers as forces (0 at the force 0 where none is stated): "
                    + "expanded in the unit of the forces, or expanded_percent")
        }
        return zip(forces, given).compactMap { force, number in
            let expanded = absolute == nil ? number / 100 * abs(force) : number * newtons
            return force == 0 && expanded == 0 ? nil : StatedUncertainty.Point(force: force, expanded: expanded)
        }
    }
}
