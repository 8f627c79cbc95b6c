// swift-format-ignore-file
// Written by scripts/generate-messages from Sources/Interface/org.holdfast.session1.varlink. Do not edit.
public import Interface

/// Athletes, sessions and protocols of a Holdfast station.
///
/// The public socket has GetCue, WatchCues and Protocols, which name no athlete. All other methods are on the control socket
/// only. Times are microseconds: "WallUs" since 1970, "Us" on the station's monotonic clock. Forces are newtons.
public enum Session1 {
    /// The maximal force of an athlete in one position on one sensor: the highest mean over half a second.
    public struct Maximum: Message {
        public var position: String
        public var setUp: String
        public var sensor: String
        public var newtons: Double
        public var wallUs: Int64
        /// The calibration that it was measured with.
        public var calibration: String
        /// Whether three holds were within 5 % of it; otherwise it is provisional.
        public var confirmed: Bool

        public init(position: String, setUp: String, sensor: String, newtons: Double, wallUs: Int64, calibration: String, confirmed: Bool) {
            self.position = position
            self.setUp = setUp
            self.sensor = sensor
            self.newtons = newtons
            self.wallUs = wallUs
            self.calibration = calibration
            self.confirmed = confirmed
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Maximum")
            self.position = try reader.required("position")
            self.setUp = try reader.required("setUp")
            self.sensor = try reader.required("sensor")
            self.newtons = try reader.required("newtons")
            self.wallUs = try reader.required("wallUs")
            self.calibration = try reader.required("calibration")
            self.confirmed = try reader.required("confirmed")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("position", position)
            writer.member("setUp", setUp)
            writer.member("sensor", sensor)
            writer.member("newtons", newtons)
            writer.member("wallUs", wallUs)
            writer.member("calibration", calibration)
            writer.member("confirmed", confirmed)
        }
    }

    /// An athlete, by pseudonym.
    public struct Athlete: Message {
        public var pseudonym: String
        public var bodyMassKg: Double?
        public var bodyMassWallUs: Int64?
        /// The disk has altered the newest body mass, so it is left out. Set it again.
        public var bodyMassAltered: Bool?
        public var maxima: [Maximum]
        /// Holds whose maximal force the disk has altered. One of them may have been the strongest, so "maxima" is empty until
        /// they are excluded.
        public var alteredHolds: [Int64]?
        /// The disk has altered the pseudonym: it may be another athlete's, so there is nothing else. Rename the athlete.
        public var nameAltered: Bool?

        public init(pseudonym: String, bodyMassKg: Double?, bodyMassWallUs: Int64?, bodyMassAltered: Bool?, maxima: [Maximum], alteredHolds: [Int64]?, nameAltered: Bool?) {
            self.pseudonym = pseudonym
            self.bodyMassKg = bodyMassKg
            self.bodyMassWallUs = bodyMassWallUs
            self.bodyMassAltered = bodyMassAltered
            self.maxima = maxima
            self.alteredHolds = alteredHolds
            self.nameAltered = nameAltered
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Athlete")
            self.pseudonym = try reader.required("pseudonym")
            self.bodyMassKg = try reader.optional("bodyMassKg")
            self.bodyMassWallUs = try reader.optional("bodyMassWallUs")
            self.bodyMassAltered = try reader.optional("bodyMassAltered")
            self.maxima = try reader.required("maxima")
            self.alteredHolds = try reader.optional("alteredHolds")
            self.nameAltered = try reader.optional("nameAltered")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("pseudonym", pseudonym)
            writer.member("bodyMassKg", bodyMassKg)
            writer.member("bodyMassWallUs", bodyMassWallUs)
            writer.member("bodyMassAltered", bodyMassAltered)
            writer.member("maxima", maxima)
            writer.member("alteredHolds", alteredHolds)
            writer.member("nameAltered", nameAltered)
        }
    }

    /// A body mass of an athlete, and since when it counts.
    public struct BodyMass: Message {
        public var kilograms: Double
        public var wallUs: Int64

