import Messages
import RingBuffer
import Samples
import Store
import Synchronization

/// The news for any number of clients: events from the ring, and stored holds. Every client has a position.
///
/// Owned by the thread of its socket, except for `post`. The memory is allocated at the start. Of a hold only the number is
/// stored, by which it is found in the store, so the daemon does not grow with the number of events.
public final class EventFeed: @unchecked Sendable {
    // Safety: `mailbox` is for all threads; everything else belongs to the thread of the socket.
    static let capacity = 4096

    enum Item {
        case event(NamedEvent)
        case hold(Int64)
    }

    /// The item of a position is at the position's remainder.
    private var items = [Item?](repeating: nil, count: capacity)
    /// The position after the newest item.
    private(set) var end: UInt64 = 0
    private var view: StationView?
    private var consumer: RingConsumer<HoldEvent>?
    /// The calibration with which each sensor is measured, according to the events so far; 0 before the first event.
    private var editions: [UInt16: UInt16] = [:]
    private let mailbox = Mutex<[Int64]>([])
    private let access: VarlinkPeer.Access

    /// - Parameter access: the socket whose clients use this feed.
    public init(for access: VarlinkPeer.Access) { self.access = access }

    /// Adds the number of a stored hold. Any thread; then wake the server.
    public func post(hold number: Int64) { mailbox.withLock { $0.append(number) } }

    /// The position of the oldest stored item.
    private var first: UInt64 { end < UInt64(Self.capacity) ? 0 : end - UInt64(Self.capacity) }

    /// The items from a position on, at most `limit`, and the number of earlier items that are gone.
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

    /// Reads the new events and holds, and passes every event to `look`.
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
    private let access: VarlinkPeer.Access
    private var position: UInt64
    private var isFirst = true
    private var lastSent = HostInstant.never

    init(service: StationService, access: VarlinkPeer.Access) {
        self.service = service
        self.access = access
        position = service.feed.end
    }

    func next(at now: HostInstant) -> VarlinkStreamStep {
        if isFirst {
            isFirst = false
            let newest = try? service.withReader { (reader) throws(StoreError) in try reader.holds(HoldFilter(limit: 1)).first }
            return message(hold: newest ?? nil, [], 0, now, isFirst: true)
        }
        let (items, dropped) = service.feed.items(from: position, limit: 64)
        let heartbeat = lastSent.advanced(bySeconds: MonitorStream.heartbeatSeconds - 1)
        guard !items.isEmpty || dropped > 0 || now >= heartbeat else { return .wait(until: heartbeat, orNews: false) }
        position += dropped
        // A hold has a reply of its own; its events are sent before it.
        var events: [NamedEvent] = []
        for item in items {
            switch item {
            case .event(let event):
                if access >= event.access { events.append(event) }
                position += 1
            case .hold(let number):
                guard events.isEmpty else { return message(hold: nil, events, dropped, now) }
                position += 1
                let hold = try? service.withReader { (reader) throws(StoreError) in try reader.hold(number) }
                return message(hold: hold ?? nil, [], dropped + (hold == nil ? 1 : 0), now)
            }
        }
        // An empty reply would reveal the moment of an event that is left out.
        guard !events.isEmpty || dropped > 0 || items.isEmpty else { return next(at: now) }
        return message(hold: nil, events, dropped, now)
    }

    private func message(
        hold: StoredHold?, _ events: [NamedEvent], _ dropped: UInt64, _ now: HostInstant, isFirst: Bool = false
    ) -> VarlinkStreamStep {
        lastSent = now
        return .message(
            Station1.WatchHolds.Reply(
                hold: hold.map { service.message($0, for: access) },
                events: events.compactMap(Station1.Event.init),
                dropped: Int64(clamping: dropped), clocks: isFirst ? .now() : nil
            ).reply(continues: true))
    }
}
