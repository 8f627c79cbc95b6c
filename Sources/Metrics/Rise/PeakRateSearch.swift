/// Enumerates the windows with a sample at their start or end, and the first and last window of the search. Both ends only move
/// forwards.
struct PeakRateSearch {
    let curve: ForceCurve
    let width: Double
    let first: Double
    let last: Double
    /// The next sample at which a window starts, and at which one ends.
    var starting: Int
    var ending: Int
    /// First samples at or after the start and the end of the window under test.
    var left: Int
    var right: Int
    var boundary = 0

    init(curve: ForceCurve, width: Double, first: Double, last: Double) {
        self.curve = curve
        self.width = width
        self.first = first
        self.last = last
        starting = curve.index(atOrAfter: first)
        ending = curve.index(atOrAfter: first + width)
        left = starting
        right = ending
    }

    mutating func next() -> PeakRate? {
        if boundary == 0 {
            boundary = 1
            return difference(from: first)
        }
        // The earlier of the next window that starts at a sample and the next window that ends at a sample.
        let atStart = starting < curve.time.count ? curve.time[starting] : .infinity
        let atEnd = ending < curve.time.count ? curve.time[ending] - width : .infinity
        let moment = min(atStart, atEnd)
        if moment > last {
            guard boundary == 1 else { return nil }
            boundary = 2
            return difference(from: last)
        }
        if atStart == moment { starting += 1 }
        if atEnd == moment { ending += 1 }
        return difference(from: moment)
    }

    private mutating func difference(from moment: Double) -> PeakRate? {
        while left < curve.time.count, curve.time[left] < moment { left += 1 }
        while right < curve.time.count, curve.time[right] < moment + width { right += 1 }
        guard left < curve.time.count, right < curve.time.count, let low = curve.value(at: moment, right: left),
            let high = curve.value(at: moment + width, right: right)
        else { return PeakRate(rate: -.infinity, middle: moment) }
        return PeakRate(rate: (high - low) / width, middle: moment + width / 2)
    }
}
