/// How much of a load on one axis a transducer shows on another axis, and how this changes the centre of pressure.
public struct Crosstalk: Sendable, Hashable {
    /// Row: the axis that shows the load; column: the axis that is loaded. Per cent of the full scale of the showing axis at
    /// full load on the other; the diagonal contains the errors of the axes themselves. 36 numbers row by row.
    public let percent: [Double]
    /// The largest number off the diagonal, without sign.
    public let worst: Double
    /// Root mean square and largest distance of the centre of pressure from the true one, m; nil when no load presses down.
    public let centreOfPressureError: DistanceError?

    /// Compares measured loads with known loads by the matrix K in measured = K·known, by least squares. Full scale is the
    /// largest known load of each axis.
    ///
    /// - Parameters:
    ///   - known: true loads, six numbers each.
    ///   - measured: the loads that the transducer measured.
    ///   - height: height of the surface above the transducer's origin, m, signed, z upwards.
    ///   - threshold: loads with |Fz| below it have no centre of pressure, N.
    /// - Returns: nil when the known loads do not cover all axes.
    public init?(known: [[Double]], measured: [[Double]], height: Double, threshold: Double = 50) {
        guard known.count == measured.count, (known + measured).allSatisfy({ $0.count == 6 }),
            let system = LeastSquares(
                rows: known.count, columns: 6, sides: 6, matrix: known.flatMap { $0 }, right: measured.flatMap { $0 })
        else { return nil }
        let full = (0..<6).map { axis in known.map { abs($0[axis]) }.max() ?? 0 }
        let percent = (0..<36).map { place in
            let shows = place / 6
            let loaded = place % 6
            let gain = system.solution[loaded * 6 + shows] - (shows == loaded ? 1 : 0)
            return 100 * gain * full[loaded] / full[shows]
        }
        self.percent = percent
        worst = percent.enumerated().filter { $0.offset / 6 != $0.offset % 6 }.map { abs($0.element) }.max() ?? 0
        let distances = zip(known, measured).compactMap { known, measured -> Double? in
            guard abs(known[2]) >= threshold, let truth = Crosstalk.centreOfPressure(known, height),
                let seen = Crosstalk.centreOfPressure(measured, height)
            else { return nil }
            return ((truth.x - seen.x) * (truth.x - seen.x) + (truth.y - seen.y) * (truth.y - seen.y)).squareRoot()
        }
        centreOfPressureError = DistanceError(distances)
    }

    /// x = (−My + Fx·z)/Fz and y = (Mx + Fy·z)/Fz, m, where z is the signed height of the surface.
    ///
    /// - Returns: nil when the load has not six numbers or Fz is 0.
    public static func centreOfPressure(_ load: [Double], _ height: Double) -> (x: Double, y: Double)? {
        guard load.count == 6, load[2] != 0 else { return nil }
        return ((-load[4] + load[0] * height) / load[2], (load[3] + load[1] * height) / load[2])
    }
}
