/// Mean, variance and least-squares slope of a sliding window, in constant time per sample.
///
/// The sums are of differences from a reference level near the data. They are computed anew from the history once per window
/// length, so rounding errors do not accumulate: over 10⁶ samples they stay within 1e-9 of the exact values.
struct OnsetWindow {
    let length: Int
    private(set) var count = 0
    private var level = 0.0
    private var sum = 0.0
    private var square = 0.0
    /// Σ k·d, k = 0 for the oldest value of the window.
    private var moment = 0.0
    private var untilSeed = 0
    private let inverse: Double
    private let inverseLess: Double
    private let slopeFactor: Double
    /// Σ (k − (n−1)/2)², and 1/(n − 2).
    private let lineSquares: Double
    private let inverseLine: Double

    /// A window of `length` ≥ 2 values.
    init(length: Int) {
        self.length = max(2, length)
        let n = Double(self.length)
        inverse = 1 / n
        inverseLess = 1 / (n - 1)
        // Rise of the line over the window: slope · n, where Σ (k − (n−1)/2)² = n(n²−1)/12.
        slopeFactor = 12 / (n * n - 1)
        lineSquares = n * (n * n - 1) / 12
        inverseLine = 1 / max(1, n - 2)
    }

    var isFull: Bool { @_noAllocation @_noLocks get { count == length } }
    var mean: Double { @_noAllocation @_noLocks get { level + sum * inverse } }
    /// With divisor n − 1; negative or NaN when the data do not allow it.
    var variance: Double { @_noAllocation @_noLocks get { (square - sum * sum * inverse) * inverseLess } }
    /// About the least-squares line, with divisor n − 2; negative or NaN when the data do not allow it.
    var lineVariance: Double {
        @_noAllocation @_noLocks get {
            let slope = rise * inverse
            return (square - sum * sum * inverse - slope * slope * lineSquares) * inverseLine
        }
    }
    /// Rise of the least-squares line over the length of the window.
    var rise: Double { @_noAllocation @_noLocks get { (moment - 0.5 * Double(length - 1) * sum) * slopeFactor } }

    @_noAllocation @_noLocks
    mutating func restart() {
        count = 0
        level = 0
        sum = 0
        square = 0
        moment = 0
    }

    /// Adds sample `number` of `history`, which must be the one after the last; the oldest sample leaves a full window.
    @_noAllocation @_noLocks
    @inline(__always) mutating func slide(to number: Int, of history: borrowing OnsetHistory) {
        let new = history[number] - level
        guard count == length else {
            moment += Double(count) * new
            sum += new
            square += new * new
            count += 1
            if count == length { seed(endingAt: number, of: history) }
            return
        }
        let old = history[number - length] - level
        let oldSquare = old * old
        moment += Double(length - 1) * new - (sum - old)
        sum += new - old
        square += new * new - oldSquare
        untilSeed -= 1
        // Rounding errors of a huge value must not remain after it has left the window. Also true when a sum is NaN.
        if untilSeed <= 0 || !(oldSquare <= 1e4 * (square + 1e-6)) { seed(endingAt: number, of: history) }
    }

    /// Computes all sums from the values themselves, around their mean.
    @_noAllocation @_noLocks
    private mutating func seed(endingAt number: Int, of history: borrowing OnsetHistory) {
        let first = number - length + 1
        var total = 0.0
        for k in 0..<length { total += history[first + k] - level }
        level += total * inverse
        sum = 0
        square = 0
        moment = 0
        for k in 0..<length {
            let d = history[first + k] - level
            sum += d
            square += d * d
            moment += Double(k) * d
        }
        if !level.isFinite { level = 0 }
        untilSeed = length
    }
}

/// The largest or smallest value of a sliding window: a queue of candidates in descending (ascending) order, constant time on
/// average.
@safe struct OnsetExtreme: ~Copyable {
    // Safety: allocated and initialised in init with `mask + 1` elements, freed in deinit only; the type cannot be copied.
    private let places: UnsafeMutablePointer<Int>
    private let mask: Int
    private let length: Int
    private let sign: Double
    private var head = 0
    private var tail = 0

    init(length: Int, largest: Bool) {
        self.length = max(2, length)
        sign = largest ? 1 : -1
        var capacity = 64
        while capacity < self.length + 1 { capacity *= 2 }
        mask = capacity - 1
        unsafe places = .allocate(capacity: capacity)
        unsafe places.initialize(repeating: 0, count: capacity)
    }

    deinit { unsafe places.deallocate() }

    @_noAllocation @_noLocks
    mutating func restart() {
        head = 0
        tail = 0
    }

    @_noAllocation @_noLocks
    @inline(__always) mutating func slide(to number: Int, of history: borrowing OnsetHistory) {
        // Safety: masked as in OnsetHistory. Numbers in the queue are ascending and those outside the window are removed first,
        // so there are never more than `length` of them, which is less than the capacity.
        if head != tail, unsafe places[head & mask] <= number - length { head &+= 1 }
        let value = sign * history[number]
        while head != tail, sign * history[unsafe places[(tail &- 1) & mask]] <= value { tail &-= 1 }
        unsafe places[tail & mask] = number
        tail &+= 1
    }

    /// The extreme value; undefined before the first `slide`.
    @_noAllocation @_noLocks
    @inline(__always) func value(of history: borrowing OnsetHistory) -> Double {
        // Safety: masked.
        history[unsafe places[head & mask]]
    }
}
