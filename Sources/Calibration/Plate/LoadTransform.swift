/// Computes the loads of a plate of six signals from its raw values, L = C·(S − S₀), for each sample: a ``LoadMatrix`` and the
/// signals of the empty plate.
///
/// Axes are in the order Fx Fy Fz (N), Mx My Mz (N·m), in channels 0 … 5.
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

    /// The load on one axis; NaN when a signal is NaN.
    @inlinable public func load(_ axis: Int, of signals: [8 of Double]) -> Double {
        guard axis >= 0, axis < 6 else { return .nan }
        var sum = 0.0
        for channel in 0..<6 { sum += elements[axis * 6 + channel] * (signals[channel] - zeros[channel]) }
        return sum
    }

    /// The transform from loads back to raw values, S = C⁻¹·(L + C·S₀); nil when the matrix cannot be inverted.
    public var inverse: LoadTransform? {
        let identity = (0..<36).map { $0 % 7 == 0 ? 1.0 : 0 }
        guard
            let system = LeastSquares(rows: 6, columns: 6, sides: 6, matrix: (0..<36).map { elements[$0] }, right: identity)
        else { return nil }
        let none = [8 of Double](repeating: 0)
        // For signals of zero the loads are -C·S₀.
        return LoadTransform(elements: system.solution, zeros: (0..<6).map { load($0, of: none) })
    }

    /// The numbers as stored in a recording: C, then S₀.
    public var numbers: [Double] { (0..<36).map { elements[$0] } + (0..<6).map { zeros[$0] } }

    /// From its ``numbers``; nil when there are not 42.
    public init?(numbers: [Double]) {
        guard numbers.count == 42 else { return nil }
        self.init(elements: Array(numbers.prefix(36)), zeros: Array(numbers.suffix(6)))
    }
}
