import Drivers
import FakeNode
import FakeUSB
import Glibc
import LinuxIO
import Publishing
import Samples
import Settings
import Synchronization
import Testing

@testable import Acquisition
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

    /// What has the product of an instrument and other reports must not be told to stream.
    @Test func nothingIsSentToADeviceWhoseReportsAreTooShort() throws {
        let terminal = try PseudoTerminal()
        // A terminal that nobody has open would be heard to hang up.
        let open = Descriptor(owning: Glibc.open(terminal.path, O_RDWR | O_NOCTTY | O_CLOEXEC))
        defer { #expect(open.number >= 0) }
        let settings = "[sensor.hand]\ndriver = \"go-direct\"\npath = \"\(terminal.path)\"\n"
        let plan = try #require(try SensorPlan.all(of: StationSettings.parse([("test", Array(settings.utf8))])).first)
        func converse(reportsOf count: UInt8) throws -> (isOpened: Bool, isHeard: Bool, reason: String?) {
            // So many bytes to the host and from it.
            let descriptor: [UInt8] = [
                0x06, 0xA0, 0xFF, 0x09, 0x01, 0xA1, 0x01, 0x75, 0x08, 0x95, count, 0x81, 0x02, 0x95, count, 0x91, 0x02, 0xC0,
            ]
            return try descriptor.withUnsafeBufferPointer { bytes in
                fakenode_begin(terminal.path, bytes.baseAddress, Int32(bytes.count))
                defer { fakenode_end() }
                var keeper = SensorKeeper(plan: plan, number: SensorNumber(0))
                let now = Clock.monotonic()
                guard let opened = keeper.open(among: DeviceCatalogue(), taken: [], usb: nil, at: now) else {
                    return (false, UnixSocket.wait(terminal.descriptor.number, seconds: 0), keeper.report().reason)
                }
                let session = opened.session([keeper.feed(at: now)])
                guard case .outputReport(let number) = try session.dialogue.next(at: now, into: &session.request) else {
                    return (true, false, nil)
                }
                _ = try session.writeReport(number: number)
                return (true, UnixSocket.wait(terminal.descriptor.number, seconds: 0), nil)
            }
        }
        let short = try converse(reportsOf: 63)
        #expect(!short.isOpened && !short.isHeard && short.reason?.contains("are not those of") == true)
        // The same device with reports that are long enough is spoken to.
        let whole = try converse(reportsOf: 64)
        #expect(whole.isOpened && whole.isHeard)
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
