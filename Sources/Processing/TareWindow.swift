/// The last half second of untared force, for a tare. Fixed memory; owned by the thread that processes.
struct TareWindow: ~Copyable {
    /// A tare is the mean over this many seconds.
    static let seconds = 0.5

    private let memory: UnsafeMutablePointer<Double>
    private let length: Int
    private var next = 0
    private var filled = 0

    /// - Parameter rate: hertz, at most `SensorStages.maximumRate`.
    init(rate: Double) {
        length = max(Int(min(rate, SensorStages.maximumRate) * Self.seconds), 2)
        memory = .allocate(capacity: length)
        memory.initialize(repeating: 0, count: length)
    }

    deinit { memory.deallocate() }

    /// Empties the window.
    mutating func reset() {
        next = 0
        filled = 0
    }

    mutating func push(_ force: Double) {
        // Safety: next < length.
        memory[next] = force
        next = next + 1 == length ? 0 : next + 1
        filled = min(filled + 1, length)
    }

    /// Mean and SD (n − 1); `nil` until the window is full. NaN when one of its samples is NaN.
    func statistics() -> (mean: Double, deviation: Double)? {
        guard filled == length else { return nil }
        var sum = 0.0
        for index in 0..<length { sum += memory[index] }
        let mean = sum / Double(length)
        var squares = 0.0
        for index in 0..<length { squares += (memory[index] - mean) * (memory[index] - mean) }
        return (mean, (squares / Double(length - 1)).squareRoot())
    }
}
