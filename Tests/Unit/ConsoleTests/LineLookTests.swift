import Settings
import Testing

@testable import Console

struct LineLookTests {
    @Test(arguments: ["text", "chronojump", "phidget-1046-0", "labjack-u6"])
    func whatIsNotPluggedInIsSaid(_ driver: String) {
        var sensor = SensorSettings(name: "left", driver: driver)
        sensor.serial = "NOSUCH0"
        #expect(LineLook.remarks(sensor) == ["nothing with serial NOSUCH0 is plugged in: the station uses it once it is"])
        sensor.serial = nil
        sensor.path = "/nowhere/tty"
        #expect(LineLook.remarks(sensor) == ["nothing with /nowhere/tty is plugged in: the station uses it once it is"])
    }
}
