import Synchronization

/// Values that are replaced while what was made with the old ones is still on its way: a ring carries the number of an edition, and
/// whoever takes it out looks here for what it stood for. Any thread, but none that measures: it locks.
///
/// There is a row of editions for each place, the first of them with number 0. Places are added; nothing is ever removed: there are few.
public final class Editions<Value: Sendable>: Sendable {
    private let rows: Mutex<[[Value]]>
    /// How many places there are.
    public var count: Int { rows.withLock { $0.count } }

    /// - Parameter first: the first edition for each place.
    public init(_ first: [Value]) {
        rows = Mutex(first.map { [$0] })
    }

    /// The newest edition of each place.
    public var newest: [Value] { rows.withLock { $0.compactMap(\.last) } }

    /// Every edition for a place, the oldest first.
    public func all(_ place: UInt16) -> [Value] { rows.withLock { Int(place) < $0.count ? $0[Int(place)] : [] } }

    public subscript(place: UInt16, edition: UInt16) -> Value? {
        rows.withLock { rows in
            guard Int(place) < rows.count, Int(edition) < rows[Int(place)].count else { return nil }
            return rows[Int(place)][Int(edition)]
        }
    }

    /// Adds a place after all others, with its first edition; its number, or nil where there is none left.
    public func add(_ value: Value) -> UInt16? {
        rows.withLock { rows in
            guard let place = UInt16(exactly: rows.count) else { return nil }
            rows.append([value])
            return place
        }
    }

    /// Adds an edition; its number, or nil where there is no such place, or no number left.
    public func append(_ value: Value, at place: UInt16) -> UInt16? {
        rows.withLock { rows in
            guard Int(place) < rows.count, let number = UInt16(exactly: rows[Int(place)].count) else { return nil }
            rows[Int(place)].append(value)
            return number
        }
    }
}
