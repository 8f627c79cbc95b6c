import Synchronization

/// Stores all editions of values that are replaced while data made with older editions is still in the rings. A ring carries only
/// the number of an edition; its consumer looks up the value here. May be used by any thread except those that measure, because
/// it locks.
///
/// Each place has a row of editions, numbered from 0. Places are only added; nothing is ever removed, because there are few.
public final class Editions<Value: Sendable>: Sendable {
    private let rows: Mutex<[[Value]]>
    /// How many places there are.
    public var count: Int { rows.withLock { $0.count } }

    /// - Parameter first: the first edition for each place.
    public init(_ first: [Value]) {
        rows = Mutex(first.map { [$0] })
    }

    /// The first edition of each place.
    public var first: [Value] { rows.withLock { $0.compactMap(\.first) } }

    /// The newest edition of each place.
    public var newest: [Value] { rows.withLock { $0.compactMap(\.last) } }

    /// The first place whose newest edition satisfies a condition.
    public func place(where condition: (Value) -> Bool) -> UInt16? {
        newest.firstIndex(where: condition).flatMap { UInt16(exactly: $0) }
    }

    /// Every edition for a place, the oldest first.
    public func all(_ place: UInt16) -> [Value] { rows.withLock { Int(place) < $0.count ? $0[Int(place)] : [] } }

    public subscript(place: UInt16, edition: UInt16) -> Value? {
        rows.withLock { rows in
            guard Int(place) < rows.count, Int(edition) < rows[Int(place)].count else { return nil }
            return rows[Int(place)][Int(edition)]
        }
    }

    /// Adds a place after all others, with its first edition. Returns the number of the place, or nil when no number is left.
    public func add(_ value: Value) -> UInt16? {
        rows.withLock { rows in
            guard let place = UInt16(exactly: rows.count) else { return nil }
            rows.append([value])
            return place
        }
    }

    /// Adds an edition. Returns its number, or nil when there is no such place or no number is left.
    public func append(_ value: Value, at place: UInt16) -> UInt16? {
        rows.withLock { rows in
            guard Int(place) < rows.count, let number = UInt16(exactly: rows[Int(place)].count) else { return nil }
            rows[Int(place)].append(value)
            return number
        }
    }
}
