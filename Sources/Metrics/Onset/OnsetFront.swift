/// The data that the onset rules use: the last seconds of force and of its 20 ms mean, and the windows that slide over them.
///
/// Constant time per sample on average; all memory is allocated in `init`. Sample numbers are those of the machine.
struct OnsetFront: ~Copyable {
    private let spans: OnsetSpans
    let parameters: OnsetParameters

    let force: OnsetHistory
    /// Trailing 20 ms mean of `force`.
    let smooth: OnsetHistory
    /// Means of the last 100 ms of `smooth`, stored so that the mean of 20 ms ago is available.
    private let flatMeans: OnsetHistory
    private var rawWindow: OnsetWindow
    private var smoothWindow: OnsetWindow
    private var slowWindow: OnsetWindow
    private var flatWindow: OnsetWindow
    private var largest: OnsetExtreme
    private var smallest: OnsetExtreme
    private var flatLargest: OnsetExtreme
    private var flatSmallest: OnsetExtreme
    /// The highest 100 ms mean in each of the last twenty intervals of 100 ms; the index of the newest interval, and its number
    /// of samples.
    private var recent = [20 of Double](repeating: -.infinity)
    private var newest = 0
    private var newestCount = 0
    /// Sum of the samples of the 20 ms mean, and the number of samples until it is summed anew.
    private var running = 0.0
    private var untilSum = 0
    /// The same for the sum of squared second differences over the raw window.
    private var roughness = 0.0
    private var untilRoughness = 0
    /// The first sample after the last restart; earlier samples are not used.
    private(set) var origin = 0

    /// Whether the window that ended 100 ms ago is quiet, and for how many samples in a row it has been.
    private(set) var isQuiet = false
    private(set) var quietRun = 0

    init(_ parameters: OnsetParameters, _ spans: OnsetSpans) {
        self.parameters = parameters
        self.spans = spans
        force = OnsetHistory(atLeast: spans.history)
        smooth = OnsetHistory(atLeast: spans.history)
        flatMeans = OnsetHistory(atLeast: spans.mean + 1)
        rawWindow = OnsetWindow(length: spans.window)
        smoothWindow = OnsetWindow(length: spans.window)
        slowWindow = OnsetWindow(length: spans.slowWindow)
        flatWindow = OnsetWindow(length: spans.flat)
        largest = OnsetExtreme(length: spans.window, largest: true)
        smallest = OnsetExtreme(length: spans.window, largest: false)
        flatLargest = OnsetExtreme(length: spans.flat, largest: true)
        flatSmallest = OnsetExtreme(length: spans.flat, largest: false)
    }

    /// The oldest sample that can be read when `now` is the newest.
    @_noAllocation @_noLocks
    func oldest(at now: Int) -> Int { max(origin, now + 1 - force.capacity) }

    @_noAllocation @_noLocks
    mutating func restart(at number: Int) {
        origin = number
        running = 0
        untilSum = 0
        roughness = 0
        untilRoughness = 0
        isQuiet = false
        quietRun = 0
        for place in 0..<20 { recent[place] = -.infinity }
        newestCount = 0
        rawWindow.restart()
        smoothWindow.restart()
        slowWindow.restart()
        flatWindow.restart()
        largest.restart()
        smallest.restart()
        flatLargest.restart()
        flatSmallest.restart()
    }

    /// Stores sample `i` and moves all windows on.
    @_noAllocation @_noLocks
    @inline(__always) mutating func take(_ value: Double, _ i: Int) {
        force[i] = value
        let age = i - origin
        let length = min(spans.mean, age + 1)
        running += value - (age >= spans.mean ? force[i - spans.mean] : 0)
        untilSum -= 1
        if untilSum <= 0 {
            running = 0
            for k in 0..<length { running += force[i - k] }
            untilSum = spans.mean
        }
        smooth[i] = running / Double(length)
        flatWindow.slide(to: i, of: smooth)
        flatLargest.slide(to: i, of: smooth)
        flatSmallest.slide(to: i, of: smooth)
        flatMeans[i] = flatWindow.mean
        keepRecent(flatWindow.mean)
        // Windows end 100 ms ago; the first 20 ms after a restart have no full mean and are left out.
        let entering = i - spans.gap
        if entering >= origin + spans.mean {
            rawWindow.slide(to: entering, of: force)
            smoothWindow.slide(to: entering, of: smooth)
            slowWindow.slide(to: entering, of: smooth)
            largest.slide(to: entering, of: smooth)
            smallest.slide(to: entering, of: smooth)
            roughen(entering)
        }
        isQuiet = testQuiet()
        quietRun = isQuiet ? quietRun + 1 : 0
    }

    @_noAllocation @_noLocks
    private mutating func keepRecent(_ level: Double) {
        if newestCount >= spans.flat {
            newest = (newest + 1) % 20
            newestCount = 0
            recent[newest] = -.infinity
        }
        recent[newest] = max(recent[newest], level)
        newestCount += 1
    }

    /// The highest 100 ms mean of the last two seconds, N.
    var recentLevel: Double {
        @_noAllocation @_noLocks get {
            var highest = recent[0]
            for place in 1..<20 { highest = max(highest, recent[place]) }
            return highest
        }
    }

    @_noAllocation @_noLocks
    private mutating func roughen(_ entering: Int) {
        untilRoughness -= 1
        let leaving = entering - spans.window
        if untilRoughness <= 0 {
            roughness = 0
            for k in max(leaving + 1, origin + 2)..<max(entering + 1, origin + 2) { roughness += secondDifference(k) }
            untilRoughness = spans.window
        } else {
            if entering >= origin + 2 { roughness += secondDifference(entering) }
            if leaving >= origin + 2 { roughness -= secondDifference(leaving) }
        }
    }

