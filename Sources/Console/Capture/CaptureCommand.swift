import Acquisition
import Drivers
import Help
import Interface
import LinuxIO
import Samples

extension Command {
    static let capture = Command(
        "capture", words: ["DEVICE", "FILE"], summary: "capture the conversation between a device and its driver",
        details: """
            Talks to a device as the station would, and writes all bytes of both sides to FILE, a new file, until it is interrupted.
            Send FILE to the maintainer of the driver; it becomes a test. DEVICE is a path, a serial number or a port,
            as `holdfast devices` shows them, or a sensor of the settings. The station must not have the device open: stop the
            station, or remove the sensor from its settings.
            The USB serial number is not written to FILE. Everything that the device sends about itself is.
            """,
        options: [
            Option("seconds", "S", "end after S seconds (when interrupted)"),
            Option("driver", "DRIVER", "the driver (from the settings, or the one that claims the device)"),
            Option("set", "KEY=VALUE", "a key of the sensor's settings; separate several with semicolons"),
            Option("with-serial", nil, "write the USB serial number to FILE, too"),
            Option("config", "FOLDER", "folder of the settings (/etc/holdfast)"),
        ]
    ) { arguments throws(CommandError) in
        let seconds = try arguments.number("seconds")
        if let seconds, !(seconds > 0) { throw .usage("--seconds must be more than 0") }
        let target = try CaptureTarget(arguments.positional[0], arguments)
        // Before anything is opened: threads inherit what is blocked.
        let signals: SignalDescriptor
        do throws(SystemError) { signals = try SignalDescriptor([.interrupt, .terminate]) } catch {
            throw .unavailable("\(error)")
        }
        let capture = try Capture(target, file: arguments.positional[1], keepsSerial: arguments.has("with-serial"))
        Output.line("\(target.driver.title), \(target.device.node)")
        let end = try capture.run(until: signals, seconds: seconds)
        Output.line(capture.summary)
        switch end {
        case .asked, .gone:
            if end == .gone { Output.line("the device was unplugged") }
            if arguments.has("json") {
                Output.json(
                    JSONObject([
                        ("file", .string(arguments.positional[1])), ("driver", .string(target.driver.name)),
                        ("device", .string(target.device.node)), ("unplugged", .bool(end == .gone)),
                    ]))
            }
        case .silent: throw .refused("the device sends nothing: check its cable, its power and the baud rate; the log is kept")
        case .notOurs:
            throw .refused(
                "the device does not speak the protocol of \"\(target.driver.name)\": choose another driver; the log is kept")
        case .corrupt:
            throw .refused(
                "the device sends data that \"\(target.driver.name)\" cannot read: check the baud rate; the log is kept")
        case .unsupported: throw .refused("the driver \"\(target.driver.name)\" cannot be used with \(target.device.node)")
        case .failed(let number):
            throw .unavailable("\(SystemError("read", target.device.node, number: number)); the log is kept")
        }
    }
}
