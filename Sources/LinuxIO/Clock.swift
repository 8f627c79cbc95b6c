import Glibc
public import Samples

/// The clocks of this host.
public enum Clock {
    /// Now, on CLOCK_MONOTONIC. Real-time threads may call it: a vDSO call that neither allocates nor locks.
    public static func monotonic() -> HostInstant { HostInstant(nanoseconds: read(CLOCK_MONOTONIC)) }

    /// Now, on the wall clock, in microseconds since 1970. It may step: never used for differences.
    public static func wallMicroseconds() -> Int64 { read(CLOCK_REALTIME) / 1000 }

    /// Nanoseconds that this host has been suspended since boot; a change is a gap in everything.
    public static func suspendedNanoseconds() -> Int64 { read(CLOCK_BOOTTIME) - read(CLOCK_MONOTONIC) }

    private static func read(_ clock: clockid_t) -> Int64 {
        var now = timespec()
        clock_gettime(clock, &now)
        return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
    }
}
