import LinuxIO
import Samples

/// How far a long command is: one line of a terminal, from its third second on.
struct Progress {
    private let total: Int
    private let isShown: Bool
    private let begin = Clock.monotonic()
    private var done = 0
    private var nextLine: HostInstant

    private static let silence = 2.0
    private static let interval = 0.25

    /// - Parameter total: the number of bytes to read.
    init(total: Int) {
        self.total = total
        isShown = Environment.isTerminal(2)
        nextLine = begin.advanced(bySeconds: Self.silence)
    }

    mutating func advance(by bytes: Int) {
        done += bytes
        guard isShown else { return }
        let now = Clock.monotonic()
        guard now >= nextLine else { return }
        nextLine = now.advanced(bySeconds: Self.interval)
        write("\r\(Self.text(done: done, total: total, seconds: now.seconds(since: begin)))\u{1B}[K")
    }

    /// Removes the line.
    func end() { if isShown, Clock.monotonic().seconds(since: begin) > Self.silence { write("\r\u{1B}[K") } }

    private func write(_ text: String) { try? Files.writeAll(2, Array(text.utf8)) }

    /// `34 %, 12.3 MB/s, 1 min 20 s left`.
    static func text(done: Int, total: Int, seconds: Double) -> String {
        let rate = Double(done) / seconds
        let left = rate > 0 ? Double(max(0, total - done)) / rate : .infinity
        let share = total > 0 ? min(100, 100 * Double(done) / Double(total)) : 100
        return "\(Int(share)) %, \(Digits.text(rate / 1e6, digits: 3)) MB/s, \(duration(left)) left"
    }

    private static func duration(_ seconds: Double) -> String {
        guard seconds < 360_000 else { return "days" }
        let whole = Int(seconds.rounded(.up))
        if whole < 60 { return "\(whole) s" }
        return whole < 3600 ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3600) h \(whole / 60 % 60) min"
    }
}
