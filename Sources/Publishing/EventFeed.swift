import RingBuffer
import Samples
import Store
import Synchronization

/// What has happened, for any number of clients: events out of the ring, and holds that are stored. Every client has a position.
///
/// Owned by the thread of its socket, but for `post`. What is kept has its memory from the beginning, and of a hold only the number, by which it
/// is found in the store: the daemon does not grow with what happens.
public final class EventFeed: @unchecked Sendable {
    // Safety: `mailbox` is for all; everything else belongs to the thread of the socket.
    static let capacity = 4096

    enum Item {
        case event(NamedEvent)
        case hold(Int64)
    }

    /// The item of a position is at its remainder.
    private var items = [Item?](repeating: nil, count: capacity)
    /// The position after the newest item.
    private(set) var end: UInt64 = 0
    private var view: StationView?
    private var consumer: RingConsumer<HoldEvent>?
    /// Which of its calibrations each sensor is measured with, as far as events have come; 0 where none has.
    private var editions: [UInt16: UInt16] = [:]
    private let mailbox = Mutex<[Int64]>([])
    private let access: VarlinkPeer.Access

    /// - Parameter access: the socket whose clients it is for.
    public init(for access: VarlinkPeer.Access) { self.access = access }

    /// The number of a hold that is stored. Any thread; then wake the server.
    public func post(hold number: Int64) { mailbox.withLock { $0.append(number) } }

    /// The position of the oldest item that is kept.
    private var first: UInt64 { end < UInt64(Self.capacity) ? 0 : end - UInt64(Self.capacity) }

    /// The items from a position on, at most `limit`; how many before them are gone.
    func items(from position: UInt64, limit: Int) -> (items: [Item], dropped: UInt64) {
        let start = min(max(position, first), end)
        let count = min(end - start, UInt64(max(limit, 0)))
        return ((start..<start + count).compactMap { items[Self.place($0)] }, start - min(position, start))
    }

    private static func place(_ position: UInt64) -> Int { Int(position % UInt64(capacity)) }

    private func append(_ item: Item) {
        items[Self.place(end)] = item
        end += 1
    }

    /// Takes what has come, and shows every event to `look`.
    func drain(_ current: StationView, _ look: (HoldEvent, StationView) -> Void) {
        if view !== current {
            takeEvents(look)
            view = current
            consumer = (access == .control ? current.controlEvents : current.events).makeConsumer()
            editions = [:]
        }
        takeEvents(look)
        let holds = mailbox.withLock { holds in
            defer { holds = [] }
            return holds
        }
        for hold in holds { append(.hold(hold)) }
    }

    private func takeEvents(_ look: (HoldEvent, StationView) -> Void) {
        guard let view else { return }
        while let event = consumer?.pop() {
            look(event, view)
            if case .calibrated(let edition) = event.what { editions[event.sensor.value] = edition }
            append(.event(NamedEvent(event, in: view, edition: editions[event.sensor.value] ?? 0)))
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
            case .hold(let number):
                if events.isEmpty {
                    position += 1
                    let hold = try? service.withReader { (reader) throws(StoreError) in try reader.hold(number) }
                    return .message(service.message(hold: hold ?? nil, events: [], dropped: dropped + (hold == nil ? 1 : 0)))
                }
                return .message(service.message(hold: nil, events: events, dropped: dropped))
            }
        }
        return .message(service.message(hold: nil, events: events, dropped: dropped))
    }
}
