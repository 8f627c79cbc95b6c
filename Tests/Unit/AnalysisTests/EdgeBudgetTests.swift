import Samples
import Testing

@testable import Analysis

struct EdgeBudgetTests {
    @Test func anInputThatHumsFillsNoDisk() {
        var budget = EdgeBudget()
        func stored(_ seconds: Range<Int>) -> Int {
            seconds.reduce(0) { count, second in
                count + (0..<100).count { budget.admits(at: HostInstant(nanoseconds: Int64(second * 100 + $0) * 10_000_000)) }
            }
        }
        #expect(stored(0..<59) == EdgeBudget.perMinute)
        #expect(stored(60..<61) == EdgeBudget.perMinute)
        // A replay begins before.
        let isAdmitted = budget.admits(at: HostInstant(nanoseconds: 0))
        #expect(isAdmitted)
    }
}
