import Seeding

/// How a stream is cut into pieces.
enum Chunking: Sendable, CustomStringConvertible {
    case fixed(Int)
    /// 1 to 2000 samples, from a seed.
    case random(seed: UInt64)

    static let all: [Chunking] = [1, 2, 7, 50, 64, 1000].map(Chunking.fixed) + [.random(seed: 1), .random(seed: 2)]

    var description: String {
        switch self {
        case .fixed(let size): "\(size)"
        case .random(let seed): "random, seed \(seed)"
        }
    }

    /// The pieces of `items`, in order.
    func pieces<Item>(of items: [Item]) -> [ArraySlice<Item>] {
        var numbers = SeededNumbers(seed: 0)
        if case .random(let seed) = self { numbers = SeededNumbers(seed: seed) }
        var pieces: [ArraySlice<Item>] = []
        var first = 0
        while first < items.count {
            let size =
                switch self {
                case .fixed(let size): size
                case .random: Int.random(in: 1...2000, using: &numbers)
                }
            let next = min(first + size, items.count)
            pieces.append(items[first..<next])
            first = next
        }
        return pieces
    }
}
