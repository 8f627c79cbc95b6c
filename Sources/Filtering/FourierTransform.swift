import CNumerics

/// The discrete Fourier transform of a fixed number of real values, planned once.
///
/// A plan contains scratch memory, so only one thread may use it at a time. Making a plan allocates; transforming into an array
/// of the right size does not. Lengths whose prime factors are 2, 3 and 5 are fast; a large prime factor p costs p steps per
/// value. Uses kissfft in double precision (Mark Borgerding, BSD-3-Clause), because Debian's C library of kissfft has single
/// precision.
// Safety: the plan's pointer is made, used and freed only in this class, with buffers of the size that the plan was made for.
@safe public final class FourierTransform {
    /// The number of real input values; the output has `count / 2 + 1` complex values.
    public let count: Int
    private let plan: OpaquePointer

    /// A plan for `count` values; nil when `count` is not in 1 … 2²⁶ or memory is short.
    public init?(count: Int) {
        // Safety: the plan is owned by this object alone and freed in deinit.
        guard count > 0, let plan = unsafe cnumerics_fft_create(count) else { return nil }
        self.count = count
        unsafe self.plan = plan
    }

    /// The longest length up to `count` without a prime factor above 127: the number of steps of a transform of a large prime
    /// length is the square of the length. At most a few values shorter; 0 when `count` is not positive.
    public static func quickLength(atMost count: Int) -> Int {
        guard count > 0 else { return 0 }
        return (1...count).reversed().first { hasSmallFactors($0) } ?? 1
    }

    private static func hasSmallFactors(_ count: Int) -> Bool {
        var rest = count
        for factor in 2...127 {
            while rest % factor == 0 { rest /= factor }
            if rest == 1 { return true }
        }
        return rest == 1
    }

    deinit {
        // Safety: made in init, freed once.
        unsafe cnumerics_fft_destroy(plan)
    }

    /// X[k] = Σ x[n]·exp(−2πi·k·n/count) for k = 0 … count/2, as real, imaginary, real, imaginary …
    ///
    /// `spectrum` is resized unless it has `2·(count/2 + 1)` elements. False unless `values` has `count` values.
    @discardableResult
    public func transform(_ values: [Double], into spectrum: inout [Double]) -> Bool {
        guard values.count == count else { return false }
        let places = 2 * (count / 2 + 1)
        if spectrum.count != places { spectrum = [Double](repeating: 0, count: places) }
        // Safety: both buffers have the size that the plan was made for, checked above, and do not overlap.
        unsafe values.withUnsafeBufferPointer { input in
            unsafe spectrum.withUnsafeMutableBufferPointer { output in
                guard let source = input.baseAddress, let target = output.baseAddress else { return }
                unsafe cnumerics_fft_real(plan, source, target)
            }
        }
        return true
    }

    /// The same with unchecked buffers: the caller must ensure that `values` has `count` elements and `spectrum` 2·(count/2 + 1),
    /// and that they do not overlap. For the real-time threads, which manage their own memory.
    @unsafe public func transform(buffer values: UnsafePointer<Double>, into spectrum: UnsafeMutablePointer<Double>) {
        unsafe cnumerics_fft_real(plan, values, spectrum)
    }
}
