import Drivers
import LinuxIO
import Testing

/// What the doors say of nodes that are not what they are for; real devices are read in Tests/System/Machine.
struct DeviceDoorTests {
    @Test func aNodeThatIsNoHidrawNodeIsRefusedByName() {
        #expect {
            _ = try HIDPort(path: "/dev/null")
        } throws: { error in
            guard let error = error as? SystemError else { return false }
            return error.description.contains("/dev/null") && !error.isPermission && !error.isMissing
        }
    }

    @Test func aNodeThatIsNotThereIsMissing() throws {
        let context = try USBContext(epoll: Epoll(), token: 1)
        #expect { _ = try HIDPort(path: "/dev/hidraw-that-is-not") } throws: { ($0 as? SystemError)?.isMissing ?? false }
        #expect {
            _ = try USBDevice(context: context, path: "/dev/bus/usb/000/000", interface: 0, endpoints: [])
        } throws: {
            ($0 as? SystemError)?.isMissing ?? false
        }
    }

    @Test func aNodeThatIsNoUSBDeviceIsRefused() throws {
        let context = try USBContext(epoll: Epoll(), token: 1)
        context.handleEvents()
        #expect(throws: SystemError.self) {
            _ = try USBDevice(context: context, path: "/dev/null", interface: 0, endpoints: [])
        }
    }
}
