import Testing
import Timing

struct TimeUnwrapperTests {
    @Test func aCounterOf32BitsGoesOnAfterItsWrap() {
        var unwrapper = TimeUnwrapper(bits: 32)
        #expect(unwrapper.unwrap(4_294_967_000) == 4_294_967_000)
        #expect(unwrapper.unwrap(4_294_967_290) == 4_294_967_290)
        #expect(unwrapper.unwrap(10) == 4_294_967_306)
        #expect(unwrapper.unwrap(4_294_967_295) == 4_294_967_295)
        #expect(unwrapper.unwrap(20) == 4_294_967_316)
    }

    @Test func anEdgeReportedLateDoesNotLookLikeAWrap() {
        var unwrapper = TimeUnwrapper(bits: 32)
        #expect(unwrapper.unwrap(1_000_000) == 1_000_000)
        #expect(unwrapper.unwrap(999_000) == 999_000)
        #expect(unwrapper.unwrap(1_010_000) == 1_010_000)
    }
}
