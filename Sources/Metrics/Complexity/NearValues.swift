/// For each value of a series, which values of the series differ from it by no more than a tolerance: a set with one bit for each
/// value.
///
/// In order of size the near values lie next to each other, so a set is the difference of two sets that begin at the smallest
/// value. One in 64 of those is kept, and the few values between the kept one and the wanted one are added or taken out one by one.
struct NearValues: Sendable {
    /// The number of values, and of words of 64 bits in a set.
    let count: Int
    let words: Int

    /// The values' indices in order of size.
    private let order: [Int]
    /// For each value, by its index, the places in `order` that are near it.
    private let places: [Range<Int>]
    /// The sets of the first 0, 64, 128 … values of `order`, one behind the other.
    private let kept: [UInt64]

    private static let spacing = 64

    /// `values` must be finite, and `tolerance` not negative.
    init(_ values: [Double], tolerance: Double) {
        let count = values.count
        let words = (count + 63) / 64
        let order = values.indices.sorted { values[$0] < values[$1] }
        let sorted = order.map { values[$0] }
        var places = [Range<Int>](repeating: 0..<0, count: count)
        var (low, high) = (0, 0)
        for place in 0..<count {
            while sorted[place] - sorted[low] > tolerance { low += 1 }
            while high < count, sorted[high] - sorted[place] <= tolerance { high += 1 }
            places[order[place]] = low..<high
        }
        var kept: [UInt64] = []
        kept.reserveCapacity((count / Self.spacing + 1) * words)
        var set = [UInt64](repeating: 0, count: words)
        for (place, index) in order.enumerated() {
            if place % Self.spacing == 0 { kept += set }
            set[index / 64] ^= 1 << UInt64(index % 64)
        }
        if count % Self.spacing == 0 { kept += set }
        self.count = count
        self.words = words
        self.order = order
        self.places = places
        self.kept = kept
    }

    /// Writes the set of the values near a value. `set` has `words` + 1 words; the last one remains 0, so that a set can be moved.
    func write(_ index: Int, into set: inout [UInt64]) {
        let places = places[index]
        let (low, high) = (Self.nearest(places.lowerBound, of: count), Self.nearest(places.upperBound, of: count))
        let (without, with) = (low * words, high * words)
        for word in 0..<words { set[word] = kept[without + word] ^ kept[with + word] }
        turn(low * Self.spacing, places.lowerBound, in: &set)
        turn(high * Self.spacing, places.upperBound, in: &set)
    }

    /// The number of the kept set that is nearest to the one of the first `place` values.
    private static func nearest(_ place: Int, of count: Int) -> Int {
        min((place + spacing / 2) / spacing, count / spacing)
    }

    /// Adds the values between two places, or takes them out where they are in the set.
    private func turn(_ one: Int, _ other: Int, in set: inout [UInt64]) {
        for place in min(one, other)..<max(one, other) {
            let index = order[place]
            set[index / 64] ^= 1 << UInt64(index % 64)
        }
    }
}
