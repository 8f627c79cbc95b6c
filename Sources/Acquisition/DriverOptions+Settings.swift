public import Drivers
import Samples
public import Settings

extension DriverOptions {
    /// The settings in a sensor's table that concern its driver.
    public init(_ settings: SensorSettings) {
        self.init()
        separator = settings.separator
        columns = settings.columns
        timeColumn = settings.timeColumn
        timeUnitNanoseconds = settings.timeUnit.nanoseconds
        timeWrapBits = settings.timeWrapBits
        decimalComma = settings.decimalComma
        startCommand = Array(settings.startCommand.utf8)
        stopCommand = Array(settings.stopCommand.utf8)
        unit = settings.unit
        rate = settings.rate
        inputs = settings.inputs
        gains = settings.gains
        differential = settings.differential
        range = settings.range
    }
}
