import Acquisition
import Drivers
import LinuxIO
import Samples
import Settings

/// Which device is captured, through which driver, and how that is set.
struct CaptureTarget {
    let driver: Driver
    let device: DeviceIdentity
    let options: DriverOptions
    let baud: UInt32?
    let dialogue: any SensorDialogue

    /// - Parameter name: a path, a serial number, a port, or a sensor of the settings.
    init(_ name: String, _ arguments: Arguments) throws(CommandError) {
        var devices = DeviceCatalogue()
        // Where udev is not there, paths still are.
        if let monitor = try? DeviceMonitor() { devices.replace(with: monitor.devices()) }
        let sensor = Self.sensor(name, arguments["config"] ?? "/etc/holdfast")
        let named = try Self.named(arguments["driver"] ?? sensor?.driver)
        let found = try Self.find(name, sensor, named, among: devices)
        guard let driver = named ?? DriverTable.claiming(found) else {
            throw .usage(
                "no driver claims \(found.node): name one with --driver (\(DriverTable.all.map(\.name).joined(separator: ", ")))")
        }
        guard driver.transport.subsystem == found.subsystem else {
            throw .usage("the driver \"\(driver.name)\" needs a \(driver.transport.name), and \(found.node) is not one")
        }
        let settings = try Self.settings(sensor, driver, arguments["set"])
        self.driver = driver
        device = found
        options = DriverOptions(settings)
        baud = settings.baud.map { UInt32(clamping: $0) }
        do throws(OptionError) { dialogue = try driver.makeDialogue(options, device) } catch {
            switch error {
            case .invalid(let key, let message): throw .usage("\(key): \(message)")
            }
        }
    }

    private static func named(_ name: String?) throws(CommandError) -> Driver? {
        guard let name else { return nil }
        guard let driver = DriverTable.named(name) else {
            let near = NearestName.find(name, among: DriverTable.all.map(\.name))
            throw .usage("there is no driver \"\(name)\"" + (near.map { "; did you mean \"\($0)\"?" } ?? ""))
        }
        return driver
    }

    /// The sensor of that name in the settings, when somebody may read them and they have one.
    private static func sensor(_ name: String, _ folder: String) -> SensorSettings? {
        let more = ((try? Files.list(folder + "/conf.d")) ?? []).filter { $0.hasSuffix(".toml") }.map { "\(folder)/conf.d/\($0)" }
        let files = ([folder + "/holdfast.toml"] + more).compactMap { path in
            (try? Files.read(path, limit: 1 << 20)).map { (name: path, bytes: $0) }
        }
        return (try? StationSettings.parse(files))?.sensors.first { $0.name == name }
    }

    /// The sensor's settings with those of the command line.
    private static func settings(_ sensor: SensorSettings?, _ driver: Driver, _ more: String?) throws(CommandError)
        -> SensorSettings
    {
        var base = sensor ?? SensorSettings(name: "captured", driver: driver.name)
        base.driver = driver.name
        if sensor == nil { base.path = "/dev/null" }
        let text = base.tomlText + (more ?? "").split(separator: ";").map { $0 + "\n" }.joined()
        let parsed: StationSettings
        do throws(SettingsErrors) { parsed = try StationSettings.parse([("--set", Array(text.utf8))]) } catch {
            throw .usage(error.description)
        }
        return parsed.sensors.first ?? base
    }

    private static func find(
        _ name: String, _ sensor: SensorSettings?, _ driver: Driver?, among devices: DeviceCatalogue
    ) throws(CommandError) -> DeviceIdentity {
        if name.hasPrefix("/") { return try at(path: name, driver, among: devices) }
        var matching = devices.devices.filter { $0.serial == name || $0.portPath == name }
        if let sensor, let driver {
            let address = SensorAddress(sensor)
            if case .path(let path) = address { return try at(path: path, driver, among: devices) }
            switch devices.resolve(address, in: driver.transport.subsystem, pathExists: false) {
            case .found(let device): return device
            case .absent: throw .unavailable("\(name): no device at \(address.text)")
            case .ambiguous(let several): matching = several
            }
        }
        // A device has a node in several subsystems, of which one is the driver's.
        let fitting = matching.filter { device in
            driver.map { $0.transport.subsystem == device.subsystem } ?? (DriverTable.claiming(device) != nil)
        }
        guard let only = fitting.first ?? matching.first else {
            throw .unavailable("there is no device \"\(name)\": see `holdfast devices`")
        }
        guard fitting.count <= 1 else {
            throw .usage("several devices are called \"\(name)\": name one of \(fitting.map(\.node).joined(separator: ", "))")
        }
        return only
    }

    private static func at(path: String, _ driver: Driver?, among devices: DeviceCatalogue) throws(CommandError) -> DeviceIdentity
    {
        let node = Environment.realPath(path) ?? path
        if let device = devices.devices.first(where: { $0.node == node }) { return device }
        guard Files.kind(of: node) == .characterDevice else { throw .unavailable("there is no device at \(path)") }
        // A terminal that udev need not know.
        return DeviceIdentity(systemPath: node, node: node, subsystem: driver?.transport.subsystem ?? "tty")
    }
}
