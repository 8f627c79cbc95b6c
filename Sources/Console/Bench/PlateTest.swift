import Calibration
import Certificates
import Samples

/// Leads somebody through weights on a plate.
struct PlateTest {
    private static let empty = "Take everything off, let it rest"

    let load: StandingLoad
    let window: Double
    let dwell: Double
    let timeout: Double
    /// What was captured: of the empty plate its noise and its signals, then the signals with each load.
    private(set) var session: BenchTestSession

    init(load: StandingLoad, window: Double, dwell: Double, timeout: Double, session: BenchTestSession) {
        self.load = load
        self.window = window
        self.dwell = dwell
        self.timeout = timeout
        self.session = session
    }

    /// What the signals say, after the noise, while what is on the plate stands still; nil when somebody types something.
    ///
    /// - Parameter force: about what is on it, N.
    private func stand(about force: Double, noise: Double) throws(CommandError) -> [Double]? {
        let limits = StabilityTest.Limits(window: window, dwell: dwell, noise: noise, span: force, resolution: 0)
        guard case .stands(let found) = try load.wait(limits, timeout: timeout, load: { _ in "" }) else { return nil }
        return found.others
    }

    /// The noise and the signals of the empty plate, or the signals with a weight on it.
    private func take(_ captures: [[Double]], about force: Double) throws(CommandError) -> [Double]? {
        if let empty = captures.first { return try stand(about: force, noise: empty.first ?? 0) }
        let noise = try load.quiet().noise
        return try stand(about: 0, noise: noise).map { [noise] + $0 }
    }

    // MARK: the three tests

    /// One weight on every corner and in the middle: the forces of the four channels of the empty plate, and with the weight.
    mutating func cornerPlacements(_ force: Double, _ weight: String, rounds: Int = 1) throws(CommandError) -> (
        empty: [Double], placements: [CornerTest.Placement]
    ) {
        let places = (0..<rounds).flatMap { _ in CornerTest.places }
        let test = self
        try session.capture([Self.empty] + places.map { "\(weight) on: \($0)" }, load) { captures throws(CommandError) in
            try test.take(captures, about: force)
        } told: { captures in
            guard captures.count > 1, let empty = captures.first?.dropFirst(), let newest = captures.last else { return nil }
            let sum = "sum \(Digits.text(zip(newest, empty).reduce(0) { $0 + $1.0 - $1.1 }, digits: 6)) N"
            let placed = captures.dropFirst().enumerated().map { number, forces in
                (place: number % CornerTest.places.count, forces: zip(forces, empty).map { $0 - $1 })
            }
            guard let finding = CornerFinding(placed, weight: force) else { return sum }
            return "\(sum)\n  \(finding.text). u takes it back"
        }
        let placements = zip(places, session.captures.dropFirst()).map { CornerTest.Placement(place: $0, forces: $1) }
        return (Array(session.captures.first?.dropFirst() ?? []), placements)
    }

    /// A weight on marked points, metres: where the plate sees it, and what the cells of the empty plate say, N.
    mutating func points(_ known: [(x: Double, y: Double)], about force: Double) throws(CommandError) -> (
        empty: [Double], points: [PlatePoint]
    ) {
        let texts = known.map { point in
            "weight on: \(Self.millimetres(point.x)) mm to the right, \(Self.millimetres(point.y)) mm forward of the middle"
        }
        let test = self
        try session.capture([Self.empty] + texts, load) { captures throws(CommandError) in
            let found = try test.take(captures, about: force)
            if let found, !captures.isEmpty { try Self.requireCentre(found) }
            return found
        } told: { captures in
            guard captures.count > 1, let newest = captures.last else { return nil }
            return "measured at \(Self.millimetres(newest[0])), \(Self.millimetres(newest[1])) mm"
        }
        // What a file holds may be anything.
        for found in session.captures.dropFirst() { try Self.requireCentre(found) }
        let points = zip(known, session.captures.dropFirst()).map { known, found in
            PlatePoint(knownX: known.x, knownY: known.y, measuredX: found[0], measuredY: found[1])
        }
        // Behind the noise and the centre of pressure.
        return (Array(session.captures.first?.dropFirst(3) ?? []), points)
    }

    private static func requireCentre(_ signals: [Double]) throws(CommandError) {
        guard signals.count >= 2, signals[0].isFinite, signals[1].isFinite else {
            throw .refused("the plate gives no centre of pressure: is it a four-cell plate with width and length, and loaded?")
        }
    }

    /// Known loads on a plate of six signals: the signals of the empty plate, and with each load.
    ///
    /// They are means over the window after somebody has pressed Enter: a pole that is held by hand never stands still.
    mutating func signals(_ loads: [[Double]]) throws(CommandError) -> (empty: [Double], signals: [[Double]]) {
        let texts = loads.enumerated().map { number, load in
            let text = zip(["Fx", "Fy", "Fz", "Mx", "My", "Mz"], load).map { "\($0) \(Digits.text($1))" }.joined(separator: ", ")
            return "load \(number + 1) of \(loads.count): \(text) (N, N·m)"
        }
        let (load, window) = (load, window)
        try session.capture([Self.empty] + texts, load) { _ throws(CommandError) in try load.means(over: window) }
        return (session.captures.first ?? [], Array(session.captures.dropFirst()))
    }

    /// Nothing on the plate must be nothing: what its cells read then moves the centre of pressure, and no tare takes it out of that.
    ///
    /// - Parameter empty: what they read, N.
    static func emptyWarning(_ empty: [Double], about force: Double) -> String? {
        guard empty.contains(where: { abs($0) > 0.002 * abs(force) }) else { return nil }
        return "warning: empty, the cells read " + empty.map { Digits.fixed($0, places: 3) }.joined(separator: ", ")
            + " N, which is part of these errors: `holdfast plate corners` removes it"
    }

    static func millimetres(_ metres: Double) -> String { Digits.fixed(metres * 1000, places: 1) }
}
