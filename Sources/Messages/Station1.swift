// swift-format-ignore-file
// Written by scripts/generate-messages from Sources/Interface/org.holdfast.station1.varlink. Do not edit.
public import Interface

/// A Holdfast station: its sensors, their live forces, and the holds that it detected.
///
/// Forces are newtons, times are microseconds. Sensors of other kinds have the unit of their kind: m, mV, kPa, m/s². "timeUs"
/// counts on the station's monotonic clock (CLOCK_MONOTONIC); names that end in "WallUs" are microseconds since 1970. Values
/// that a sensor or a hold cannot support are left out, and a "reason" says why.
///
/// The public socket omits everything that reveals an athlete's body mass, maximum or target: metrics in N/kg, metrics that use
/// the maximum or the target, "mvc_500" (which the maximum is computed from), "emg_percent" and "cuff_percent",
/// "excludedReason", the signal "percent_of_maximum", and the events "zone_entered", "cuff_above", "cuff_too_long",
/// "cuff_below" and "mark". A station may reduce its public socket to GetStatus, ListDevices and ListMetrics.
public enum Station1 {
    /// What a sensor is. A cell and a plate measure force and open holds. The others are companions: they open no hold, and
    /// take part in the holds of their set-up.
    public enum SensorKind: String, ClosedSet {
        case cell
        case plate
        case position
        case emg
        case pressure
        case acceleration
    }

    /// Whether a sensor streams. "absent": its device is not plugged in. "settling": its clock is not locked yet. "stalled": no
    /// sample for 250 ms and for five sampling periods. "slow": fewer than 3 samples per second. "refused": its sampling rate
    /// or its own time is impossible. A "slow" or "refused" sensor has values, but no holds.
    public enum SensorState: String, ClosedSet {
        case absent
        case unavailable
        case connecting
        case settling
        case streaming
        case stalled
        case slow
        case refused
    }

    /// What forces are computed with. Without any, forces are in the raw unit.
    public enum CalibrationSource: String, ClosedSet {
        case none
        case settings
        case device
        case certificate
    }

    /// What a sensor does on its way through a hold.
    public enum Phase: String, ClosedSet {
        case settling
        case rest
        case armed
        case rising
        case ramp
        case holding
        case hold
        case release
    }

    /// How the date of the next calibration compares with today: "soon" from 30 days before it.
    public enum DueState: String, ClosedSet {
        case inTime = "in_time"
        case soon
        case overdue
    }

    /// What is doubtful of a calibration. "overdue": it should have been repeated before. "check_failed": a check with a known
    /// force failed, the last one before or the first one after the measurement. "checks_drift": its checks are on one side.
    /// "check_altered": the disk has changed the result of a check.
    public enum CalibrationDoubt: String, ClosedSet {
        case overdue
        case checkFailed = "check_failed"
        case checksDrift = "checks_drift"
        case checkAltered = "check_altered"
    }

    /// Why the checks of a calibration show a drift: four of the last five are beyond half of the limit on one side, or the
    /// last eight are all on one side (Western Electric 1956).
    public enum Drift: String, ClosedSet {
        case fourOfFive = "four_of_five"
        case eightOnOneSide = "eight_on_one_side"
    }

    /// Something with a date: a calibration, a test of a plate or a band, or a weight.
    public enum DueItem: String, ClosedSet {
        case calibration
        case benchTest = "bench_test"
        case weight
    }

    /// A test of a plate or a band, as in org.holdfast.calibration1.
    public enum BenchTestKind: String, ClosedSet {
        case corners
        case points
        case matrix
        case band
    }

    /// When something is to be calibrated again. "name" is that of the sensor, or the serial number of the weight.
    public struct DueDate: Message {
        public var what: DueItem
        public var name: String
        public var test: BenchTestKind?
        /// The record.
        public var id: String?
        public var dueWallUs: Int64
        public var state: DueState

