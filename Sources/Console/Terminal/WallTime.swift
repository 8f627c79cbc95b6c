import LinuxIO

/// Moments of the wall clock for people: local time, or UTC with `--utc`. The forms sort as text.
struct WallTime {
    private let isUTC: Bool

    init(_ arguments: Arguments) { isUTC = arguments.has("utc") }

    /// `2026-11-29 18:42:35`.
    func text(_ wallMicroseconds: Int64) -> String { String(full(wallMicroseconds).prefix(19)) }

    /// `2026-11-29 18:42:35 +01:00`: where it stands alone, and may be compared with the clock of another place.
    func full(_ wallMicroseconds: Int64) -> String { Clock.localText(wallMicroseconds, isUTC: isUTC) }

    /// `2026-11-29`.
    func day(_ wallMicroseconds: Int64) -> String { String(full(wallMicroseconds).prefix(10)) }
}
