/// How a pretend sensor on a bench stands.
public struct PretendStatus: Sendable, Equatable {
    /// Its terminal is there.
    public var isPluggedIn = false
    /// Somebody has its terminal open.
    public var isOpened = false
    /// How often it was opened.
    public var openings = 0
    public var samplesSent = 0
    public var bytesSent = 0
    public var bytesReceived = 0
    /// What a reader that did not read has lost.
    public var bytesLost = 0
}

/// Something that goes wrong on request.
public enum PretendFault: Sendable, Equatable {
    case sensor(SensorFault)
    case wire(WireFault)
}
