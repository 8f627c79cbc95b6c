import Samples
import Synchronization
import Testing

@testable import Analysis

/// Tickets behind what is on its way.
struct PassagesTests {
    private final class Answers: Sendable { let list = Mutex<[String]>([]) }

    @Test func everyTicketIsAnsweredOnce() {
        let (passages, answers) = (Passages(), Answers())
        func moment(_ seconds: Double) -> HostInstant { HostInstant(nanoseconds: 0).advanced(bySeconds: seconds) }
        let tickets = (0..<4).map { number in
            passages.begin(at: moment(Double(number))) { hasPassed in
                answers.list.withLock { $0.append("\(number) \(hasPassed)") }
            }
        }
        passages.end(tickets[1], hasPassed: true)
        passages.giveUp(at: moment(Passages.longest - 0.5))
        #expect(answers.list.withLock { $0 } == ["1 true"])
        passages.giveUp(at: moment(Passages.longest))
        for ticket in tickets[..<3] { passages.end(ticket, hasPassed: ticket != tickets[2]) }
        passages.giveUp(at: moment(100))
        #expect(answers.list.withLock { $0 } == ["1 true", "0 false", "2 false", "3 false"])
    }
}
