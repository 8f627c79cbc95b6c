/// The state of a simulated sensor on a bench.
public struct PretendStatus: Sendable, Equatable {
    /// Its terminal exists.
    public var isPluggedIn = false
    /// A program has its terminal open.
    public var isOpened = false
    /// How often it was opened.
    public var openings = 0
    public var samplesSent = 0
    public var bytesSent = 0
    public var bytesReceived = 0
    /// Bytes lost because the reader did not read.
    public var bytesLost = 0
}

/// A fault that is triggered on request.
public enum PretendFault: Sendable, Equatable {
    case sensor(SensorFault)
    case wire(WireFault)
}
