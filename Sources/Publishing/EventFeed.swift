import RingBuffer
import Samples
public import Store
import Synchronization

/// What has happened, for any number of clients: events out of the ring, and holds that are stored. Every client has a position.
///
/// Owned by the publish thread, but for `post`.
public final class EventFeed: @unchecked Sendable {
    // Safety: `mailbox` is for all; everything else belongs to the publish thread.
    static let capacity = 4096

    enum Item {
        case event(NamedEvent)
        case hold(StoredHold)
    }

    private var items: [Item] = []
    /// The position of `items[0]`.
    private(set) var first: UInt64 = 0
    private var view: StationView?
    private var consumer: RingConsumer<HoldEvent>?
    private let mailbox = Mutex<[StoredHold]>([])

    public init() {}

    /// A hold that is stored. Any thread; then wake the server.
    public func post(_ hold: StoredHold) { mailbox.withLock { $0.append(hold) } }

    /// The position after the newest item.
    var end: UInt64 { first + UInt64(items.count) }

    /// The items from a position on, at most `limit`; how many before them are gone.
    func items(from position: UInt64, limit: Int) -> (items: ArraySlice<Item>, dropped: UInt64) {
        let start = max(position, first)
        let offset = Int(clamping: start - first)
        return (items[min(offset, items.count)...].prefix(limit), start - position)
    }

    /// Takes what has come, and shows every event to `look`.
    func drain(_ current: StationView, _ look: (HoldEvent, StationView) -> Void) {
        if view !== current {
            takeEvents(look)
            view = current
            consumer = current.events.makeConsumer()
        }
        takeEvents(look)
        let holds = mailbox.withLock { holds in
            defer { holds = [] }
            return holds
        }
        for hold in holds { items.append(.hold(hold)) }
        if items.count > 2 * Self.capacity {
            let surplus = items.count - Self.capacity
            items.removeFirst(surplus)
            first += UInt64(surplus)
        }
    }

    private func takeEvents(_ look: (HoldEvent, StationView) -> Void) {
        guard let view else { return }
        while let event = consumer?.pop() {
            look(event, view)
            items.append(.event(NamedEvent(event, in: view)))
        }
    }
}

/// `WatchHolds`: events as they happen, and holds when they are stored.
final class WatchHoldsStream: VarlinkStream {
    private let service: StationService
    private var position: UInt64
    private var isFirst = true
    private var lastSent = HostInstant.never

    init(service: StationService) {
        self.service = service
        position = service.feed.end
    }

    func next(at now: HostInstant) -> VarlinkStreamStep {
        if isFirst {
            isFirst = false
            lastSent = now
            let newest = try? service.withReader { (reader) throws(StoreError) in try reader.holds(limit: 1).first }
            return .message(service.message(hold: newest ?? nil, events: [], dropped: 0))
        }
        let (items, dropped) = service.feed.items(from: position, limit: 64)
        let heartbeat = lastSent.advanced(bySeconds: MonitorStream.heartbeatSeconds - 1)
        guard !items.isEmpty || dropped > 0 || now >= heartbeat else { return .wait(until: heartbeat, orNews: false) }
        lastSent = now
        position += dropped
        // A hold has a reply of its own: its events come before it.
        var events: [NamedEvent] = []
        for item in items {
            switch item {
            case .event(let event):
                events.append(event)
                position += 1
            case .hold(let hold):
                if events.isEmpty {
                    position += 1
                    return .message(service.message(hold: hold, events: [], dropped: dropped))
                }
                return .message(service.message(hold: nil, events: events, dropped: dropped))
            }
        }
        return .message(service.message(hold: nil, events: events, dropped: dropped))
    }
}
