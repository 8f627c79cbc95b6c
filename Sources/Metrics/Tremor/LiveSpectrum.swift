import CMath
import Filtering

/// The current frequency content of a force: the spectrum of the last second, every quarter of a second (see <doc:Tremor>).
///
/// A line is removed, a Hann window is applied, and the whole transform is computed anew each time, because a recursive transform
/// would accumulate rounding errors. All memory is allocated in `init`; owned by one thread. A value describes the middle of its
/// second. Provisional.
@safe public struct LiveSpectrum: ~Copyable {
    /// Length of the windows, and time between two of them, s.
    public static let window = 1.0
    public static let hop = 0.25
    /// The number of hops over which the densities for the ridge are averaged: the spectrum of a single second has peaks of 6 dB
    /// by chance.
    static let averaged = 8.0
    /// The bands for which `amplitude` is available.
    public static let bands: [TremorBand] = [.low, .physiological, .upper, .beta]

    /// The number of hops since the last `reset`.
    public private(set) var hops = 0
    /// Frequency of the tremor peak in the mean of the last hops, Hz; NaN when there is none.
    public private(set) var ridge = Double.nan

    private let transform: FourierTransform
    private let rate: Double
    private let hopLength: Int
    private let scale: Double
    /// Values in a window, and densities in a spectrum.
    private let count: Int
    private let lines: Int
    // Safety: one allocation, made and initialised in init, freed in deinit only; the type cannot be copied. The pointers below
    // point into it, each with as many elements as its comment states, and every index is below that.
    private let memory: UnsafeMutablePointer<Double>
    /// `count` each.
    private var ring: UnsafeMutablePointer<Double> { unsafe memory }
    private var segment: UnsafeMutablePointer<Double> { unsafe memory + count }
    private var weights: UnsafeMutablePointer<Double> { unsafe memory + 2 * count }
    /// `lines` each, and twice as many for the real and imaginary parts.
    private var density: UnsafeMutablePointer<Double> { unsafe memory + 3 * count }
    private var mean: UnsafeMutablePointer<Double> { unsafe memory + 3 * count + lines }
    private var spectrum: UnsafeMutablePointer<Double> { unsafe memory + 3 * count + 2 * lines }
    private var next = 0
    private var seen = 0
    private var untilHop: Int

    /// For a sensor of `rate` hertz. Nil below 60 Hz, above 1 MHz, or without memory.
    public init?(rate: Double) {
        guard rate >= LiveTremor.lowestRate, rate <= 1e6 else { return nil }
        let count = FourierTransform.quickLength(atMost: Int((Self.window * rate).rounded()))
        guard let transform = FourierTransform(count: count) else { return nil }
        self.transform = transform
        self.rate = rate
        hopLength = max(1, Int((Self.hop * rate).rounded()))
        untilHop = hopLength
        self.count = count
        lines = count / 2 + 1
        let places = 3 * count + 4 * lines
        unsafe memory = .allocate(capacity: places)
        unsafe memory.initialize(repeating: 0, count: places)
        var squares = 0.0
        for index in 0..<count {
            let weight = 0.5 - 0.5 * c_cos(2 * .pi * Double(index) / Double(count))
            unsafe memory[2 * count + index] = weight
            squares += weight * weight
        }
        scale = 1 / (rate * squares)
    }

    deinit { unsafe memory.deallocate() }

    /// Distance between two frequencies, Hz.
    public var step: Double { rate / Double(count) }

    /// Restarts after a gap, a tare or a change of the sensor.
    public mutating func reset() {
        next = 0
        seen = 0
        hops = 0
        ridge = .nan
        untilHop = hopLength
    }

    /// Adds one force; true when it completes a hop. A force that is not finite causes a restart.
    public mutating func push(_ force: Double) -> Bool {
        guard force.isFinite else {
            reset()
            return false
        }
        unsafe ring[next] = force
        next = next + 1 == count ? 0 : next + 1
        if seen < count { seen += 1 }
        untilHop -= 1
        guard untilHop <= 0 else { return false }
        untilHop = hopLength
        guard seen == count else { return false }
        fillSegment()
        transformSegment()
        return true
    }

    /// RMS of a band in the last second, N; NaN before the first hop, and where the sensor is too slow for the band.
    public func amplitude(_ band: TremorBand) -> Double {
        guard hops > 0, band.refusal(rate: rate) == nil else { return .nan }
        // Safety: the span is used in this call only.
        let span = unsafe Span(_unsafeStart: UnsafePointer(density), count: lines)
        return PowerSpectrum.power(of: span, step: step, from: band.low, to: band.high).squareRoot()
    }

    /// Median frequency of the last second between 20 and 450 Hz, Hz, its RMS there, in the unit of the values, and the part of the
    /// mains in its power, %; NaN before the first hop, and where the sensor is too slow.
    public func muscle(mains: Double) -> (median: Double, amplitude: Double, mains: Double) {
        guard hops > 0, RateRule.meets(rate, MuscleBand.neededRate) else { return (.nan, .nan, .nan) }
        // Safety: the span is used in this call only.
        let span = unsafe Span(_unsafeStart: UnsafePointer(density), count: lines)
        let (low, high) = (MuscleBand.low, MuscleBand.high)
        return (
            PowerSpectrum.edgeFrequency(0.5, of: span, step: step, from: low, to: high),
            PowerSpectrum.power(of: span, step: step, from: low, to: high).squareRoot(),
            MuscleBand.mainsShare(of: span, step: step, mains: mains)
        )
    }

    /// Fills the segment with the last second in time order, detrended and windowed.
    private func fillSegment() {
        let middle = Double(count - 1) / 2
        var sum = 0.0
        var index = 0
        var place = next
        while index < count {
            let value = unsafe ring[place]
            unsafe segment[index] = value
            sum += value
            place = place + 1 == count ? 0 : place + 1
            index += 1
        }
        let level = sum / Double(count)
        var product = 0.0
        index = 0
        while index < count {
            product += unsafe (Double(index) - middle) * (segment[index] - level)
            index += 1
        }
        let squares = Double(count) * (Double(count) * Double(count) - 1) / 12
        let slope = squares > 0 ? product / squares : 0
        index = 0
        while index < count {
            let line = level + slope * (Double(index) - middle)
            unsafe segment[index] = (segment[index] - line) * weights[index]
            index += 1
        }
    }

    private mutating func transformSegment() {
        // Safety: `segment` has `count` elements and `spectrum` 2·lines, as the plan requires.
        unsafe transform.transform(buffer: UnsafePointer(segment), into: spectrum)
        if hops < Int.max { hops += 1 }
        let share = 1 / min(Double(hops), Self.averaged)
        var index = 0
        while index < lines {
            let (real, imaginary) = unsafe (spectrum[2 * index], spectrum[2 * index + 1])
            let single = index == 0 || (count % 2 == 0 && index == lines - 1)
            let power = (real * real + imaginary * imaginary) * scale * (single ? 1 : 2)
            unsafe density[index] = power
            unsafe mean[index] = hops == 1 ? power : mean[index] + (power - mean[index]) * share
            index += 1
        }
        ridge = .nan
        guard Double(hops) >= Self.averaged else { return }
        // Safety: the span is used in this call only.
        let span = unsafe Span(_unsafeStart: UnsafePointer(mean), count: lines)
        ridge = TremorPeak.highestPeak(in: span, step: step)?.frequency ?? .nan
    }
}
