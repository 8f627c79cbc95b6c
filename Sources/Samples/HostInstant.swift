/// A moment on this host's CLOCK_MONOTONIC, in nanoseconds. Never wall-clock time, which is stored once per recording.
public struct HostInstant: BitwiseCopyable, Sendable, Hashable, Comparable {
    /// Nanoseconds since an arbitrary moment before the end of this host's boot.
    public var nanoseconds: Int64

    @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Represents no moment; smaller than every real one.
    public static var never: HostInstant { HostInstant(nanoseconds: .min) }

    @inlinable public static func < (a: HostInstant, b: HostInstant) -> Bool { a.nanoseconds < b.nanoseconds }

    /// This moment moved by `seconds`; saturates instead of overflowing, and returns the same moment when `seconds` is not a
    /// number.
    @inlinable public func advanced(bySeconds seconds: Double) -> HostInstant {
        HostInstant(nanoseconds: nanoseconds.addingClamped(seconds * 1e9))
    }

    /// This moment moved by `delta` nanoseconds; saturates instead of overflowing.
    @inlinable public func advanced(byNanoseconds delta: Int64) -> HostInstant {
        let (sum, overflow) = nanoseconds.addingReportingOverflow(delta)
        return HostInstant(nanoseconds: overflow ? (delta < 0 ? .min : .max) : sum)
    }

    /// Seconds from `earlier` to this moment.
    @inlinable public func seconds(since earlier: HostInstant) -> Double {
        let (difference, overflow) = nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
        return overflow ? (Double(nanoseconds) - Double(earlier.nanoseconds)) * 1e-9 : Double(difference) * 1e-9
    }
}

extension Int64 {
    /// `self + delta`, clamped to the range of `Int64`; `self` when `delta` is not a number.
    @inlinable func addingClamped(_ delta: Double) -> Int64 {
        guard delta == delta else { return self }
        // 9.2e18 is slightly inside the range of Int64, so the conversion below cannot trap.
        let step: Int64 = delta >= 9.2e18 ? .max : delta <= -9.2e18 ? .min : Int64(delta.rounded())
        let (sum, overflow) = addingReportingOverflow(step)
        return overflow ? (step < 0 ? .min : .max) : sum
    }
}
