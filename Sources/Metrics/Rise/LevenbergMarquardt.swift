import CNumerics

/// Least squares for a curve with a few parameters, by the Levenberg-Marquardt algorithm of MINPACK (Moré 1978, Lect Notes Math
/// 630:105), which Eigen has, in double precision.
struct LevenbergMarquardt {
    /// A curve at one x: its value, and its derivative with respect to each parameter. A curve of two parameters has no third one.
    typealias Point = (value: Double, gradient: (Double, Double, Double))
    /// A curve: what the parameters alone determine is computed once, what it returns is called for each x.
    typealias Curve = (_ parameters: [Double]) -> (_ x: Double) -> Point

    let parameters: [Double]
    /// Sum of the squared distances of the points from the curve.
    let residualSquares: Double

    /// Fits from a first guess of up to three parameters. Nil when there are not more points than parameters, a number is not finite, or the fit does not
    /// converge.
    init?(x: [Double], y: [Double], from start: [Double], curve: Curve) {
        guard x.count == y.count, 1...3 ~= start.count else { return nil }
        var parameters = start
        let squares = withoutActuallyEscaping(curve) { curve in
            let points = Points(x: x, y: y, count: start.count, curve: curve)
            return withExtendedLifetime(points) {
                // Safety: it calls back before it returns, with buffers of the sizes that are passed here, and keeps nothing.
                unsafe cnumerics_fit(
                    x.count, start.count, &parameters,
                    { parameters, distances, gradient, context in
                        guard let parameters = unsafe parameters, let distances = unsafe distances,
                            let context = unsafe context
                        else { return }
                        unsafe Unmanaged<Points>.fromOpaque(context).takeUnretainedValue()
                            .evaluate(parameters, distances, gradient)
                    }, Unmanaged.passUnretained(points).toOpaque())
            }
        }
        guard squares.isFinite else { return nil }
        self.parameters = parameters
        residualSquares = squares
    }

    /// What the callback needs.
    private final class Points {
        private let x: [Double]
        private let y: [Double]
        private let curve: Curve
        private let count: Int

        init(x: [Double], y: [Double], count: Int, curve: @escaping Curve) {
            self.x = x
            self.y = y
            self.curve = curve
            self.count = count
        }

        /// - Parameters:
        ///   - given: the parameters.
        ///   - distances: receives a number for each point.
        ///   - gradient: receives a number for each point with respect to the first parameter, then the second, and so on.
        func evaluate(
            _ given: UnsafePointer<Double>, _ distances: UnsafeMutablePointer<Double>, _ gradient: UnsafeMutablePointer<Double>?
        ) {
            let curve = curve((0..<count).map { unsafe given[$0] })
            for (point, x) in x.enumerated() {
                let here = curve(x)
                unsafe distances[point] = here.value - y[point]
                guard let gradient = unsafe gradient else { continue }
                unsafe gradient[point] = here.gradient.0
                if count > 1 { unsafe gradient[y.count + point] = here.gradient.1 }
                if count > 2 { unsafe gradient[2 * y.count + point] = here.gradient.2 }
            }
        }
    }
}
