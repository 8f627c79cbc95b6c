import Acquisition
import Samples
import Testing

struct DeviceCatalogueTests {
    private func board(_ node: String, serial: String?, port: String?) -> DeviceIdentity {
        DeviceIdentity(systemPath: "/sys/\(node)", node: "/dev/\(node)", subsystem: "tty", serial: serial, portPath: port)
    }

    private func catalogue(_ devices: [DeviceIdentity], _ addresses: [SensorAddress] = []) -> DeviceCatalogue {
        var catalogue = DeviceCatalogue(addresses: addresses)
        catalogue.replace(with: devices)
        return catalogue
    }

    @Test func aSerialNumberIsFoundInAnyPort() {
        let devices = [board("ttyUSB0", serial: "A1", port: "usb-0:1"), board("ttyUSB1", serial: "B2", port: "usb-0:2")]
        #expect(catalogue(devices).resolve(.serial("B2"), pathExists: false) == .found(devices[1]))
        #expect(catalogue(devices).resolve(.serial("C3"), pathExists: false) == .absent)
    }

    @Test func twoBoardsWithOneSerialNumberAreToldApartByPortAndNeverGuessed() {
        let devices = [board("ttyUSB1", serial: "A1", port: "usb-0:2"), board("ttyUSB0", serial: "A1", port: "usb-0:1")]
        #expect(catalogue(devices).resolve(.serial("A1"), pathExists: false) == .ambiguous([devices[1], devices[0]]))
        #expect(catalogue(devices).resolve(.port("usb-0:2"), pathExists: false) == .found(devices[0]))
    }

    @Test func whenTwinsHaveBeenSeenTheOneThatIsLeftIsNotGuessed() {
        let devices = [board("ttyUSB0", serial: "A1", port: "usb-0:1"), board("ttyUSB1", serial: "A1", port: "usb-0:2")]
        var catalogue = catalogue(devices)
        catalogue.remove(systemPath: devices[0].systemPath)
        #expect(catalogue.resolve(.serial("A1"), pathExists: false) == .ambiguous([devices[1]]))
        #expect(!catalogue.isIdentifiedBySerial(devices[1]))
        // Other settings do not make it forget.
        let later = catalogue.serving([.serialAtPort(serial: "A1", port: "usb-0:2")])
        #expect(later.resolve(.serialAtPort(serial: "A1", port: "usb-0:2"), pathExists: false) == .found(devices[1]))
        #expect(later.resolve(.serialAtPort(serial: "A1", port: "usb-0:1"), pathExists: false) == .absent)
        catalogue.remove(systemPath: devices[1].systemPath)
        #expect(catalogue.resolve(.serial("A1"), pathExists: false) == .absent)
    }

    @Test func aPortThatASensorNamesIsThatSensors() {
        let device = board("ttyUSB0", serial: "A1", port: "usb-0:1")
        let catalogue = catalogue([device], [.serial("A1"), .port("usb-0:1")])
        #expect(catalogue.resolve(.serial("A1"), pathExists: false) == .absent)
        #expect(catalogue.resolve(.port("usb-0:1"), pathExists: false) == .found(device))
    }

    @Test func aDeviceHasANodeInEverySubsystemAndIsOneDevice() {
        let node = { (subsystem: String, interface: UInt8?) in
            DeviceIdentity(
                systemPath: "/sys/\(subsystem)", node: "/dev/\(subsystem)", subsystem: subsystem, serial: "A1",
                interfaceClass: interface)
        }
        let devices = [node("hidraw", 3), node("tty", 2), node("usb", nil)]
        var catalogue = catalogue(devices)
        #expect(catalogue.resolve(.serial("A1"), in: "hidraw", pathExists: false) == .found(devices[0]))
        #expect(catalogue.resolve(.serial("A1"), in: "tty", pathExists: false) == .found(devices[1]))
        // The kernel has not configured it: there is no interface that could be read.
        #expect(catalogue.resolve(.serial("A1"), in: "usb", pathExists: false) == .absent)
        catalogue.add(node("usb", 0xFF))
        #expect(catalogue.resolve(.serial("A1"), in: "usb", pathExists: false) == .found(node("usb", 0xFF)))
        #expect(devices.allSatisfy(catalogue.isIdentifiedBySerial))
    }

    @Test func aDeviceThatIsAddedAgainIsOne() {
        var catalogue = DeviceCatalogue()
        for _ in 0..<3 { catalogue.add(board("ttyUSB0", serial: "A1", port: nil)) }
        #expect(catalogue.devices.count == 1 && catalogue.isIdentifiedBySerial(catalogue.devices[0]))
    }

    @Test func aPathNeedsNoUdev() {
        let address = SensorAddress.path("/run/rehearsal/left")
        #expect(catalogue([]).resolve(address, pathExists: false) == .absent)
        guard case .found(let device) = catalogue([]).resolve(address, pathExists: true) else {
            Issue.record("a path that exists is a device")
            return
        }
        #expect(device.node == "/run/rehearsal/left")
    }
}
