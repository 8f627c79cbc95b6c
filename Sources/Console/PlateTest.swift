import Calibration

/// Leads somebody through weights on a plate.
struct PlateTest {
    /// Where the weight stands in a corner-load test, in the order in which it is asked for.
    static let corners = ["front left", "front right", "rear left", "rear right", "middle"]

    let load: StandingLoad
    let window: Double
    let dwell: Double
    let timeout: Double
    /// Scatter of single samples of the empty plate.
    private var noise = 0.0
    /// What the cells of the empty plate say, N; empty before they were asked.
    private(set) var rest: [Double] = []

    init(load: StandingLoad, window: Double, dwell: Double, timeout: Double) {
        self.load = load
        self.window = window
        self.dwell = dwell
        self.timeout = timeout
    }

    /// What the empty plate says in its other signals.
    mutating func empty() throws(CommandError) -> [Double] {
        _ = try load.ask("Take everything off, let it rest, then press Enter.")
        noise = try load.quiet().noise
        return try stand(about: 0).others
    }

    /// What the signals say with something on the plate.
    ///
    /// - Parameter force: about what is put on, N or the unit of the first signal.
    func placed(_ text: String, about force: Double) throws(CommandError) -> StandingLoad.Standing {
        _ = try load.ask("\(text), then press Enter.")
        return try stand(about: force)
    }

    private func stand(about force: Double) throws(CommandError) -> StandingLoad.Standing {
        let deviation = max(4 * noise, 1e-4 * abs(force), 1e-9)
        let limits = StabilityTest.Limits(
            window: window, dwell: dwell, largestDeviation: deviation, largestSlope: deviation / 3 / max(window, 0.5))
        while true { if case .stands(let found) = try load.wait(limits, timeout: timeout) { return found } }
    }

    // MARK: the three tests

    /// One weight on every corner and in the middle: the forces of the four channels of the empty plate, and with the weight.
    mutating func cornerPlacements(_ force: Double, _ weight: String, rounds: Int = 1) throws(CommandError) -> (
        empty: [Double], placements: [CornerTest.Placement]
    ) {
        rest = try empty()
        var placements: [CornerTest.Placement] = []
        for _ in 0..<rounds {
            for corner in Self.corners {
                let found = try placed("\(weight) on: \(corner)", about: force).others
                placements.append(CornerTest.Placement(place: corner, forces: found))
                let sum = zip(found, rest).reduce(0) { $0 + $1.0 - $1.1 }
                load.say("  sum \(Digits.text(sum, digits: 6)) N")
            }
        }
        return (rest, placements)
    }

    /// A weight on marked points, metres: where the plate sees it.
    mutating func points(_ known: [(x: Double, y: Double)], about force: Double) throws(CommandError) -> [PlatePoint] {
        rest = Array(try empty().dropFirst(2))
        var points: [PlatePoint] = []
        for (x, y) in known {
            let text = "weight on: \(Self.millimetres(x)) mm to the right, \(Self.millimetres(y)) mm forward of the middle"
            let found = try placed(text, about: force).others
            guard found.count >= 2, found[0].isFinite, found[1].isFinite else {
                throw .refused(
                    "the plate gives no centre of pressure: is it a four-cell plate with width and length, and loaded?")
            }
            points.append(PlatePoint(knownX: x, knownY: y, measuredX: found[0], measuredY: found[1]))
            load.say("  seen at \(Self.millimetres(found[0])), \(Self.millimetres(found[1])) mm")
        }
        return points
    }

    /// Known loads on a plate of six signals: the signals of the empty plate, and with each load.
    func signals(_ loads: [[Double]]) throws(CommandError) -> (empty: [Double], signals: [[Double]]) {
        let rest = try means("Take everything off, let it rest, then press Enter.")
        var signals: [[Double]] = []
        for (number, load) in loads.enumerated() {
            let text = zip(["Fx", "Fy", "Fz", "Mx", "My", "Mz"], load).map { "\($0) \(Digits.text($1))" }.joined(separator: ", ")
            signals.append(try means("load \(number + 1) of \(loads.count): \(text) (N, N·m), then press Enter."))
        }
        return (rest, signals)
    }

    /// Means of all signals over the window after somebody has pressed Enter: a pole that is held by hand never stands still.
    private func means(_ text: String) throws(CommandError) -> [Double] {
        _ = try load.ask(text)
        return try load.means(over: window)
    }

    /// Nothing on the plate must be nothing: what its cells read then moves the centre of pressure, and no tare takes it out of that.
    func restWarning(_ force: Double) -> String? {
        guard rest.contains(where: { abs($0) > 0.002 * abs(force) }) else { return nil }
        return "warning: empty, the cells read " + rest.map { Digits.fixed($0, places: 3) }.joined(separator: ", ")
            + " N, and that is in these errors: `holdfast plate corners` takes it away"
    }

    static func millimetres(_ metres: Double) -> String { Digits.fixed(metres * 1000, places: 1) }
}
