// swift-format-ignore-file
// Written by scripts/generate-messages from Sources/Interface/org.holdfast.calibration1.varlink. Do not edit.
public import Interface

/// Calibrations of the sensors of a Holdfast station. On the control socket only.
///
/// Forces are newtons. Readings are in the raw unit of the device. Uncertainties are expanded (95.45 %, k about 2) unless they
/// are called "standard". Values that the points cannot support are left out, and a "reason" says why.
public enum Calibration1 {
    /// Loading or unloading.
    public enum Direction: String, ClosedSet {
        case up
        case down
    }

    /// Whether a record is in force, or another one is in force in its place.
    public enum RecordState: String, ClosedSet {
        case inForce = "in_force"
        case superseded
    }

    /// A test of a plate (the eccentric-load test, the known-point test, the matrix) or of a band.
    public enum TestKind: String, ClosedSet {
        case corners
        case points
        case matrix
        case band
    }

    /// One series of loading, and possibly unloading, from no load on, without a change of the mounting. All lists have the
    /// same length and the order in which the points were captured.
    public struct Series: Message {
        /// Differs if the sensor was turned, or removed and mounted again.
        public var mounting: Int64?
        /// Known forces; 0 for no load.
        public var forces: [Double]
        /// Means of the readings.
        public var readings: [Double]
        /// Derived from the forces if left out.
        public var directions: [Direction]?
        /// Standard deviations of the readings.
        public var deviations: [Double]?
        /// Number of readings in each mean.
        public var samples: [Int64]?
        /// Whether a reading lay at the limit of the converter.
        public var saturated: [Bool]?

        public init(mounting: Int64?, forces: [Double], readings: [Double], directions: [Direction]?, deviations: [Double]?, samples: [Int64]?, saturated: [Bool]?) {
            self.mounting = mounting
            self.forces = forces
            self.readings = readings
            self.directions = directions
            self.deviations = deviations
            self.samples = samples
            self.saturated = saturated
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Series")
            self.mounting = try reader.optional("mounting")
            self.forces = try reader.required("forces")
            self.readings = try reader.required("readings")
            self.directions = try reader.optional("directions")
            self.deviations = try reader.optional("deviations")
            self.samples = try reader.optional("samples")
            self.saturated = try reader.optional("saturated")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("mounting", mounting)
            writer.member("forces", forces)
            writer.member("readings", readings)
            writer.member("directions", directions)
            writer.member("deviations", deviations)
            writer.member("samples", samples)
            writer.member("saturated", saturated)
        }
    }

    /// Uncertainty of the known forces, relative to the force: expanded uncertainty of the weights or of the reference cell,
    /// and half widths of gravity and buoyancy.
    public struct Reference: Message {
        public var relativeUncertainty: Double
        public var gravityHalfWidth: Double?
        public var buoyancyHalfWidth: Double?

        public init(relativeUncertainty: Double, gravityHalfWidth: Double?, buoyancyHalfWidth: Double?) {
            self.relativeUncertainty = relativeUncertainty
            self.gravityHalfWidth = gravityHalfWidth
            self.buoyancyHalfWidth = buoyancyHalfWidth
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Reference")
            self.relativeUncertainty = try reader.required("relativeUncertainty")
            self.gravityHalfWidth = try reader.optional("gravityHalfWidth")
            self.buoyancyHalfWidth = try reader.optional("buoyancyHalfWidth")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("relativeUncertainty", relativeUncertainty)
            writer.member("gravityHalfWidth", gravityHalfWidth)
            writer.member("buoyancyHalfWidth", buoyancyHalfWidth)
        }
    }

    /// Further facts about the sensor and its use.
    public struct Conditions: Message {
        /// Creep under the highest load: the change of the reading from 30 s to 300 s after it was put on, and the same in per
        /// cent of the deflection; and the change from 1 s to 30 s in per cent, which counts in U, but not in the class.
        public var creepChange: Double?
        public var creepPercent: Double?
        public var creepEarlyPercent: Double?
        public var zeroTemperatureCoefficient: Double?
        public var spanTemperatureCoefficient: Double?
        public var temperatureHalfWidth: Double?
        public var zeroHalfWidth: Double?
        public var intendedForce: Double?
        public var samplesAveraged: Int64?
        /// For a sensor of several channels: the channels whose sum is its force, counted from 1; offset and scale of each; the
        /// eccentric-load test in force during the calibration; and from that test the standard uncertainty due to the position
        /// of the load, relative to the force, with its degrees of freedom. The station fills them in. A draft with "cells"
        /// whose eccentric-load test is no longer in force is refused.
        public var cells: [Int64]?
        public var cellOffsets: [Double]?
        public var cellScales: [Double]?
        public var cornerTest: String?
        public var placeDeviation: Double?
        public var placeFreedom: Double?

        public init(creepChange: Double?, creepPercent: Double?, creepEarlyPercent: Double?, zeroTemperatureCoefficient: Double?, spanTemperatureCoefficient: Double?, temperatureHalfWidth: Double?, zeroHalfWidth: Double?, intendedForce: Double?, samplesAveraged: Int64?, cells: [Int64]?, cellOffsets: [Double]?, cellScales: [Double]?, cornerTest: String?, placeDeviation: Double?, placeFreedom: Double?) {
            self.creepChange = creepChange
            self.creepPercent = creepPercent
            self.creepEarlyPercent = creepEarlyPercent
            self.zeroTemperatureCoefficient = zeroTemperatureCoefficient
            self.spanTemperatureCoefficient = spanTemperatureCoefficient
            self.temperatureHalfWidth = temperatureHalfWidth
            self.zeroHalfWidth = zeroHalfWidth
            self.intendedForce = intendedForce
            self.samplesAveraged = samplesAveraged
            self.cells = cells
            self.cellOffsets = cellOffsets
            self.cellScales = cellScales
            self.cornerTest = cornerTest
            self.placeDeviation = placeDeviation
            self.placeFreedom = placeFreedom
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Conditions")
            self.creepChange = try reader.optional("creepChange")
            self.creepPercent = try reader.optional("creepPercent")
            self.creepEarlyPercent = try reader.optional("creepEarlyPercent")
            self.zeroTemperatureCoefficient = try reader.optional("zeroTemperatureCoefficient")
            self.spanTemperatureCoefficient = try reader.optional("spanTemperatureCoefficient")
            self.temperatureHalfWidth = try reader.optional("temperatureHalfWidth")
            self.zeroHalfWidth = try reader.optional("zeroHalfWidth")
            self.intendedForce = try reader.optional("intendedForce")
            self.samplesAveraged = try reader.optional("samplesAveraged")
            self.cells = try reader.optional("cells")
            self.cellOffsets = try reader.optional("cellOffsets")
            self.cellScales = try reader.optional("cellScales")
            self.cornerTest = try reader.optional("cornerTest")
            self.placeDeviation = try reader.optional("placeDeviation")
            self.placeFreedom = try reader.optional("placeFreedom")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("creepChange", creepChange)
            writer.member("creepPercent", creepPercent)
            writer.member("creepEarlyPercent", creepEarlyPercent)
            writer.member("zeroTemperatureCoefficient", zeroTemperatureCoefficient)
            writer.member("spanTemperatureCoefficient", spanTemperatureCoefficient)
            writer.member("temperatureHalfWidth", temperatureHalfWidth)
            writer.member("zeroHalfWidth", zeroHalfWidth)
            writer.member("intendedForce", intendedForce)
            writer.member("samplesAveraged", samplesAveraged)
            writer.member("cells", cells)
            writer.member("cellOffsets", cellOffsets)
            writer.member("cellScales", cellScales)
            writer.member("cornerTest", cornerTest)
            writer.member("placeDeviation", placeDeviation)
            writer.member("placeFreedom", placeFreedom)
        }
    }

    /// A weight of the station. "relativeUncertainty" is the expanded uncertainty (k = 2) of its mass, relative to it.
    public struct Weight: Message {
        /// The serial number, or another name of its own.
        public var serial: String
        /// kg.
        public var mass: Double
        /// Left out on input, the limit of the class is used, for masses of 0.1 kg and more. The stored weight always has it.
        public var relativeUncertainty: Double?
        /// kg/m3; 7850 (steel) if left out.
        public var density: Double?
        /// Class according to OIML R 111-1: E1, E2, F1, F2, M1, M2 or M3.
        public var `class`: String?
        /// Laboratory and number of the calibration certificate. A weight without one is not traceable.
        public var certificate: String?
        /// When its next calibration is due.
        public var dueWallUs: Int64?
        /// The disk has altered the row: add the weight again.
        public var altered: Bool?

