import RealTimeProbe
import Testing

struct ProbeTests {
    @Test(.enabled(if: probe_is_active(), "the probe is compiled out under sanitizers"))
    func anAllocationOnThisThreadIsSeen() {
        let before = probe_own_allocations()
        let array = [Int](repeating: 3, count: Int.random(in: 100...200))
        #expect(probe_own_allocations() > before)
        #expect(array.count >= 100)
    }
}
