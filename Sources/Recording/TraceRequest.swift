import Interface
import Samples
import Synchronization

/// A hold whose trace is to be cut out of the recordings.
public struct TraceRequest: Sendable {
    /// The stretches before the load of a hold and after its end that its trace has, seconds. The samples that are analysed begin
    /// 3 s before the load.
    static let before = 2.0
    static let after = 2.0

    /// One sensor's part of the hold: the samples from which it was analysed.
    struct Part: Sendable {
        var sensor: String
        var samples: Range<UInt64>
        /// The number of these samples that the station never had.
        var absent: UInt64
    }

    public var hold: Int64
    /// The recording in which the hold ended.
    var recording: String
    var parts: [Part]
    var begin: HostInstant
    var end: HostInstant
    /// What the detector has decided; the head of the trace has it.
    var detection: JSONObject

    /// Removes what the detection says about the athlete.
    mutating func forgetPerson() {
        detection["sensors"] = (detection["sensors"]?.array).map { parts in
            .array(
                parts.map { part in
                    guard var part = part.object else { return part }
                    for name in ["maximal_force", "body_mass", "target"] { part[name] = nil }
                    return .object(part)
                })
        }
    }

    /// nil when the text is not what `HoldDetection.text` returns.
    public init?(hold: Int64, recording: String, detection: String) {
        guard let object = try? JSONParser.object(Array(detection.utf8), limit: 16 << 20),
            let list = object["sensors"]?.array?.compactMap(\.object), !list.isEmpty, !recording.contains("/")
        else { return nil }
        var moments: [Int64] = []
        parts = list.compactMap { part in
            guard let sensor = part["sensor"]?.string, let first = part["first_index"]?.integer,
                let samples = part["samples"]?.integer, samples > 0, let begin = part["begin_ns"]?.integer,
                let last = part["end_ns"]?.integer
            else { return nil }
            moments += [begin, last]
            let absent = (part["absent"]?.array ?? []).compactMap { $0.array?.compactMap(\.integer) }.filter { $0.count == 2 }
            let from = UInt64(bitPattern: first)
            let (end, overflow) = from.addingReportingOverflow(UInt64(samples))
            guard !overflow else { return nil }
            return Part(
                sensor: sensor, samples: from..<end,
                absent: absent.reduce(0) { $0 &+ UInt64(clamping: $1[1] - $1[0]) })
        }
        guard parts.count == list.count, let first = moments.min(), let last = moments.max() else { return nil }
        self.hold = hold
        self.recording = recording
        self.detection = object
        begin = HostInstant(nanoseconds: first).advanced(bySeconds: -Self.before)
        end = HostInstant(nanoseconds: last).advanced(bySeconds: Self.after)
    }
}

/// What has become of a request.
public enum TraceOutcome: Sendable, Equatable {
    /// The trace is on the disk; it may lack samples that are in no recording.
    case kept(isWhole: Bool)
    /// No recording has samples of the hold.
    case notRecorded
    /// The recording no longer exists.
    case recordingGone
}
