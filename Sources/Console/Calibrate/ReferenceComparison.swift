/// Points that were taken beside a reference cell, as if exactly the intended forces had been on (ISO 376 does the same with readings
/// of a force machine that does not stop at the nominal force).
///
/// The reading is moved along the line through all points: to first order right, and the wrong part is the curvature times how far the
/// force was missed. The force of the reference cell is counted from what it says at the series' first point without load.
struct ReferenceComparison {
    private let session: CalibrationSession
    /// Raw units per newton.
    private let slope: Double

    /// nil when the points do not make a line yet.
    init?(_ session: CalibrationSession) {
        self.session = session
        let points = Self.points(session).map { (force: $0.force, reading: $0.capture.reading - $0.zero.reading) }
        let squares = points.reduce(0) { $0 + $1.force * $1.force }
        guard squares > 0 else { return nil }
        slope = points.reduce(0) { $0 + $1.force * $1.reading } / squares
    }

    func moved(_ capture: CalibrationSession.Capture, series: Int, to force: Double) -> CalibrationSession.Capture {
        guard force != 0, let known = capture.known, let zero = Self.zero(session, series), let rest = zero.known else {
            return capture
        }
        var moved = capture
        moved.reading += (force - (known - rest)) * slope
        return moved
    }

    /// What the reference cell has said under load, N.
    static func forces(_ session: CalibrationSession) -> [Double] { points(session).map(\.force) }

    private typealias Point = (force: Double, capture: CalibrationSession.Capture, zero: CalibrationSession.Capture)

    private static func points(_ session: CalibrationSession) -> [Point] {
        session.plan.steps.indices.compactMap { step in
            guard case .point(let series, let load) = session.plan.steps[step], load != 0,
                let capture = session.captures[step], let known = capture.known, let zero = zero(session, series),
                let rest = zero.known, known != rest
            else { return nil }
            return (known - rest, capture, zero)
        }
    }

    /// The first capture of a series, without load.
    private static func zero(_ session: CalibrationSession, _ series: Int) -> CalibrationSession.Capture? {
        for step in session.plan.steps.indices where session.plan.steps[step] == .point(series: series, load: 0) {
            if let capture = session.captures[step] { return capture }
        }
        return nil
    }
}
