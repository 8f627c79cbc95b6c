public import Interface
public import Samples

/// The caller, as identified by the kernel and the socket.
public struct VarlinkPeer: Sendable, Equatable {
    public var user: UInt32
    public var process: Int32
    /// The rights of the socket through which the call came.
    public var access: Access
    /// Identifies the connection for an answer that comes later. Never used twice.
    public var ticket: UInt64
}

/// The result of a call.
public enum VarlinkOutcome {
    /// A whole message, as written by `VarlinkReply.message`.
    case reply([UInt8])
    case error(VarlinkError)
    /// One reply that is too long to be written at once.
    case pieces(any VarlinkPieces)
    /// The answer comes through `VarlinkServer.answer`, with the ticket of the peer.
    case later
    /// Many answers; the call is refused with `ExpectedMore` when the caller does not accept them.
    case stream(any VarlinkStream)
}

/// An interface and the object that answers its calls. Called on the server's thread only.
public protocol VarlinkService: AnyObject {
    var description: InterfaceDescription { get }
    /// The rights that a socket needs for its methods, unless `access(of:)` returns others for a method.
    var access: VarlinkPeer.Access { get }
    /// The rights that a socket needs for a method.
    func access(of member: String) -> VarlinkPeer.Access
    /// Answers a call of a method that the description declares.
    func handle(_ call: VarlinkCall, from peer: VarlinkPeer) -> VarlinkOutcome
}

extension VarlinkService {
    public func access(of member: String) -> VarlinkPeer.Access { access }
}

/// One long reply, requested piece by piece while its socket accepts bytes.
public protocol VarlinkPieces: AnyObject {
    func next() -> VarlinkPiece
}

public enum VarlinkPiece {
    case part([UInt8])
    /// The last piece, with the closing 0 byte.
    case last([UInt8])
    /// The reply cannot be completed: the connection is closed, so that the client does not mistake a part for the whole.
    case broken
}

/// Many answers to one call. Asked only while its socket accepts bytes, so a slow client has no queue: it gets the data that are
/// available then.
public protocol VarlinkStream: AnyObject {
    func next(at now: HostInstant) -> VarlinkStreamStep
    /// A client that takes no byte of a message for this time is closed, seconds.
    var patienceSeconds: Double { get }
}

extension VarlinkStream {
    public var patienceSeconds: Double { ClientLimits.stallSeconds }
}

public enum VarlinkStreamStep {
    /// A message with `continues`.
    case message([UInt8])
    /// The same, with descriptors, which the stream keeps open.
    case passing([UInt8], descriptors: [Int32])
    /// The last message, without `continues`.
    case last([UInt8])
    case failed(VarlinkError)
    /// Nothing to send before this moment; with `orNews` the stream is asked again as soon as there is news.
    case wait(until: HostInstant, orNews: Bool)
}

/// The reply of `GetInfo`.
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