        public init(kilograms: Double, wallUs: Int64) {
            self.kilograms = kilograms
            self.wallUs = wallUs
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "BodyMass")
            self.kilograms = try reader.required("kilograms")
            self.wallUs = try reader.required("wallUs")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("kilograms", kilograms)
            writer.member("wallUs", wallUs)
        }
    }

    /// One athlete's training session, on one set-up or on the whole station.
    public struct Session: Message {
        public var number: Int64
        public var athlete: String
        /// Each position has its own maxima.
        public var position: String
        public var `protocol`: String?
        /// The drop of RFD 0–100 ms or of the peak, compared with the session's best, that ends a set, in %.
        public var effortDropPercent: Double
        public var startWallUs: Int64
        public var stopWallUs: Int64?
        /// The disk has altered the session: it may be another athlete's, or it may not have ended then. Its holds count for no
        /// maximum. Start another session.
        public var altered: Bool?
        /// The set-up of the settings whose sensors it has. Left out: it has every sensor of the station.
        public var setUp: String?

        public init(number: Int64, athlete: String, position: String, `protocol`: String?, effortDropPercent: Double, startWallUs: Int64, stopWallUs: Int64?, altered: Bool?, setUp: String?) {
            self.number = number
            self.athlete = athlete
            self.position = position
            self.protocol = `protocol`
            self.effortDropPercent = effortDropPercent
            self.startWallUs = startWallUs
            self.stopWallUs = stopWallUs
            self.altered = altered
            self.setUp = setUp
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Session")
            self.number = try reader.required("number")
            self.athlete = try reader.required("athlete")
            self.position = try reader.required("position")
            self.protocol = try reader.optional("protocol")
            self.effortDropPercent = try reader.required("effortDropPercent")
            self.startWallUs = try reader.required("startWallUs")
            self.stopWallUs = try reader.optional("stopWallUs")
            self.altered = try reader.optional("altered")
            self.setUp = try reader.optional("setUp")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("number", number)
            writer.member("athlete", athlete)
            writer.member("position", position)
            writer.member("protocol", `protocol`)
            writer.member("effortDropPercent", effortDropPercent)
            writer.member("startWallUs", startWallUs)
            writer.member("stopWallUs", stopWallUs)
            writer.member("altered", altered)
            writer.member("setUp", setUp)
        }
    }

    /// A training protocol.
    public struct TrainingProtocol: Message {
        public var name: String
        public var summary: String
        public var preparationSeconds: Double
        public var sets: Int64
        /// Holds of a set.
        public var holds: Int64
        public var holdSeconds: Double
        public var restSeconds: Double
        public var setRestSeconds: Double
        /// In % of the athlete's maximum; left out for maximal effort.
        public var targetLow: Double?
        public var targetHigh: Double?

        public init(name: String, summary: String, preparationSeconds: Double, sets: Int64, holds: Int64, holdSeconds: Double, restSeconds: Double, setRestSeconds: Double, targetLow: Double?, targetHigh: Double?) {
            self.name = name
            self.summary = summary
            self.preparationSeconds = preparationSeconds
            self.sets = sets
            self.holds = holds
            self.holdSeconds = holdSeconds
            self.restSeconds = restSeconds
            self.setRestSeconds = setRestSeconds
            self.targetLow = targetLow
            self.targetHigh = targetHigh
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "TrainingProtocol")
            self.name = try reader.required("name")
            self.summary = try reader.required("summary")
            self.preparationSeconds = try reader.required("preparationSeconds")
            self.sets = try reader.required("sets")
            self.holds = try reader.required("holds")
            self.holdSeconds = try reader.required("holdSeconds")
            self.restSeconds = try reader.required("restSeconds")
            self.setRestSeconds = try reader.required("setRestSeconds")
            self.targetLow = try reader.optional("targetLow")
            self.targetHigh = try reader.optional("targetHigh")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("name", name)
            writer.member("summary", summary)
            writer.member("preparationSeconds", preparationSeconds)
            writer.member("sets", sets)
            writer.member("holds", holds)
            writer.member("holdSeconds", holdSeconds)
            writer.member("restSeconds", restSeconds)
            writer.member("setRestSeconds", setRestSeconds)
            writer.member("targetLow", targetLow)
            writer.member("targetHigh", targetHigh)
        }
    }

    /// What the athlete does: get ready, pull, let go until the next hold, rest until the next set, or nothing any more.
    public enum CueName: String, ClosedSet {
        case prepare
        case hold
        case rest
        case setRest = "set_rest"
        case finished
    }

    /// The cue: what the athlete does now.
    public struct Cue: Message {
        public var name: CueName
        /// Number of the present or next set and hold, from 1, and how many there are.
        public var set: Int64
        public var sets: Int64
        public var hold: Int64
        public var holds: Int64
        public var beginsUs: Int64
        /// Left out if nothing follows.
        public var endsUs: Int64?

        public init(name: CueName, set: Int64, sets: Int64, hold: Int64, holds: Int64, beginsUs: Int64, endsUs: Int64?) {
            self.name = name
            self.set = set
            self.sets = sets
            self.hold = hold
            self.holds = holds
            self.beginsUs = beginsUs
            self.endsUs = endsUs
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Cue")
            self.name = try reader.required("name")
            self.set = try reader.required("set")
            self.sets = try reader.required("sets")
            self.hold = try reader.required("hold")
            self.holds = try reader.required("holds")
            self.beginsUs = try reader.required("beginsUs")
            self.endsUs = try reader.optional("endsUs")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("name", name)
            writer.member("set", set)
            writer.member("sets", sets)
            writer.member("hold", hold)
            writer.member("holds", holds)
            writer.member("beginsUs", beginsUs)
            writer.member("endsUs", endsUs)
        }
    }

    /// A session under way, and what its athlete does now. Names no athlete.
    public struct SessionCue: Message {
        public var session: Int64
        public var setUp: String?
        public var `protocol`: String?
        public var cue: Cue?

        public init(session: Int64, setUp: String?, `protocol`: String?, cue: Cue?) {
            self.session = session
            self.setUp = setUp
            self.protocol = `protocol`
            self.cue = cue
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "SessionCue")
            self.session = try reader.required("session")
            self.setUp = try reader.optional("setUp")
            self.protocol = try reader.optional("protocol")
            self.cue = try reader.optional("cue")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("session", session)
            writer.member("setUp", setUp)
            writer.member("protocol", `protocol`)
            writer.member("cue", cue)
        }
    }

    /// One number that was computed from an operator's onset, or from several holds.
    public struct Metric: Message {
        public var name: String
        /// The raw unit of a sensor that is not calibrated, never newtons.
        public var unit: String
        public var value: Double?
        public var lower: Double?
        public var upper: Double?
        public var reason: String?
        /// Expanded uncertainty from the calibration in force, or why there is none: as in a hold, or "several_holds" for
        /// statistics of several holds.
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

    /// A number of a trial of quiet standing, or of a hold against one. "sensors" has the plates that it is about. "seconds" is
    /// the length of the windows whose geometric mean it is, with the interval in which another window lies; left out for the
    /// whole trial.
    public struct StandNumber: Message {
        public var sensors: [String]
        public var seconds: Double?
        public var metric: Metric

        public init(sensors: [String], seconds: Double?, metric: Metric) {
            self.sensors = sensors
            self.seconds = seconds
            self.metric = metric
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "StandNumber")
            self.sensors = try reader.required("sensors")
            self.seconds = try reader.optional("seconds")
            self.metric = try reader.required("metric")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sensors", sensors)
            writer.member("seconds", seconds)
            writer.member("metric", metric)
        }
    }

    /// A trial of quiet standing of the athlete of a session.
    public struct StandTrial: Message {
        public var number: Int64
        public var session: Int64
        public var wallUs: Int64
        public var seconds: Double
        public var numbers: [StandNumber]

        public init(number: Int64, session: Int64, wallUs: Int64, seconds: Double, numbers: [StandNumber]) {
            self.number = number
            self.session = session
            self.wallUs = wallUs
            self.seconds = seconds
            self.numbers = numbers
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "StandTrial")
            self.number = try reader.required("number")
            self.session = try reader.required("session")
            self.wallUs = try reader.required("wallUs")
            self.seconds = try reader.required("seconds")
            self.numbers = try reader.required("numbers")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("number", number)
            writer.member("session", session)
            writer.member("wallUs", wallUs)
            writer.member("seconds", seconds)
            writer.member("numbers", numbers)
        }
    }

    /// An onset that an operator marked (ON-MAN). It is stored in addition to the hold's own onset.
    public struct OnsetMark: Message {
        public var wallUs: Int64
        public var user: Int64
        public var sensor: String
        /// Seconds from the first sample of the hold.
        public var onset: Double
        public var flags: [String]
        public var metrics: [Metric]

        public init(wallUs: Int64, user: Int64, sensor: String, onset: Double, flags: [String], metrics: [Metric]) {
            self.wallUs = wallUs
            self.user = user
            self.sensor = sensor
            self.onset = onset
            self.flags = flags
            self.metrics = metrics
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "OnsetMark")
            self.wallUs = try reader.required("wallUs")
            self.user = try reader.required("user")
            self.sensor = try reader.required("sensor")
            self.onset = try reader.required("onset")
            self.flags = try reader.required("flags")
            self.metrics = try reader.required("metrics")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("wallUs", wallUs)
            writer.member("user", user)
            writer.member("sensor", sensor)
            writer.member("onset", onset)
            writer.member("flags", flags)
            writer.member("metrics", metrics)
        }
    }

    /// Statistics of the holds of one sensor in a session.
    public struct SessionNumbers: Message {
        public var sensor: String
        /// The number that trials are compared by: "force_100", "rfd_0_100" or "mvc_500"; "peak_rfd_20" for the RFD scaling
        /// factor; "mean_net_force" for the critical force of an all-out test; "time_to_failure" for the critical force of
        /// holds to failure, of this session and of earlier sessions in the same position.
        public var judgedBy: String
        /// All holds, the valid holds, and the outliers among the valid holds.
        public var holds: [Int64]
        public var valid: [Int64]
        public var outliers: [Int64]
        /// The calibration records of the holds, each once.
        public var calibrationIds: [String]
        public var metrics: [Metric]

        public init(sensor: String, judgedBy: String, holds: [Int64], valid: [Int64], outliers: [Int64], calibrationIds: [String], metrics: [Metric]) {
            self.sensor = sensor
            self.judgedBy = judgedBy
            self.holds = holds
            self.valid = valid
            self.outliers = outliers
            self.calibrationIds = calibrationIds
            self.metrics = metrics
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "SessionNumbers")
            self.sensor = try reader.required("sensor")
            self.judgedBy = try reader.required("judgedBy")
            self.holds = try reader.required("holds")
            self.valid = try reader.required("valid")
            self.outliers = try reader.required("outliers")
            self.calibrationIds = try reader.required("calibrationIds")
            self.metrics = try reader.required("metrics")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sensor", sensor)
            writer.member("judgedBy", judgedBy)
            writer.member("holds", holds)
            writer.member("valid", valid)
            writer.member("outliers", outliers)
            writer.member("calibrationIds", calibrationIds)
            writer.member("metrics", metrics)
        }
    }

    /// The sessions under way and their cues, the oldest first. "session", "protocol" and "cue" are those of the first one.
    /// Names no athlete.
    public struct GetCue: MethodCall {
        public static let method = "org.holdfast.session1.GetCue"
        public static let parameters: [String] = []

        public init() {}

        public init(_ object: JSONObject) throws(MessageError) {}

        public func write(to writer: inout JSONWriter) {}

        public struct Reply: Message {
            public var session: Int64?
            public var `protocol`: String?
            public var cue: Cue?
            public var nowUs: Int64
            public var sessions: [SessionCue]?

            public init(session: Int64?, `protocol`: String?, cue: Cue?, nowUs: Int64, sessions: [SessionCue]?) {
                self.session = session
                self.protocol = `protocol`
                self.cue = cue
                self.nowUs = nowUs
                self.sessions = sessions
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "GetCue.Reply")
                self.session = try reader.optional("session")
                self.protocol = try reader.optional("protocol")
                self.cue = try reader.optional("cue")
                self.nowUs = try reader.required("nowUs")
                self.sessions = try reader.optional("sessions")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("session", session)
                writer.member("protocol", `protocol`)
                writer.member("cue", cue)
                writer.member("nowUs", nowUs)
                writer.member("sessions", sessions)
            }
        }
    }

    /// The same, whenever it changes and at least every 10 s.
    public struct WatchCues: MethodCall {
        public static let method = "org.holdfast.session1.WatchCues"
        public static let parameters: [String] = []

        public init() {}

        public init(_ object: JSONObject) throws(MessageError) {}

        public func write(to writer: inout JSONWriter) {}

        public struct Reply: Message {
            public var session: Int64?
            public var `protocol`: String?
            public var cue: Cue?
            public var nowUs: Int64
            public var sessions: [SessionCue]?

            public init(session: Int64?, `protocol`: String?, cue: Cue?, nowUs: Int64, sessions: [SessionCue]?) {
                self.session = session
                self.protocol = `protocol`
                self.cue = cue
                self.nowUs = nowUs
                self.sessions = sessions
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "WatchCues.Reply")
                self.session = try reader.optional("session")
                self.protocol = try reader.optional("protocol")
                self.cue = try reader.optional("cue")
                self.nowUs = try reader.required("nowUs")
                self.sessions = try reader.optional("sessions")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("session", session)
                writer.member("protocol", `protocol`)
                writer.member("cue", cue)
                writer.member("nowUs", nowUs)
                writer.member("sessions", sessions)
            }
        }
    }

    /// Forces, events and cues on one connection. Each reply has one of three: a reply of Monitor or of WatchHolds of
    /// org.holdfast.station1, or of WatchCues. The parameters mean what they mean in Monitor.
    public struct Watch: MethodCall {
        public static let method = "org.holdfast.session1.Watch"
        public static let parameters: [String] = ["sensor", "signals", "intervalMs"]

        public var sensor: String?
        public var signals: [String]?
        public var intervalMs: Int64?

        public init(sensor: String?, signals: [String]?, intervalMs: Int64?) {
            self.sensor = sensor
            self.signals = signals
            self.intervalMs = intervalMs
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Watch")
            self.sensor = try reader.optional("sensor")
            self.signals = try reader.optional("signals")
            self.intervalMs = try reader.optional("intervalMs")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sensor", sensor)
            writer.member("signals", signals)
            writer.member("intervalMs", intervalMs)
        }

        public struct Reply: Message {
            public var monitor: JSONObject?
            public var holds: JSONObject?
            public var cues: JSONObject?

            public init(monitor: JSONObject?, holds: JSONObject?, cues: JSONObject?) {
                self.monitor = monitor
                self.holds = holds
                self.cues = cues
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "Watch.Reply")
                self.monitor = try reader.optional("monitor")
                self.holds = try reader.optional("holds")
                self.cues = try reader.optional("cues")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("monitor", monitor)
                writer.member("holds", holds)
                writer.member("cues", cues)
            }
        }
    }

    /// Every protocol.
    public struct Protocols: MethodCall {
        public static let method = "org.holdfast.session1.Protocols"
        public static let parameters: [String] = []

        public init() {}

        public init(_ object: JSONObject) throws(MessageError) {}

        public func write(to writer: inout JSONWriter) {}

        public struct Reply: Message {
            public var protocols: [TrainingProtocol]

            public init(protocols: [TrainingProtocol]) {
                self.protocols = protocols
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "Protocols.Reply")
                self.protocols = try reader.required("protocols")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("protocols", protocols)
            }
        }
    }

    /// The session under way on a set-up. Without "setUp" the only one; WhichSetUp if several are under way.
    public struct GetSession: MethodCall {
        public static let method = "org.holdfast.session1.GetSession"
        public static let parameters: [String] = ["setUp"]

        public var setUp: String?

        public init(setUp: String?) {
            self.setUp = setUp
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "GetSession")
            self.setUp = try reader.optional("setUp")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("setUp", setUp)
        }

        public struct Reply: Message {
            public var session: Session?

            public init(session: Session?) {
                self.session = session
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "GetSession.Reply")
                self.session = try reader.optional("session")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("session", session)
            }
        }
    }

    /// Every session under way, the oldest first.
    public struct GetSessions: MethodCall {
        public static let method = "org.holdfast.session1.GetSessions"
        public static let parameters: [String] = []

        public init() {}

        public init(_ object: JSONObject) throws(MessageError) {}

        public func write(to writer: inout JSONWriter) {}

        public struct Reply: Message {
            public var sessions: [Session]

            public init(sessions: [Session]) {
                self.sessions = sessions
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "GetSessions.Reply")
                self.sessions = try reader.required("sessions")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("sessions", sessions)
            }
        }
    }

    /// Starts a session. Without a protocol the athlete trains freely. "effortDropPercent" is 1 to 99 and defaults to 20.
    /// "setUp" is a set-up of the settings; each has at most one session at a time. It may be left out where the settings name
    /// no more than one; the session then has every sensor of the station.
    public struct StartSession: MethodCall {
        public static let method = "org.holdfast.session1.StartSession"
        public static let parameters: [String] = ["athlete", "position", "protocol", "effortDropPercent", "setUp"]

        public var athlete: String
        public var position: String
        public var `protocol`: String?
        public var effortDropPercent: Double?
        public var setUp: String?

        public init(athlete: String, position: String, `protocol`: String?, effortDropPercent: Double?, setUp: String?) {
            self.athlete = athlete
            self.position = position
            self.protocol = `protocol`
            self.effortDropPercent = effortDropPercent
            self.setUp = setUp
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "StartSession")
            self.athlete = try reader.required("athlete")
            self.position = try reader.required("position")
            self.protocol = try reader.optional("protocol")
            self.effortDropPercent = try reader.optional("effortDropPercent")
            self.setUp = try reader.optional("setUp")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("athlete", athlete)
            writer.member("position", position)
            writer.member("protocol", `protocol`)
            writer.member("effortDropPercent", effortDropPercent)
            writer.member("setUp", setUp)
        }

        public struct Reply: Message {
            public var session: Session

            public init(session: Session) {
                self.session = session
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "StartSession.Reply")
                self.session = try reader.required("session")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("session", session)
            }
        }
    }

    /// Ends the session under way on a set-up. Without "setUp" the only one; WhichSetUp if several are under way.
    public struct StopSession: MethodCall {
        public static let method = "org.holdfast.session1.StopSession"
        public static let parameters: [String] = ["setUp"]

        public var setUp: String?

        public init(setUp: String?) {
            self.setUp = setUp
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "StopSession")
            self.setUp = try reader.optional("setUp")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("setUp", setUp)
        }

        public struct Reply: Message {
            public var session: Session

            public init(session: Session) {
                self.session = session
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "StopSession.Reply")
                self.session = try reader.required("session")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("session", session)
            }
        }
    }

    /// Statistics of the session of that number; without "session", of the session under way that GetSession finds. Excluded
    /// holds are left out. If the disk has altered one of the holds, the numbers are null with the reason "altered_on_disk"
    /// until that hold is excluded.
    public struct GetNumbers: MethodCall {
        public static let method = "org.holdfast.session1.GetNumbers"
        public static let parameters: [String] = ["session", "setUp"]

        public var session: Int64?
        public var setUp: String?

        public init(session: Int64?, setUp: String?) {
            self.session = session
            self.setUp = setUp
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "GetNumbers")
            self.session = try reader.optional("session")
            self.setUp = try reader.optional("setUp")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("session", session)
            writer.member("setUp", setUp)
        }

        public struct Reply: Message {
            public var session: Session
            public var numbers: [SessionNumbers]

            public init(session: Session, numbers: [SessionNumbers]) {
                self.session = session
                self.numbers = numbers
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "GetNumbers.Reply")
                self.session = try reader.required("session")
                self.numbers = try reader.required("numbers")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("session", session)
                writer.member("numbers", numbers)
            }
        }
    }

    /// Measures quiet standing on the plates of a set-up for 30 to 60 s (60), and stores it with the athlete of the session
    /// under way, which GetSession finds. It begins 5 s after the call. Each reply but the last says how much is left; the last
    /// one has the trial.
    public struct Stand: MethodCall {
        public static let method = "org.holdfast.session1.Stand"
        public static let parameters: [String] = ["setUp", "seconds"]

        public var setUp: String?
        public var seconds: Double?

        public init(setUp: String?, seconds: Double?) {
            self.setUp = setUp
            self.seconds = seconds
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Stand")
            self.setUp = try reader.optional("setUp")
            self.seconds = try reader.optional("seconds")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("setUp", setUp)
            writer.member("seconds", seconds)
        }

        public struct Reply: Message {
            public var remainingSeconds: Double?
            public var stand: StandTrial?

            public init(remainingSeconds: Double?, stand: StandTrial?) {
                self.remainingSeconds = remainingSeconds
                self.stand = stand
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "Stand.Reply")
                self.remainingSeconds = try reader.optional("remainingSeconds")
                self.stand = try reader.optional("stand")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("remainingSeconds", remainingSeconds)
                writer.member("stand", stand)
            }
        }
    }

    /// The sway of a hold against the last trial of its athlete before it: "sway_ratio_…", with the reason "no_stand" where
    /// there is none.
    public struct CompareStand: MethodCall {
        public static let method = "org.holdfast.session1.CompareStand"
        public static let parameters: [String] = ["hold"]

        public var hold: Int64

        public init(hold: Int64) {
            self.hold = hold
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "CompareStand")
            self.hold = try reader.required("hold")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("hold", hold)
        }

        public struct Reply: Message {
            public var stand: Int64?
            public var numbers: [StandNumber]

            public init(stand: Int64?, numbers: [StandNumber]) {
                self.stand = stand
                self.numbers = numbers
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "CompareStand.Reply")
                self.stand = try reader.optional("stand")
                self.numbers = try reader.required("numbers")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("stand", stand)
                writer.member("numbers", numbers)
            }
        }
    }

    /// Every athlete.
    public struct Athletes: MethodCall {
        public static let method = "org.holdfast.session1.Athletes"
        public static let parameters: [String] = []

        public init() {}

        public init(_ object: JSONObject) throws(MessageError) {}

        public func write(to writer: inout JSONWriter) {}

        public struct Reply: Message {
            public var athletes: [Athlete]

            public init(athletes: [Athlete]) {
                self.athletes = athletes
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "Athletes.Reply")
                self.athletes = try reader.required("athletes")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("athletes", athletes)
            }
        }
    }

    /// Holds as in ListHolds of org.holdfast.station1, of all athletes or of one, of all sessions or of one. "limit" is at most
    /// 200.
    public struct ListHolds: MethodCall {
        public static let method = "org.holdfast.session1.ListHolds"
        public static let parameters: [String] = ["limit", "before", "sensor", "includeExcluded", "fromWallUs", "toWallUs", "setUp", "kind", "metrics", "athlete", "session", "firstResults"]

        public var limit: Int64?
        public var before: Int64?
        public var sensor: String?
        public var includeExcluded: Bool?
        public var fromWallUs: Int64?
        public var toWallUs: Int64?
        public var setUp: String?
        public var kind: String?
        public var metrics: [String]?
        public var athlete: String?
        public var session: Int64?
        public var firstResults: Bool?

        public init(limit: Int64?, before: Int64?, sensor: String?, includeExcluded: Bool?, fromWallUs: Int64?, toWallUs: Int64?, setUp: String?, kind: String?, metrics: [String]?, athlete: String?, session: Int64?, firstResults: Bool?) {
            self.limit = limit
            self.before = before
            self.sensor = sensor
            self.includeExcluded = includeExcluded
            self.fromWallUs = fromWallUs
            self.toWallUs = toWallUs
            self.setUp = setUp
            self.kind = kind
            self.metrics = metrics
            self.athlete = athlete
            self.session = session
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
            self.athlete = try reader.optional("athlete")
            self.session = try reader.optional("session")
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
            writer.member("athlete", athlete)
            writer.member("session", session)
            writer.member("firstResults", firstResults)
        }

        public struct Reply: Message {
            public var holds: [JSONObject]
            public var more: Bool

            public init(holds: [JSONObject], more: Bool) {
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

    /// Adds an athlete. Do not use a real name.
    public struct AddAthlete: MethodCall {
        public static let method = "org.holdfast.session1.AddAthlete"
        public static let parameters: [String] = ["pseudonym"]

        public var pseudonym: String

        public init(pseudonym: String) {
            self.pseudonym = pseudonym
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "AddAthlete")
            self.pseudonym = try reader.required("pseudonym")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("pseudonym", pseudonym)
        }

        public struct Reply: Message {
            public init() {}

            public init(_ object: JSONObject) throws(MessageError) {}

            public func write(to writer: inout JSONWriter) {}
        }
    }

    /// Sets today's body mass of an athlete. Earlier values are kept, and holds keep the value that they were measured with.
    public struct SetBodyMass: MethodCall {
        public static let method = "org.holdfast.session1.SetBodyMass"
        public static let parameters: [String] = ["athlete", "kilograms"]

        public var athlete: String
        public var kilograms: Double

        public init(athlete: String, kilograms: Double) {
            self.athlete = athlete
            self.kilograms = kilograms
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "SetBodyMass")
            self.athlete = try reader.required("athlete")
            self.kilograms = try reader.required("kilograms")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("athlete", athlete)
            writer.member("kilograms", kilograms)
        }

        public struct Reply: Message {
            public init() {}

            public init(_ object: JSONObject) throws(MessageError) {}

            public func write(to writer: inout JSONWriter) {}
        }
    }

    /// Changes the pseudonym of an athlete.
    public struct RenameAthlete: MethodCall {
        public static let method = "org.holdfast.session1.RenameAthlete"
        public static let parameters: [String] = ["athlete", "pseudonym"]

        public var athlete: String
        public var pseudonym: String

        public init(athlete: String, pseudonym: String) {
            self.athlete = athlete
            self.pseudonym = pseudonym
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "RenameAthlete")
            self.athlete = try reader.required("athlete")
            self.pseudonym = try reader.required("pseudonym")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("athlete", athlete)
            writer.member("pseudonym", pseudonym)
        }

        public struct Reply: Message {
            public init() {}

            public init(_ object: JSONObject) throws(MessageError) {}

            public func write(to writer: inout JSONWriter) {}
        }
    }

    /// Replaces the newest body mass of an athlete. N/kg of the holds that were measured since it was set is computed again.
    public struct CorrectBodyMass: MethodCall {
        public static let method = "org.holdfast.session1.CorrectBodyMass"
        public static let parameters: [String] = ["athlete", "kilograms"]

        public var athlete: String
        public var kilograms: Double

        public init(athlete: String, kilograms: Double) {
            self.athlete = athlete
            self.kilograms = kilograms
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "CorrectBodyMass")
            self.athlete = try reader.required("athlete")
            self.kilograms = try reader.required("kilograms")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("athlete", athlete)
            writer.member("kilograms", kilograms)
        }

        public struct Reply: Message {
            public init() {}

            public init(_ object: JSONObject) throws(MessageError) {}

            public func write(to writer: inout JSONWriter) {}
        }
    }

    /// Assigns a hold to another session; or to another athlete: to the athlete's session in the same position at that time, or
    /// a new one. N/kg is computed again. If the athlete or the position differs, numbers that were computed with the maximum
    /// or the target become null with the reason "reassigned".
    public struct ReassignHold: MethodCall {
        public static let method = "org.holdfast.session1.ReassignHold"
        public static let parameters: [String] = ["hold", "session", "athlete"]

        public var hold: Int64
        public var session: Int64?
        public var athlete: String?

        public init(hold: Int64, session: Int64?, athlete: String?) {
            self.hold = hold
            self.session = session
            self.athlete = athlete
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "ReassignHold")
            self.hold = try reader.required("hold")
            self.session = try reader.optional("session")
            self.athlete = try reader.optional("athlete")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("hold", hold)
            writer.member("session", session)
            writer.member("athlete", athlete)
        }

        public struct Reply: Message {
            public init() {}

            public init(_ object: JSONObject) throws(MessageError) {}

            public func write(to writer: inout JSONWriter) {}
        }
    }

    /// What is stored about an athlete. With "export" the sequence of changes states that the data were exported.
    public struct PersonalData: MethodCall {
        public static let method = "org.holdfast.session1.PersonalData"
        public static let parameters: [String] = ["athlete", "export"]

        public var athlete: String
        public var export: Bool?

        public init(athlete: String, export: Bool?) {
            self.athlete = athlete
            self.export = export
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "PersonalData")
            self.athlete = try reader.required("athlete")
            self.export = try reader.optional("export")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("athlete", athlete)
            writer.member("export", export)
        }

        public struct Reply: Message {
            public var athlete: Athlete
            public var bodyMasses: [BodyMass]
            public var sessions: [Session]
            /// The holds of these sessions, and how many notes and marked onsets they have.
            public var holds: [Int64]
            public var notes: Int64
            public var marks: Int64
            public var stands: [StandTrial]?

            public init(athlete: Athlete, bodyMasses: [BodyMass], sessions: [Session], holds: [Int64], notes: Int64, marks: Int64, stands: [StandTrial]?) {
                self.athlete = athlete
                self.bodyMasses = bodyMasses
                self.sessions = sessions
                self.holds = holds
                self.notes = notes
                self.marks = marks
                self.stands = stands
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "PersonalData.Reply")
                self.athlete = try reader.required("athlete")
                self.bodyMasses = try reader.required("bodyMasses")
                self.sessions = try reader.required("sessions")
                self.holds = try reader.required("holds")
                self.notes = try reader.required("notes")
                self.marks = try reader.required("marks")
                self.stands = try reader.optional("stands")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("athlete", athlete)
                writer.member("bodyMasses", bodyMasses)
                writer.member("sessions", sessions)
                writer.member("holds", holds)
                writer.member("notes", notes)
                writer.member("marks", marks)
                writer.member("stands", stands)
            }
        }
    }

    /// Forgets an athlete: the pseudonym, the body masses, maxima and sessions, and the holds of these sessions with their
    /// notes, marks and traces. Copies of the database that Holdfast made before an update are removed. In recordings, body
    /// mass, maximum and target of these sessions are overwritten; the forces stay. "remaining" names files in which data of
    /// the athlete may be and which Holdfast does not change.
    ///
    /// Refused with SessionRunning while a session of the athlete runs, with StoreUnavailable while the disk refuses writes,
    /// and with CannotForget if a recording or trace cannot be changed, or the station is too busy. Holds and marks that wait
    /// for the disk would be written afterwards. After a refusal the athlete is still known: free some disk space if the
    /// message says so, and repeat the call.
    public struct ForgetAthlete: MethodCall {
        public static let method = "org.holdfast.session1.ForgetAthlete"
        public static let parameters: [String] = ["athlete"]

        public var athlete: String

        public init(athlete: String) {
            self.athlete = athlete
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "ForgetAthlete")
            self.athlete = try reader.required("athlete")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("athlete", athlete)
        }

        public struct Reply: Message {
            public var remaining: [String]

            public init(remaining: [String]) {
                self.remaining = remaining
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "ForgetAthlete.Reply")
                self.remaining = try reader.required("remaining")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("remaining", remaining)
            }
        }
    }

    /// Computes the numbers of a hold from another onset, in seconds from its first sample, in addition to the hold's own
    /// numbers. "sensor" may be left out if the hold has only one.
    public struct MarkOnset: MethodCall {
        public static let method = "org.holdfast.session1.MarkOnset"
        public static let parameters: [String] = ["hold", "sensor", "onset"]

        public var hold: Int64
        public var sensor: String?
        public var onset: Double

        public init(hold: Int64, sensor: String?, onset: Double) {
            self.hold = hold
            self.sensor = sensor
            self.onset = onset
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "MarkOnset")
            self.hold = try reader.required("hold")
            self.sensor = try reader.optional("sensor")
            self.onset = try reader.required("onset")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("hold", hold)
            writer.member("sensor", sensor)
            writer.member("onset", onset)
        }

        public struct Reply: Message {
            public var mark: OnsetMark

            public init(mark: OnsetMark) {
                self.mark = mark
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "MarkOnset.Reply")
                self.mark = try reader.required("mark")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("mark", mark)
            }
        }
    }

    /// The onsets that operators marked on a hold.
    public struct OnsetMarks: MethodCall {
        public static let method = "org.holdfast.session1.OnsetMarks"
        public static let parameters: [String] = ["hold"]

        public var hold: Int64

        public init(hold: Int64) {
            self.hold = hold
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "OnsetMarks")
            self.hold = try reader.required("hold")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("hold", hold)
        }

        public struct Reply: Message {
            public var marks: [OnsetMark]

            public init(marks: [OnsetMark]) {
                self.marks = marks
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "OnsetMarks.Reply")
                self.marks = try reader.required("marks")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("marks", marks)
            }
        }
    }
}
