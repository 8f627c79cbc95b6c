import CMath

/// A complex number, as far as filter design needs it.
struct Complex: Equatable {
    var real: Double
    var imaginary: Double

    init(_ real: Double, _ imaginary: Double = 0) {
        self.real = real
        self.imaginary = imaginary
    }

    var magnitude: Double { (real * real + imaginary * imaginary).squareRoot() }
    /// Real up to rounding.
    var isReal: Bool { abs(imaginary) <= 100 * 0x1p-52 * magnitude }

    static func + (a: Complex, b: Complex) -> Complex { Complex(a.real + b.real, a.imaginary + b.imaginary) }
    static func - (a: Complex, b: Complex) -> Complex { Complex(a.real - b.real, a.imaginary - b.imaginary) }
    static func * (a: Complex, b: Complex) -> Complex {
        Complex(a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real)
    }
    static func * (a: Complex, b: Double) -> Complex { Complex(a.real * b, a.imaginary * b) }
    static func / (a: Complex, b: Complex) -> Complex {
        let square = b.real * b.real + b.imaginary * b.imaginary
        return Complex(
            (a.real * b.real + a.imaginary * b.imaginary) / square, (a.imaginary * b.real - a.real * b.imaginary) / square)
    }

    /// The square root whose real part is not negative.
    func squareRoot() -> Complex {
        let size = magnitude
        guard size > 0 else { return Complex(0) }
        // The larger part is computed first; the other part follows from it without cancellation.
        let large = ((size + abs(real)) / 2).squareRoot()
        let small = abs(imaginary) / (2 * large)
        let (first, second) = real >= 0 ? (large, small) : (small, large)
        return Complex(first, imaginary < 0 ? -second : second)
    }
}
