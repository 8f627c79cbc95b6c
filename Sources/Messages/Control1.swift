// swift-format-ignore-file
// Written by scripts/generate-messages from Sources/Interface/org.holdfast.control1.varlink. Do not edit.
public import Interface

/// Changes of a Holdfast station. On the control socket only: the public socket refuses every method.
public enum Control1 {
    /// The result of a tare. "offset" is subtracted from the next sample on. It is the mean of half a second; "deviation" is
    /// the SD of that half second, and "quiet" whether the SD was that of a sensor at rest. "unit" is newtons, or the raw unit
    /// of a sensor that is not calibrated.
    public struct TareResult: Message {
        public var sensor: String
        public var offset: Double
        public var deviation: Double
        public var quiet: Bool
        public var unit: String

        public init(sensor: String, offset: Double, deviation: Double, quiet: Bool, unit: String) {
            self.sensor = sensor
            self.offset = offset
            self.deviation = deviation
            self.quiet = quiet
            self.unit = unit
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "TareResult")
            self.sensor = try reader.required("sensor")
            self.offset = try reader.required("offset")
            self.deviation = try reader.required("deviation")
            self.quiet = try reader.required("quiet")
            self.unit = try reader.required("unit")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sensor", sensor)
            writer.member("offset", offset)
            writer.member("deviation", deviation)
            writer.member("quiet", quiet)
            writer.member("unit", unit)
        }
    }

    /// A note about a hold.
    public struct Annotation: Message {
        public var wallUs: Int64
        public var user: Int64
        public var text: String
        /// How active the athlete felt, 1 to 10, and the phase of the workout.
        public var score: Int64?
        public var phase: String?
        /// Identifies the note.
        public var number: Int64?

        public init(wallUs: Int64, user: Int64, text: String, score: Int64?, phase: String?, number: Int64?) {
            self.wallUs = wallUs
            self.user = user
            self.text = text
            self.score = score
            self.phase = phase
            self.number = number
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Annotation")
            self.wallUs = try reader.required("wallUs")
            self.user = try reader.required("user")
            self.text = try reader.required("text")
            self.score = try reader.optional("score")
            self.phase = try reader.optional("phase")
            self.number = try reader.optional("number")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("wallUs", wallUs)
            writer.member("user", user)
            writer.member("text", text)
            writer.member("score", score)
            writer.member("phase", phase)
            writer.member("number", number)
        }
    }

    /// Sets the present load of a sensor (a harness, body weight, a slack band) to zero for this session. Without "sensor" it
    /// applies to all sensors that stream. It does not change the calibration: for the reading without load, see Zero of
    /// org.holdfast.calibration1.
    public struct Tare: MethodCall {
        public static let method = "org.holdfast.control1.Tare"
        public static let parameters: [String] = ["sensor"]

        public var sensor: String?

        public init(sensor: String?) {
            self.sensor = sensor
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Tare")
            self.sensor = try reader.optional("sensor")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("sensor", sensor)
        }

        public struct Reply: Message {
            public var tares: [TareResult]

            public init(tares: [TareResult]) {
                self.tares = tares
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "Tare.Reply")
                self.tares = try reader.required("tares")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("tares", tares)
            }
        }
    }

    /// Marks this moment in the recording and in the events of WatchHolds. A mark belongs to no hold: GetHold has those of its
    /// time. "text" is one line of at most 96 bytes.
    public struct Mark: MethodCall {
        public static let method = "org.holdfast.control1.Mark"
        public static let parameters: [String] = ["text"]

        public var text: String

        public init(text: String) {
            self.text = text
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Mark")
            self.text = try reader.required("text")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("text", text)
        }

        public struct Reply: Message {
            public init() {}

            public init(_ object: JSONObject) throws(MessageError) {}

            public func write(to writer: inout JSONWriter) {}
        }
    }

    /// Adds a note to a stored hold: a text, a score from 1 to 10 or a phase of the workout, or several of them.
    public struct Annotate: MethodCall {
        public static let method = "org.holdfast.control1.Annotate"
        public static let parameters: [String] = ["hold", "text", "score", "phase"]

        public var hold: Int64
        public var text: String?
        public var score: Int64?
        public var phase: String?

        public init(hold: Int64, text: String?, score: Int64?, phase: String?) {
            self.hold = hold
            self.text = text
            self.score = score
            self.phase = phase
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Annotate")
            self.hold = try reader.required("hold")
            self.text = try reader.optional("text")
            self.score = try reader.optional("score")
            self.phase = try reader.optional("phase")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("hold", hold)
            writer.member("text", text)
            writer.member("score", score)
            writer.member("phase", phase)
        }

        public struct Reply: Message {
            public init() {}

            public init(_ object: JSONObject) throws(MessageError) {}

            public func write(to writer: inout JSONWriter) {}
        }
    }

    /// The notes about a hold. They may name people, so the public socket does not have them.
    public struct Annotations: MethodCall {
        public static let method = "org.holdfast.control1.Annotations"
        public static let parameters: [String] = ["hold"]

        public var hold: Int64

        public init(hold: Int64) {
            self.hold = hold
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Annotations")
            self.hold = try reader.required("hold")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("hold", hold)
        }

        public struct Reply: Message {
            public var annotations: [Annotation]

            public init(annotations: [Annotation]) {
                self.annotations = annotations
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "Annotations.Reply")
                self.annotations = try reader.required("annotations")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("annotations", annotations)
            }
        }
    }

    /// Withdraws a note: its text is removed.
    public struct Withdraw: MethodCall {
        public static let method = "org.holdfast.control1.Withdraw"
        public static let parameters: [String] = ["hold", "number"]

        public var hold: Int64
        public var number: Int64

        public init(hold: Int64, number: Int64) {
            self.hold = hold
            self.number = number
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Withdraw")
            self.hold = try reader.required("hold")
            self.number = try reader.required("number")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("hold", hold)
            writer.member("number", number)
        }

        public struct Reply: Message {
            public init() {}

            public init(_ object: JSONObject) throws(MessageError) {}

            public func write(to writer: inout JSONWriter) {}
        }
    }

    /// Deletes a hold with its numbers, notes, marks and trace. Its number is never used again. The recording stays.
    public struct DeleteHold: MethodCall {
        public static let method = "org.holdfast.control1.DeleteHold"
        public static let parameters: [String] = ["hold"]

        public var hold: Int64

        public init(hold: Int64) {
            self.hold = hold
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "DeleteHold")
            self.hold = try reader.required("hold")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("hold", hold)
        }

        public struct Reply: Message {
            public init() {}

            public init(_ object: JSONObject) throws(MessageError) {}

            public func write(to writer: inout JSONWriter) {}
        }
    }

    /// Computes the numbers of a stored hold again, from its trace, with the version of the station, and keeps them as another
    /// result: the first one stays. "calibration" is "then" (with which the hold was measured; the default), "now" (in force
    /// now), or the id of a calibration, or of a test of a plate, of one of its sensors. "settings" is "then" (the default) or
    /// "now": place in the set-up, latency, geometry of a plate, thresholds and the settings of companions. What is a hold, and
    /// from which sample to which, remains what the detector has decided. "result" is the number of the result; "stored" is
    /// false if it would have the same numbers, to the bit, as the newest one, which is then that result. "reason" is kept with
    /// it.
    public struct Reanalyze: MethodCall {
        public static let method = "org.holdfast.control1.Reanalyze"
        public static let parameters: [String] = ["hold", "calibration", "settings", "reason"]

        public var hold: Int64
        public var calibration: String?
        public var settings: String?
        public var reason: String?

        public init(hold: Int64, calibration: String?, settings: String?, reason: String?) {
            self.hold = hold
            self.calibration = calibration
            self.settings = settings
            self.reason = reason
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Reanalyze")
            self.hold = try reader.required("hold")
            self.calibration = try reader.optional("calibration")
            self.settings = try reader.optional("settings")
            self.reason = try reader.optional("reason")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("hold", hold)
            writer.member("calibration", calibration)
            writer.member("settings", settings)
            writer.member("reason", reason)
        }

        public struct Reply: Message {
            public var result: Int64
            public var stored: Bool

            public init(result: Int64, stored: Bool) {
                self.result = result
                self.stored = stored
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "Reanalyze.Reply")
                self.result = try reader.required("result")
                self.stored = try reader.required("stored")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("result", result)
                writer.member("stored", stored)
            }
        }
    }

    /// Excludes a hold from lists and statistics, or includes it again. Nothing is deleted.
    public struct Exclude: MethodCall {
        public static let method = "org.holdfast.control1.Exclude"
        public static let parameters: [String] = ["hold", "excluded", "reason"]

        public var hold: Int64
        public var excluded: Bool
        public var reason: String?

        public init(hold: Int64, excluded: Bool, reason: String?) {
            self.hold = hold
            self.excluded = excluded
            self.reason = reason
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "Exclude")
            self.hold = try reader.required("hold")
            self.excluded = try reader.required("excluded")
            self.reason = try reader.optional("reason")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("hold", hold)
            writer.member("excluded", excluded)
            writer.member("reason", reason)
        }

        public struct Reply: Message {
            public init() {}

            public init(_ object: JSONObject) throws(MessageError) {}

            public func write(to writer: inout JSONWriter) {}
        }
    }

    /// Reloads the settings. If they have an error, the previous settings stay in force.
    public struct Reload: MethodCall {
        public static let method = "org.holdfast.control1.Reload"
        public static let parameters: [String] = []

        public init() {}

        public init(_ object: JSONObject) throws(MessageError) {}

        public func write(to writer: inout JSONWriter) {}

        public struct Reply: Message {
            public init() {}

            public init(_ object: JSONObject) throws(MessageError) {}

            public func write(to writer: inout JSONWriter) {}
        }
    }
}
