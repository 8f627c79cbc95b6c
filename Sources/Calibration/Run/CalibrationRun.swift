/// Everything that a technician measured while calibrating one channel. All numbers of this module are computed from it.
public struct CalibrationRun: Sendable, Hashable {
    public var series: [CalibrationSeries]
    /// The resolution of the reading, raw units: 1 for a converter's count; 0 when unknown.
    public var resolution: Double
    /// The lowest and highest value of the converter; nil when unknown.
    public var limits: ClosedRange<Double>?

    public init(series: [CalibrationSeries], resolution: Double = 0, limits: ClosedRange<Double>? = nil) {
        self.series = series
        self.resolution = resolution.isFinite ? abs(resolution) : 0
        self.limits = limits
    }

    /// A point of a run, with its position: series and point from 0.
    public struct Entry: Sendable, Hashable {
        public let series: Int
        public let place: Int
        public let point: CalibrationPoint
        /// Reading minus the zero at the start of the series; the reading itself when the run is taken as read.
        public let deflection: Double
    }

    /// How deflections are computed from readings.
    public enum ZeroTreatment: Sendable, Hashable {
        /// The first zero of each series is subtracted from its readings (ASTM E74, ISO 376); zeros are not calibration points.
        case initialZero
        /// Readings are used as they are; zeros are points like any other.
        case asRead
    }

    /// The treatment that the data allow: initial zeros if each series begins with one.
    public var naturalTreatment: ZeroTreatment { series.allSatisfy { $0.zeroBefore != nil } ? .initialZero : .asRead }

    /// The calibration points in the order in which they were taken.
    public func entries(_ treatment: ZeroTreatment) -> [Entry] {
        series.enumerated().flatMap { number, series in
            series.points.enumerated().compactMap { place, point in
                switch treatment {
                case .asRead: return Entry(series: number, place: place, point: point, deflection: point.reading)
                case .initialZero:
                    guard !point.isZero, let zero = series.zeroBefore else { return nil }
                    return Entry(series: number, place: place, point: point, deflection: point.reading - zero)
                }
            }
        }
    }

    /// Mean of the zeros at the start of the series, raw units; nil when a series has none.
    public var zero: Double? {
        let zeros = series.compactMap(\.zeroBefore)
        return zeros.count == series.count && !zeros.isEmpty ? zeros.reduce(0, +) / Double(zeros.count) : nil
    }

    /// The largest force without its sign, N: the full scale of every per cent in this module.
    public var fullScale: Double { series.flatMap(\.points).map { abs($0.force) }.max() ?? 0 }

    /// The different forces except zero, smallest magnitude first, N.
    public var levels: [Double] {
        Set(series.flatMap(\.points).map(\.force)).subtracting([0]).sorted { abs($0) < abs($1) }
    }

    /// Scatter of single samples under a static load, pooled over the points, raw units; nil when unknown.
    public var pooledDeviation: Double? {
        let points = series.flatMap(\.points).filter { $0.samples > 1 }
        let sums = points.reduce((0.0, 0.0)) { sum, point in
            guard let deviation = point.deviation else { return sum }
            let freedom = Double(point.samples) - 1
            return (sum.0 + deviation * deviation * freedom, sum.1 + freedom)
        }
        return sums.1 > 0 ? (sums.0 / sums.1).squareRoot() : nil
    }
}