        public init(serial: String, mass: Double, relativeUncertainty: Double?, density: Double?, `class`: String?, certificate: String?, dueWallUs: Int64?, altered: Bool?) {
            self.serial = serial
            self.mass = mass
            self.relativeUncertainty = relativeUncertainty
            self.density = density
            self.class = `class`
            self.certificate = certificate
            self.dueWallUs = dueWallUs
            self.altered = altered
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Weight")
            self.serial = try reader.required("serial")
            self.mass = try reader.required("mass")
            self.relativeUncertainty = try reader.optional("relativeUncertainty")
            self.density = try reader.optional("density")
            self.class = try reader.optional("class")
            self.certificate = try reader.optional("certificate")
            self.dueWallUs = try reader.optional("dueWallUs")
            self.altered = try reader.optional("altered")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("serial", serial)
            writer.member("mass", mass)
            writer.member("relativeUncertainty", relativeUncertainty)
            writer.member("density", density)
            writer.member("class", `class`)
            writer.member("certificate", certificate)
            writer.member("dueWallUs", dueWallUs)
            writer.member("altered", altered)
        }
    }

    /// A calibration that a laboratory made. Its U is used as it states it, in place of one that is computed from the points.
    public struct LaboratoryCertificate: Message {
        /// The laboratory, with its accreditation, and the number of the certificate.
        public var name: String
        public var number: String
        /// The day of the calibration.
        public var dateWallUs: Int64
        /// When it is due again; if left out, "validDays" after that day.
        public var dueWallUs: Int64?
        /// The class that it states.
        public var `class`: String?
        /// c0, c1, … of the force in newtons as a function of the reading minus "zero"; if left out, a curve through the points
        /// of the draft.
        public var coefficients: [Double]?
        public var zero: Double?
        /// k, and U at forces of one sign, newtons.
        public var coverageFactor: Double
        public var forces: [Double]
        public var expanded: [Double]

