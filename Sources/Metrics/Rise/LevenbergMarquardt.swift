import CNumerics

/// Least squares for a curve with a few parameters, by the Levenberg-Marquardt algorithm of MINPACK (Moré 1978, Lect Notes Math
/// 630:105), which Eigen has, in double precision.
struct LevenbergMarquardt {
    /// A curve: returns the value at x, and stores the derivative with respect to each parameter in the array.
    typealias Curve = (_ x: Double, _ parameters: [Double], _ gradient: inout [Double]) -> Double

    let parameters: [Double]
    /// Sum of the squared distances of the points from the curve.
    let residualSquares: Double

    /// Fits from a first guess. Nil when there are not more points than parameters, a number is not finite, or the fit does not
    /// converge.
    init?(x: [Double], y: [Double], from start: [Double], curve: Curve) {
        guard x.count == y.count else { return nil }
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
        private var parameters: [Double]
        private var slopes: [Double]

        init(x: [Double], y: [Double], count: Int, curve: @escaping Curve) {
            self.x = x
            self.y = y
            self.curve = curve
            parameters = [Double](repeating: 0, count: count)
            slopes = parameters
        }

        /// - Parameters:
        ///   - given: the parameters.
        ///   - distances: receives a number for each point.
        ///   - gradient: receives a number for each point with respect to the first parameter, then the second, and so on.
        func evaluate(
            _ given: UnsafePointer<Double>, _ distances: UnsafeMutablePointer<Double>, _ gradient: UnsafeMutablePointer<Double>?
        ) {
            for number in parameters.indices { parameters[number] = unsafe given[number] }
            for point in x.indices {
                unsafe distances[point] = curve(x[point], parameters, &slopes) - y[point]
                guard let gradient = unsafe gradient else { continue }
                for number in slopes.indices { unsafe gradient[number * x.count + point] = slopes[number] }
            }
        }
    }
}
