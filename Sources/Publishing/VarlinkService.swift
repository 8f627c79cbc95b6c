public import Interface
public import Samples

/// Who calls, as the kernel and the socket say.
public struct VarlinkPeer: Sendable, Equatable {
    /// What the socket that the caller came in on allows.
    public enum Access: Int, Sendable, Comparable {
        /// How the station is, and no force.
        case status
        /// Forces and holds, and nothing that tells who pulls, what he weighs or what his maximum is.
        case read
        case control

        /// A client that asks for nothing for so long, and watches nothing, is closed, seconds. A technician may think for a while.
        var idleSeconds: Double { self == .control ? 3600 : 600 }
        public static func < (a: Access, b: Access) -> Bool { a.rawValue < b.rawValue }
    }

    public var user: UInt32
    public var process: Int32
    public var access: Access
    /// Names the connection; with it a call is answered later. Never used twice.
    public var ticket: UInt64
}

/// What a service does with a call.
public enum VarlinkOutcome {
    /// A whole message, as `VarlinkReply.message` writes it.
    case reply([UInt8])
    case error(VarlinkError)
    /// One reply that is too long to be written at once.
    case pieces(any VarlinkPieces)
    /// The answer comes through `VarlinkServer.answer`, with the ticket of the peer.
    case later
    /// Many answers; refused with `ExpectedMore` when the caller does not want them.
    case stream(any VarlinkStream)
}

/// An interface and what answers its calls. Called on the server's thread alone.
public protocol VarlinkService: AnyObject {
    var description: InterfaceDescription { get }
    /// What a socket must allow for its methods, unless `access(of:)` says otherwise of one.
    var access: VarlinkPeer.Access { get }
    /// What a socket must allow for a method.
    func access(of member: String) -> VarlinkPeer.Access
    /// Answers a call of a method that the description declares.
    func handle(_ call: VarlinkCall, from peer: VarlinkPeer) -> VarlinkOutcome
}

extension VarlinkService {
    public func access(of member: String) -> VarlinkPeer.Access { access }
}

/// One long reply, asked for while its socket takes bytes.
public protocol VarlinkPieces: AnyObject {
    func next() -> VarlinkPiece
}

public enum VarlinkPiece {
    case part([UInt8])
    /// With the closing 0 byte.
    case last([UInt8])
    /// It cannot be ended: the connection is closed, so that nobody takes what there is for the whole.
    case broken
}

/// Many answers to one call. Asked only while its socket takes bytes, so a slow client has no queue: it gets what is there then.
public protocol VarlinkStream: AnyObject {
    func next(at now: HostInstant) -> VarlinkStreamStep
}

public enum VarlinkStreamStep {
    /// A message with `continues`.
    case message([UInt8])
    /// The last message, without `continues`.
    case last([UInt8])
    case failed(VarlinkError)
    /// Nothing to say before this moment; `orNews` asks again as soon as there is news.
    case wait(until: HostInstant, orNews: Bool)
}

/// What `GetInfo` says.
public struct VarlinkInformation: Sendable, Equatable {
    public var vendor: String
    public var product: String
    public var version: String
    public var url: String

    public init(vendor: String, product: String, version: String, url: String) {
        self.vendor = vendor
        self.product = product
        self.version = version
        self.url = url
    }
}
