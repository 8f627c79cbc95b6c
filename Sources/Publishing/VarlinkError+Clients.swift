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
                    "the station has as many clients as it serves, \(VarlinkServer.connectionLimit) in all and "
                        + "\(VarlinkServer.connectionsPerUser) of one user: close one, and call again")
            ),
        ])
}
