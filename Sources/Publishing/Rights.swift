import Metrics
import Samples

/// What a client may do and see. The socket on which it calls decides, and `VarlinkServer+Turns` asks before each call (see "Rights"
/// in <doc:Varlink>). Whatever changes something needs `control`, as each service says (`access`).
///
/// Everybody may see forces, but nobody's name, weight or maximum, and no number from which one of them follows when the force is
/// known. Besides what stands here, the messages of holds, results and changes leave texts and users out (`StationMessages`).
extension VarlinkPeer {
    /// The rights of a socket; `Publisher` of the daemon gives each socket its own.
    public enum Access: Int, Sendable, Comparable {
        /// The state of the station, without forces: the public socket with `public = "status"` in the settings.
        case status
        /// Forces and holds, without data that reveal an athlete's identity, weight or maximum: the public socket.
        case read
        /// Everything: the socket of the group.
        case control

        public static func < (a: Access, b: Access) -> Bool { a.rawValue < b.rawValue }

        /// Whether it may have a metric: some contain a body mass or a maximum.
        func allows(metric name: String) -> Bool { self >= .control || !MetricDefinition.personal.contains(name) }
    }
}

extension StationService {
    /// No force follows from the replies of these methods.
    private static let statusMethods = ["GetStatus", "ListDevices", "ListMetrics"]

    public func access(of member: String) -> VarlinkPeer.Access {
        // Readings in the ring contain the percentage of an athlete's maximum.
        member == "OpenRing" ? .control : Self.statusMethods.contains(member) ? .status : access
    }
}

extension SessionService {
    /// The methods whose replies name nobody.
    private static let publicMethods = ["GetCue", "WatchCues", "Protocols"]

    public func access(of member: String) -> VarlinkPeer.Access { Self.publicMethods.contains(member) ? .read : access }
}

extension LiveSignal {
    /// The rights that a socket needs for it: together with force, a percentage reveals the maximum.
    var access: VarlinkPeer.Access { self == .percentOfMaximum ? .control : .read }
}

extension NamedEvent {
    /// The rights that a socket needs for it: a zone is a share of the maximum, and the force at that moment is known; so it is with
    /// a cuff and its occlusion pressure; a mark may name people.
    var access: VarlinkPeer.Access {
        switch event.what {
        case .zoneEntered, .cuff, .mark: .control
        default: .read
        }
    }
}
