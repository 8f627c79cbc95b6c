import Acquisition
import Drivers
import LinuxIO
import Samples
import Synchronization
import Testing

/// Whose hands a session goes through, and who frees it.
struct SessionLifetimeTests {
    /// A dialogue that says nothing, ends as it is told to, and knows on which threads it was let go.
    private final class Silent: SensorDialogue {
        final class Log: Sendable {
            let here = Mutex<[Bool]>([])
        }

        let channels: [ChannelDescription] = []
        let counters = DialogueCounters()
        private let log: Log
        private let owner: UInt
        private let failure: DialogueError?

        init(_ log: Log, failure: DialogueError? = nil) {
            self.log = log
            self.failure = failure
            owner = currentThread()
        }

        deinit { log.here.withLock { $0.append(currentThread() == owner) } }

        func next(at now: HostInstant, into request: inout RequestBuffer) throws(DialogueError) -> DialogueStep {
            if let failure { throw failure }
            return .waitUntil(now.advanced(bySeconds: 60))
        }

        func receive(_ bytes: Span<UInt8>, from endpoint: Endpoint, at arrival: HostInstant, into sink: inout SampleSink) {}
        func farewell(into request: inout RequestBuffer) -> DialogueStep? { nil }
    }

    @Test func aSessionIsFreedWhenMainLetsItGo() throws {
        let station = try AcquireStation()
        let board = try HandBoard()
        weak var session: DeviceSession?
        do {
            let made = try board.session()
            session = made
            station.attach(made)
        }
        try board.begin()
        try board.send(samples: 3)
        try #require(try station.collect { $0.frames.count == 3 })
        #expect(session != nil)
        station.detach()
        try #require(try station.collect { !$0.returned.isEmpty })
        #expect(session != nil)
        station.returned = []
        #expect(session == nil)
    }

    /// Freeing and closing a port may take long: `acquire` must have forgotten a session before `main` hears of it.
    @Test(arguments: [nil, DialogueError.silent, .notOurs, .corrupt])
    func aSessionThatCameBackIsFreedByWhoeverTakesItNow(failure: DialogueError?) throws {
        let station = try AcquireStation()
        let board = try HandBoard()
        let log = Silent.Log()
        let rounds = 300
        for round in 1...rounds {
            station.attach(try board.session(Silent(log, failure: failure)))
            if failure == nil { station.detach() }
            // Without sleeping: a sleeper comes too late to see a thread that lets go too late.
            let deadline = Clock.monotonic().advanced(bySeconds: 10)
            var reason: AcquireReport.Reason?
            while reason == nil, Clock.monotonic() < deadline {
                station.takeReports()
                reason = station.returned.first?.reason
                station.returned.removeAll()
            }
            #expect(reason == failure.map(Self.reason) ?? .asked)
            station.takeFrames()
            try #require(station.marks.count == round)
        }
        let here = log.here.withLock { $0 }
        #expect(here.count == rounds && here.allSatisfy { $0 })
    }

    private static func reason(_ error: DialogueError) -> AcquireReport.Reason {
        switch error {
        case .silent: .silent
        case .notOurs: .notOurs
        case .corrupt: .corrupt
        }
    }
}
