/// Who is served next: of the users who wait the one who has had least, and of that user's clients the one that has had least. So a client
/// that takes little is served before the clients of a flood, whose order among themselves is that in which they wait.
///
/// Start-time fair queueing (Goyal, Vin and Cheng 1997, IEEE/ACM Trans. Netw. 5:690), of users and then of the clients of each. Times are
/// processor seconds. Whoever was away has saved nothing up: it begins where those are who wait.
struct FairQueue {
    struct Entry: Equatable {
        let client: UInt64
        let user: UInt32
    }

    /// How far each has got, and how far those are who wait.
    private struct Line<Key: Hashable> {
        private(set) var reached = 0.0
        private var ends: [Key: Double] = [:]

        func start(_ key: Key) -> Double { max(reached, ends[key] ?? 0) }

        mutating func serve(_ key: Key) { reached = start(key) }

        mutating func charge(_ key: Key, _ seconds: Double) {
            // Those who are not ahead need not be remembered.
            if ends.count >= 64 { ends = ends.filter { $0.value > reached } }
            ends[key] = start(key) + max(seconds, 1e-6)
        }
    }

    private var waiting: [Entry] = []
    private var users = Line<UInt32>()
    private var clients: [UInt32: Line<UInt64>] = [:]

    var isEmpty: Bool { waiting.isEmpty }
    var count: Int { waiting.count }

    mutating func add(_ client: UInt64, of user: UInt32) { waiting.append(Entry(client: client, user: user)) }

    mutating func remove(_ client: UInt64) { waiting.removeAll { $0.client == client } }

    /// Takes the next one out; `charge` must follow.
    mutating func next() -> Entry? {
        // The first of those that have had equally little.
        guard let user = waiting.min(by: { users.start($0.user) < users.start($1.user) })?.user else { return nil }
        let line = clients[user] ?? Line()
        let place = waiting.indices.filter { waiting[$0].user == user }
            .min { line.start(waiting[$0].client) < line.start(waiting[$1].client) }
        guard let place else { return nil }
        let entry = waiting.remove(at: place)
        users.serve(user)
        clients[user, default: Line()].serve(entry.client)
        return entry
    }

    mutating func charge(_ entry: Entry, seconds: Double) {
        users.charge(entry.user, seconds)
        clients[entry.user, default: Line()].charge(entry.client, seconds)
    }

    /// Forgets a user of whom no connection is left.
    mutating func forget(_ user: UInt32) { clients[user] = nil }
}
