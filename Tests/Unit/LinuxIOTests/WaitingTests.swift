import Samples
import Synchronization
import Testing

@testable import LinuxIO

struct WaitingTests {
    @Test func aRingWakesTheOneWhoWaits() throws {
        let epoll = try Epoll()
        let event = try EventDescriptor()
        try epoll.add(event.number, token: 42)
        let thread = try Thread(name: "ringer") { _ in event.ring() }
        var tokens: [UInt64] = []
        try epoll.wait(until: nil) { token, ready in if ready.contains(.readable) { tokens.append(token) } }
        thread.join()
        event.drain()
        try epoll.wait(until: Clock.monotonic()) { token, _ in tokens.append(token) }
        #expect(tokens == [42])
    }

    @Test func aTimerExpiresAndAPassedDeadlineDoesNotWait() throws {
        let epoll = try Epoll()
        let timer = try TimerDescriptor()
        try epoll.add(timer.number, token: 1)
        let start = Clock.monotonic()
        timer.set(first: start.advanced(bySeconds: 0.02))
        var expired: UInt64 = 0
        while expired == 0 { try epoll.wait(until: nil) { _, _ in expired += timer.drain() } }
        #expect(Clock.monotonic().seconds(since: start) >= 0.02)
    }

    /// A bell that is rung while its sleeper is between its last look and its sleep would be lost if the two did not agree.
    @Test func noRingIsLostBetweenTheLastLookAndTheSleep() throws {
        let bell = try Doorbell()
        let made = Atomic<Int>(0)
        let total = 20_000
        let producer = try Thread(name: "producer") { _ in
            for _ in 0..<total {
                made.add(1, ordering: .releasing)
                bell.ring()
            }
        }
        var seen = 0
        while seen < total {
            seen = made.load(ordering: .acquiring)
            if seen == total { break }
            bell.prepareToWait()
            if made.load(ordering: .acquiring) != seen {
                bell.cancelWait()
                continue
            }
            bell.wait()
        }
        producer.join()
        #expect(seen == total)
    }

    @Test func sealedMemoryCannotBeWrittenByOthers() throws {
        let file = try MemoryFile(name: "test", byteCount: 8192)
        file.memory.storeBytes(of: 7, as: UInt64.self)
        let refused = [UInt8](repeating: 1, count: 8).withUnsafeBytes { bytes in
            do { _ = try Descriptor.write(file.number, bytes) } catch { return (error as? SystemError)?.isPermission ?? false }
            return false
        }
        #expect(refused)
        #expect(file.memory.load(as: UInt64.self) == 7)
    }
}
