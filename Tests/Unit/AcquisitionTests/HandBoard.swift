import Acquisition
import Drivers
import Glibc
import LinuxIO
import Samples
import Testing

/// A board whose bytes a test sends itself, and the session of its terminal.
final class HandBoard {
    private var terminal: PseudoTerminal?
    private let path: String
    /// The number of the next sample, which is also its value.
    private(set) var next = 0

    init() throws(SystemError) {
        let made = try PseudoTerminal()
        path = made.path
        terminal = consume made
    }

    /// - Parameter dialogue: `nil` is the text driver with one channel.
    func session(
        _ dialogue: (any SensorDialogue)? = nil, sensors: [SensorNumber] = [SensorNumber(0)], firstIndex: UInt64 = 0
    ) throws -> DeviceSession {
        DeviceSession(
            port: try SerialPort(path: path, baud: 115_200), dialogue: try dialogue ?? Self.text(), sensors: sensors,
            nextIndices: [UInt64](repeating: firstIndex, count: sensors.count))
    }

    /// The terminal, open and configured.
    func port() throws(SystemError) -> SerialPort { try SerialPort(path: path, baud: 115_200) }

    static func text() throws -> any SensorDialogue {
        var options = DriverOptions()
        options.columns = [1]
        return try TextLine.driver.makeDialogue(options, nil)
    }

    /// Sends text as it is.
    func send(_ text: String) throws {
        let bytes = Array(text.utf8)
        let transfer = try bytes.withUnsafeBytes { try terminal?.descriptor.write($0) }
        try #require(transfer == .bytes(bytes.count))
    }

    /// Sends so many samples, each of the next number.
    func send(samples count: Int) throws {
        try send((next..<(next + count)).map { "\($0)\n" }.joined())
        next += count
    }

    /// The first line after opening may be half of one, and is not counted.
    func begin() throws { try send("half a line\n") }

    func unplug() { terminal = nil }
}

/// Something that differs between threads.
func currentThread() -> UInt { UInt(pthread_self()) }
