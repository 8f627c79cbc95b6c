/// Loads of a plate of six signals from its raw values, L = C·(S − S₀): a ``LoadMatrix`` and the signals of the empty plate, for the
/// sample path.
///
/// Axes in the order Fx Fy Fz (N), Mx My Mz (N·m), in channels 0 … 5.
public struct LoadTransform: BitwiseCopyable, Sendable, Equatable {
    /// The channel of the vertical force.
    public static let vertical = 2

    /// C, row by row.
    public let elements: [36 of Double]
    /// S₀, raw units.
    public let zeros: [6 of Double]

    /// nil when there are not 36 and 6 finite numbers.
    public init?(elements: [Double], zeros: [Double]) {
        guard elements.count == 36, zeros.count == 6, (elements + zeros).allSatisfy(\.isFinite) else { return nil }
        self.elements = [36 of Double] { elements[$0] }
        self.zeros = [6 of Double] { zeros[$0] }
    }

    public static func == (a: LoadTransform, b: LoadTransform) -> Bool {
        (0..<36).allSatisfy { a.elements[$0] == b.elements[$0] } && (0..<6).allSatisfy { a.zeros[$0] == b.zeros[$0] }
    }

    /// One load; NaN when a signal is.
    @inlinable public func load(_ axis: Int, of signals: [8 of Double]) -> Double {
        guard axis >= 0, axis < 6 else { return .nan }
        var sum = 0.0
        for channel in 0..<6 { sum += elements[axis * 6 + channel] * (signals[channel] - zeros[channel]) }
        return sum
    }

    /// The six raw values that have these loads: the system is solved, S = C⁻¹·L + S₀.
    ///
    /// - Returns: six NaN when the matrix cannot be inverted or a load is no number.
    public func raw(_ loads: [Double]) -> [Double] {
        guard loads.count == 6,
            let system = LeastSquares(rows: 6, columns: 6, matrix: (0..<36).map { elements[$0] }, right: loads)
        else { return [Double](repeating: .nan, count: 6) }
        return system.solution.enumerated().map { $1 + zeros[$0] }
    }

    /// As they stand in a recording: C, then S₀.
    public var numbers: [Double] { (0..<36).map { elements[$0] } + (0..<6).map { zeros[$0] } }

    /// From its ``numbers``; nil when there are not 42.
    public init?(numbers: [Double]) {
        guard numbers.count == 42 else { return nil }
        self.init(elements: Array(numbers.prefix(36)), zeros: Array(numbers.suffix(6)))
    }
}
