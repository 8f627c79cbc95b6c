/// How the sensor is mounted in each series of a calibration.
struct SeriesMountings: Equatable {
    /// The angle of each series, degrees; nil where no angles were stated.
    let degrees: [Double]?
    /// The number of the mounting of each series, from 0.
    let numbers: [Int]

    var count: Int { numbers.count }
    /// Whether there is more than one mounting.
    var isRemounted: Bool { Set(numbers).count > 1 }

    /// - Parameter isRemounted: each series is a mounting of its own; otherwise all are one.
    init(series: Int, isRemounted: Bool) {
        degrees = nil
        numbers = (0..<series).map { isRemounted ? $0 : 0 }
    }

    /// Series at angles; equal angles are one mounting. nil for fewer than two series, and when the sensor returns to an angle
    /// that it has left, which is another mounting at the same angle.
    init?(degrees: [Double]) {
        guard degrees.count > 1 else { return nil }
        var numbers: [Int] = []
        for (series, angle) in degrees.enumerated() {
            if series > 0, degrees[series - 1] == angle {
                numbers.append(numbers[series - 1])
            } else if degrees[..<series].contains(angle) {
                return nil
            } else {
                numbers.append((numbers.last ?? -1) + 1)
            }
        }
        self.degrees = degrees
        self.numbers = numbers
    }

    /// Whether the sensor is mounted anew before this series.
    func isNew(_ series: Int) -> Bool { series > 0 && numbers[series] != numbers[series - 1] }

    /// Whether this series is unloaded step by step. Of angles, those with one series are (ISO 376:2011, 7.4): the series that are
    /// repeated at one angle show the repeatability, and are loaded only.
    func isUnloaded(_ series: Int) -> Bool {
        degrees == nil || numbers.count { $0 == numbers[series] } == 1
    }

    /// Preloads before a series: all of them before the first, and one after the sensor was turned to another angle (ISO 376:2011,
    /// 7.4.2); after it was mounted again, all of them.
    func preloads(before series: Int, of all: Int) -> Int {
        if series == 0 { return all }
        return isNew(series) ? degrees == nil ? all : min(1, all) : 0
    }

    /// What the technician does before this series; nil when nothing changes.
    func change(before series: Int) -> String? {
        guard isNew(series) else { return nil }
        guard let degrees else { return "turn the sensor, or remove it and mount it again" }
        return "turn the sensor to \(Self.text(degrees[series]))°, and wait three minutes"
    }

    private static func text(_ angle: Double) -> String { angle == angle.rounded() ? String(Int(angle)) : String(angle) }

    /// For people.
    var text: String? { degrees.map { "at " + $0.map { Self.text($0) + "°" }.joined(separator: ", ") } }
}

extension SeriesMountings {
    /// `--positions`, or `--series` and `--remount`.
    init(_ arguments: Arguments) throws(CommandError) {
        guard let text = arguments["positions"] else {
            self.init(series: try arguments.integer("series", in: 1...20) ?? 3, isRemounted: arguments.has("remount"))
            return
        }
        if arguments["series"] != nil || arguments.has("remount") {
            throw .usage("--positions states the series and their mountings: leave out --series and --remount")
        }
        let degrees = text.split(separator: ",", omittingEmptySubsequences: false).map { Double(typed: $0) ?? .nan }
        guard degrees.count <= 20, degrees.allSatisfy({ (0..<360).contains($0) }), let found = SeriesMountings(degrees: degrees)
        else {
            throw .usage(
                "--positions must be 2 to 20 angles from 0 to 359, equal ones next to each other, such as 0,0,120,240; not \"\(text)\""
            )
        }
        self = found
    }
}
