import Acquisition
import Drivers
import FakeUSB
import LinuxIO
import Publishing
import Samples
import Settings
import Synchronization
import Testing

@testable import Daemon

/// A device that answers nothing, time after time.
@Suite(.serialized) struct StuckDeviceTests {
    private static let settings = """
        [sensor.plate]
        driver = "labjack-u6"
        path = "/dev/null"
        """

    private func keeper() throws -> SensorKeeper {
        let plans = try SensorPlan.all(of: StationSettings.parse([("test", Array(Self.settings.utf8))]))
        return SensorKeeper(plan: try #require(plans.first), number: SensorNumber(0))
    }

    /// Opens the device and ends the conversation with it; how often the device was reset meanwhile. −1: it was not opened.
    private func converse(
        _ keeper: inout SensorKeeper, _ reason: AcquireReport.Reason, streams: Bool = false,
        among devices: DeviceCatalogue = DeviceCatalogue()
    ) throws -> Int32 {
        let context = try USBContext(epoll: Epoll(), token: 1)
        let now = Clock.monotonic()
        fakeusb_begin(0, 0)
        defer { fakeusb_end() }
        guard let opened = keeper.open(among: devices, taken: [], usb: context, at: now) else { return -1 }
        let session = opened.session([keeper.feed(at: now)])
        keeper.attached(slot: 0, keeper.device, session.statuses[0])
        if streams {
            session.status.lastArrival.store(now.nanoseconds, ordering: .relaxed)
            keeper.locked(rate: 1000, index: 0)
        }
        keeper.returned(session, feed: 0, reason, at: now)
        return fakeusb_resets()
    }

    @Test func itIsResetBeforeTheThirdConversationInARowButNotOnceItHasStreamedOrWasAway() throws {
        var keeper = try keeper()
        for resets in [0, 0, 1, 1] as [Int32] { #expect(try converse(&keeper, .silent) == resets) }
        // It is reset, and streams.
        #expect(try converse(&keeper, .silent, streams: true) == 1)
        for resets in [0, 1] as [Int32] { #expect(try converse(&keeper, .silent) == resets) }
        #expect(try converse(&keeper, .gone) == 1)
        for resets in [0, 0, 1] as [Int32] { #expect(try converse(&keeper, .silent) == resets) }
    }

    @Test func whatSpeaksAnotherProtocolIsNotTriedAgainUntilItHasChanged() throws {
        var keeper = try keeper()
        #expect(try converse(&keeper, .notOurs) == 0)
        for _ in 0..<3 { #expect(try converse(&keeper, .silent) == -1) }
        #expect(keeper.report().reason?.contains("does not speak") == true)
        // Other firmware, behind the same node.
        var devices = DeviceCatalogue()
        devices.add(DeviceIdentity(systemPath: "/dev/null", node: "/dev/null", subsystem: "usb", deviceVersion: 0x0200))
        #expect(try converse(&keeper, .notOurs, among: devices) == 0)
        #expect(try converse(&keeper, .silent, among: devices) == -1)
    }

    @Test func samplesThatWereSentWhileTheHostSleptAreLost() throws {
        var keeper = try keeper()
        for (slept, counted) in [(0.0, 0..<50_000 as Range<Int64>), (3600, 3_600_000..<3_650_000)] {
            _ = try converse(&keeper, .asked, streams: true)
            let before = Int64(keeper.report().lost)
            keeper.sleep(slept)
            _ = try converse(&keeper, .asked, streams: true)
            #expect(counted.contains(Int64(keeper.report().lost) - before))
        }
    }

    @Test func itIsTriedAgainAfterLongerAndLongerPauses() throws {
        var keeper = try keeper()
        func pause(_ seconds: Double, streams: Bool = false) throws {
            let before = Clock.monotonic()
            _ = try converse(&keeper, .silent, streams: streams)
            let after = Clock.monotonic()
            #expect(!keeper.wantsDevice(at: before.advanced(bySeconds: seconds - 0.001), changed: false))
            #expect(keeper.wantsDevice(at: after.advanced(bySeconds: seconds), changed: false))
            #expect(keeper.wantsDevice(at: after, changed: true))
        }
        for seconds in [1.0, 2, 4, 8, 16, 30, 30] { try pause(seconds) }
        try pause(1, streams: true)
        try pause(2)
    }
}
