import Metrics
import Testing

@Suite struct OnsetOrderTests {
    private func onset(_ milliseconds: Double, spread: Double = 2, time: Double = 1, clock: Int) -> OnsetOrder.Onset {
        OnsetOrder.Onset(moment: milliseconds / 1000, spread: spread / 1000, time: time / 1000, clock: clock)
    }

    @Test func lagsCountFromTheFirst() throws {
        let order = try #require(OnsetOrder([onset(60, clock: 0), onset(0, clock: 1), onset(30, clock: 2)]))
        #expect(order.first == 1)
        #expect(order.lags.map { ($0.seconds * 1000).rounded() } == [60, 0, 30])
        #expect(order.lags.map(\.place) == [3, 1, 2])
    }

    @Test func whatCannotBeToldApartSharesAPlace() throws {
        // 2·√(2² + 2²) + 2 = 7.66 ms.
        let order = try #require(OnsetOrder([onset(0, clock: 0), onset(7, clock: 1), onset(9, clock: 2)]))
        #expect(order.lags.map(\.place) == [1, 1, 3])
        #expect(abs(order.lags[1].halfWidth - 0.00766) < 1e-5)
    }

    @Test func partsOfOneDeviceHaveNoUncertaintyOfTheirClocks() throws {
        let (a, b) = (onset(0, clock: 0), onset(7, clock: 0))
        #expect(OnsetOrder.alignment(a, b) == 0)
        #expect(try #require(OnsetOrder([a, b])).lags.map(\.place) == [1, 2])
    }

    @Test func aChainOfCloseOnsetsIsNotOneMoment() throws {
        let order = try #require(OnsetOrder((0..<4).map { onset(Double($0) * 5, clock: $0) }))
        #expect(order.lags.map(\.place) == [1, 1, 3, 3])
    }

    @Test func oneOnsetHasNoOrder() { #expect(OnsetOrder([onset(0, clock: 0)]) == nil) }
}
