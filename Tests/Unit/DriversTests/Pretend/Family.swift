import Drivers
import Testing

/// A driver and the device that tests play for it.
struct Family: Sendable, CustomTestStringConvertible {
    let driver: Driver
    let makeDevice: @Sendable () -> PretendDevice

    var testDescription: String { driver.name }

    static let all = [
        Family(driver: PhidgetBridge.reports) { PretendPhidgetReports() },
        Family(driver: PhidgetBridge.messages) { PretendPhidgetMessages() },
        Family(driver: GoDirect.driver) { PretendGoDirect([.init(number: 1), .init(number: 2)], defaultMask: 6) },
        Family(driver: LabJack.u6) { PretendLabJack() }, Family(driver: LabJack.u3) { PretendLabJack(isU6: false) },
        Family(driver: Futek.driver) { PretendFutek() }, Family(driver: Loadstar.driver) { PretendLoadstar() },
        Family(driver: TecGihan.driver) { PretendTecGihan() }, Family(driver: Example.driver) { PretendExample() },
    ]

    /// A new conversation with a device.
    func begin(with device: PretendDevice) throws -> Rig { Rig(try driver.makeDialogue(DriverOptions(), nil), device) }
}
