/// The line under a cloud of arrivals: no arrival lies below it, and of all such lines it is the closest to the arrivals as a
/// whole.
///
/// An arrival can be late by any amount, but never early. So a line through the middle reflects the delays of the host, and the
/// line underneath reflects the device. That line is the edge of the lower convex hull below the mean of x (S. B. Moon, P.
/// Skelly, D. Towsley, "Estimation and removal of clock skew from network delay measurements", INFOCOM 1999). Points are added
/// one by one; only the corners of the hull are stored.
struct EarliestLine: Sendable {
    private(set) var count = 0
    private var meanX = 0.0
    private var corners = 0
    private var x = InlineArray<32, Double>(repeating: 0)
    private var y = InlineArray<32, Double>(repeating: 0)

    /// - Parameter newX: must be larger than all earlier x; other points are ignored.
    mutating func add(_ newX: Double, _ newY: Double) {
        guard corners == 0 || newX > x[corners - 1] else { return }
        count += 1
        meanX += (newX - meanX) / Double(count)
        while corners >= 2, isAbove(corners - 1, newX, newY) { corners -= 1 }
        if corners == x.count { thin() }
        x[corners] = newX
        y[corners] = newY
        corners += 1
    }

    /// `nil` before there are two points.
    var slope: Double? {
        guard let edge else { return nil }
        return slope(edge)
    }

    /// The line's height at `x`; 0 before there are two points.
    func value(at position: Double) -> Double {
        guard let edge else { return 0 }
        return y[edge] + slope(edge) * (position - x[edge])
    }

    /// The smallest height of the points above another line; infinite without points.
    func least(above slope: Double, _ origin: Double) -> Double {
        var least = Double.infinity
        for corner in 0..<corners { least = min(least, y[corner] - (origin + slope * x[corner])) }
        return least
    }

    /// The index of the first corner of the edge below the mean.
    private var edge: Int? {
        guard corners >= 2 else { return nil }
        var first = 0
        while first < corners - 2, x[first + 1] < meanX { first += 1 }
        return first
    }

    private func slope(_ edge: Int) -> Double { (y[edge + 1] - y[edge]) / (x[edge + 1] - x[edge]) }

    /// Whether a corner lies on or above the line from the one before it to a new point.
    private func isAbove(_ corner: Int, _ newX: Double, _ newY: Double) -> Bool {
        let before = corner - 1
        return (x[corner] - x[before]) * (newY - y[before]) <= (y[corner] - y[before]) * (newX - x[before])
    }

    /// Drops every second corner. Few clouds have so many corners, and those that do are curved.
    private mutating func thin() {
        corners /= 2
        for corner in 0..<corners {
            x[corner] = x[2 * corner]
            y[corner] = y[2 * corner]
        }
    }
}
