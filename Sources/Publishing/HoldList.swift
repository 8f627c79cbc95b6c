import Interface
import Messages
import Store

/// The reply of `ListHolds`, one hold after the other: two hundred holds are megabytes, and other clients are served in between.
final class HoldList: VarlinkPieces {
    private let numbers: [Int64]
    private let hasMore: Bool
    private let access: VarlinkPeer.Access
    private let metrics: Set<String>?
    private let result: StoredResult.Choice
    private let service: StationService
    private let checks = ListedChecks()
    private var place = 0
    private var isEmpty = true

    /// - Parameters:
    ///   - numbers: the holds, in the order of the list.
    ///   - hasMore: whether there are further holds.
    ///   - access: the rights of the socket to which they are sent.
    ///   - metrics: the names of the metrics to include; nil for all.
    ///   - result: which results of the holds are listed.
    init(
        _ numbers: [Int64], hasMore: Bool, for access: VarlinkPeer.Access, metrics: Set<String>?, result: StoredResult.Choice,
        service: StationService
    ) {
        self.numbers = numbers
        self.hasMore = hasMore
        self.access = access
        self.metrics = metrics
        self.result = result
        self.service = service
    }

    func next() -> VarlinkPiece {
        var bytes = place == 0 ? Array(#"{"parameters":{"holds":["#.utf8) : []
        guard place < numbers.count else { return .last(bytes + Array("],\"more\":\(hasMore)}}\0".utf8)) }
        do throws(StoreError) {
            let hold = try service.withReader { (reader) throws(StoreError) in try reader.hold(numbers[place], result: result) }
            place += 1
            // The hold may have been removed meanwhile.
            guard let hold else { return .part(bytes) }
            if !isEmpty { bytes.append(UInt8(ascii: ",")) }
            isEmpty = false
            var writer = JSONWriter(reserving: 16 << 10)
            service.message(hold, for: access, metrics: metrics, known: checks).writeValue(to: &writer)
            return .part(bytes + writer.bytes)
        } catch { return .broken }
    }
}
