public import Calibration
public import Interface

/// A weight as a JSON object: in messages of `org.holdfast.calibration1` and in records.
extension CertifiedWeight {
    public var fields: JSONObject {
        var object = JSONObject([
            ("serial", .string(serial)), ("mass", .number(weight.mass)),
            ("relativeUncertainty", .number(weight.relativeUncertainty)), ("density", .number(weight.density)),
        ])
        object["class"] = weightClass.map { .string($0.rawValue) }
        object["certificate"] = certificate.map(JSONValue.string)
        object["dueWallUs"] = dueWallMicroseconds.map(JSONValue.integer)
        return object
    }

    /// - Parameter place: the position of the object, for messages.
    /// - Throws: an error that names the first field that is missing or wrong.
    public init(fields: JSONObject, at place: String = "") throws(RecordError) {
        let reader = FieldReader(fields, at: place)
        let serial = try reader.requiredText("serial")
        guard !serial.isEmpty else { throw RecordError("a weight must have a serial number, or another name of its own") }
        let mass = try reader.requiredNumber("mass")
        var weightClass: WeightClass?
        if let name = try reader.text("class") {
            weightClass = WeightClass(rawValue: name)
            guard weightClass != nil else {
                throw RecordError("the class of a weight must be \(WeightClass.allCases.map(\.rawValue).joined(separator: ", "))")
            }
        }
        let stated = try reader.number("relativeUncertainty")
        let byClass = mass < WeightClass.smallestMass ? nil : weightClass?.relativeUncertainty
        guard let share = stated ?? byClass else {
            throw RecordError(
                "\(serial) needs an uncertainty: --load-uncertainty, or --class for \(WeightClass.smallestMass) kg or more")
        }
        guard
            let weight = Weight(
                kilograms: mass, relativeUncertainty: share, density: try reader.number("density") ?? 7850)
        else {
            throw RecordError(
                "\(serial): the mass must be above 0 kg, its uncertainty a share from 0 to 1, its density from 1000 to 25000 kg/m³"
            )
        }
        self.init(
            serial: serial, weight: weight, weightClass: weightClass, certificate: try reader.text("certificate"),
            dueWallMicroseconds: try reader.integer("dueWallUs", in: 0...Int64.max))
    }
}

extension CertifiedWeight {
    /// As TOML.
    public var record: String { RecordText.text(fields) }

    /// Reads what ``record`` has written.
    public init(record: String) throws(RecordError) { try self.init(fields: RecordText.object(Array(record.utf8))) }
}

extension CalibrationDraft {
    /// What is doubtful about the weights at a time.
    public func doubtsAboutWeights(_ wallMicroseconds: Int64) -> [String] {
        weights.compactMap { weight in
            guard weight.isOverdue(wallMicroseconds), let due = weight.dueWallMicroseconds else { return nil }
            return "the calibration of weight \(weight.serial) was due on \(RecordDate.day(due)): its mass may have changed"
        }
            + weights.filter { $0.certificate == nil }.map {
                "weight \($0.serial) has no certificate: the forces are not traceable to national standards"
            }
    }

    /// The certificates that make the forces traceable; nil when a weight has none, or the weights are not known.
    var traceability: String? {
        let certificates = weights.compactMap(\.certificate)
        guard !weights.isEmpty, certificates.count == weights.count else { return nil }
        return "Through the calibration of the weights: " + Set(certificates).sorted().joined(separator: "; ")
    }
}

extension CalibrationRecord {
    /// How forces that the sensor measures are traceable to national standards; nil when that is not stated.
    public var traceabilityOfForces: String? {
        let made = "Through the calibration of sensor \(draft.sensor) of \(RecordDate.day(origin.madeWallMicroseconds)), \(id)"
        if let laboratory = draft.laboratory { return "\(made), from \(laboratory.name)" }
        guard draft.traceability != nil else { return nil }
        let weights = draft.weights.map { weight in "\(weight.serial) (\(weight.certificate ?? ""))" }
        return "\(made), with the weights " + weights.joined(separator: ", ")
    }
}
