public import Certificates
public import LinuxIO
public import RingBuffer
public import Samples
import Synchronization

/// The rings of a station's sensors. Sensors are added and removed; only a change of the station itself makes a new view.
///
/// What each socket shows of holds, live values and events: `StationMessages`, `LiveSignal.access` and `NamedEvent.access`.
public final class StationView: Sendable {
    public let generation: UInt64
    /// In the order of their numbers, calibration by calibration.
    public let editions: Editions<SensorDescription>
    /// The present sensors, by name. A removed sensor keeps its number, because items in the rings still refer to it.
    private let numbers: Mutex<[String: UInt16]>
    public let readings: BroadcastReader<Reading>
    public let spectra: BroadcastReader<SpectrumHop>
    /// Read by the publish thread.
    public let events: Ring<HoldEvent>
    /// The same events for the control socket: a ring has one reader.
    public let controlEvents: Ring<HoldEvent>
    /// What a program needs to read the ring of readings itself.
    public struct SharedRing: Sendable {
        let memory: MemoryFile
        let bells: BellBoard

        public init(memory: MemoryFile, bells: BellBoard) {
            self.memory = memory
            self.bells = bells
        }
    }
    let shared: SharedRing?
    /// The memory of the rings, kept alive with them.
    private let memory: [any AnyObject & Sendable]

    public init(
        generation: UInt64, sensors: Editions<SensorDescription>, readings: BroadcastReader<Reading>,
        spectra: BroadcastReader<SpectrumHop>,
        events: Ring<HoldEvent>, controlEvents: Ring<HoldEvent>, memory: [any AnyObject & Sendable],
        shared: SharedRing? = nil
    ) {
        self.generation = generation
        editions = sensors
        numbers = Mutex(
            Dictionary(
                sensors.newest.enumerated().map { ($1.name, UInt16(truncatingIfNeeded: $0)) },
                uniquingKeysWith: { first, _ in first }))
        self.readings = readings
        self.spectra = spectra
        self.events = events
        self.controlEvents = controlEvents
        self.memory = memory
        self.shared = shared
    }

    /// Sets the sensors that are present from now on.
    public func show(_ sensors: [(name: String, number: SensorNumber)]) {
        numbers.withLock { $0 = Dictionary(sensors.map { ($0.name, $0.number.value) }, uniquingKeysWith: { first, _ in first }) }
    }

    /// The present sensors, with their present calibrations.
    var sensors: [SensorDescription] {
        let present = numbers.withLock { Set($0.values) }
        return editions.newest.enumerated().filter { present.contains(UInt16(truncatingIfNeeded: $0.offset)) }.map(\.element)
    }

    /// The number of a sensor.
    func number(of name: String) -> SensorNumber? { numbers.withLock { $0[name] }.map { SensorNumber($0) } }

    /// Whether a sensor is present.
    func has(_ sensor: SensorNumber) -> Bool { numbers.withLock { $0.values.contains(sensor.value) } }

    /// A sensor with its present calibration.
    func sensor(named name: String) -> SensorDescription? { number(of: name).flatMap { editions.all($0.value).last } }

    /// The reading, without its force if the sensor has another calibration by now.
    func comparable(_ reading: Reading) -> Reading {
        guard Int(reading.calibration) + 1 != editions.all(reading.sensor.value).count else { return reading }
        var reading = reading
        (reading.force, reading.tare) = (.nan, 0)
        return reading
    }

    /// The calibration and tests that were applied to a reading.
    func sensor(behind reading: Reading) -> SensorDescription? { editions[reading.sensor.value, reading.calibration] }

    func name(of sensor: SensorNumber) -> String { editions[sensor.value, 0]?.name ?? "" }
}
