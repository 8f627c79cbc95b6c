public import Calibration
public import RingBuffer
public import Samples
import Synchronization

/// The rings behind the sensors of a station. Sensors come and go; only what changes the station itself makes a new one.
public final class StationView: Sendable {
    /// What readings of a sensor are made with.
    public struct Sensor: Sendable {
        public var name: String
        /// The unit of its forces: newtons, or the raw unit of a sensor that nobody calibrated.
        public var unit: String
        /// Units of what the device sends, channel by channel.
        public var rawUnits: [String]
        public let calibration: SensorCalibration
        /// What a plate of six signals sent when it had these loads.
        let signalsOfLoads: LoadTransform?
        public var certificate: Certificate?
        /// Of a sensor of several channels: what a calibration of their sum is made with.
        public var cells: CellConditions?
        /// The tests of a plate or a band that are in force, at most one of each kind.
        public var benchTests: [BenchTestInForce]

        public init(
            name: String, unit: String, rawUnits: [String], calibration: SensorCalibration, certificate: Certificate? = nil,
            benchTests: [BenchTestInForce] = [], cells: CellConditions? = nil
        ) {
            self.cells = cells
            self.benchTests = benchTests
            self.name = name
            self.unit = unit
            self.rawUnits = rawUnits
            self.calibration = calibration
            signalsOfLoads = calibration.transform?.inverse
            self.certificate = certificate
        }
    }

    /// The calibration record in force.
    public struct Certificate: Sendable {
        public var id: String
        public var rangeClass: String
        public var dueWallMicroseconds: Int64?
        public var evaluation: CalibrationEvaluation
        /// With the zero that it was made with.
        public var curve: CalibrationCurve
        /// The zero in force, in the unit of its readings.
        public var zero: Double
        /// Unit of its readings.
        public var rawUnit: String

        public init(
            id: String, rangeClass: String, dueWallMicroseconds: Int64?, evaluation: CalibrationEvaluation,
            curve: CalibrationCurve, zero: Double, rawUnit: String
        ) {
            self.zero = zero
            self.rawUnit = rawUnit
            self.curve = curve
            self.id = id
            self.rangeClass = rangeClass
            self.dueWallMicroseconds = dueWallMicroseconds
            self.evaluation = evaluation
        }
    }

    public let generation: UInt64
    /// In the order of their numbers, calibration by calibration.
    public let editions: Editions<Sensor>
    /// The sensors that are there, by name: one that has gone keeps its number, for what it has left in the rings.
    private let numbers: Mutex<[String: UInt16]>
    public let readings: BroadcastReader<Reading>
    public let spectra: BroadcastReader<SpectrumHop>
    /// The publish thread consumes it.
    public let events: Ring<HoldEvent>
    /// The same once more, for the control socket: a ring has one reader.
    public let controlEvents: Ring<HoldEvent>
    /// Whatever the rings lie in; kept alive with them.
    private let memory: [any AnyObject & Sendable]

    public init(
        generation: UInt64, sensors: Editions<Sensor>, readings: BroadcastReader<Reading>, spectra: BroadcastReader<SpectrumHop>,
        events: Ring<HoldEvent>, controlEvents: Ring<HoldEvent>, memory: [any AnyObject & Sendable]
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
    }

    /// Says which sensors are there from now on.
    public func show(_ sensors: [(name: String, number: SensorNumber)]) {
        numbers.withLock { $0 = Dictionary(sensors.map { ($0.name, $0.number.value) }, uniquingKeysWith: { first, _ in first }) }
    }

    /// As they are measured now.
    var sensors: [Sensor] {
        let present = numbers.withLock { Set($0.values) }
        return editions.newest.enumerated().filter { present.contains(UInt16(truncatingIfNeeded: $0.offset)) }.map(\.element)
    }

    /// The number of a sensor.
    func number(of name: String) -> SensorNumber? { numbers.withLock { $0[name] }.map { SensorNumber($0) } }

    /// Whether a sensor is there.
    func has(_ sensor: SensorNumber) -> Bool { numbers.withLock { $0.values.contains(sensor.value) } }

    /// A sensor as it is measured now.
    func sensor(named name: String) -> Sensor? { number(of: name).flatMap { editions.all($0.value).last } }

    /// A reading without its force when the sensor is measured with another calibration by now.
    func comparable(_ reading: Reading) -> Reading {
        guard Int(reading.calibration) + 1 != editions.all(reading.sensor.value).count else { return reading }
        var reading = reading
        (reading.force, reading.tare) = (.nan, 0)
        return reading
    }

    /// What a reading was made with.
    func sensor(behind reading: Reading) -> Sensor? { editions[reading.sensor.value, reading.calibration] }

    func name(of sensor: SensorNumber) -> String { editions[sensor.value, 0]?.name ?? "" }
}

extension StationView.Sensor {
    /// U of a force that was measured, or why there is none.
    ///
    /// - Parameter load: what is on the sensor, the tare included, N.
    func expanded(of load: Double?) -> (value: Double?, reason: String?) {
        guard let uncertainty else { return (nil, calibration.state == .none ? "not_calibrated" : "no_certificate") }
        guard let load, load.isFinite else { return (nil, "no_force") }
        switch uncertainty.expandedUncertainty(ofMeasured: load) {
        case .success(let value): return (value, nil)
        case .failure(let gap): return (nil, gap.name)
        }
    }

    /// What the certificate of a sensor of several channels is made of: its force without that, and the unit.
    func sum(of load: Double) -> Double {
        guard let certificate, certificate.evaluation.conditions.cells != nil else { return load }
        var line = certificate.curve
        line.zero = certificate.zero
        return line.raw(load)
    }

    var sumUnit: String { certificate?.evaluation.conditions.cells == nil ? unit : certificate?.rawUnit ?? unit }
}
