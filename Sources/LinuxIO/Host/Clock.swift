import Glibc
public import Samples

/// The clocks of this host.
public enum Clock {
    /// Now, on CLOCK_MONOTONIC. Real-time threads may call it: a vDSO call that neither allocates nor locks.
    public static func monotonic() -> HostInstant { HostInstant(nanoseconds: read(CLOCK_MONOTONIC)) }

    /// The present wall-clock time, in microseconds since 1970. It may step, so it is never used for differences.
    public static func wallMicroseconds() -> Int64 { read(CLOCK_REALTIME) / 1000 }

    /// The processor time of the calling thread, seconds.
    public static func threadSeconds() -> Double { Double(read(CLOCK_THREAD_CPUTIME_ID)) / 1e9 }

    /// The nanoseconds for which this host has been suspended since boot; a change means a gap in all data.
    public static func suspendedNanoseconds() -> Int64 { read(CLOCK_BOOTTIME) - read(CLOCK_MONOTONIC) }

    /// A moment of the wall clock in ISO 8601 format, in UTC, to the second: `2026-11-21T06:10:46Z`.
    public static func utcText(_ wallMicroseconds: Int64) -> String {
        let (date, clock, _) = calendar(wallMicroseconds, gmtime_r)
        return "\(date)T\(clock)Z"
    }

    /// A moment of the wall clock for people, with its offset from UTC: `2026-11-21 07:10:46 +01:00`.
    ///
    /// - Parameter isUTC: in UTC, and not in the time zone of this process (`TZ`, or that of the host).
    public static func localText(_ wallMicroseconds: Int64, isUTC: Bool) -> String {
        tzset()
        let (date, clock, offset) = calendar(wallMicroseconds, isUTC ? gmtime_r : localtime_r)
        return "\(date) \(clock) \(text(offset))"
    }

    /// The same for programs, in ISO 8601 format and to the microsecond: `2026-11-21T07:10:46.250000+01:00`.
    public static func isoText(_ wallMicroseconds: Int64, isUTC: Bool) -> String {
        tzset()
        let (date, clock, offset) = calendar(wallMicroseconds, isUTC ? gmtime_r : localtime_r)
        let fraction = String(1_000_000 + wallMicroseconds - seconds(wallMicroseconds) * 1_000_000).dropFirst()
        return "\(date)T\(clock).\(fraction)\(text(offset))"
    }

    /// The moment of a date and a time of day in the time zone of this process, or in UTC; nil where there is no such date or time.
    public static func wallMicroseconds(
        date: (year: Int32, month: Int32, day: Int32), time: (hour: Int32, minute: Int32, second: Int32), isUTC: Bool
    ) -> Int64? {
        tzset()
        var parts = tm()
        (parts.tm_year, parts.tm_mon, parts.tm_mday) = (date.year - 1900, date.month - 1, date.day)
        (parts.tm_hour, parts.tm_min, parts.tm_sec, parts.tm_isdst) = (time.hour, time.minute, time.second, -1)
        let seconds = isUTC ? timegm(&parts) : mktime(&parts)
        // The C library corrects what does not exist, such as the 30th of February, to something that does.
        guard parts.tm_year == date.year - 1900, parts.tm_mon == date.month - 1, parts.tm_mday == date.day,
            parts.tm_hour == time.hour, parts.tm_min == time.minute, parts.tm_sec == time.second
        else { return nil }
        return Int64(seconds) * 1_000_000
    }

    private static func text(_ offset: Int) -> String {
        let minutes = abs(offset) / 60
        return "\(offset < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
    }

    /// Whole seconds before a moment.
    private static func seconds(_ wallMicroseconds: Int64) -> Int64 {
        wallMicroseconds / 1_000_000 - (wallMicroseconds % 1_000_000 < 0 ? 1 : 0)
    }

    /// The time zone of this host at a moment: seconds east of UTC, and its name, such as "Europe/Berlin".
    public static func zone(at wallMicroseconds: Int64) -> (offsetSeconds: Int64, name: String) {
        // The zone of the host may have changed since the last call.
        tzset()
        var seconds = time_t(wallMicroseconds / 1_000_000)
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else { return (0, "UTC") }
        let offset = Int64(parts.tm_gmtoff)
        if let named = Environment.value("TZ") { return (offset, named.hasPrefix(":") ? String(named.dropFirst()) : named) }
        if let path = Files.target(of: "/etc/localtime"), let folder = path.firstRange(of: "zoneinfo/") {
            return (offset, String(path[folder.upperBound...]))
        }
        return (offset, parts.tm_zone.map { String(cString: $0) } ?? "UTC")
    }

    /// Date, time of day and seconds east of UTC; 1970 where the year cannot be told.
    private static func calendar(
        _ wallMicroseconds: Int64,
        _ convert: (UnsafePointer<time_t>, UnsafeMutablePointer<tm>) -> UnsafeMutablePointer<tm>?
    ) -> (date: String, clock: String, offset: Int) {
        var seconds = time_t(seconds(wallMicroseconds))
        var parts = tm()
        guard convert(&seconds, &parts) != nil else { return ("1970-01-01", "00:00:00", 0) }
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { two(Int($0)) }.joined(separator: ":")
        return ("\(parts.tm_year + 1900)-\(two(Int(parts.tm_mon) + 1))-\(two(Int(parts.tm_mday)))", clock, parts.tm_gmtoff)
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// Sleeps for a moment, so that other threads can run. Real-time threads may call it.
    public static func rest(nanoseconds: Int) {
        var time = timespec(tv_sec: 0, tv_nsec: min(max(nanoseconds, 0), 999_999_999))
        nanosleep(&time, nil)
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var now = timespec()
        clock_gettime(clock, &now)
        return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
    }
}