        public init(name: String, number: String, dateWallUs: Int64, dueWallUs: Int64?, `class`: String?, coefficients: [Double]?, zero: Double?, coverageFactor: Double, forces: [Double], expanded: [Double]) {
            self.name = name
            self.number = number
            self.dateWallUs = dateWallUs
            self.dueWallUs = dueWallUs
            self.class = `class`
            self.coefficients = coefficients
            self.zero = zero
            self.coverageFactor = coverageFactor
            self.forces = forces
            self.expanded = expanded
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "LaboratoryCertificate")
            self.name = try reader.required("name")
            self.number = try reader.required("number")
            self.dateWallUs = try reader.required("dateWallUs")
            self.dueWallUs = try reader.optional("dueWallUs")
            self.class = try reader.optional("class")
            self.coefficients = try reader.optional("coefficients")
            self.zero = try reader.optional("zero")
            self.coverageFactor = try reader.required("coverageFactor")
            self.forces = try reader.required("forces")
            self.expanded = try reader.required("expanded")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("name", name)
            writer.member("number", number)
            writer.member("dateWallUs", dateWallUs)
            writer.member("dueWallUs", dueWallUs)
            writer.member("class", `class`)
            writer.member("coefficients", coefficients)
            writer.member("zero", zero)
            writer.member("coverageFactor", coverageFactor)
            writer.member("forces", forces)
            writer.member("expanded", expanded)
        }
    }

    /// The input of a calibration.
    public struct Draft: Message {
        public var sensor: String
        public var rawUnit: String?
        /// The instrument or weights that the forces came from, as text.
        public var instrument: String?
        public var note: String?
        /// Days until it is due again; 0 for never. If left out, the months of the station's settings.
        public var validDays: Int64?
        /// Highest degree of the curve, 1 to 3; 1 for a sensor of several channels.
        public var maximumDegree: Int64?
        /// Resolution of the reading.
        public var resolution: Double?
        /// Range of the converter.
        public var lowest: Double?
        public var highest: Double?
        /// Rates of force development are to be measured: U of at most 2 % at the highest force is allowed, not 5 %.
        public var isForRates: Bool?
        /// Why it is to be put in force although U is larger than allowed. Without a reason "Accept" refuses it.
        public var acceptedWorse: String?
        /// The weights that were used, as "ListWeights" has them.
        public var weights: [Weight]?
        /// For a calibration that was not made here. "series" has the table of the certificate.
        public var laboratory: LaboratoryCertificate?
        public var reference: Reference
        public var conditions: Conditions?
        public var series: [Series]

        public init(sensor: String, rawUnit: String?, instrument: String?, note: String?, validDays: Int64?, maximumDegree: Int64?, resolution: Double?, lowest: Double?, highest: Double?, isForRates: Bool?, acceptedWorse: String?, weights: [Weight]?, laboratory: LaboratoryCertificate?, reference: Reference, conditions: Conditions?, series: [Series]) {
            self.sensor = sensor
            self.rawUnit = rawUnit
            self.instrument = instrument
            self.note = note
            self.validDays = validDays
            self.maximumDegree = maximumDegree
            self.resolution = resolution
            self.lowest = lowest
            self.highest = highest
            self.isForRates = isForRates
            self.acceptedWorse = acceptedWorse
            self.weights = weights
            self.laboratory = laboratory
            self.reference = reference
            self.conditions = conditions
            self.series = series
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Draft")
            self.sensor = try reader.required("sensor")
            self.rawUnit = try reader.optional("rawUnit")
            self.instrument = try reader.optional("instrument")
            self.note = try reader.optional("note")
            self.validDays = try reader.optional("validDays")
            self.maximumDegree = try reader.optional("maximumDegree")
            self.resolution = try reader.optional("resolution")
            self.lowest = try reader.optional("lowest")
            self.highest = try reader.optional("highest")
            self.isForRates = try reader.optional("isForRates")
            self.acceptedWorse = try reader.optional("acceptedWorse")
            self.weights = try reader.optional("weights")
            self.laboratory = try reader.optional("laboratory")
            self.reference = try reader.required("reference")
            self.conditions = try reader.optional("conditions")
            self.series = try reader.required("series")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sensor", sensor)
            writer.member("rawUnit", rawUnit)
            writer.member("instrument", instrument)
            writer.member("note", note)
            writer.member("validDays", validDays)
            writer.member("maximumDegree", maximumDegree)
            writer.member("resolution", resolution)
            writer.member("lowest", lowest)
            writer.member("highest", highest)
            writer.member("isForRates", isForRates)
            writer.member("acceptedWorse", acceptedWorse)
            writer.member("weights", weights)
            writer.member("laboratory", laboratory)
            writer.member("reference", reference)
            writer.member("conditions", conditions)
            writer.member("series", series)
        }
    }

    public struct Figure: Message {
        public var name: String
        public var percent: Double?
        public var reason: String?

        public init(name: String, percent: Double?, reason: String?) {
            self.name = name
            self.percent = percent
            self.reason = reason
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Figure")
            self.name = try reader.required("name")
            self.percent = try reader.optional("percent")
            self.reason = try reader.optional("reason")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("name", name)
            writer.member("percent", percent)
            writer.member("reason", reason)
        }
    }

    public struct Residual: Message {
        public var series: Int64
        public var point: Int64
        public var direction: Direction
        public var force: Double
        public var reading: Double
        public var residual: Double

        public init(series: Int64, point: Int64, direction: Direction, force: Double, reading: Double, residual: Double) {
            self.series = series
            self.point = point
            self.direction = direction
            self.force = force
            self.reading = reading
            self.residual = residual
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Residual")
            self.series = try reader.required("series")
            self.point = try reader.required("point")
            self.direction = try reader.required("direction")
            self.force = try reader.required("force")
            self.reading = try reader.required("reading")
            self.residual = try reader.required("residual")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("series", series)
            writer.member("point", point)
            writer.member("direction", direction)
            writer.member("force", force)
            writer.member("reading", reading)
            writer.member("residual", residual)
        }
    }

    public struct Uncertainty: Message {
        public var force: Double
        public var expanded: Double?
        public var reason: String?

        public init(force: Double, expanded: Double?, reason: String?) {
            self.force = force
            self.expanded = expanded
            self.reason = reason
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Uncertainty")
            self.force = try reader.required("force")
            self.expanded = try reader.optional("expanded")
            self.reason = try reader.optional("reason")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("force", force)
            writer.member("expanded", expanded)
            writer.member("reason", reason)
        }
    }

    /// A line of the uncertainty budget at the highest force. Without "standard" the contribution was not measured and U does
    /// not include it.
    public struct BudgetLine: Message {
        public var source: String
        public var standard: Double?
        public var freedom: Double?

        public init(source: String, standard: Double?, freedom: Double?) {
            self.source = source
            self.standard = standard
            self.freedom = freedom
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "BudgetLine")
            self.source = try reader.required("source")
            self.standard = try reader.optional("standard")
            self.freedom = try reader.optional("freedom")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("source", source)
            writer.member("standard", standard)
            writer.member("freedom", freedom)
        }
    }

    public struct Warning: Message {
        public var name: String
        public var message: String

        public init(name: String, message: String) {
            self.name = name
            self.message = message
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Warning")
            self.name = try reader.required("name")
            self.message = try reader.required("message")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("name", name)
            writer.member("message", message)
        }
    }

    /// The result of a calibration.
    public struct Report: Message {
        /// F = c0 + c1 d + c2 d^2 + c3 d^3 with d = reading - zero: c0, c1, c2, c3, zero; two numbers for a line through
        /// reading 0.
        public var curve: [Double]
        public var degree: Int64
        public var standardError: Double?
        public var rSquared: Double
        /// Class according to the limits of ISO 376: "00", "0.5", "1", "2" or "unclassified" (text, because no Varlink name
        /// begins with a digit); the lowest force of the class; what fails; what was not measured.
        public var `class`: String
        public var classFrom: Double?
        public var classFails: [String]
        public var classMisses: [String]
        /// According to the formulas of ASTM E74.
        public var lowerLimitFactor: Double?
        public var lowerLimitClass: String?
        public var figures: [Figure]
        public var residuals: [Residual]
        public var uncertainties: [Uncertainty]
        public var budget: [BudgetLine]
        public var warnings: [Warning]

        public init(curve: [Double], degree: Int64, standardError: Double?, rSquared: Double, `class`: String, classFrom: Double?, classFails: [String], classMisses: [String], lowerLimitFactor: Double?, lowerLimitClass: String?, figures: [Figure], residuals: [Residual], uncertainties: [Uncertainty], budget: [BudgetLine], warnings: [Warning]) {
            self.curve = curve
            self.degree = degree
            self.standardError = standardError
            self.rSquared = rSquared
            self.class = `class`
            self.classFrom = classFrom
            self.classFails = classFails
            self.classMisses = classMisses
            self.lowerLimitFactor = lowerLimitFactor
            self.lowerLimitClass = lowerLimitClass
            self.figures = figures
            self.residuals = residuals
            self.uncertainties = uncertainties
            self.budget = budget
            self.warnings = warnings
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Report")
            self.curve = try reader.required("curve")
            self.degree = try reader.required("degree")
            self.standardError = try reader.optional("standardError")
            self.rSquared = try reader.required("rSquared")
            self.class = try reader.required("class")
            self.classFrom = try reader.optional("classFrom")
            self.classFails = try reader.required("classFails")
            self.classMisses = try reader.required("classMisses")
            self.lowerLimitFactor = try reader.optional("lowerLimitFactor")
            self.lowerLimitClass = try reader.optional("lowerLimitClass")
            self.figures = try reader.required("figures")
            self.residuals = try reader.required("residuals")
            self.uncertainties = try reader.required("uncertainties")
            self.budget = try reader.required("budget")
            self.warnings = try reader.required("warnings")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("curve", curve)
            writer.member("degree", degree)
            writer.member("standardError", standardError)
            writer.member("rSquared", rSquared)
            writer.member("class", `class`)
            writer.member("classFrom", classFrom)
            writer.member("classFails", classFails)
            writer.member("classMisses", classMisses)
            writer.member("lowerLimitFactor", lowerLimitFactor)
            writer.member("lowerLimitClass", lowerLimitClass)
            writer.member("figures", figures)
            writer.member("residuals", residuals)
            writer.member("uncertainties", uncertainties)
            writer.member("budget", budget)
            writer.member("warnings", warnings)
        }
    }

    /// A calibration that was accepted.
    public struct Calibration: Message {
        public var id: String
        public var sensor: String
        public var addedWallUs: Int64
        /// The user who added it to this station.
        public var user: Int64
        public var `class`: String
        public var dueWallUs: Int64?
        public var state: RecordState

        public init(id: String, sensor: String, addedWallUs: Int64, user: Int64, `class`: String, dueWallUs: Int64?, state: RecordState) {
            self.id = id
            self.sensor = sensor
            self.addedWallUs = addedWallUs
            self.user = user
            self.class = `class`
            self.dueWallUs = dueWallUs
            self.state = state
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Calibration")
            self.id = try reader.required("id")
            self.sensor = try reader.required("sensor")
            self.addedWallUs = try reader.required("addedWallUs")
            self.user = try reader.required("user")
            self.class = try reader.required("class")
            self.dueWallUs = try reader.optional("dueWallUs")
            self.state = try reader.required("state")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("id", id)
            writer.member("sensor", sensor)
            writer.member("addedWallUs", addedWallUs)
            writer.member("user", user)
            writer.member("class", `class`)
            writer.member("dueWallUs", dueWallUs)
            writer.member("state", state)
        }
    }

    /// A check of a calibrated sensor with a known force. "score" is Eₙ: the error divided by the root of the sum of both
    /// squared expanded uncertainties, negative when the sensor read too little. The check passes from -1 to 1.
    public struct Check: Message {
        public var calibration: String
        public var wallUs: Int64
        public var user: Int64
        public var known: Double
        public var measured: Double
        public var expanded: Double
        public var score: Double
        public var passed: Bool
        public var note: String
        /// The disk has altered the row: its numbers are not those of the check.
        public var altered: Bool?

        public init(calibration: String, wallUs: Int64, user: Int64, known: Double, measured: Double, expanded: Double, score: Double, passed: Bool, note: String, altered: Bool?) {
            self.calibration = calibration
            self.wallUs = wallUs
            self.user = user
            self.known = known
            self.measured = measured
            self.expanded = expanded
            self.score = score
            self.passed = passed
            self.note = note
            self.altered = altered
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Check")
            self.calibration = try reader.required("calibration")
            self.wallUs = try reader.required("wallUs")
            self.user = try reader.required("user")
            self.known = try reader.required("known")
            self.measured = try reader.required("measured")
            self.expanded = try reader.required("expanded")
            self.score = try reader.required("score")
            self.passed = try reader.required("passed")
            self.note = try reader.required("note")
            self.altered = try reader.optional("altered")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("calibration", calibration)
            writer.member("wallUs", wallUs)
            writer.member("user", user)
            writer.member("known", known)
            writer.member("measured", measured)
            writer.member("expanded", expanded)
            writer.member("score", score)
            writer.member("passed", passed)
            writer.member("note", note)
            writer.member("altered", altered)
        }
    }

    /// A reading without load that replaces the zero of the calibration, in the raw unit. "drift" is its difference from that
    /// zero and "limit" the largest allowed difference, both in newtons. The limit is the larger of 0.5 % of the highest
    /// calibrated force and five standard uncertainties at zero.
    public struct ZeroReading: Message {
        public var calibration: String
        public var wallUs: Int64
        public var user: Int64
        public var zero: Double
        public var drift: Double
        public var limit: Double
        public var alarm: Bool
        /// The disk has altered the row: the zero of the calibration is used.
        public var altered: Bool?

        public init(calibration: String, wallUs: Int64, user: Int64, zero: Double, drift: Double, limit: Double, alarm: Bool, altered: Bool?) {
            self.calibration = calibration
            self.wallUs = wallUs
            self.user = user
            self.zero = zero
            self.drift = drift
            self.limit = limit
            self.alarm = alarm
            self.altered = altered
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "ZeroReading")
            self.calibration = try reader.required("calibration")
            self.wallUs = try reader.required("wallUs")
            self.user = try reader.required("user")
            self.zero = try reader.required("zero")
            self.drift = try reader.required("drift")
            self.limit = try reader.required("limit")
            self.alarm = try reader.required("alarm")
            self.altered = try reader.optional("altered")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("calibration", calibration)
            writer.member("wallUs", wallUs)
            writer.member("user", user)
            writer.member("zero", zero)
            writer.member("drift", drift)
            writer.member("limit", limit)
            writer.member("alarm", alarm)
            writer.member("altered", altered)
        }
    }

    /// The calibration that a device reported for one of its channels: F = offset + scale (reading - zero), in newtons. A
    /// device that does not report its uncertainty has no "expanded" but the reason "unknown".
    public struct DeviceCalibration: Message {
        public var sensor: String
        public var device: String
        public var readWallUs: Int64
        public var channel: Int64
        public var offset: Double
        public var scale: Double
        public var zero: Double
        /// The scale of readings below "zero", if the device has another one for them.
        public var scaleBelow: Double?
        public var expanded: Double?
        public var expandedReason: String?

        public init(sensor: String, device: String, readWallUs: Int64, channel: Int64, offset: Double, scale: Double, zero: Double, scaleBelow: Double?, expanded: Double?, expandedReason: String?) {
            self.sensor = sensor
            self.device = device
            self.readWallUs = readWallUs
            self.channel = channel
            self.offset = offset
            self.scale = scale
            self.zero = zero
            self.scaleBelow = scaleBelow
            self.expanded = expanded
            self.expandedReason = expandedReason
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "DeviceCalibration")
            self.sensor = try reader.required("sensor")
            self.device = try reader.required("device")
            self.readWallUs = try reader.required("readWallUs")
            self.channel = try reader.required("channel")
            self.offset = try reader.required("offset")
            self.scale = try reader.required("scale")
            self.zero = try reader.required("zero")
            self.scaleBelow = try reader.optional("scaleBelow")
            self.expanded = try reader.optional("expanded")
            self.expandedReason = try reader.optional("expandedReason")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sensor", sensor)
            writer.member("device", device)
            writer.member("readWallUs", readWallUs)
            writer.member("channel", channel)
            writer.member("offset", offset)
            writer.member("scale", scale)
            writer.member("zero", zero)
            writer.member("scaleBelow", scaleBelow)
            writer.member("expanded", expanded)
            writer.member("expandedReason", expandedReason)
        }
    }

    /// The position of a weight on a plate of four cells, and the forces of the cells: front left, front right, rear left, rear
    /// right, newtons.
    public struct Placement: Message {
        public var place: String?
        public var forces: [Double]

        public init(place: String?, forces: [Double]) {
            self.place = place
            self.forces = forces
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Placement")
            self.place = try reader.optional("place")
            self.forces = try reader.required("forces")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("place", place)
            writer.member("forces", forces)
        }
    }

    /// The true and the measured position of a weight on a plate: metres from the middle, x to the right, y forward.
    public struct KnownPoint: Message {
        public var knownX: Double
        public var knownY: Double
        public var measuredX: Double
        public var measuredY: Double

        public init(knownX: Double, knownY: Double, measuredX: Double, measuredY: Double) {
            self.knownX = knownX
            self.knownY = knownY
            self.measuredX = measuredX
            self.measuredY = measuredY
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "KnownPoint")
            self.knownX = try reader.required("knownX")
            self.knownY = try reader.required("knownY")
            self.measuredX = try reader.required("measuredX")
            self.measuredY = try reader.required("measuredY")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("knownX", knownX)
            writer.member("knownY", knownY)
            writer.member("measuredX", measuredX)
            writer.member("measuredY", measuredY)
        }
    }

    /// Fx Fy Fz (N) Mx My Mz (N m), and the six signals in raw units.
    public struct KnownLoad: Message {
        public var load: [Double]
        public var signals: [Double]

        public init(load: [Double], signals: [Double]) {
            self.load = load
            self.signals = signals
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "KnownLoad")
            self.load = try reader.required("load")
            self.signals = try reader.required("signals")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("load", load)
            writer.member("signals", signals)
        }
    }

    /// A test of a plate. "test" selects which, and so which lists are needed: "corners" (weight, placements), "points"
    /// (points) or "matrix" (loads).
    public struct PlateDraft: Message {
        public var sensor: String
        public var test: TestKind
        /// The instrument or weights, as text.
        public var instrument: String?
        public var note: String?
        /// Days until it is due again; 0 for never.
        public var validDays: Int64?
        /// The test of the same kind that was in force during the measurement. The draft is refused if another one is in force
        /// by now. The numbers include its correction; the station accounts for that, also if this is left out.
        public var before: String?
        /// Why it is to be put in force although "corners" leave an error of more than 1.5 %. Without a reason "AcceptPlate"
        /// refuses it.
        public var acceptedWorse: String?
        /// Uncertainty of the weight or the loads; without it there is no U.
        public var reference: Reference?
        /// Force of the weight.
        public var weight: Double?
        /// Readings without load: four forces, or six signals.
        public var empty: [Double]?
        public var placements: [Placement]?
        public var points: [KnownPoint]?
        /// Half width of the position of the weight, metres.
        public var placeHalfWidth: Double?
        public var loads: [KnownLoad]?
        /// Height of the plate's surface above the origin of the loads, metres.
        public var surface: Double?
        /// Filled in by the station.
        public var gainsBefore: [Double]?
        public var zerosBefore: [Double]?
        public var orderBefore: [Int64]?
        public var originBefore: [Double]?

        public init(sensor: String, test: TestKind, instrument: String?, note: String?, validDays: Int64?, before: String?, acceptedWorse: String?, reference: Reference?, weight: Double?, empty: [Double]?, placements: [Placement]?, points: [KnownPoint]?, placeHalfWidth: Double?, loads: [KnownLoad]?, surface: Double?, gainsBefore: [Double]?, zerosBefore: [Double]?, orderBefore: [Int64]?, originBefore: [Double]?) {
            self.sensor = sensor
            self.test = test
            self.instrument = instrument
            self.note = note
            self.validDays = validDays
            self.before = before
            self.acceptedWorse = acceptedWorse
            self.reference = reference
            self.weight = weight
            self.empty = empty
            self.placements = placements
            self.points = points
            self.placeHalfWidth = placeHalfWidth
            self.loads = loads
            self.surface = surface
            self.gainsBefore = gainsBefore
            self.zerosBefore = zerosBefore
            self.orderBefore = orderBefore
            self.originBefore = originBefore
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "PlateDraft")
            self.sensor = try reader.required("sensor")
            self.test = try reader.required("test")
            self.instrument = try reader.optional("instrument")
            self.note = try reader.optional("note")
            self.validDays = try reader.optional("validDays")
            self.before = try reader.optional("before")
            self.acceptedWorse = try reader.optional("acceptedWorse")
            self.reference = try reader.optional("reference")
            self.weight = try reader.optional("weight")
            self.empty = try reader.optional("empty")
            self.placements = try reader.optional("placements")
            self.points = try reader.optional("points")
            self.placeHalfWidth = try reader.optional("placeHalfWidth")
            self.loads = try reader.optional("loads")
            self.surface = try reader.optional("surface")
            self.gainsBefore = try reader.optional("gainsBefore")
            self.zerosBefore = try reader.optional("zerosBefore")
            self.orderBefore = try reader.optional("orderBefore")
            self.originBefore = try reader.optional("originBefore")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sensor", sensor)
            writer.member("test", test)
            writer.member("instrument", instrument)
            writer.member("note", note)
            writer.member("validDays", validDays)
            writer.member("before", before)
            writer.member("acceptedWorse", acceptedWorse)
            writer.member("reference", reference)
            writer.member("weight", weight)
            writer.member("empty", empty)
            writer.member("placements", placements)
            writer.member("points", points)
            writer.member("placeHalfWidth", placeHalfWidth)
            writer.member("loads", loads)
            writer.member("surface", surface)
            writer.member("gainsBefore", gainsBefore)
            writer.member("zerosBefore", zerosBefore)
            writer.member("orderBefore", orderBefore)
            writer.member("originBefore", originBefore)
        }
    }

    /// A stretch test of a band: loading and unloading.
    public struct BandDraft: Message {
        public var sensor: String
        public var instrument: String?
        public var note: String?
        public var validDays: Int64?
        public var before: String?
        /// How the tensions are traceable to national standards; printed on the certificate.
        public var traceability: String?
        /// Uncertainty of the tensions; without it there is no U.
        public var reference: Reference?
        /// Metres, in the order of time: loading to the longest, then unloading. At least ten for loading.
        public var lengths: [Double]
        /// Readings of the sensor.
        public var tensions: [Double]
        /// Reading with the harness on and the band slack.
        public var rest: Double?
        /// Half width of a length, metres.
        public var lengthHalfWidth: Double?

        public init(sensor: String, instrument: String?, note: String?, validDays: Int64?, before: String?, traceability: String?, reference: Reference?, lengths: [Double], tensions: [Double], rest: Double?, lengthHalfWidth: Double?) {
            self.sensor = sensor
            self.instrument = instrument
            self.note = note
            self.validDays = validDays
            self.before = before
            self.traceability = traceability
            self.reference = reference
            self.lengths = lengths
            self.tensions = tensions
            self.rest = rest
            self.lengthHalfWidth = lengthHalfWidth
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "BandDraft")
            self.sensor = try reader.required("sensor")
            self.instrument = try reader.optional("instrument")
            self.note = try reader.optional("note")
            self.validDays = try reader.optional("validDays")
            self.before = try reader.optional("before")
            self.traceability = try reader.optional("traceability")
            self.reference = try reader.optional("reference")
            self.lengths = try reader.required("lengths")
            self.tensions = try reader.required("tensions")
            self.rest = try reader.optional("rest")
            self.lengthHalfWidth = try reader.optional("lengthHalfWidth")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sensor", sensor)
            writer.member("instrument", instrument)
            writer.member("note", note)
            writer.member("validDays", validDays)
            writer.member("before", before)
            writer.member("traceability", traceability)
            writer.member("reference", reference)
            writer.member("lengths", lengths)
            writer.member("tensions", tensions)
            writer.member("rest", rest)
            writer.member("lengthHalfWidth", lengthHalfWidth)
        }
    }

    /// Result of an eccentric-load test. The corrected force of a cell is gain (force - zero), where force includes the
    /// settings and earlier tests. An error is the sum of the cells minus the weight, in % of the weight, for each placement.
    /// "expanded" is U of the sum with this weight anywhere on the plate.
    public struct CornersReport: Message {
        public var gains: [Double]
        public var zeros: [Double]
        public var gainsExpanded: [Double]?
        public var errorsBefore: [Double]
        public var errorsAfter: [Double]
        public var condition: Double
        /// Degrees of freedom: placements minus four. With 0, "errorsAfter" proves nothing.
        public var freedom: Int64
        public var expanded: Double?
        public var expandedReason: String?

        public init(gains: [Double], zeros: [Double], gainsExpanded: [Double]?, errorsBefore: [Double], errorsAfter: [Double], condition: Double, freedom: Int64, expanded: Double?, expandedReason: String?) {
            self.gains = gains
            self.zeros = zeros
            self.gainsExpanded = gainsExpanded
            self.errorsBefore = errorsBefore
            self.errorsAfter = errorsAfter
            self.condition = condition
            self.freedom = freedom
            self.expanded = expanded
            self.expandedReason = expandedReason
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "CornersReport")
            self.gains = try reader.required("gains")
            self.zeros = try reader.required("zeros")
            self.gainsExpanded = try reader.optional("gainsExpanded")
            self.errorsBefore = try reader.required("errorsBefore")
            self.errorsAfter = try reader.required("errorsAfter")
            self.condition = try reader.required("condition")
            self.freedom = try reader.required("freedom")
            self.expanded = try reader.optional("expanded")
            self.expandedReason = try reader.optional("expandedReason")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("gains", gains)
            writer.member("zeros", zeros)
            writer.member("gainsExpanded", gainsExpanded)
            writer.member("errorsBefore", errorsBefore)
            writer.member("errorsAfter", errorsAfter)
            writer.member("condition", condition)
            writer.member("freedom", freedom)
            writer.member("expanded", expanded)
            writer.member("expandedReason", expandedReason)
        }
    }

    /// Errors are distances in metres. "axes" is "as_expected", a rotation, a reflection, or "undetermined". "order" lists the
    /// channels, counted from 1, of front left, front right, rear left and rear right. "origin" is subtracted from the centre
    /// of pressure after that. Both include earlier tests.
    public struct PointsReport: Message {
        public var errors: [Double]
        public var rootMeanSquare: Double?
        public var largest: Double?
        public var axes: String
        public var order: [Int64]
        public var origin: [Double]
        public var seenOriginX: Double?
        public var seenOriginY: Double?
        /// Root mean square distance after axes and origin are corrected.
        public var remaining: Double?
        /// U of the centre of pressure before and after the correction.
        public var expanded: Double?
        public var expandedReason: String?
        public var expandedAfter: Double?
        public var expandedAfterReason: String?

        public init(errors: [Double], rootMeanSquare: Double?, largest: Double?, axes: String, order: [Int64], origin: [Double], seenOriginX: Double?, seenOriginY: Double?, remaining: Double?, expanded: Double?, expandedReason: String?, expandedAfter: Double?, expandedAfterReason: String?) {
            self.errors = errors
            self.rootMeanSquare = rootMeanSquare
            self.largest = largest
            self.axes = axes
            self.order = order
            self.origin = origin
            self.seenOriginX = seenOriginX
            self.seenOriginY = seenOriginY
            self.remaining = remaining
            self.expanded = expanded
            self.expandedReason = expandedReason
            self.expandedAfter = expandedAfter
            self.expandedAfterReason = expandedAfterReason
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "PointsReport")
            self.errors = try reader.required("errors")
            self.rootMeanSquare = try reader.optional("rootMeanSquare")
            self.largest = try reader.optional("largest")
            self.axes = try reader.required("axes")
            self.order = try reader.required("order")
            self.origin = try reader.required("origin")
            self.seenOriginX = try reader.optional("seenOriginX")
            self.seenOriginY = try reader.optional("seenOriginY")
            self.remaining = try reader.optional("remaining")
            self.expanded = try reader.optional("expanded")
            self.expandedReason = try reader.optional("expandedReason")
            self.expandedAfter = try reader.optional("expandedAfter")
            self.expandedAfterReason = try reader.optional("expandedAfterReason")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("errors", errors)
            writer.member("rootMeanSquare", rootMeanSquare)
            writer.member("largest", largest)
            writer.member("axes", axes)
            writer.member("order", order)
            writer.member("origin", origin)
            writer.member("seenOriginX", seenOriginX)
            writer.member("seenOriginY", seenOriginY)
            writer.member("remaining", remaining)
            writer.member("expanded", expanded)
            writer.member("expandedReason", expandedReason)
            writer.member("expandedAfter", expandedAfter)
            writer.member("expandedAfterReason", expandedAfterReason)
        }
    }

    /// L = C S, with C row by row. "crosstalk" is the largest, in % of full scale. "centre" is the RMS error of the centre of
    /// pressure, metres. "expanded" is U at the largest load of each axis.
    public struct MatrixReport: Message {
        public var matrix: [Double]
        public var condition: Double
        public var standardErrors: [Double]?
        public var residualDeviations: [Double]?
        public var expanded: [Double]?
        public var expandedReason: String?
        public var crosstalkBefore: Double?
        public var crosstalkAfter: Double?
        public var centreBefore: Double?
        public var centreAfter: Double?

        public init(matrix: [Double], condition: Double, standardErrors: [Double]?, residualDeviations: [Double]?, expanded: [Double]?, expandedReason: String?, crosstalkBefore: Double?, crosstalkAfter: Double?, centreBefore: Double?, centreAfter: Double?) {
            self.matrix = matrix
            self.condition = condition
            self.standardErrors = standardErrors
            self.residualDeviations = residualDeviations
            self.expanded = expanded
            self.expandedReason = expandedReason
            self.crosstalkBefore = crosstalkBefore
            self.crosstalkAfter = crosstalkAfter
            self.centreBefore = centreBefore
            self.centreAfter = centreAfter
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "MatrixReport")
            self.matrix = try reader.required("matrix")
            self.condition = try reader.required("condition")
            self.standardErrors = try reader.optional("standardErrors")
            self.residualDeviations = try reader.optional("residualDeviations")
            self.expanded = try reader.optional("expanded")
            self.expandedReason = try reader.optional("expandedReason")
            self.crosstalkBefore = try reader.optional("crosstalkBefore")
            self.crosstalkAfter = try reader.optional("crosstalkAfter")
            self.centreBefore = try reader.optional("centreBefore")
            self.centreAfter = try reader.optional("centreAfter")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("matrix", matrix)
            writer.member("condition", condition)
            writer.member("standardErrors", standardErrors)
            writer.member("residualDeviations", residualDeviations)
            writer.member("expanded", expanded)
            writer.member("expandedReason", expandedReason)
            writer.member("crosstalkBefore", crosstalkBefore)
            writer.member("crosstalkAfter", crosstalkAfter)
            writer.member("centreBefore", centreBefore)
            writer.member("centreAfter", centreAfter)
        }
    }

    /// Result of a test of a plate: one of the three.
    public struct PlateReport: Message {
        public var corners: CornersReport?
        public var points: PointsReport?
        public var matrix: MatrixReport?
        public var warnings: [Warning]

        public init(corners: CornersReport?, points: PointsReport?, matrix: MatrixReport?, warnings: [Warning]) {
            self.corners = corners
            self.points = points
            self.matrix = matrix
            self.warnings = warnings
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "PlateReport")
            self.corners = try reader.optional("corners")
            self.points = try reader.optional("points")
            self.matrix = try reader.optional("matrix")
            self.warnings = try reader.required("warnings")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("corners", corners)
            writer.member("points", points)
            writer.member("matrix", matrix)
            writer.member("warnings", warnings)
        }
    }

    /// Tension (N) and stiffness (N/m) of a band at a length during loading. Left out beyond the longest measured length.
    public struct Tension: Message {
        public var length: Double
        public var tension: Double?
        public var stiffness: Double?
        public var expanded: Double?
        public var expandedReason: String?

        public init(length: Double, tension: Double?, stiffness: Double?, expanded: Double?, expandedReason: String?) {
            self.length = length
            self.tension = tension
            self.stiffness = stiffness
            self.expanded = expanded
            self.expandedReason = expandedReason
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Tension")
            self.length = try reader.required("length")
            self.tension = try reader.optional("tension")
            self.stiffness = try reader.optional("stiffness")
            self.expanded = try reader.optional("expanded")
            self.expandedReason = try reader.optional("expandedReason")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("length", length)
            writer.member("tension", tension)
            writer.member("stiffness", stiffness)
            writer.member("expanded", expanded)
            writer.member("expandedReason", expandedReason)
        }
    }

    /// T = a1 x + a2 x^2 + a3 x^3 with x = length - slackLength, in newtons and metres.
    public struct BandReport: Message {
        public var slackLength: Double
        public var slackLengthExpanded: Double?
        public var slackLengthExpandedReason: String?
        /// Whether slack lengths were measured; otherwise the slack length is extrapolated.
        public var slackSeen: Bool
        public var coefficients: [Double]
        public var longest: Double
        public var largestTension: Double
        /// Standard deviation around the curve.
        public var scatter: Double
        public var curve: [Tension]
        /// Work of loading and unloading, J, and the lost share; the reason if there is no unloading.
        public var workOut: Double?
        public var workBack: Double?
        public var lossShare: Double?
        /// Largest difference between loading and unloading, in % of the largest tension.
        public var widestPercent: Double?
        public var hysteresisReason: String?
        public var warnings: [Warning]

        public init(slackLength: Double, slackLengthExpanded: Double?, slackLengthExpandedReason: String?, slackSeen: Bool, coefficients: [Double], longest: Double, largestTension: Double, scatter: Double, curve: [Tension], workOut: Double?, workBack: Double?, lossShare: Double?, widestPercent: Double?, hysteresisReason: String?, warnings: [Warning]) {
            self.slackLength = slackLength
            self.slackLengthExpanded = slackLengthExpanded
            self.slackLengthExpandedReason = slackLengthExpandedReason
            self.slackSeen = slackSeen
            self.coefficients = coefficients
            self.longest = longest
            self.largestTension = largestTension
            self.scatter = scatter
            self.curve = curve
            self.workOut = workOut
            self.workBack = workBack
            self.lossShare = lossShare
            self.widestPercent = widestPercent
            self.hysteresisReason = hysteresisReason
            self.warnings = warnings
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "BandReport")
            self.slackLength = try reader.required("slackLength")
            self.slackLengthExpanded = try reader.optional("slackLengthExpanded")
            self.slackLengthExpandedReason = try reader.optional("slackLengthExpandedReason")
            self.slackSeen = try reader.required("slackSeen")
            self.coefficients = try reader.required("coefficients")
            self.longest = try reader.required("longest")
            self.largestTension = try reader.required("largestTension")
            self.scatter = try reader.required("scatter")
            self.curve = try reader.required("curve")
            self.workOut = try reader.optional("workOut")
            self.workBack = try reader.optional("workBack")
            self.lossShare = try reader.optional("lossShare")
            self.widestPercent = try reader.optional("widestPercent")
            self.hysteresisReason = try reader.optional("hysteresisReason")
            self.warnings = try reader.required("warnings")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("slackLength", slackLength)
            writer.member("slackLengthExpanded", slackLengthExpanded)
            writer.member("slackLengthExpandedReason", slackLengthExpandedReason)
            writer.member("slackSeen", slackSeen)
            writer.member("coefficients", coefficients)
            writer.member("longest", longest)
            writer.member("largestTension", largestTension)
            writer.member("scatter", scatter)
            writer.member("curve", curve)
            writer.member("workOut", workOut)
            writer.member("workBack", workBack)
            writer.member("lossShare", lossShare)
            writer.member("widestPercent", widestPercent)
            writer.member("hysteresisReason", hysteresisReason)
            writer.member("warnings", warnings)
        }
    }

    /// An accepted test of a plate or a band. A sensor has at most one of each kind in force.
    public struct BenchTest: Message {
        public var id: String
        public var sensor: String
        public var test: TestKind
        public var addedWallUs: Int64
        /// The user who added it to this station.
        public var user: Int64
        public var dueWallUs: Int64?
        public var state: RecordState

        public init(id: String, sensor: String, test: TestKind, addedWallUs: Int64, user: Int64, dueWallUs: Int64?, state: RecordState) {
            self.id = id
            self.sensor = sensor
            self.test = test
            self.addedWallUs = addedWallUs
            self.user = user
            self.dueWallUs = dueWallUs
            self.state = state
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "BenchTest")
            self.id = try reader.required("id")
            self.sensor = try reader.required("sensor")
            self.test = try reader.required("test")
            self.addedWallUs = try reader.required("addedWallUs")
            self.user = try reader.required("user")
            self.dueWallUs = try reader.optional("dueWallUs")
            self.state = try reader.required("state")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("id", id)
            writer.member("sensor", sensor)
            writer.member("test", test)
            writer.member("addedWallUs", addedWallUs)
            writer.member("user", user)
            writer.member("dueWallUs", dueWallUs)
            writer.member("state", state)
        }
    }

    /// Every calibration, or those of one sensor, the newest first.
    public struct List: MethodCall {
        public static let method = "org.holdfast.calibration1.List"
        public static let parameters: [String] = ["sensor"]

        public var sensor: String?

        public init(sensor: String?) {
            self.sensor = sensor
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "List")
            self.sensor = try reader.optional("sensor")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sensor", sensor)
        }

        public struct Reply: Message {
            public var calibrations: [Calibration]

            public init(calibrations: [Calibration]) {
                self.calibrations = calibrations
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "List.Reply")
                self.calibrations = try reader.required("calibrations")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("calibrations", calibrations)
            }
        }
    }

    /// One calibration: its record as TOML, and its result.
    public struct Show: MethodCall {
        public static let method = "org.holdfast.calibration1.Show"
        public static let parameters: [String] = ["id"]

        public var id: String

        public init(id: String) {
            self.id = id
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Show")
            self.id = try reader.required("id")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("id", id)
        }

        public struct Reply: Message {
            public var calibration: Calibration
            public var record: String
            public var report: Report?

            public init(calibration: Calibration, record: String, report: Report?) {
                self.calibration = calibration
                self.record = record
                self.report = report
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "Show.Reply")
                self.calibration = try reader.required("calibration")
                self.record = try reader.required("record")
                self.report = try reader.optional("report")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("calibration", calibration)
                writer.member("record", record)
                writer.member("report", report)
            }
        }
    }

    /// Computes the result of a draft. Changes nothing.
    public struct Evaluate: MethodCall {
        public static let method = "org.holdfast.calibration1.Evaluate"
        public static let parameters: [String] = ["draft"]

        public var draft: Draft

        public init(draft: Draft) {
            self.draft = draft
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Evaluate")
            self.draft = try reader.required("draft")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("draft", draft)
        }

        public struct Reply: Message {
            public var report: Report

            public init(report: Report) {
                self.report = report
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "Evaluate.Reply")
                self.report = try reader.required("report")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("report", report)
            }
        }
    }

    /// Computes the result, stores the record and puts it in force from the next sample of the sensor on. The event
    /// "calibrated" of WatchHolds has that sample.
    public struct Accept: MethodCall {
        public static let method = "org.holdfast.calibration1.Accept"
        public static let parameters: [String] = ["draft"]

        public var draft: Draft

        public init(draft: Draft) {
            self.draft = draft
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Accept")
            self.draft = try reader.required("draft")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("draft", draft)
        }

        public struct Reply: Message {
            public var id: String
            public var report: Report

            public init(id: String, report: Report) {
                self.id = id
                self.report = report
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "Accept.Reply")
                self.id = try reader.required("id")
                self.report = try reader.required("report")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("id", id)
                writer.member("report", report)
            }
        }
    }

    /// Puts another calibration of the sensor in force: the previous one, or the one of that id; "settings" puts none in force.
    public struct Revert: MethodCall {
        public static let method = "org.holdfast.calibration1.Revert"
        public static let parameters: [String] = ["sensor", "to"]

        public var sensor: String
        public var to: String?

        public init(sensor: String, to: String?) {
            self.sensor = sensor
            self.to = to
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Revert")
            self.sensor = try reader.required("sensor")
            self.to = try reader.optional("to")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sensor", sensor)
            writer.member("to", to)
        }

        public struct Reply: Message {
            public var id: String?

            public init(id: String?) {
                self.id = id
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "Revert.Reply")
                self.id = try reader.optional("id")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("id", id)
            }
        }
    }

    /// The calibrations that devices reported about themselves, of all sensors or one, the newest first. A calibration record
    /// takes precedence.
    public struct ListDeviceCalibrations: MethodCall {
        public static let method = "org.holdfast.calibration1.ListDeviceCalibrations"
        public static let parameters: [String] = ["sensor"]

        public var sensor: String?

        public init(sensor: String?) {
            self.sensor = sensor
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "ListDeviceCalibrations")
            self.sensor = try reader.optional("sensor")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sensor", sensor)
        }

        public struct Reply: Message {
            public var calibrations: [DeviceCalibration]

            public init(calibrations: [DeviceCalibration]) {
                self.calibrations = calibrations
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "ListDeviceCalibrations.Reply")
                self.calibrations = try reader.required("calibrations")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("calibrations", calibrations)
            }
        }
    }

    /// The record as TOML.
    public struct Export: MethodCall {
        public static let method = "org.holdfast.calibration1.Export"
        public static let parameters: [String] = ["id"]

        public var id: String

        public init(id: String) {
            self.id = id
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Export")
            self.id = try reader.required("id")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("id", id)
        }

        public struct Reply: Message {
            public var record: String

            public init(record: String) {
                self.record = record
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "Export.Reply")
                self.record = try reader.required("record")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("record", record)
            }
        }
    }

    /// Stores a record of another station for a sensor of this one, and puts it in force.
    public struct Import: MethodCall {
        public static let method = "org.holdfast.calibration1.Import"
        public static let parameters: [String] = ["sensor", "record"]

        public var sensor: String
        public var record: String

        public init(sensor: String, record: String) {
            self.sensor = sensor
            self.record = record
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Import")
            self.sensor = try reader.required("sensor")
            self.record = try reader.required("record")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sensor", sensor)
            writer.member("record", record)
        }

        public struct Reply: Message {
            public var id: String

            public init(id: String) {
                self.id = id
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "Import.Reply")
                self.id = try reader.required("id")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("id", id)
            }
        }
    }

    /// Stores a check of the calibration in force. "relativeUncertainty" is that of the known force.
    public struct AddCheck: MethodCall {
        public static let method = "org.holdfast.calibration1.AddCheck"
        public static let parameters: [String] = ["sensor", "known", "measured", "relativeUncertainty", "note"]

        public var sensor: String
        public var known: Double
        public var measured: Double
        public var relativeUncertainty: Double
        public var note: String?

        public init(sensor: String, known: Double, measured: Double, relativeUncertainty: Double, note: String?) {
            self.sensor = sensor
            self.known = known
            self.measured = measured
            self.relativeUncertainty = relativeUncertainty
            self.note = note
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "AddCheck")
            self.sensor = try reader.required("sensor")
            self.known = try reader.required("known")
            self.measured = try reader.required("measured")
            self.relativeUncertainty = try reader.required("relativeUncertainty")
            self.note = try reader.optional("note")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sensor", sensor)
            writer.member("known", known)
            writer.member("measured", measured)
            writer.member("relativeUncertainty", relativeUncertainty)
            writer.member("note", note)
        }

        public struct Reply: Message {
            public var check: Check

            public init(check: Check) {
                self.check = check
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "AddCheck.Reply")
                self.check = try reader.required("check")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("check", check)
            }
        }
    }

    /// Makes the present reading without load, the mean of the last second, the zero of the calibration. The rest of the
    /// calibration stays, and a tare is cancelled. In force from the next sample of the sensor on.
    public struct Zero: MethodCall {
        public static let method = "org.holdfast.calibration1.Zero"
        public static let parameters: [String] = ["sensor"]

        public var sensor: String

        public init(sensor: String) {
            self.sensor = sensor
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Zero")
            self.sensor = try reader.required("sensor")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sensor", sensor)
        }

        public struct Reply: Message {
            public var zero: ZeroReading

            public init(zero: ZeroReading) {
                self.zero = zero
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "Zero.Reply")
                self.zero = try reader.required("zero")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("zero", zero)
            }
        }
    }

    /// The zeros of a sensor, the newest first.
    public struct ListZeros: MethodCall {
        public static let method = "org.holdfast.calibration1.ListZeros"
        public static let parameters: [String] = ["sensor"]

        public var sensor: String

        public init(sensor: String) {
            self.sensor = sensor
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "ListZeros")
            self.sensor = try reader.required("sensor")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sensor", sensor)
        }

        public struct Reply: Message {
            public var zeros: [ZeroReading]

            public init(zeros: [ZeroReading]) {
                self.zeros = zeros
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "ListZeros.Reply")
                self.zeros = try reader.required("zeros")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("zeros", zeros)
            }
        }
    }

    /// The checks of a sensor, the newest first.
    public struct ListChecks: MethodCall {
        public static let method = "org.holdfast.calibration1.ListChecks"
        public static let parameters: [String] = ["sensor"]

        public var sensor: String

        public init(sensor: String) {
            self.sensor = sensor
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "ListChecks")
            self.sensor = try reader.required("sensor")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sensor", sensor)
        }

        public struct Reply: Message {
            public var checks: [Check]

            public init(checks: [Check]) {
                self.checks = checks
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "ListChecks.Reply")
                self.checks = try reader.required("checks")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("checks", checks)
            }
        }
    }

    /// Computes the result of a test of a plate or a band. Changes nothing.
    public struct EvaluatePlate: MethodCall {
        public static let method = "org.holdfast.calibration1.EvaluatePlate"
        public static let parameters: [String] = ["draft"]

        public var draft: PlateDraft

        public init(draft: PlateDraft) {
            self.draft = draft
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "EvaluatePlate")
            self.draft = try reader.required("draft")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("draft", draft)
        }

        public struct Reply: Message {
            public var report: PlateReport

            public init(report: PlateReport) {
                self.report = report
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "EvaluatePlate.Reply")
                self.report = try reader.required("report")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("report", report)
            }
        }
    }

    public struct EvaluateBand: MethodCall {
        public static let method = "org.holdfast.calibration1.EvaluateBand"
        public static let parameters: [String] = ["draft"]

        public var draft: BandDraft

        public init(draft: BandDraft) {
            self.draft = draft
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "EvaluateBand")
            self.draft = try reader.required("draft")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("draft", draft)
        }

        public struct Reply: Message {
            public var report: BandReport

            public init(report: BandReport) {
                self.report = report
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "EvaluateBand.Reply")
                self.report = try reader.required("report")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("report", report)
            }
        }
    }

    /// Computes the result, stores the record and puts it in force from the next sample of the sensor on, like a calibration.
    public struct AcceptPlate: MethodCall {
        public static let method = "org.holdfast.calibration1.AcceptPlate"
        public static let parameters: [String] = ["draft"]

        public var draft: PlateDraft

        public init(draft: PlateDraft) {
            self.draft = draft
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "AcceptPlate")
            self.draft = try reader.required("draft")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("draft", draft)
        }

        public struct Reply: Message {
            public var id: String
            public var report: PlateReport

            public init(id: String, report: PlateReport) {
                self.id = id
                self.report = report
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "AcceptPlate.Reply")
                self.id = try reader.required("id")
                self.report = try reader.required("report")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("id", id)
                writer.member("report", report)
            }
        }
    }

    public struct AcceptBand: MethodCall {
        public static let method = "org.holdfast.calibration1.AcceptBand"
        public static let parameters: [String] = ["draft"]

        public var draft: BandDraft

        public init(draft: BandDraft) {
            self.draft = draft
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "AcceptBand")
            self.draft = try reader.required("draft")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("draft", draft)
        }

        public struct Reply: Message {
            public var id: String
            public var report: BandReport

            public init(id: String, report: BandReport) {
                self.id = id
                self.report = report
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "AcceptBand.Reply")
                self.id = try reader.required("id")
                self.report = try reader.required("report")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("id", id)
                writer.member("report", report)
            }
        }
    }

    /// Every test of plates and bands, or those of one sensor or one kind, the newest first.
    public struct ListBenchTests: MethodCall {
        public static let method = "org.holdfast.calibration1.ListBenchTests"
        public static let parameters: [String] = ["sensor", "test"]

        public var sensor: String?
        public var test: TestKind?

        public init(sensor: String?, test: TestKind?) {
            self.sensor = sensor
            self.test = test
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "ListBenchTests")
            self.sensor = try reader.optional("sensor")
            self.test = try reader.optional("test")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sensor", sensor)
            writer.member("test", test)
        }

        public struct Reply: Message {
            public var tests: [BenchTest]

            public init(tests: [BenchTest]) {
                self.tests = tests
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "ListBenchTests.Reply")
                self.tests = try reader.required("tests")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("tests", tests)
            }
        }
    }

    /// One test: its record as TOML and its result, "plate" or "band".
    public struct ShowBenchTest: MethodCall {
        public static let method = "org.holdfast.calibration1.ShowBenchTest"
        public static let parameters: [String] = ["id"]

        public var id: String

        public init(id: String) {
            self.id = id
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "ShowBenchTest")
            self.id = try reader.required("id")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("id", id)
        }

        public struct Reply: Message {
            public var test: BenchTest
            public var record: String
            public var plate: PlateReport?
            public var band: BandReport?

            public init(test: BenchTest, record: String, plate: PlateReport?, band: BandReport?) {
                self.test = test
                self.record = record
                self.plate = plate
                self.band = band
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "ShowBenchTest.Reply")
                self.test = try reader.required("test")
                self.record = try reader.required("record")
                self.plate = try reader.optional("plate")
                self.band = try reader.optional("band")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("test", test)
                writer.member("record", record)
                writer.member("plate", plate)
                writer.member("band", band)
            }
        }
    }

    /// Puts another test of the kind in force: the previous one, or the one of that id; "none" puts none in force.
    public struct RevertBenchTest: MethodCall {
        public static let method = "org.holdfast.calibration1.RevertBenchTest"
        public static let parameters: [String] = ["sensor", "test", "to"]

        public var sensor: String
        public var test: TestKind
        public var to: String?

        public init(sensor: String, test: TestKind, to: String?) {
            self.sensor = sensor
            self.test = test
            self.to = to
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "RevertBenchTest")
            self.sensor = try reader.required("sensor")
            self.test = try reader.required("test")
            self.to = try reader.optional("to")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sensor", sensor)
            writer.member("test", test)
            writer.member("to", to)
        }

        public struct Reply: Message {
            public var id: String?

            public init(id: String?) {
                self.id = id
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "RevertBenchTest.Reply")
                self.id = try reader.optional("id")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("id", id)
            }
        }
    }

    /// Exports a record as TOML; imports a record of another station for a sensor of this one.
    public struct ExportBenchTest: MethodCall {
        public static let method = "org.holdfast.calibration1.ExportBenchTest"
        public static let parameters: [String] = ["id"]

        public var id: String

        public init(id: String) {
            self.id = id
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "ExportBenchTest")
            self.id = try reader.required("id")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("id", id)
        }

        public struct Reply: Message {
            public var record: String

            public init(record: String) {
                self.record = record
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "ExportBenchTest.Reply")
                self.record = try reader.required("record")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("record", record)
            }
        }
    }

    public struct ImportBenchTest: MethodCall {
        public static let method = "org.holdfast.calibration1.ImportBenchTest"
        public static let parameters: [String] = ["sensor", "record"]

        public var sensor: String
        public var record: String

        public init(sensor: String, record: String) {
            self.sensor = sensor
            self.record = record
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "ImportBenchTest")
            self.sensor = try reader.required("sensor")
            self.record = try reader.required("record")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sensor", sensor)
            writer.member("record", record)
        }

        public struct Reply: Message {
            public var id: String

            public init(id: String) {
                self.id = id
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "ImportBenchTest.Reply")
                self.id = try reader.required("id")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("id", id)
            }
        }
    }

    /// The weights of the station.
    public struct ListWeights: MethodCall {
        public static let method = "org.holdfast.calibration1.ListWeights"
        public static let parameters: [String] = []

        public init() {}

        public init(_ object: JSONObject) throws(MessageError) {}

        public func write(to writer: inout JSONWriter) {}

        public struct Reply: Message {
            public var weights: [Weight]

            public init(weights: [Weight]) {
                self.weights = weights
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "ListWeights.Reply")
                self.weights = try reader.required("weights")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("weights", weights)
            }
        }
    }

    /// Adds a weight, or replaces the one of the same serial number. Calibrations that were made with it stay as they are.
    public struct AddWeight: MethodCall {
        public static let method = "org.holdfast.calibration1.AddWeight"
        public static let parameters: [String] = ["weight"]

        public var weight: Weight

        public init(weight: Weight) {
            self.weight = weight
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "AddWeight")
            self.weight = try reader.required("weight")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("weight", weight)
        }

        public struct Reply: Message {
            public var weight: Weight

            public init(weight: Weight) {
                self.weight = weight
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "AddWeight.Reply")
                self.weight = try reader.required("weight")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("weight", weight)
            }
        }
    }

    public struct RemoveWeight: MethodCall {
        public static let method = "org.holdfast.calibration1.RemoveWeight"
        public static let parameters: [String] = ["serial"]

        public var serial: String

        public init(serial: String) {
            self.serial = serial
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "RemoveWeight")
            self.serial = try reader.required("serial")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("serial", serial)
        }

        public struct Reply: Message {
            public init() {}

            public init(_ object: JSONObject) throws(MessageError) {}

            public func write(to writer: inout JSONWriter) {}
        }
    }

    /// The tensions at lengths in metres, from the stretch test in force.
    public struct GetTension: MethodCall {
        public static let method = "org.holdfast.calibration1.GetTension"
        public static let parameters: [String] = ["sensor", "lengths"]

        public var sensor: String
        public var lengths: [Double]

        public init(sensor: String, lengths: [Double]) {
            self.sensor = sensor
            self.lengths = lengths
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "GetTension")
            self.sensor = try reader.required("sensor")
            self.lengths = try reader.required("lengths")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sensor", sensor)
            writer.member("lengths", lengths)
        }

        public struct Reply: Message {
            public var id: String
            public var tensions: [Tension]

            public init(id: String, tensions: [Tension]) {
                self.id = id
                self.tensions = tensions
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "GetTension.Reply")
                self.id = try reader.required("id")
                self.tensions = try reader.required("tensions")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("id", id)
                writer.member("tensions", tensions)
            }
        }
    }
}
