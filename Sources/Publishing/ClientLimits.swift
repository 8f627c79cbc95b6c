import Interface

/// How much of the station one client may take, so that none can delay another, and when a client that does not read is closed (see
/// <doc:Varlink>).
///
/// Not here: a stream of live values that is read too slowly leaves samples out and says how many, or that it was too slow
/// (`MonitorStream`), the events that
/// wait for a slow client (`EventFeed`), the time that a reader of a trace has (`TraceStream`), the bytes and levels that a message
/// may have (`JSONParser`), and the length of a text that people write (`Texts`).
public enum ClientLimits {
    /// The largest number of simultaneous clients of a socket, in all and of one user.
    public static let connections = 64
    public static let connectionsPerUser = 16
    /// The largest number of further clients that get an error reply at the same time; others are closed without a reply.
    static let turnedAway = 16
    /// A further client that makes no call is closed after this time, seconds.
    static let turnedAwaySeconds = 1.0
    /// The largest number of new clients per listener in one turn.
    static let arrivalsPerTurn = 16

    /// A client that has read no byte of a message for this time is closed, seconds.
    static let stallSeconds = 30.0
    /// A client that has begun a call and not completed it for this time is closed, seconds.
    static let halfOpenSeconds = 30.0
    /// A client that makes no call and has no stream for this time is closed, seconds. A technician may need time to think.
    static func idleSeconds(_ access: VarlinkPeer.Access) -> Double { access == .control ? 3600 : 600 }

    /// Waiting calls are stored up to this number of bytes, and what is read at a time on top; beyond that the client is not read.
    /// Strangers fill as much for each of their connections.
    static let pipeline = 16 << 10
    /// Connections that may hold a call longer than `pipeline` at a time: each takes a megabyte. The others are not read until there
    /// is room.
    static let longCalls = 2
    /// The bytes that the kernel stores for a client that reads slowly.
    static let sendBuffer: Int32 = 1 << 20
    /// What the clients that read nothing may leave unread together, bytes: it is in memory. And how long each of them has in any case,
    /// seconds.
    static let unread = 2 << 20
    static let unreadSeconds = 1.0
    /// Clients of a socket that have a trace open at a time, each of another user.
    static let openTraces = 2

    /// A connection's share of a turn, as a number of calls or replies and as seconds, and the share of all connections, in seconds.
    /// Then it is looked which streams are due and what has come.
    static let share = 64
    static let shareSeconds = 0.002
    static let turnSeconds = 0.02
}

extension VarlinkError {
    /// The error for a client that is one too many.
    static let tooManyClients = VarlinkError(
        InterfaceDescription.station.name + ".TooManyClients",
        [
            ("limit", .integer(Int64(ClientLimits.connections))),
            ("limitPerUser", .integer(Int64(ClientLimits.connectionsPerUser))),
            (
                "message",
                .string(
                    "the station serves at most \(ClientLimits.connections) clients, and at most "
                        + "\(ClientLimits.connectionsPerUser) of one user: close one and call again")
            ),
        ])
}
