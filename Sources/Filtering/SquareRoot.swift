/// The square root on a real-time thread: one instruction, but the compiler's performance checks do not know that of the standard
/// library's function.
@_noAllocation @usableFromInline
func squareRoot(_ value: Double) -> Double {
    // Safety: no memory is touched; the marker only silences the performance check of this one call.
    unsafe _unsafePerformance { value.squareRoot() }
}
