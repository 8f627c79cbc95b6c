import Interface

extension VarlinkError {
    /// The error for a client that is one too many.
    static let tooManyClients = VarlinkError(
        InterfaceDescription.station.name + ".TooManyClients",
        [
            ("limit", .integer(Int64(VarlinkServer.connectionLimit))),
            ("limitPerUser", .integer(Int64(VarlinkServer.connectionsPerUser))),
            (
                "message",
                .string(
                    "the station serves at most \(VarlinkServer.connectionLimit) clients, and at most "
                        + "\(VarlinkServer.connectionsPerUser) of one user: close one and call again")
            ),
        ])
}
