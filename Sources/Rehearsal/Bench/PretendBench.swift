public import LinuxIO
public import Samples
import Synchronization

/// One or more simulated sensors, each connected to a pseudo-terminal, on one thread.
///
/// Each sensor is at `FOLDER/NAME`, a link to its terminal that is created again after an unplugging. Nothing is sent while no
/// program has the terminal open. Opening it resets the board, as on a real one. All methods may be called on any thread.
public final class PretendBench: Sendable {
    /// One sensor of a bench.
    public struct Device: Sendable {
        public var name: String
        /// Samples are sent as fast as they are read, not at their time. The sensor must be made with the same option.
        public var isHurried: Bool
        /// Makes the sensor; the argument is the zero of the bench's time.
        public var make: @Sendable (_ epoch: HostInstant) -> any PretendSensor

        public init(
            _ name: String, isHurried: Bool = false, make: @escaping @Sendable (_ epoch: HostInstant) -> any PretendSensor
        ) {
            self.name = name
            self.isHurried = isHurried
            self.make = make
        }
    }

    /// The zero of the time of athletes and recordings.
    public let epoch: HostInstant
    public let folder: String
    private let loop: BenchLoop
    private let thread: Mutex<Thread?>

    /// Makes terminals and links, and starts the thread. The links exist when it returns.
    ///
    /// - Parameters:
    ///   - folder: created if necessary.
    ///   - tickSeconds: bytes are sent at whole multiples of it: 1 ms is a full-speed USB frame, 16 ms the default of an FTDI
    ///     chip.
    ///   - seed: the seed of the random bytes of faults.
    public init(folder: String, devices: [Device], tickSeconds: Double = 0.001, seed: UInt64 = 1) throws(SystemError) {
        let epoch = Clock.monotonic()
        try Files.makeDirectory(folder)
        var ports: [PretendPort] = []
        for (index, device) in devices.enumerated() {
            ports.append(
                PretendPort(
                    name: device.name, folder: folder, sensor: device.make(epoch), isHurried: device.isHurried,
                    seed: seed &+ UInt64(index)))
        }
        let loop = try BenchLoop(ports: ports, epoch: epoch, tickSeconds: tickSeconds)
        self.epoch = epoch
        self.folder = folder
        self.loop = loop
        thread = Mutex(try Thread(name: "pretend") { _ in loop.run() })
    }

    deinit { stop() }

    /// Ends the thread, closes the terminals and removes the links.
    public func stop() {
        loop.post(.stop)
        thread.withLock { thread in
            thread?.join()
            thread = nil
        }
    }

    /// The path of a sensor, plugged in or not.
    public func path(of name: String) -> String { folder + "/" + name }

    /// Triggers a fault.
    public func inject(_ fault: SensorFault, on name: String) { loop.post(.fault(name, .sensor(fault))) }
    public func inject(_ fault: WireFault, on name: String) { loop.post(.fault(name, .wire(fault))) }

    /// Closes a sensor's terminal and removes its link.
    ///
    /// - Parameter seconds: the time after which it is plugged in again; nil leaves it unplugged.
    public func unplug(_ name: String, for seconds: Double? = nil) { loop.post(.unplug(name, seconds)) }

    /// Plugs a sensor in again, with a new terminal at the same link.
    public func plug(_ name: String) { loop.post(.plug(name)) }

    /// The status of a sensor; nil when there is none of this name.
    public func status(of name: String) -> PretendStatus? { loop.statuses.withLock { $0[name] } }

    /// Waits until the status of a sensor meets `condition`.
    ///
    /// - Returns: false when it did not within `timeout` seconds.
    public func wait(for name: String, timeout: Double, until condition: (PretendStatus) -> Bool) throws(SystemError) -> Bool {
        let bell = try EventDescriptor()
        let epoll = try Epoll()
        try epoll.add(bell.number, token: 0)
        loop.waiters.withLock { $0.append(bell) }
        defer { loop.waiters.withLock { $0.removeAll { $0 === bell } } }
        let deadline = Clock.monotonic().advanced(bySeconds: timeout)
        while true {
            if let status = status(of: name), condition(status) { return true }
            guard Clock.monotonic() < deadline else { return false }
            try epoll.wait(until: deadline) { _, _ in bell.drain() }
        }
    }

    /// Waits until a program has opened a sensor's terminal.
    public func waitUntilOpened(_ name: String, timeout: Double = 10) throws(SystemError) -> Bool {
        try wait(for: name, timeout: timeout) { $0.isOpened }
    }

    /// Waits until no program has it open.
    public func waitUntilClosed(_ name: String, timeout: Double = 10) throws(SystemError) -> Bool {
        try wait(for: name, timeout: timeout) { !$0.isOpened }
    }
}
