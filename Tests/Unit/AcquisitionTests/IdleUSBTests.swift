import Acquisition
import FakeUSB
import LinuxIO
import Samples
import Testing

/// Between the pull of a cable and the moment when the kernel has forgotten the device, libusb's descriptors are ready and there is nothing
/// to take.
struct IdleUSBTests {
    @Test func aDescriptorThatIsReadyForNothingIsNotAskedAgainAndAgain() throws {
        let ready = try EventDescriptor()
        let station = try AcquireStation(servesUSB: true)
        defer { station.stop() }
        ready.ring()
        let (began, first) = (Clock.monotonic(), station.loop.turns)
        #expect(fakeusb_watch(ready.number) == 1)
        // It goes round although nobody wants anything, because the descriptor is ready: that is the fault.
        while station.loop.turns < first + 100, Clock.monotonic().seconds(since: began) < 20 { Clock.rest(nanoseconds: 100_000) }
        let seconds = Clock.monotonic().seconds(since: began)
        #expect(station.loop.turns >= first + 100, "the loop does not see the descriptor")
        // All but the first handful rest for a millisecond; without that a hundred turns take less than one.
        #expect(seconds > 0.09)
    }
}
