/// How long a load must stand, and is waited for, seconds.
struct StandingTimes {
    let window: Double
    let dwell: Double
    let timeout: Double

    /// - Parameters: the window and the dwell where nothing is said of them.
    init(_ arguments: Arguments, window: Double, dwell: Double) throws(CommandError) {
        self.window = try arguments.number("window") ?? window
        self.dwell = try arguments.number("dwell") ?? dwell
        timeout = try arguments.number("timeout") ?? 120
    }
}
