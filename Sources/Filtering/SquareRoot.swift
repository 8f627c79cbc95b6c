/// The square root for a real-time thread. It is one instruction, but the compiler's performance checks do not know this about
/// the function of the standard library.
@_noAllocation @usableFromInline
func squareRoot(_ value: Double) -> Double {
    // Safety: no memory is accessed; the marker only suppresses the performance check for this call.
    unsafe _unsafePerformance { value.squareRoot() }
}