    @_noAllocation @_noLocks
    private func secondDifference(_ k: Int) -> Double {
        let d = force[k] - 2 * force[k - 1] + force[k - 2]
        return d * d
    }

    /// The quiet test (see <doc:OnsetDetection>), on the 20 ms mean over the 500 ms that end 100 ms ago.
    @_noAllocation @_noLocks
    private func testQuiet() -> Bool {
        guard smoothWindow.isFull else { return false }
        let limit = quietLimit
        return smoothWindow.variance <= limit * limit
            && abs(smoothWindow.rise) <= parameters.quietSlope * limit
            && smoothRange <= parameters.quietRange * limit
    }

    /// The range and the SD of the 20 ms mean over that window, N.
    var smoothRange: Double { @_noAllocation @_noLocks get { largest.value(of: smooth) - smallest.value(of: smooth) } }
    var smoothDeviation: Double { @_noAllocation @_noLocks get { root(smoothWindow.variance) } }

    /// `Smax` of the window, N.
    var quietLimit: Double {
        @_noAllocation @_noLocks get {
            let plain = parameters.quietLimit(rawWindow.mean)
            // The noise needs a square root, so it is computed only for the few windows that need it.
            guard smoothWindow.isFull, smoothWindow.variance > plain * plain else { return plain }
            return parameters.quietLimit(rawWindow.mean, noise: noise * spans.noiseOfMean)
        }
    }

    /// SD of the noise of single samples, σ_d = √(mean(Δ²x)²/6), N: hum, tremor and movement hardly affect it.
    var noise: Double {
        @_noAllocation @_noLocks get { root(roughness / (6 * Double(spans.window))) }
    }

    /// The window that ended 100 ms ago: whether it is full, and mean and SD of its raw force, N.
    var hasWindow: Bool { @_noAllocation @_noLocks get { smoothWindow.isFull } }
    var mean: Double { @_noAllocation @_noLocks get { rawWindow.mean } }
    var deviation: Double { @_noAllocation @_noLocks get { root(rawWindow.variance) } }
    /// SD of raw force and of the 20 ms mean about a straight line, N.
    var lineDeviation: Double { @_noAllocation @_noLocks get { root(rawWindow.lineVariance) } }
    var smoothLineDeviation: Double { @_noAllocation @_noLocks get { root(smoothWindow.lineVariance) } }
    /// Rise of the line through the 20 ms mean over the window, N.
    var rise: Double { @_noAllocation @_noLocks get { smoothWindow.rise } }

    /// The same for the 20 ms mean over the 1.5 s that ended 100 ms ago.
    var hasSlowWindow: Bool { @_noAllocation @_noLocks get { slowWindow.isFull } }
    var slowMean: Double { @_noAllocation @_noLocks get { slowWindow.mean } }
    var slowDeviation: Double { @_noAllocation @_noLocks get { root(slowWindow.variance) } }

    /// Whether that varies so little that a load can be told from it, though it may never be quiet: the largest and the smallest
    /// sample of a sine with this SD are less than C apart.
    var isSteady: Bool {
        @_noAllocation @_noLocks get { slowWindow.isFull && slowDeviation <= parameters.confirmationFloor / 4 }
    }

    /// SD of single samples about the mean of the 1.5 s, N: the variation of the 20 ms mean plus the noise that this mean
    /// suppresses.
    var slowSampleDeviation: Double {
        @_noAllocation @_noLocks get { root(slowWindow.variance + roughness / (6 * Double(spans.window))) }
    }

    /// The 20 ms mean over the last 100 ms: its range, its mean, and the mean as it was 20 ms ago, N.
    var flatRange: Double {
        @_noAllocation @_noLocks get {
            flatWindow.isFull ? flatLargest.value(of: smooth) - flatSmallest.value(of: smooth) : .infinity
        }
    }
    var flatMean: Double { @_noAllocation @_noLocks get { flatWindow.mean } }
    @_noAllocation @_noLocks
    func flatMean(before i: Int) -> Double { flatMeans[max(origin, i - spans.mean)] }

    /// SD of raw force about its line between two samples, N.
    @_noAllocation @_noLocks
    func scatter(from first: Int, to end: Int) -> Double {
        let count = Double(end - first)
        guard count > 2 else { return 0 }
        let middle = Double(first) + (count - 1) / 2
        var mean = 0.0
        for k in first..<end { mean += force[k] / count }
        var (product, square, spread) = (0.0, 0.0, 0.0)
        for k in first..<end {
            let (x, y) = (Double(k) - middle, force[k] - mean)
            product += x * y
            square += x * x
            spread += y * y
        }
        return root((spread - product * product / square) / (count - 2))
    }

    /// Mean and SD of the raw window that ends before sample `end`, in two passes.
    @_noAllocation @_noLocks
    func baseline(endingBefore end: Int) -> OnsetBaseline {
        let first = end - spans.window
        var sum = 0.0
        for k in first..<end { sum += force[k] }
        let mean = sum / Double(spans.window)
        var square = 0.0
        for k in first..<end { square += (force[k] - mean) * (force[k] - mean) }
        return OnsetBaseline(
            mean: mean, deviation: root(square / Double(spans.window - 1)), end: end, count: spans.window)
    }
}

/// The root of a variance; 0 when rounding has made it negative, and for NaN.
@_noAllocation @_noLocks
@inline(__always) func root(_ variance: Double) -> Double {
    // Safety: the root is one instruction, but the performance check cannot know this.
    unsafe variance > 0 ? _unsafePerformance { variance.squareRoot() } : 0
}
