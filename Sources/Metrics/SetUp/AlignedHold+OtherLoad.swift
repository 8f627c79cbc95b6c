import Samples

/// A second person who steps onto a plate in the hold.
extension AlignedHold {
    /// The least that comes onto the plates, N, and its share in what the athlete holds there.
    private static let leastLoad = 250.0
    private static let leastShare = 0.5
    /// What the bands may gain meanwhile, as a share of it: an athlete who pulls harder stretches them.
    private static let bandShare = 0.1
    /// Means of so long a time, s, so long before and after each moment, are compared.
    private static let span = 0.1
    private static let apart = 3
    private static let blocks = 10

    /// Whether more weight came onto the plates, and stayed, while every band was held on its plateau and none was pulled harder.
    ///
    /// An athlete who moves weight from one plate to another does not change the sum. Without a band nobody can tell it from an effort.
    var hasOtherLoad: Bool {
        let (plates, bands) = (members.filter { $0.member.kind == .plate }, members.filter(\.isBand))
        let spans = bands.compactMap(\.plateau)
        guard !plates.isEmpty, !bands.isEmpty, spans.count == bands.count, (plates + bands).allSatisfy(\.member.isCalibrated)
        else { return false }
        let start = (spans.map(\.lowerBound).max() ?? 0) + Plateau.trim
        let end = (spans.map(\.upperBound).min() ?? 0) - Plateau.trim
        guard let onPlates = sums(plates, start, end), let onBands = sums(bands, start, end) else { return false }
        let reach = Self.apart + Self.blocks
        guard onPlates.count > 2 * reach else { return false }
        func change(_ sums: [Double], _ place: Int) -> (before: Double, gain: Double) {
            let before = sums[place - reach..<place - Self.apart].reduce(0, +) / Double(Self.blocks)
            let after = sums[place + Self.apart..<place + reach].reduce(0, +) / Double(Self.blocks)
            return (before, after - before)
        }
        return (reach...onPlates.count - reach).contains { place in
            let (before, gain) = change(onPlates, place)
            return gain > max(Self.leastLoad, Self.leastShare * before) && change(onBands, place).gain < Self.bandShare * gain
        }
    }

    /// The net sum of sensors, block by block; nil where one of them has no sample in a block.
    private func sums(_ sensors: [AlignedMember], _ start: Double, _ end: Double) -> [Double]? {
        guard end > start else { return nil }
        var sums = [Double](repeating: 0, count: Int((end - start) / Self.span))
        for sensor in sensors {
            let curve = sensor.curve
            for place in sums.indices {
                let moment = start + Double(place) * Self.span
                let part = curve.force[curve.index(atOrAfter: moment)..<curve.index(atOrAfter: moment + Self.span)]
                guard !part.isEmpty else { return nil }
                sums[place] += part.reduce(0, +) / Double(part.count) - sensor.member.record.rest
            }
        }
        return sums
    }
}
