import Acquisition
import Samples
import Testing

struct SensorAddressTests {
    private func board(_ node: String, serial: String?, port: String?) -> DeviceIdentity {
        DeviceIdentity(systemPath: "/sys/\(node)", node: "/dev/\(node)", subsystem: "tty", serial: serial, portPath: port)
    }

    @Test func aSerialNumberIsFoundInAnyPort() {
        let devices = [board("ttyUSB0", serial: "A1", port: "usb-0:1"), board("ttyUSB1", serial: "B2", port: "usb-0:2")]
        #expect(SensorAddress.serial("B2").resolve(among: devices, pathExists: false) == .found(devices[1]))
        #expect(SensorAddress.serial("C3").resolve(among: devices, pathExists: false) == .absent)
    }

    @Test func twoBoardsWithOneSerialNumberAreToldApartByPortAndNeverGuessed() {
        let devices = [board("ttyUSB1", serial: "A1", port: "usb-0:2"), board("ttyUSB0", serial: "A1", port: "usb-0:1")]
        #expect(SensorAddress.serial("A1").resolve(among: devices, pathExists: false) == .ambiguous([devices[1], devices[0]]))
        #expect(SensorAddress.port("usb-0:2").resolve(among: devices, pathExists: false) == .found(devices[0]))
    }

    @Test func aPathNeedsNoUdev() {
        let address = SensorAddress.path("/run/rehearsal/left")
        #expect(address.resolve(among: [], pathExists: false) == .absent)
        guard case .found(let device) = address.resolve(among: [], pathExists: true) else {
            Issue.record("a path that exists is a device")
            return
        }
        #expect(device.node == "/run/rehearsal/left")
    }
}