        public init(what: DueItem, name: String, test: BenchTestKind?, id: String?, dueWallUs: Int64, state: DueState) {
            self.what = what
            self.name = name
            self.test = test
            self.id = id
            self.dueWallUs = dueWallUs
            self.state = state
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "DueDate")
            self.what = try reader.required("what")
            self.name = try reader.required("name")
            self.test = try reader.optional("test")
            self.id = try reader.optional("id")
            self.dueWallUs = try reader.required("dueWallUs")
            self.state = try reader.required("state")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("what", what)
            writer.member("name", name)
            writer.member("test", test)
            writer.member("id", id)
            writer.member("dueWallUs", dueWallUs)
            writer.member("state", state)
        }
    }

    /// Checks of a sensor with known forces since its calibration.
    public struct CheckSummary: Message {
        public var count: Int64
        /// The newest check: its time, the known force, the error (measured minus known), U of the sensor at that force,
        /// newtons; and Eₙ, the error divided by the root of the sum of both squared uncertainties. The check passed from -1 to
        /// 1.
        public var wallUs: Int64
        public var known: Double
        public var error: Double
        public var expanded: Double
        public var score: Double
        public var passed: Bool
        /// If the checks show a drift.
        public var drift: Drift?

        public init(count: Int64, wallUs: Int64, known: Double, error: Double, expanded: Double, score: Double, passed: Bool, drift: Drift?) {
            self.count = count
            self.wallUs = wallUs
            self.known = known
            self.error = error
            self.expanded = expanded
            self.score = score
            self.passed = passed
            self.drift = drift
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "CheckSummary")
            self.count = try reader.required("count")
            self.wallUs = try reader.required("wallUs")
            self.known = try reader.required("known")
            self.error = try reader.required("error")
            self.expanded = try reader.required("expanded")
            self.score = try reader.required("score")
            self.passed = try reader.required("passed")
            self.drift = try reader.optional("drift")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("count", count)
            writer.member("wallUs", wallUs)
            writer.member("known", known)
            writer.member("error", error)
            writer.member("expanded", expanded)
            writer.member("score", score)
            writer.member("passed", passed)
            writer.member("drift", drift)
        }
    }

    /// Whether the times of samples come from a locked clock, or from their arrival.
    public enum Clock: String, ClosedSet {
        case locked
        case arrival
    }

    /// Whether a hold began with a fast rise, or slowly.
    public enum HoldKind: String, ClosedSet {
        case explosive
        case sustained
    }

    /// How a driver was tested: with models of the device only, or with a real device.
    public enum Maturity: String, ClosedSet {
        case emulated
        case reported
    }

    /// The test that keeps a sensor from arming: SD of the 20 ms mean, its drift, or its range, each over half a second.
    public enum UnrestTest: String, ClosedSet {
        case deviation
        case drift
        case range
    }

    /// Why a tare was refused.
    public enum TareRefusal: String, ClosedSet {
        case holdUnderWay = "hold_under_way"
        case noSamples = "no_samples"
        case invalidSamples = "invalid_samples"
    }

    /// What a stream does when its client reads too slowly: continue with the newest second, or end.
    public enum Overrun: String, ClosedSet {
        case skip
        case disconnect
    }

    /// One channel of a device.
    public struct Channel: Message {
        public var name: String
        /// Unit of the raw values.
        public var unit: String

        public init(name: String, unit: String) {
            self.name = name
            self.unit = unit
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Channel")
            self.name = try reader.required("name")
            self.unit = try reader.required("unit")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("name", name)
            writer.member("unit", unit)
        }
    }

    /// Tension and length of a band now, by its stretch test in force ("benchTest"). The length is that of loading; during
    /// unloading the band is longer at the same tension. Metres, newtons; U is expanded (95.45 %).
    public struct Band: Message {
        public var benchTest: String
        public var slackLength: Double
        public var slackLengthExpanded: Double?
        /// Without the harness.
        public var tension: Double?
        public var length: Double?
        public var lengthExpanded: Double?
        public var lengthExpandedReason: String?
        /// Why there is no length: "slack", "outside_range" or "no_force".
        public var lengthReason: String?

        public init(benchTest: String, slackLength: Double, slackLengthExpanded: Double?, tension: Double?, length: Double?, lengthExpanded: Double?, lengthExpandedReason: String?, lengthReason: String?) {
            self.benchTest = benchTest
            self.slackLength = slackLength
            self.slackLengthExpanded = slackLengthExpanded
            self.tension = tension
            self.length = length
            self.lengthExpanded = lengthExpanded
            self.lengthExpandedReason = lengthExpandedReason
            self.lengthReason = lengthReason
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Band")
            self.benchTest = try reader.required("benchTest")
            self.slackLength = try reader.required("slackLength")
            self.slackLengthExpanded = try reader.optional("slackLengthExpanded")
            self.tension = try reader.optional("tension")
            self.length = try reader.optional("length")
            self.lengthExpanded = try reader.optional("lengthExpanded")
            self.lengthExpandedReason = try reader.optional("lengthExpandedReason")
            self.lengthReason = try reader.optional("lengthReason")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("benchTest", benchTest)
            writer.member("slackLength", slackLength)
            writer.member("slackLengthExpanded", slackLengthExpanded)
            writer.member("tension", tension)
            writer.member("length", length)
            writer.member("lengthExpanded", lengthExpanded)
            writer.member("lengthExpandedReason", lengthExpandedReason)
            writer.member("lengthReason", lengthReason)
        }
    }

    /// Length and stiffness of a band at one sample.
    public struct BandNow: Message {
        /// Where they come from: the stretch test in force, whose curve gives both for the tension; or the position sensor with
        /// the role of the band (or of the set-up with one band), which says its position in place of the length.
        public var source: String
        /// Metres. U is expanded (95.45 %).
        public var length: Double?
        public var lengthExpanded: Double?
        /// N/m: the slope of the curve at this length; or of tension against position over the last second, if the band was
        /// stretched by 10 mm.
        public var stiffness: Double?
        /// Why they are missing: "slack", "outside_range" or "no_force" by a stretch test; "gap_inside", "other_units",
        /// "too_few", "too_uncertain" (it was not stretched) or "no_fit" by a position sensor.
        public var lengthReason: String?
        public var stiffnessReason: String?

        public init(source: String, length: Double?, lengthExpanded: Double?, stiffness: Double?, lengthReason: String?, stiffnessReason: String?) {
            self.source = source
            self.length = length
            self.lengthExpanded = lengthExpanded
            self.stiffness = stiffness
            self.lengthReason = lengthReason
            self.stiffnessReason = stiffnessReason
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "BandNow")
            self.source = try reader.required("source")
            self.length = try reader.optional("length")
            self.lengthExpanded = try reader.optional("lengthExpanded")
            self.stiffness = try reader.optional("stiffness")
            self.lengthReason = try reader.optional("lengthReason")
            self.stiffnessReason = try reader.optional("stiffnessReason")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("source", source)
            writer.member("length", length)
            writer.member("lengthExpanded", lengthExpanded)
            writer.member("stiffness", stiffness)
            writer.member("lengthReason", lengthReason)
            writer.member("stiffnessReason", stiffnessReason)
        }
    }

    /// A sensor of the settings.
    public struct Sensor: Message {
        public var name: String
        public var kind: SensorKind
        /// What it measures on the athlete, from the settings: "left_hand".
        public var role: String
        /// Sensors of one set-up share their holds.
        public var setUp: String
        public var driver: String
        public var state: SensorState
        /// Why it does not stream, and the cure.
        public var reason: String?
        /// Path of the device that it is read from.
        public var device: String?
        public var channels: [Channel]
        /// For a sensor of several channels: the channels whose sum is its force, counted from 1.
        public var forceChannels: [Int64]?
        public var calibration: CalibrationSource
        /// The calibration record in force, its class according to the limits of ISO 376, and when it is due again. The class
        /// is "worse" if the calibration was put in force although its uncertainty is larger than allowed, or the
        /// eccentric-load test of a plate although the error that it leaves is.
        public var calibrationId: String?
        public var calibrationClass: String?
        public var calibrationDueWallUs: Int64?
        public var calibrationDue: DueState?
        /// If a laboratory made the calibration: its name, and the number and the date of its certificate.
        public var calibrationCertificate: String?
        /// What is doubtful of it now.
        public var calibrationDoubts: [CalibrationDoubt]?
        /// Why it was put in force although it is worse than allowed (its class is "worse"). On control.sock only.
        public var acceptedWorse: String?
        /// If it was checked since.
        public var checks: CheckSummary?
        /// Expanded uncertainty (95.45 %) of "force" from the calibration, or why there is none: "not_calibrated",
        /// "no_certificate", "no_force", "outside_range" or "no_freedom". Of a companion: what the settings state, or
        /// "not_stated".
        public var expanded: Double?
        public var expandedReason: String?
        /// The tests of a plate or a band in force (org.holdfast.calibration1); its numbers use their gains, axes or matrix.
        public var benchTests: [String]?
        /// Expanded uncertainty of the centre of pressure, metres, from the known-point test in force.
        public var placeExpanded: Double?
        public var placeExpandedReason: String?
        /// For a band with a stretch test in force.
        public var band: Band?
        public var unit: String
        /// The force that a tare subtracts, in that unit.
        public var tare: Double
        /// Sampling rate, Hz, constant since the clock locked.
        public var rate: Double?
        /// Standard deviation of the arrival times around the clock.
        public var jitterUs: Double?
        /// By how much the clock of the device is faster than the host's, parts per million, to about 10; null without device
        /// time, and for a minute after its clock has locked. The times of samples follow the host's.
        public var clockDriftPpm: Double?
        public var phase: Phase
        /// The hold under way.
        public var hold: Int64?
        /// Newest force.
        public var force: Double?
        /// Index of the next sample.
        public var nextSample: Int64
        /// Counts since the service started: samples received; samples known to be lost; lines or packets that could not be
        /// read; values that were not numbers; commands that were sent again; samples whose device time stopped or stepped back
        /// (their times are interpolated); samples without a value for one of their channels.
        public var frames: Int64
        public var lost: Int64
        public var corrupt: Int64
        public var notANumber: Int64
        public var resent: Int64
        public var interpolated: Int64
        public var incomplete: Int64
        /// How often its clock restarted during a stream because the sampling rate or the device time no longer fitted.
        public var clockRestarts: Int64
        /// Single impossible samples that were excluded from every number.
        public var spikes: Int64
        /// How many samples repeat each conversion of the device, if more than one.
        public var repeats: Double?
        /// Problems of its signal, one sentence each, with the cure.
        public var warnings: [String]
        /// The condition that "reason" explains: "absent", "ambiguous", "shared" (another sensor uses the device),
        /// "no_permission", "not_allowed" (by the unit of the service), "busy" (another program has the device open), "silent",
        /// "not_ours" (it uses another protocol), "unreadable", "unsupported" or "failed". More may be added.
        public var condition: String?

        public init(name: String, kind: SensorKind, role: String, setUp: String, driver: String, state: SensorState, reason: String?, device: String?, channels: [Channel], forceChannels: [Int64]?, calibration: CalibrationSource, calibrationId: String?, calibrationClass: String?, calibrationDueWallUs: Int64?, calibrationDue: DueState?, calibrationCertificate: String?, calibrationDoubts: [CalibrationDoubt]?, acceptedWorse: String?, checks: CheckSummary?, expanded: Double?, expandedReason: String?, benchTests: [String]?, placeExpanded: Double?, placeExpandedReason: String?, band: Band?, unit: String, tare: Double, rate: Double?, jitterUs: Double?, clockDriftPpm: Double?, phase: Phase, hold: Int64?, force: Double?, nextSample: Int64, frames: Int64, lost: Int64, corrupt: Int64, notANumber: Int64, resent: Int64, interpolated: Int64, incomplete: Int64, clockRestarts: Int64, spikes: Int64, repeats: Double?, warnings: [String], condition: String?) {
            self.name = name
            self.kind = kind
            self.role = role
            self.setUp = setUp
            self.driver = driver
            self.state = state
            self.reason = reason
            self.device = device
            self.channels = channels
            self.forceChannels = forceChannels
            self.calibration = calibration
            self.calibrationId = calibrationId
            self.calibrationClass = calibrationClass
            self.calibrationDueWallUs = calibrationDueWallUs
            self.calibrationDue = calibrationDue
            self.calibrationCertificate = calibrationCertificate
            self.calibrationDoubts = calibrationDoubts
            self.acceptedWorse = acceptedWorse
            self.checks = checks
            self.expanded = expanded
            self.expandedReason = expandedReason
            self.benchTests = benchTests
            self.placeExpanded = placeExpanded
            self.placeExpandedReason = placeExpandedReason
            self.band = band
            self.unit = unit
            self.tare = tare
            self.rate = rate
            self.jitterUs = jitterUs
            self.clockDriftPpm = clockDriftPpm
            self.phase = phase
            self.hold = hold
            self.force = force
            self.nextSample = nextSample
            self.frames = frames
            self.lost = lost
            self.corrupt = corrupt
            self.notANumber = notANumber
            self.resent = resent
            self.interpolated = interpolated
            self.incomplete = incomplete
            self.clockRestarts = clockRestarts
            self.spikes = spikes
            self.repeats = repeats
            self.warnings = warnings
            self.condition = condition
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Sensor")
            self.name = try reader.required("name")
            self.kind = try reader.required("kind")
            self.role = try reader.required("role")
            self.setUp = try reader.required("setUp")
            self.driver = try reader.required("driver")
            self.state = try reader.required("state")
            self.reason = try reader.optional("reason")
            self.device = try reader.optional("device")
            self.channels = try reader.required("channels")
            self.forceChannels = try reader.optional("forceChannels")
            self.calibration = try reader.required("calibration")
            self.calibrationId = try reader.optional("calibrationId")
            self.calibrationClass = try reader.optional("calibrationClass")
            self.calibrationDueWallUs = try reader.optional("calibrationDueWallUs")
            self.calibrationDue = try reader.optional("calibrationDue")
            self.calibrationCertificate = try reader.optional("calibrationCertificate")
            self.calibrationDoubts = try reader.optional("calibrationDoubts")
            self.acceptedWorse = try reader.optional("acceptedWorse")
            self.checks = try reader.optional("checks")
            self.expanded = try reader.optional("expanded")
            self.expandedReason = try reader.optional("expandedReason")
            self.benchTests = try reader.optional("benchTests")
            self.placeExpanded = try reader.optional("placeExpanded")
            self.placeExpandedReason = try reader.optional("placeExpandedReason")
            self.band = try reader.optional("band")
            self.unit = try reader.required("unit")
            self.tare = try reader.required("tare")
            self.rate = try reader.optional("rate")
            self.jitterUs = try reader.optional("jitterUs")
            self.clockDriftPpm = try reader.optional("clockDriftPpm")
            self.phase = try reader.required("phase")
            self.hold = try reader.optional("hold")
            self.force = try reader.optional("force")
            self.nextSample = try reader.required("nextSample")
            self.frames = try reader.required("frames")
            self.lost = try reader.required("lost")
            self.corrupt = try reader.required("corrupt")
            self.notANumber = try reader.required("notANumber")
            self.resent = try reader.required("resent")
            self.interpolated = try reader.required("interpolated")
            self.incomplete = try reader.required("incomplete")
            self.clockRestarts = try reader.required("clockRestarts")
            self.spikes = try reader.required("spikes")
            self.repeats = try reader.optional("repeats")
            self.warnings = try reader.required("warnings")
            self.condition = try reader.optional("condition")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("name", name)
            writer.member("kind", kind)
            writer.member("role", role)
            writer.member("setUp", setUp)
            writer.member("driver", driver)
            writer.member("state", state)
            writer.member("reason", reason)
            writer.member("device", device)
            writer.member("channels", channels)
            writer.member("forceChannels", forceChannels)
            writer.member("calibration", calibration)
            writer.member("calibrationId", calibrationId)
            writer.member("calibrationClass", calibrationClass)
            writer.member("calibrationDueWallUs", calibrationDueWallUs)
            writer.member("calibrationDue", calibrationDue)
            writer.member("calibrationCertificate", calibrationCertificate)
            writer.member("calibrationDoubts", calibrationDoubts)
            writer.member("acceptedWorse", acceptedWorse)
            writer.member("checks", checks)
            writer.member("expanded", expanded)
            writer.member("expandedReason", expandedReason)
            writer.member("benchTests", benchTests)
            writer.member("placeExpanded", placeExpanded)
            writer.member("placeExpandedReason", placeExpandedReason)
            writer.member("band", band)
            writer.member("unit", unit)
            writer.member("tare", tare)
            writer.member("rate", rate)
            writer.member("jitterUs", jitterUs)
            writer.member("clockDriftPpm", clockDriftPpm)
            writer.member("phase", phase)
            writer.member("hold", hold)
            writer.member("force", force)
            writer.member("nextSample", nextSample)
            writer.member("frames", frames)
            writer.member("lost", lost)
            writer.member("corrupt", corrupt)
            writer.member("notANumber", notANumber)
            writer.member("resent", resent)
            writer.member("interpolated", interpolated)
            writer.member("incomplete", incomplete)
            writer.member("clockRestarts", clockRestarts)
            writer.member("spikes", spikes)
            writer.member("repeats", repeats)
            writer.member("warnings", warnings)
            writer.member("condition", condition)
        }
    }

    /// A device that is plugged in.
    public struct Device: Message {
        public var path: String
        /// As the device reports them.
        public var vendor: String
        public var product: String
        public var serial: String
        /// The USB port: "1-1.4".
        public var port: String
        public var usbId: String
        /// The sensor that the settings assign it to.
        public var sensor: String?
        /// The driver that recognises it, or the one of the settings.
        public var driver: String?
        /// Maturity of that driver.
        public var maturity: Maturity?
        public var accessible: Bool
        /// The cure, if it cannot be used.
        public var advice: String?

        public init(path: String, vendor: String, product: String, serial: String, port: String, usbId: String, sensor: String?, driver: String?, maturity: Maturity?, accessible: Bool, advice: String?) {
            self.path = path
            self.vendor = vendor
            self.product = product
            self.serial = serial
            self.port = port
            self.usbId = usbId
            self.sensor = sensor
            self.driver = driver
            self.maturity = maturity
            self.accessible = accessible
            self.advice = advice
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Device")
            self.path = try reader.required("path")
            self.vendor = try reader.required("vendor")
            self.product = try reader.required("product")
            self.serial = try reader.required("serial")
            self.port = try reader.required("port")
            self.usbId = try reader.required("usbId")
            self.sensor = try reader.optional("sensor")
            self.driver = try reader.optional("driver")
            self.maturity = try reader.optional("maturity")
            self.accessible = try reader.required("accessible")
            self.advice = try reader.optional("advice")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("path", path)
            writer.member("vendor", vendor)
            writer.member("product", product)
            writer.member("serial", serial)
            writer.member("port", port)
            writer.member("usbId", usbId)
            writer.member("sensor", sensor)
            writer.member("driver", driver)
            writer.member("maturity", maturity)
            writer.member("accessible", accessible)
            writer.member("advice", advice)
        }
    }

    /// Consecutive samples of one signal.
    public struct Signal: Message {
        /// "force", "tremor", "percent_of_maximum", "centre_of_pressure_x", "centre_of_pressure_y", "channel_1" to "channel_8",
        /// "raw_1" to "raw_8" (the values that the device sends, in its own unit) or "sum" (the input of a calibration of a
        /// sensor of several channels: the force from the settings and the eccentric-load test, without tare and calibration).
        /// "tremor" is the RMS of 4 to 14 Hz over the last second; it is missing while force rises or falls at the beginning
        /// and end of a hold, and for 1.6 s afterwards. "percent_of_maximum" is the force above rest. A companion has its own
        /// quantity and what is derived from it, under their own names, where "force" and "tremor" are asked for: "position"
        /// and "speed"; "emg" and "envelope" (RMS of 20 to 450 Hz over 0.1 s); "pressure" and "seconds_above_limit";
        /// "acceleration" and "tremor". "percent_of_maximum" of an electromyogram is that of its envelope; a cuff has
        /// "percent_of_occlusion" in its place.
        public var name: String
        public var unit: String
        public var samples: [Double]
        /// Indices of "samples" without a number; these samples are 0.
        public var missing: [Int64]

        public init(name: String, unit: String, samples: [Double], missing: [Int64]) {
            self.name = name
            self.unit = unit
            self.samples = samples
            self.missing = missing
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Signal")
            self.name = try reader.required("name")
            self.unit = try reader.required("unit")
            self.samples = try reader.required("samples")
            self.missing = try reader.required("missing")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("name", name)
            writer.member("unit", unit)
            writer.member("samples", samples.map(Float.init))
            writer.member("missing", missing)
        }
    }

    /// The spectrum of one sensor's force over one second, computed four times a second. Provisional.
    public struct Spectrum: Message {
        public var sensor: String
        /// Index of the last sample of the second, and the time of the middle of the second.
        public var sample: Int64
        public var timeUs: Int64
        /// The hold under way at its end.
        public var hold: Int64?
        public var unit: String
        /// The calibration record in force. A calibration with static loads gives no uncertainty for oscillating forces.
        public var calibrationId: String?
        /// RMS by frequency band: "4_8", "8_12", "12_15", "15_35", in Hz. Bands that the sampling rate does not support are
        /// left out.
        public var bands: [String: Double]
        /// Frequency of the tremor peak in the mean spectrum of the last two seconds, if there is a peak.
        public var ridgeHz: Double?
        /// Of an electromyogram, whose only band is "20_450": its median frequency, and the part of the mains in its power, %.
        public var medianHz: Double?
        public var mainsShare: Double?

        public init(sensor: String, sample: Int64, timeUs: Int64, hold: Int64?, unit: String, calibrationId: String?, bands: [String: Double], ridgeHz: Double?, medianHz: Double?, mainsShare: Double?) {
            self.sensor = sensor
            self.sample = sample
            self.timeUs = timeUs
            self.hold = hold
            self.unit = unit
            self.calibrationId = calibrationId
            self.bands = bands
            self.ridgeHz = ridgeHz
            self.medianHz = medianHz
            self.mainsShare = mainsShare
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Spectrum")
            self.sensor = try reader.required("sensor")
            self.sample = try reader.required("sample")
            self.timeUs = try reader.required("timeUs")
            self.hold = try reader.optional("hold")
            self.unit = try reader.required("unit")
            self.calibrationId = try reader.optional("calibrationId")
            self.bands = try reader.required("bands")
            self.ridgeHz = try reader.optional("ridgeHz")
            self.medianHz = try reader.optional("medianHz")
            self.mainsShare = try reader.optional("mainsShare")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sensor", sensor)
            writer.member("sample", sample)
            writer.member("timeUs", timeUs)
            writer.member("hold", hold)
            writer.member("unit", unit)
            writer.member("calibrationId", calibrationId)
            writer.member("bands", bands)
            writer.member("ridgeHz", ridgeHz)
            writer.member("medianHz", medianHz)
            writer.member("mainsShare", mainsShare)
        }
    }

    /// Consecutive samples of one sensor. Live values are provisional.
    public struct Batch: Message {
        public var sensor: String
        /// Counts the batches of this sensor in this call.
        public var sequence: Int64
        /// Index of the first sample, and its time.
        public var firstSample: Int64
        public var timeUs: Int64
        /// Time between the samples of this batch; left out when it has only one.
        public var stepUs: Double?
        public var clock: Clock
        /// Samples since the last batch that this client missed because it read too slowly or the station was overloaded.
        public var dropped: Int64
        /// Samples that the sensor lost since the last batch.
        public var lost: Int64
        /// At the last sample.
        public var phase: Phase
        public var hold: Int64?
        /// The calibration record in force, its class according to the limits of ISO 376, and the expanded uncertainty of the
        /// last force, or why there is none.
        public var calibrationId: String?
        public var calibrationClass: String?
        /// The tests of a plate or a band in force.
        public var benchTests: [String]?
        public var expanded: Double?
        public var expandedReason: String?
        /// Of a band with a stretch test or a position sensor.
        public var band: [BandNow]?
        public var signals: [Signal]

        public init(sensor: String, sequence: Int64, firstSample: Int64, timeUs: Int64, stepUs: Double?, clock: Clock, dropped: Int64, lost: Int64, phase: Phase, hold: Int64?, calibrationId: String?, calibrationClass: String?, benchTests: [String]?, expanded: Double?, expandedReason: String?, band: [BandNow]?, signals: [Signal]) {
            self.sensor = sensor
            self.sequence = sequence
            self.firstSample = firstSample
            self.timeUs = timeUs
            self.stepUs = stepUs
            self.clock = clock
            self.dropped = dropped
            self.lost = lost
            self.phase = phase
            self.hold = hold
            self.calibrationId = calibrationId
            self.calibrationClass = calibrationClass
            self.benchTests = benchTests
            self.expanded = expanded
            self.expandedReason = expandedReason
            self.band = band
            self.signals = signals
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Batch")
            self.sensor = try reader.required("sensor")
            self.sequence = try reader.required("sequence")
            self.firstSample = try reader.required("firstSample")
            self.timeUs = try reader.required("timeUs")
            self.stepUs = try reader.optional("stepUs")
            self.clock = try reader.required("clock")
            self.dropped = try reader.required("dropped")
            self.lost = try reader.required("lost")
            self.phase = try reader.required("phase")
            self.hold = try reader.optional("hold")
            self.calibrationId = try reader.optional("calibrationId")
            self.calibrationClass = try reader.optional("calibrationClass")
            self.benchTests = try reader.optional("benchTests")
            self.expanded = try reader.optional("expanded")
            self.expandedReason = try reader.optional("expandedReason")
            self.band = try reader.optional("band")
            self.signals = try reader.required("signals")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sensor", sensor)
            writer.member("sequence", sequence)
            writer.member("firstSample", firstSample)
            writer.member("timeUs", timeUs)
            writer.member("stepUs", stepUs)
            writer.member("clock", clock)
            writer.member("dropped", dropped)
            writer.member("lost", lost)
            writer.member("phase", phase)
            writer.member("hold", hold)
            writer.member("calibrationId", calibrationId)
            writer.member("calibrationClass", calibrationClass)
            writer.member("benchTests", benchTests)
            writer.member("expanded", expanded)
            writer.member("expandedReason", expandedReason)
            writer.member("band", band)
            writer.member("signals", signals)
        }
    }

    /// One number of a hold.
    public struct Metric: Message {
        public var name: String
        public var unit: String
        public var value: Double?
        /// The interval from the uncertainty of the onset; for numbers of a rise it includes the uncertainty of the
        /// calibration.
        public var lower: Double?
        public var upper: Double?
        /// Why there is no value.
        public var reason: String?
        /// Expanded uncertainty (95.45 %) of the value from the calibration, or why there is none: "dynamic" (a calibration
        /// with static loads does not cover it), "outside_range" or "no_freedom". Both are left out while no record is in
        /// force. Of a companion: what the settings state, or "not_stated".
        public var expanded: Double?
        public var expandedReason: String?

        public init(name: String, unit: String, value: Double?, lower: Double?, upper: Double?, reason: String?, expanded: Double?, expandedReason: String?) {
            self.name = name
            self.unit = unit
            self.value = value
            self.lower = lower
            self.upper = upper
            self.reason = reason
            self.expanded = expanded
            self.expandedReason = expandedReason
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Metric")
            self.name = try reader.required("name")
            self.unit = try reader.required("unit")
            self.value = try reader.optional("value")
            self.lower = try reader.optional("lower")
            self.upper = try reader.optional("upper")
            self.reason = try reader.optional("reason")
            self.expanded = try reader.optional("expanded")
            self.expandedReason = try reader.optional("expandedReason")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("name", name)
            writer.member("unit", unit)
            writer.member("value", value)
            writer.member("lower", lower)
            writer.member("upper", upper)
            writer.member("reason", reason)
            writer.member("expanded", expanded)
            writer.member("expandedReason", expandedReason)
        }
    }

    /// One sensor's part of a hold.
    public struct SensorHold: Message {
        public var sensor: String
        public var kind: HoldKind
        public var flags: [String]
        public var calibration: CalibrationSource
        /// The record in force: a calibration, with its class according to the limits of ISO 376, or the matrix or
        /// eccentric-load test of a plate.
        public var calibrationId: String?
        public var calibrationClass: String?
        /// If a laboratory made the calibration: its name, and the number and the date of its certificate.
        public var calibrationCertificate: String?
        /// What was doubtful of it when the hold was measured, as far as it is known now.
        public var calibrationDoubts: [CalibrationDoubt]?
        /// Why it was put in force although it is worse than allowed (its class is "worse"). On control.sock only.
        public var acceptedWorse: String?
        /// The raw unit that replaces N in the units of the metrics, if the sensor is not calibrated.
        public var unit: String?
        public var rate: Double
        /// Index of the first sample that was analysed.
        public var firstSample: Int64
        /// Seconds from that sample to the onset, and half the range of the onset methods.
        public var onset: Double?
        public var onsetUncertaintyMs: Double?
        /// GetHold only: the parameters of its onset detection by name, in newtons, milliseconds and fractions (see
        /// OnsetDetection.md).
        public var onsetParameters: [String: Double]?
        public var metrics: [Metric]

        public init(sensor: String, kind: HoldKind, flags: [String], calibration: CalibrationSource, calibrationId: String?, calibrationClass: String?, calibrationCertificate: String?, calibrationDoubts: [CalibrationDoubt]?, acceptedWorse: String?, unit: String?, rate: Double, firstSample: Int64, onset: Double?, onsetUncertaintyMs: Double?, onsetParameters: [String: Double]?, metrics: [Metric]) {
            self.sensor = sensor
            self.kind = kind
            self.flags = flags
            self.calibration = calibration
            self.calibrationId = calibrationId
            self.calibrationClass = calibrationClass
            self.calibrationCertificate = calibrationCertificate
            self.calibrationDoubts = calibrationDoubts
            self.acceptedWorse = acceptedWorse
            self.unit = unit
            self.rate = rate
            self.firstSample = firstSample
            self.onset = onset
            self.onsetUncertaintyMs = onsetUncertaintyMs
            self.onsetParameters = onsetParameters
            self.metrics = metrics
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "SensorHold")
            self.sensor = try reader.required("sensor")
            self.kind = try reader.required("kind")
            self.flags = try reader.required("flags")
            self.calibration = try reader.required("calibration")
            self.calibrationId = try reader.optional("calibrationId")
            self.calibrationClass = try reader.optional("calibrationClass")
            self.calibrationCertificate = try reader.optional("calibrationCertificate")
            self.calibrationDoubts = try reader.optional("calibrationDoubts")
            self.acceptedWorse = try reader.optional("acceptedWorse")
            self.unit = try reader.optional("unit")
            self.rate = try reader.required("rate")
            self.firstSample = try reader.required("firstSample")
            self.onset = try reader.optional("onset")
            self.onsetUncertaintyMs = try reader.optional("onsetUncertaintyMs")
            self.onsetParameters = try reader.optional("onsetParameters")
            self.metrics = try reader.required("metrics")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sensor", sensor)
            writer.member("kind", kind)
            writer.member("flags", flags)
            writer.member("calibration", calibration)
            writer.member("calibrationId", calibrationId)
            writer.member("calibrationClass", calibrationClass)
            writer.member("calibrationCertificate", calibrationCertificate)
            writer.member("calibrationDoubts", calibrationDoubts)
            writer.member("acceptedWorse", acceptedWorse)
            writer.member("unit", unit)
            writer.member("rate", rate)
            writer.member("firstSample", firstSample)
            writer.member("onset", onset)
            writer.member("onsetUncertaintyMs", onsetUncertaintyMs)
            writer.member("onsetParameters", onsetParameters)
            writer.member("metrics", metrics)
        }
    }

    /// A number that several sensors of a hold have together, or one of them because of the others.
    public struct SetUpMetric: Message {
        /// The sensors, in the order of the definition: a lag is that of the first after the second.
        public var sensors: [String]
        public var metric: Metric

        public init(sensors: [String], metric: Metric) {
            self.sensors = sensors
            self.metric = metric
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "SetUpMetric")
            self.sensors = try reader.required("sensors")
            self.metric = try reader.required("metric")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sensors", sensors)
            writer.member("metric", metric)
        }
    }

    /// A moment that somebody has marked, or an edge of a trigger input.
    public struct HoldMark: Message {
        public var wallUs: Int64
        public var text: String
        /// Of an edge of a trigger input: the sensor that has the input. "text" is then "trigger_rose" or "trigger_fell".
        public var sensor: String?

        public init(wallUs: Int64, text: String, sensor: String?) {
            self.wallUs = wallUs
            self.text = text
            self.sensor = sensor
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "HoldMark")
            self.wallUs = try reader.required("wallUs")
            self.text = try reader.required("text")
            self.sensor = try reader.optional("sensor")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("wallUs", wallUs)
            writer.member("text", text)
            writer.member("sensor", sensor)
        }
    }

    /// How the numbers of a hold were computed. Result 1 is what the station said when the hold was measured; Reanalyze of
    /// org.holdfast.control1 adds others.
    public struct Computation: Message {
        /// Counts the results of the hold.
        public var result: Int64
        public var wallUs: Int64
        /// The version of Holdfast.
        public var version: String
        /// "then" (with which the hold was measured), "now" (in force at "wallUs"), or the record that was named. The records
        /// are in "sensors".
        public var calibration: String
        /// "then" or "now".
        public var settings: String
        /// Control socket only: who had it computed, and why. Left out for result 1.
        public var user: Int64?
        public var reason: String?

        public init(result: Int64, wallUs: Int64, version: String, calibration: String, settings: String, user: Int64?, reason: String?) {
            self.result = result
            self.wallUs = wallUs
            self.version = version
            self.calibration = calibration
            self.settings = settings
            self.user = user
            self.reason = reason
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Computation")
            self.result = try reader.required("result")
            self.wallUs = try reader.required("wallUs")
            self.version = try reader.required("version")
            self.calibration = try reader.required("calibration")
            self.settings = try reader.required("settings")
            self.user = try reader.optional("user")
            self.reason = try reader.optional("reason")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("result", result)
            writer.member("wallUs", wallUs)
            writer.member("version", version)
            writer.member("calibration", calibration)
            writer.member("settings", settings)
            writer.member("user", user)
            writer.member("reason", reason)
        }
    }

    /// One effort of one athlete, on all sensors that measured it.
    public struct Hold: Message {
        public var number: Int64
        public var kind: HoldKind
        public var setUp: String
        public var startWallUs: Int64
        public var onsetWallUs: Int64?
        public var endWallUs: Int64
        /// The recording that contains its samples.
        public var recording: String?
        public var excluded: Bool
        public var excludedReason: String?
        /// The number of the session that it belongs to.
        public var session: Int64?
        public var sensors: [SensorHold]
        /// The time zone of the station at that time: seconds east of UTC, and its name, such as "Europe/Berlin".
        public var utcOffsetSeconds: Int64?
        public var timeZone: String?
        /// What the sensors have together: order, bands, sides, balance. Left out for a hold of one sensor.
        public var setUpMetrics: [SetUpMetric]?
        /// GetHold on the control socket only: what was marked from its first sample to its last.
        public var marks: [HoldMark]?
        /// How these numbers were computed; left out for the first result of a hold that an older version stored.
        public var computation: Computation?
        /// How many results the hold has.
        public var results: Int64?

        public init(number: Int64, kind: HoldKind, setUp: String, startWallUs: Int64, onsetWallUs: Int64?, endWallUs: Int64, recording: String?, excluded: Bool, excludedReason: String?, session: Int64?, sensors: [SensorHold], utcOffsetSeconds: Int64?, timeZone: String?, setUpMetrics: [SetUpMetric]?, marks: [HoldMark]?, computation: Computation?, results: Int64?) {
            self.number = number
            self.kind = kind
            self.setUp = setUp
            self.startWallUs = startWallUs
            self.onsetWallUs = onsetWallUs
            self.endWallUs = endWallUs
            self.recording = recording
            self.excluded = excluded
            self.excludedReason = excludedReason
            self.session = session
            self.sensors = sensors
            self.utcOffsetSeconds = utcOffsetSeconds
            self.timeZone = timeZone
            self.setUpMetrics = setUpMetrics
            self.marks = marks
            self.computation = computation
            self.results = results
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Hold")
            self.number = try reader.required("number")
            self.kind = try reader.required("kind")
            self.setUp = try reader.required("setUp")
            self.startWallUs = try reader.required("startWallUs")
            self.onsetWallUs = try reader.optional("onsetWallUs")
            self.endWallUs = try reader.required("endWallUs")
            self.recording = try reader.optional("recording")
            self.excluded = try reader.required("excluded")
            self.excludedReason = try reader.optional("excludedReason")
            self.session = try reader.optional("session")
            self.sensors = try reader.required("sensors")
            self.utcOffsetSeconds = try reader.optional("utcOffsetSeconds")
            self.timeZone = try reader.optional("timeZone")
            self.setUpMetrics = try reader.optional("setUpMetrics")
            self.marks = try reader.optional("marks")
            self.computation = try reader.optional("computation")
            self.results = try reader.optional("results")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("number", number)
            writer.member("kind", kind)
            writer.member("setUp", setUp)
            writer.member("startWallUs", startWallUs)
            writer.member("onsetWallUs", onsetWallUs)
            writer.member("endWallUs", endWallUs)
            writer.member("recording", recording)
            writer.member("excluded", excluded)
            writer.member("excludedReason", excludedReason)
            writer.member("session", session)
            writer.member("sensors", sensors)
            writer.member("utcOffsetSeconds", utcOffsetSeconds)
            writer.member("timeZone", timeZone)
            writer.member("setUpMetrics", setUpMetrics)
            writer.member("marks", marks)
            writer.member("computation", computation)
            writer.member("results", results)
        }
    }

    /// An event of a sensor or of the hold under way. Its values are provisional, except those of "onset_final".
    public struct Event: Message {
        /// Of a hold: "onset": a fast rise was confirmed, or moved the onset of the hold. "holding": a slow load has lasted for
        /// a second. "surge": a later rise that does not move the onset. "early", "release". "onset_final": the final kind and
        /// onset; it comes before "ended". "ended", "hold_closed". "hold_merged": it is a part of another hold. "weight_shift":
        /// what "onset" or "holding" reported was not a hold but a load or a knock that was too short. "shaking_began",
        /// "zone_entered" (1 to 5). "effort_dropped": the set is over; the drop of RFD 0–100 ms or of the peak, compared with
        /// the session's best, in %. Of a sensor: "ramp", "false_start", "tared", "tare_refused", "trigger_rose",
        /// "trigger_fell", "rate_frozen", "discontinuity". "stepped_on", "stepped_off": of a plate, with its new level of rest.
        /// "level_changed": force was as still as a dead weight for a minute; with the new level of rest. "negative_load":
        /// below rest for a second, because the sensor was tared under load or is reversed. "negative_load_ended": with whether
        /// force returned to rest. "unloaded": a plate that somebody stands on has lost weight for a second. "not_armed": no
        /// quiet baseline for 30 s; with the test that fails (in "values" 0 is "deviation", 1 "drift", 2 "range"), the measured
        /// value and its limit. "calibrated": samples after this one use another calibration. "overload", "overload_ended":
        /// force exceeded the limit of the settings; with the highest force. "cuff_above", "cuff_too_long", "cuff_below": the
        /// pressure of a cuff rose above its limit, has been above it for the longest time of the settings, or fell below; with
        /// "percent" of the occlusion pressure and "seconds" above the limit. Of the station ("sensor" is empty): "mark", with
        /// "text".
        public var name: String
        public var sensor: String
        public var hold: Int64?
        public var sample: Int64
        public var timeUs: Int64
        /// Its values by name, such as "rfd_0_100" in N/s, "force_100" and "peak" in N, "lost" in samples. Booleans and codes
        /// are numbers there, too; the fields "kind" to "refusal" have them by name.
        public var values: [String: Double]
        public var flags: [String]
        /// The calibration record in force; for "calibrated" the new one and the previous one, if any.
        public var calibrationId: String?
        public var previousCalibrationId: String?
        /// Of "onset" and "onset_final".
        public var kind: HoldKind?
        /// Of "hold_merged": the number of the hold that it is a part of.
        public var into: Int64?
        /// Of "negative_load_ended": whether force returned to rest.
        public var returned: Bool?
        /// Of "tared": whether the SD was that of a sensor at rest.
        public var quiet: Bool?
        /// Of "not_armed": the test that fails.
        public var test: UnrestTest?
        /// Of "tare_refused".
        public var refusal: TareRefusal?
        /// Of "mark".
        public var text: String?

        public init(name: String, sensor: String, hold: Int64?, sample: Int64, timeUs: Int64, values: [String: Double], flags: [String], calibrationId: String?, previousCalibrationId: String?, kind: HoldKind?, into: Int64?, returned: Bool?, quiet: Bool?, test: UnrestTest?, refusal: TareRefusal?, text: String?) {
            self.name = name
            self.sensor = sensor
            self.hold = hold
            self.sample = sample
            self.timeUs = timeUs
            self.values = values
            self.flags = flags
            self.calibrationId = calibrationId
            self.previousCalibrationId = previousCalibrationId
            self.kind = kind
            self.into = into
            self.returned = returned
            self.quiet = quiet
            self.test = test
            self.refusal = refusal
            self.text = text
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Event")
            self.name = try reader.required("name")
            self.sensor = try reader.required("sensor")
            self.hold = try reader.optional("hold")
            self.sample = try reader.required("sample")
            self.timeUs = try reader.required("timeUs")
            self.values = try reader.required("values")
            self.flags = try reader.required("flags")
            self.calibrationId = try reader.optional("calibrationId")
            self.previousCalibrationId = try reader.optional("previousCalibrationId")
            self.kind = try reader.optional("kind")
            self.into = try reader.optional("into")
            self.returned = try reader.optional("returned")
            self.quiet = try reader.optional("quiet")
            self.test = try reader.optional("test")
            self.refusal = try reader.optional("refusal")
            self.text = try reader.optional("text")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("name", name)
            writer.member("sensor", sensor)
            writer.member("hold", hold)
            writer.member("sample", sample)
            writer.member("timeUs", timeUs)
            writer.member("values", values)
            writer.member("flags", flags)
            writer.member("calibrationId", calibrationId)
            writer.member("previousCalibrationId", previousCalibrationId)
            writer.member("kind", kind)
            writer.member("into", into)
            writer.member("returned", returned)
            writer.member("quiet", quiet)
            writer.member("test", test)
            writer.member("refusal", refusal)
            writer.member("text", text)
        }
    }

    /// A change of the stored data. The public socket has the first six kinds only, without "user".
    public struct Change: Message {
        /// Increases with each change.
        public var sequence: Int64
        public var wallUs: Int64
        /// "hold": a hold was stored. "excluded", "included": it does not count any more, or counts again. "reassigned": it
        /// belongs to another session now, and its numbers that depend on the athlete have changed. "deleted": it is gone, with
        /// its notes and marks. "reanalyzed": it has another result; "item" is its number. "note", "note_withdrawn", "mark": of
        /// a hold; "item" is the number of the note. "athlete_added", "athlete_renamed", "mass", "mass_corrected" (N/kg of the
        /// holds measured with it have changed), "athlete_forgotten", "athlete_exported". More may be added.
        public var kind: String
        public var hold: Int64?
        /// Who made the change; left out for the station itself.
        public var user: Int64?
        /// The present pseudonym; left out for an athlete who is forgotten.
        public var athlete: String?
        public var item: Int64?

        public init(sequence: Int64, wallUs: Int64, kind: String, hold: Int64?, user: Int64?, athlete: String?, item: Int64?) {
            self.sequence = sequence
            self.wallUs = wallUs
            self.kind = kind
            self.hold = hold
            self.user = user
            self.athlete = athlete
            self.item = item
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Change")
            self.sequence = try reader.required("sequence")
            self.wallUs = try reader.required("wallUs")
            self.kind = try reader.required("kind")
            self.hold = try reader.optional("hold")
            self.user = try reader.optional("user")
            self.athlete = try reader.optional("athlete")
            self.item = try reader.optional("item")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sequence", sequence)
            writer.member("wallUs", wallUs)
            writer.member("kind", kind)
            writer.member("hold", hold)
            writer.member("user", user)
            writer.member("athlete", athlete)
            writer.member("item", item)
        }
    }

    /// The definition of a metric.
    public struct MetricDefinition: Message {
        public var name: String
        public var unit: String
        public var summary: String
        public var source: String
        public var parameters: String

        public init(name: String, unit: String, summary: String, source: String, parameters: String) {
            self.name = name
            self.unit = unit
            self.summary = summary
            self.source = source
            self.parameters = parameters
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "MetricDefinition")
            self.name = try reader.required("name")
            self.unit = try reader.required("unit")
            self.summary = try reader.required("summary")
            self.source = try reader.required("source")
            self.parameters = try reader.required("parameters")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("name", name)
            writer.member("unit", unit)
            writer.member("summary", summary)
            writer.member("source", source)
            writer.member("parameters", parameters)
        }
    }

    /// The two clocks of the station at one moment: CLOCK_MONOTONIC, and microseconds since 1970; and its time zone: seconds
    /// east of UTC, and its name.
    public struct Clocks: Message {
        public var monotonicUs: Int64
        public var wallUs: Int64
        public var utcOffsetSeconds: Int64?
        public var timeZone: String?

        public init(monotonicUs: Int64, wallUs: Int64, utcOffsetSeconds: Int64?, timeZone: String?) {
            self.monotonicUs = monotonicUs
            self.wallUs = wallUs
            self.utcOffsetSeconds = utcOffsetSeconds
            self.timeZone = timeZone
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Clocks")
            self.monotonicUs = try reader.required("monotonicUs")
            self.wallUs = try reader.required("wallUs")
            self.utcOffsetSeconds = try reader.optional("utcOffsetSeconds")
            self.timeZone = try reader.optional("timeZone")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("monotonicUs", monotonicUs)
            writer.member("wallUs", wallUs)
            writer.member("utcOffsetSeconds", utcOffsetSeconds)
            writer.member("timeZone", timeZone)
        }
    }

    /// A stretch of a trace, in seconds since its beginning.
    public struct TraceSpan: Message {
        /// "plateau", or a window after the onset such as "rfd_0_100".
        public var name: String
        public var from: Double
        public var to: Double

        public init(name: String, from: Double, to: Double) {
            self.name = name
            self.from = from
            self.to = to
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "TraceSpan")
            self.name = try reader.required("name")
            self.from = try reader.required("from")
            self.to = try reader.required("to")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("name", name)
            writer.member("from", from)
            writer.member("to", to)
        }
    }

    /// One sensor in the trace of a hold. Times are seconds since the beginning of the trace.
    public struct TraceSensor: Message {
        public var sensor: String
        /// Sampling rate, Hz.
        public var rate: Double
        /// The signals that follow, with their units.
        public var signals: [String: String]
        /// The onset from which the stored numbers are counted; its sample may have a fraction.
        public var onset: Double?
        public var onsetSample: Double?
        /// Plateau and windows for which the hold has numbers.
        public var spans: [TraceSpan]
        /// Events that the samples give again.
        public var events: [Event]
        /// Of a plate with six loads: how far the origin of its moments is below the surface, metres.
        public var surfaceDepth: Double?

        public init(sensor: String, rate: Double, signals: [String: String], onset: Double?, onsetSample: Double?, spans: [TraceSpan], events: [Event], surfaceDepth: Double?) {
            self.sensor = sensor
            self.rate = rate
            self.signals = signals
            self.onset = onset
            self.onsetSample = onsetSample
            self.spans = spans
            self.events = events
            self.surfaceDepth = surfaceDepth
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "TraceSensor")
            self.sensor = try reader.required("sensor")
            self.rate = try reader.required("rate")
            self.signals = try reader.required("signals")
            self.onset = try reader.optional("onset")
            self.onsetSample = try reader.optional("onsetSample")
            self.spans = try reader.required("spans")
            self.events = try reader.required("events")
            self.surfaceDepth = try reader.optional("surfaceDepth")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sensor", sensor)
            writer.member("rate", rate)
            writer.member("signals", signals)
            writer.member("onset", onset)
            writer.member("onsetSample", onsetSample)
            writer.member("spans", spans)
            writer.member("events", events)
            writer.member("surfaceDepth", surfaceDepth)
        }
    }

    /// The trace of a hold: the samples of its sensors from 5 s before the load to 2 s after the end.
    public struct Trace: Message {
        public var hold: Int64
        /// The beginning of the trace on both clocks.
        public var begin: Clocks
        /// Samples of the hold that no recording had.
        public var incomplete: Bool
        public var sensors: [TraceSensor]

        public init(hold: Int64, begin: Clocks, incomplete: Bool, sensors: [TraceSensor]) {
            self.hold = hold
            self.begin = begin
            self.incomplete = incomplete
            self.sensors = sensors
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Trace")
            self.hold = try reader.required("hold")
            self.begin = try reader.required("begin")
            self.incomplete = try reader.required("incomplete")
            self.sensors = try reader.required("sensors")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("hold", hold)
            writer.member("begin", begin)
            writer.member("incomplete", incomplete)
            writer.member("sensors", sensors)
        }
    }

    /// Consecutive samples of one signal of a trace, with all their digits.
    public struct TraceSignal: Message {
        /// As in Signal.
        public var name: String
        public var unit: String
        public var samples: [Double]
        /// Indices of "samples" without a number; these samples are 0.
        public var missing: [Int64]
        /// With "rate": the highest sample of each interval; "samples" are the lowest.
        public var maxima: [Double]?

        public init(name: String, unit: String, samples: [Double], missing: [Int64], maxima: [Double]?) {
            self.name = name
            self.unit = unit
            self.samples = samples
            self.missing = missing
            self.maxima = maxima
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "TraceSignal")
            self.name = try reader.required("name")
            self.unit = try reader.required("unit")
            self.samples = try reader.required("samples")
            self.missing = try reader.required("missing")
            self.maxima = try reader.optional("maxima")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("name", name)
            writer.member("unit", unit)
            writer.member("samples", samples)
            writer.member("missing", missing)
            writer.member("maxima", maxima)
        }
    }

    /// Consecutive samples of one sensor of a trace.
    public struct TraceChunk: Message {
        public var sensor: String
        /// For each sample, or for each interval of "rate": the index of the (first) sample, and its time since the beginning
        /// of the trace.
        public var indices: [Int64]
        public var seconds: [Double]
        public var signals: [TraceSignal]

        public init(sensor: String, indices: [Int64], seconds: [Double], signals: [TraceSignal]) {
            self.sensor = sensor
            self.indices = indices
            self.seconds = seconds
            self.signals = signals
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "TraceChunk")
            self.sensor = try reader.required("sensor")
            self.indices = try reader.required("indices")
            self.seconds = try reader.required("seconds")
            self.signals = try reader.required("signals")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sensor", sensor)
            writer.member("indices", indices)
            writer.member("seconds", seconds)
            writer.member("signals", signals)
        }
    }

    /// A problem that needs attention.
    public struct Finding: Message {
        /// Name of the condition: "real_time", "recording", "disk_full", "database", "clock", … `holdfast help doctor` lists
        /// them. More may be added.
        public var condition: String
        /// The sensor concerned.
        public var sensor: String?
        /// The problem and its cure.
        public var text: String

        public init(condition: String, sensor: String?, text: String) {
            self.condition = condition
            self.sensor = sensor
            self.text = text
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Finding")
            self.condition = try reader.required("condition")
            self.sensor = try reader.optional("sensor")
            self.text = try reader.required("text")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("condition", condition)
            writer.member("sensor", sensor)
            writer.member("text", text)
        }
    }

    /// The state of the station.
    public struct GetStatus: MethodCall {
        public static let method = "org.holdfast.station1.GetStatus"
        public static let parameters: [String] = []

        public init() {}

        public init(_ object: JSONObject) throws(MessageError) {}

        public func write(to writer: inout JSONWriter) {}

        public struct Reply: Message {
            public var station: String
            public var version: String
            /// Features of this build; more may be added.
            public var features: [String]
            public var startedWallUs: Int64
            public var uptimeSeconds: Double
            /// Identifies the run of the monotonic clock: changes with every boot and every start of the service.
            public var epoch: String
            /// Whether the measuring threads have real-time priority.
            public var realTime: Bool
            public var sensors: Int64
            public var streaming: Int64
            public var holds: Int64
            /// Samples that the station itself refused; 0 unless it is overloaded.
            public var refused: Int64
            public var recording: String?
            public var clients: Int64
            /// Problems as text, and the same with the names of their conditions.
            public var warnings: [String]
            public var findings: [Finding]
            /// The clocks now.
            public var clocks: Clocks?
            /// When calibrations, tests and weights are due again, the earliest first.
            public var dueDates: [DueDate]?

            public init(station: String, version: String, features: [String], startedWallUs: Int64, uptimeSeconds: Double, epoch: String, realTime: Bool, sensors: Int64, streaming: Int64, holds: Int64, refused: Int64, recording: String?, clients: Int64, warnings: [String], findings: [Finding], clocks: Clocks?, dueDates: [DueDate]?) {
                self.station = station
                self.version = version
                self.features = features
                self.startedWallUs = startedWallUs
                self.uptimeSeconds = uptimeSeconds
                self.epoch = epoch
                self.realTime = realTime
                self.sensors = sensors
                self.streaming = streaming
                self.holds = holds
                self.refused = refused
                self.recording = recording
                self.clients = clients
                self.warnings = warnings
                self.findings = findings
                self.clocks = clocks
                self.dueDates = dueDates
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "GetStatus.Reply")
                self.station = try reader.required("station")
                self.version = try reader.required("version")
                self.features = try reader.required("features")
                self.startedWallUs = try reader.required("startedWallUs")
                self.uptimeSeconds = try reader.required("uptimeSeconds")
                self.epoch = try reader.required("epoch")
                self.realTime = try reader.required("realTime")
                self.sensors = try reader.required("sensors")
                self.streaming = try reader.required("streaming")
                self.holds = try reader.required("holds")
                self.refused = try reader.required("refused")
                self.recording = try reader.optional("recording")
                self.clients = try reader.required("clients")
                self.warnings = try reader.required("warnings")
                self.findings = try reader.required("findings")
                self.clocks = try reader.optional("clocks")
                self.dueDates = try reader.optional("dueDates")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("station", station)
                writer.member("version", version)
                writer.member("features", features)
                writer.member("startedWallUs", startedWallUs)
                writer.member("uptimeSeconds", uptimeSeconds)
                writer.member("epoch", epoch)
                writer.member("realTime", realTime)
                writer.member("sensors", sensors)
                writer.member("streaming", streaming)
                writer.member("holds", holds)
                writer.member("refused", refused)
                writer.member("recording", recording)
                writer.member("clients", clients)
                writer.member("warnings", warnings)
                writer.member("findings", findings)
                writer.member("clocks", clocks)
                writer.member("dueDates", dueDates)
            }
        }
    }

    /// A sensor, and the number by which readings in the ring refer to it. Uncalibrated, it has a unit of its own.
    public struct RingSensor: Message {
        public var number: Int64
        public var name: String
        public var unit: String

        public init(number: Int64, name: String, unit: String) {
            self.number = number
            self.name = name
            self.unit = unit
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "RingSensor")
            self.number = try reader.required("number")
            self.name = try reader.required("name")
            self.unit = try reader.required("unit")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("number", number)
            writer.member("name", name)
            writer.member("unit", unit)
        }
    }

    /// Every sensor of the settings.
    public struct ListSensors: MethodCall {
        public static let method = "org.holdfast.station1.ListSensors"
        public static let parameters: [String] = []

        public init() {}

        public init(_ object: JSONObject) throws(MessageError) {}

        public func write(to writer: inout JSONWriter) {}

        public struct Reply: Message {
            public var sensors: [Sensor]

            public init(sensors: [Sensor]) {
                self.sensors = sensors
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "ListSensors.Reply")
                self.sensors = try reader.required("sensors")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("sensors", sensors)
            }
        }
    }

    /// Every device that is plugged in and could be a sensor.
    public struct ListDevices: MethodCall {
        public static let method = "org.holdfast.station1.ListDevices"
        public static let parameters: [String] = []

        public init() {}

        public init(_ object: JSONObject) throws(MessageError) {}

        public func write(to writer: inout JSONWriter) {}

        public struct Reply: Message {
            public var devices: [Device]

            public init(devices: [Device]) {
                self.devices = devices
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "ListDevices.Reply")
                self.devices = try reader.required("devices")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("devices", devices)
            }
        }
    }

    /// Live forces. Answers repeatedly.
    ///
    /// The first reply has the state of the sensors and the clocks, and no batches. A reply comes at least every 10 s.
    /// "signals" defaults to "force" and "tremor"; "bands" adds "spectra". "intervalMs" is 10 to 1000 and defaults to 50; 0
    /// sends every sample at once. Signals that the socket does not allow are left out; a call for only such signals is
    /// PermissionDenied. "sinceSample" begins at an earlier sample, for a client that reconnects; it needs "sensor".
    /// "onOverrun" defaults to "skip".
    public struct Monitor: MethodCall {
        public static let method = "org.holdfast.station1.Monitor"
        public static let parameters: [String] = ["sensor", "signals", "intervalMs", "maxReplies", "sinceSample", "onOverrun"]

        public var sensor: String?
        public var signals: [String]?
        public var intervalMs: Int64?
        public var maxReplies: Int64?
        public var sinceSample: Int64?
        public var onOverrun: Overrun?

        public init(sensor: String?, signals: [String]?, intervalMs: Int64?, maxReplies: Int64?, sinceSample: Int64?, onOverrun: Overrun?) {
            self.sensor = sensor
            self.signals = signals
            self.intervalMs = intervalMs
            self.maxReplies = maxReplies
            self.sinceSample = sinceSample
            self.onOverrun = onOverrun
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Monitor")
            self.sensor = try reader.optional("sensor")
            self.signals = try reader.optional("signals")
            self.intervalMs = try reader.optional("intervalMs")
            self.maxReplies = try reader.optional("maxReplies")
            self.sinceSample = try reader.optional("sinceSample")
            self.onOverrun = try reader.optional("onOverrun")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sensor", sensor)
            writer.member("signals", signals)
            writer.member("intervalMs", intervalMs)
            writer.member("maxReplies", maxReplies)
            writer.member("sinceSample", sinceSample)
            writer.member("onOverrun", onOverrun)
        }

        public struct Reply: Message {
            public var sensors: [Sensor]
            public var batches: [Batch]
            public var spectra: [Spectrum]?
            public var clocks: Clocks?

            public init(sensors: [Sensor], batches: [Batch], spectra: [Spectrum]?, clocks: Clocks?) {
                self.sensors = sensors
                self.batches = batches
                self.spectra = spectra
                self.clocks = clocks
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "Monitor.Reply")
                self.sensors = try reader.required("sensors")
                self.batches = try reader.required("batches")
                self.spectra = try reader.optional("spectra")
                self.clocks = try reader.optional("clocks")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("sensors", sensors)
                writer.member("batches", batches)
                writer.member("spectra", spectra)
                writer.member("clocks", clocks)
            }
        }
    }

    /// The ring of all readings, for a program that wants every sample at once. Only on control.sock. Answers repeatedly.
    ///
    /// The first reply passes two file descriptors (SCM_RIGHTS) and gives their places: "memory", which can be mapped for
    /// reading only, and "bell", a socket that is readable after new readings: read it empty, and then the ring.
    /// holdfast-ring.h describes the memory. The sensors are sent again when they may have changed. At most 8 programs read the
    /// ring. When the call ends, the bell is closed.
    public struct OpenRing: MethodCall {
        public static let method = "org.holdfast.station1.OpenRing"
        public static let parameters: [String] = []

        public init() {}

        public init(_ object: JSONObject) throws(MessageError) {}

        public func write(to writer: inout JSONWriter) {}

        public struct Reply: Message {
            public var memory: Int64?
            public var bell: Int64?
            public var sensors: [RingSensor]

            public init(memory: Int64?, bell: Int64?, sensors: [RingSensor]) {
                self.memory = memory
                self.bell = bell
                self.sensors = sensors
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "OpenRing.Reply")
                self.memory = try reader.optional("memory")
                self.bell = try reader.optional("bell")
                self.sensors = try reader.required("sensors")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("memory", memory)
                writer.member("bell", bell)
                writer.member("sensors", sensors)
            }
        }
    }

    /// Events of the sensors, and each hold when it is stored. Answers repeatedly.
    ///
    /// The first reply has the last stored hold and the clocks, and no event.
    public struct WatchHolds: MethodCall {
        public static let method = "org.holdfast.station1.WatchHolds"
        public static let parameters: [String] = []

        public init() {}

        public init(_ object: JSONObject) throws(MessageError) {}

        public func write(to writer: inout JSONWriter) {}

        public struct Reply: Message {
            public var hold: Hold?
            public var events: [Event]
            public var dropped: Int64
            public var clocks: Clocks?

            public init(hold: Hold?, events: [Event], dropped: Int64, clocks: Clocks?) {
                self.hold = hold
                self.events = events
                self.dropped = dropped
                self.clocks = clocks
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "WatchHolds.Reply")
                self.hold = try reader.optional("hold")
                self.events = try reader.required("events")
                self.dropped = try reader.required("dropped")
                self.clocks = try reader.optional("clocks")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("hold", hold)
                writer.member("events", events)
                writer.member("dropped", dropped)
                writer.member("clocks", clocks)
            }
        }
    }

    /// Stored holds, the newest first. "limit" is at most 200 and defaults to 20. "before" is the number of a hold; "more" is
    /// true if there are older holds that match. "fromWallUs" and "toWallUs" select holds that began at the first time or
    /// later, and before the second. "metrics" names the metrics to return; all of them if it is left out. The numbers are
    /// those of the newest result of each hold, or of the first with "firstResults"; "kind" selects by the first. For holds of
    /// an athlete or a session, see ListHolds of org.holdfast.session1.
    public struct ListHolds: MethodCall {
        public static let method = "org.holdfast.station1.ListHolds"
        public static let parameters: [String] = ["limit", "before", "sensor", "includeExcluded", "fromWallUs", "toWallUs", "setUp", "kind", "metrics", "firstResults"]

        public var limit: Int64?
        public var before: Int64?
        public var sensor: String?
        public var includeExcluded: Bool?
        public var fromWallUs: Int64?
        public var toWallUs: Int64?
        public var setUp: String?
        public var kind: HoldKind?
        public var metrics: [String]?
        public var firstResults: Bool?

        public init(limit: Int64?, before: Int64?, sensor: String?, includeExcluded: Bool?, fromWallUs: Int64?, toWallUs: Int64?, setUp: String?, kind: HoldKind?, metrics: [String]?, firstResults: Bool?) {
            self.limit = limit
            self.before = before
            self.sensor = sensor
            self.includeExcluded = includeExcluded
            self.fromWallUs = fromWallUs
            self.toWallUs = toWallUs
            self.setUp = setUp
            self.kind = kind
            self.metrics = metrics
            self.firstResults = firstResults
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "ListHolds")
            self.limit = try reader.optional("limit")
            self.before = try reader.optional("before")
            self.sensor = try reader.optional("sensor")
            self.includeExcluded = try reader.optional("includeExcluded")
            self.fromWallUs = try reader.optional("fromWallUs")
            self.toWallUs = try reader.optional("toWallUs")
            self.setUp = try reader.optional("setUp")
            self.kind = try reader.optional("kind")
            self.metrics = try reader.optional("metrics")
            self.firstResults = try reader.optional("firstResults")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("limit", limit)
            writer.member("before", before)
            writer.member("sensor", sensor)
            writer.member("includeExcluded", includeExcluded)
            writer.member("fromWallUs", fromWallUs)
            writer.member("toWallUs", toWallUs)
            writer.member("setUp", setUp)
            writer.member("kind", kind)
            writer.member("metrics", metrics)
            writer.member("firstResults", firstResults)
        }

        public struct Reply: Message {
            public var holds: [Hold]
            public var more: Bool

            public init(holds: [Hold], more: Bool) {
                self.holds = holds
                self.more = more
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "ListHolds.Reply")
                self.holds = try reader.required("holds")
                self.more = try reader.required("more")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("holds", holds)
                writer.member("more", more)
            }
        }
    }

    /// Changes of the stored data, the oldest first, after the change "since" (0: from the beginning). "limit" is at most 1000
    /// and defaults to 100. "next" is the "since" of the next call; "more" is true if there are further changes now. A program
    /// that calls again with "next" misses nothing, whatever happens in between. If "database" has changed since the last call,
    /// the station has another database: begin again at 0. "clocks" are those of the reply.
    public struct Changes: MethodCall {
        public static let method = "org.holdfast.station1.Changes"
        public static let parameters: [String] = ["since", "limit"]

        public var since: Int64?
        public var limit: Int64?

        public init(since: Int64?, limit: Int64?) {
            self.since = since
            self.limit = limit
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Changes")
            self.since = try reader.optional("since")
            self.limit = try reader.optional("limit")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("since", since)
            writer.member("limit", limit)
        }

        public struct Reply: Message {
            public var database: String
            public var changes: [Change]
            public var next: Int64
            public var more: Bool
            public var clocks: Clocks?

            public init(database: String, changes: [Change], next: Int64, more: Bool, clocks: Clocks?) {
                self.database = database
                self.changes = changes
                self.next = next
                self.more = more
                self.clocks = clocks
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "Changes.Reply")
                self.database = try reader.required("database")
                self.changes = try reader.required("changes")
                self.next = try reader.required("next")
                self.more = try reader.required("more")
                self.clocks = try reader.optional("clocks")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("database", database)
                writer.member("changes", changes)
                writer.member("next", next)
                writer.member("more", more)
                writer.member("clocks", clocks)
            }
        }
    }

    /// One stored hold with all its numbers: those of its newest result, or of the one that is named.
    public struct GetHold: MethodCall {
        public static let method = "org.holdfast.station1.GetHold"
        public static let parameters: [String] = ["number", "result"]

        public var number: Int64
        public var result: Int64?

        public init(number: Int64, result: Int64?) {
            self.number = number
            self.result = result
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "GetHold")
            self.number = try reader.required("number")
            self.result = try reader.optional("result")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("number", number)
            writer.member("result", result)
        }

        public struct Reply: Message {
            public var hold: Hold

            public init(hold: Hold) {
                self.hold = hold
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "GetHold.Reply")
                self.hold = try reader.required("hold")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("hold", hold)
            }
        }
    }

    /// The samples of a stored hold. Answers repeatedly. Forces, onset and spans are those of the newest result, or of the one
    /// that is named.
    ///
    /// The first reply has "trace" and no chunks; each later reply has chunks of one sensor after the other. "signals" are
    /// those of Monitor without "bands" and default to "force"; those that a sensor cannot have, or that the socket does not
    /// allow, are left out. "from" and "to" are seconds since the beginning of the trace. "rate" is a number of intervals per
    /// second, each with the lowest and the highest of its samples.
    public struct GetTrace: MethodCall {
        public static let method = "org.holdfast.station1.GetTrace"
        public static let parameters: [String] = ["hold", "sensor", "signals", "from", "to", "rate", "result"]

        public var hold: Int64
        public var sensor: String?
        public var signals: [String]?
        public var from: Double?
        public var to: Double?
        public var rate: Double?
        public var result: Int64?

        public init(hold: Int64, sensor: String?, signals: [String]?, from: Double?, to: Double?, rate: Double?, result: Int64?) {
            self.hold = hold
            self.sensor = sensor
            self.signals = signals
            self.from = from
            self.to = to
            self.rate = rate
            self.result = result
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "GetTrace")
            self.hold = try reader.required("hold")
            self.sensor = try reader.optional("sensor")
            self.signals = try reader.optional("signals")
            self.from = try reader.optional("from")
            self.to = try reader.optional("to")
            self.rate = try reader.optional("rate")
            self.result = try reader.optional("result")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("hold", hold)
            writer.member("sensor", sensor)
            writer.member("signals", signals)
            writer.member("from", from)
            writer.member("to", to)
            writer.member("rate", rate)
            writer.member("result", result)
        }

        public struct Reply: Message {
            public var trace: Trace?
            public var chunks: [TraceChunk]

            public init(trace: Trace?, chunks: [TraceChunk]) {
                self.trace = trace
                self.chunks = chunks
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "GetTrace.Reply")
                self.trace = try reader.optional("trace")
                self.chunks = try reader.required("chunks")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("trace", trace)
                writer.member("chunks", chunks)
            }
        }
    }

    /// The definition of every number of a hold.
    public struct ListMetrics: MethodCall {
        public static let method = "org.holdfast.station1.ListMetrics"
        public static let parameters: [String] = []

        public init() {}

        public init(_ object: JSONObject) throws(MessageError) {}

        public func write(to writer: inout JSONWriter) {}

        public struct Reply: Message {
            public var metrics: [MetricDefinition]

            public init(metrics: [MetricDefinition]) {
                self.metrics = metrics
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "ListMetrics.Reply")
                self.metrics = try reader.required("metrics")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("metrics", metrics)
            }
        }
    }
}
