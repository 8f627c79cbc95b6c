import CNumerics

/// The discrete Fourier transform of a fixed number of real values, planned once.
///
/// A plan holds scratch memory: it belongs to one thread at a time. Planning allocates, transforming into an array of the right
/// size does not. Lengths whose prime factors are 2, 3 and 5 are quick; a large prime factor p costs p steps per value.
/// kissfft in double precision (Mark Borgerding, BSD-3-Clause): Debian's C library of it is single precision.
// Safety: the plan's pointer is made, used and freed in here only, with buffers of the size that it was made for.
@safe public final class FourierTransform {
    /// How many real values go in; `count / 2 + 1` complex ones come out.
    public let count: Int
    private let plan: OpaquePointer

    /// A plan for `count` values; nil when `count` is not in 1 … 2²⁶ or memory is short.
    public init?(count: Int) {
        // Safety: the plan is owned by this object alone and freed in deinit.
        guard count > 0, let plan = unsafe cnumerics_fft_create(count) else { return nil }
        self.count = count
        unsafe self.plan = plan
    }

    deinit {
        // Safety: made in init, freed once.
        unsafe cnumerics_fft_destroy(plan)
    }

    /// X[k] = Σ x[n]·exp(−2πi·k·n/count) for k = 0 … count/2, as real, imaginary, real, imaginary …
    ///
    /// `spectrum` is resized when it has not `2·(count/2 + 1)` places. False when `values` has not `count` values.
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
}
