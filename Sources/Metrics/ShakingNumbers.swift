import Filtering

/// The numbers of the shaking of a plateau, made from the whole of it on its grid: filtered in slices, then trimmed.
struct ShakingNumbers {
    private var filter: ZeroPhaseFilter?
    private var found: Result<ShakingOnset, NullReason>
    private let rate: Double
    private let trim: Int
    /// When the first value of the grid was, seconds of the record.
    private let start: Double

    init(refusal: NullReason) {
        found = .failure(refusal)
        rate = 0
        trim = 0
        start = 0
    }

    /// `trim` values come off each end after the filter, whose transients are in them.
    init(_ values: [Double], rate: Double, start: Double, trim: Int) {
        self.rate = rate
        self.trim = trim
        self.start = start
        found = .failure(.plateauTooShort)
        let mean = values.reduce(0, +) / Double(max(1, values.count))
        filter = Butterworth.bandPass(order: 4, from: 4, to: 14, rate: rate).flatMap {
            ZeroPhaseFilter(values.map { $0 - mean }, sections: $0)
        }
    }

    /// Filters a stretch further; true when the hinge is known or never will be.
    mutating func advance() -> Bool {
        guard let band = filter?.advance(budget: PlateauNumbers.slice) else { return filter == nil }
        filter = nil
        let series = ShakingOnset.series(ofBand: Array(band.dropFirst(trim).dropLast(trim)), rate: rate)
        do {
            found = .success(try ShakingOnset(time: series.time, amplitude: series.amplitude))
        } catch {
            found = .failure(error)
        }
        return true
    }

    /// Appends every number of `MetricDefinition.shaking`, in that order.
    func add(to list: inout MeasurementList) {
        list.add(.shakingOnset) { () throws(NullReason) in try found.get().onset + start + Double(trim) / rate }
        list.add(.shakingLevel) { () throws(NullReason) in try found.get().level }
        do {
            let found = try found.get()
            list.add(
                .shakingGrowth, found.growth, lower: found.growth - found.growthHalfWidth,
                upper: found.growth + found.growthHalfWidth)
        } catch {
            list.add(.shakingGrowth, null: error)
        }
        list.add(.shakingRelativeGrowth) { () throws(NullReason) in
            guard let value = try found.get().relativeGrowth else { throw .divisionByZero }
            return value
        }
        list.add(.shakingDoubling) { () throws(NullReason) in
            guard let value = try found.get().doublingTime else { throw .divisionByZero }
            return value
        }
    }
}
