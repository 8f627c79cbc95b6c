/// The path of a centre of pressure, evenly sampled: x to the right and y forward, millimetres.
public struct CentrePath: Sendable, Equatable {
    public var x: [Double]
    public var y: [Double]
    /// Values per second.
    public var rate: Double

    public init(x: [Double], y: [Double], rate: Double) {
        self.x = x
        self.y = y
        self.rate = rate
    }
}

/// Where a plate lies in its set-up: the position of its middle, millimetres to the right and forward, and by how many degrees it is
/// turned to the left.
public struct PlatePosition: Sendable, Equatable {
    public var right: Double
    public var forward: Double
    public var turn: Double

    public init(right: Double, forward: Double, turn: Double) {
        self.right = right
        self.forward = forward
        self.turn = turn
    }
}
