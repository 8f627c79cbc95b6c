/// Everything that a technician took down while calibrating one channel: the input of every number in this room.
public struct CalibrationRun: Sendable, Hashable {
    public var series: [CalibrationSeries]
    /// What one step of the reading is worth, raw units: 1 for a converter's count; 0 when unknown.
    public var resolution: Double
    /// Lowest and highest value that the converter can say; nil when unknown.
    public var limits: ClosedRange<Double>?

    public init(series: [CalibrationSeries], resolution: Double = 0, limits: ClosedRange<Double>? = nil) {
        self.series = series
        self.resolution = resolution.isFinite ? abs(resolution) : 0
        self.limits = limits
    }

    /// A point of a run, with where it stands: series and place from 0.
    public struct Entry: Sendable, Hashable {
        public let series: Int
        public let place: Int
        public let point: CalibrationPoint
        /// Reading less the zero that the series began with; the reading itself when the run is taken as read.
        public let deflection: Double
    }

    /// How the readings become deflections.
    public enum ZeroTreatment: Sendable, Hashable {
        /// Each series' first zero is taken off its readings (ASTM E74, ISO 376); zeros are not calibration points.
        case initialZero
        /// Readings as they are, zeros are points like any other.
        case asRead
    }

    /// The treatment that the data allow: initial zeros when each series begins with one.
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

    /// Mean of the zeros that the series began with, raw units; nil when one has none.
    public var zero: Double? {
        let zeros = series.compactMap(\.zeroBefore)
        return zeros.count == series.count && !zeros.isEmpty ? zeros.reduce(0, +) / Double(zeros.count) : nil
    }

    /// The largest force without its sign, N: full scale of every per cent in this room.
    public var fullScale: Double { series.flatMap(\.points).map { abs($0.force) }.max() ?? 0 }

    /// The different forces without zero, smallest magnitude first, N.
    public var levels: [Double] {
        Set(series.flatMap(\.points).map(\.force)).subtracting([0]).sorted { abs($0) < abs($1) }
    }

    /// Scatter of single samples while a load stood, pooled over the points, raw units; nil when nobody recorded it.
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
