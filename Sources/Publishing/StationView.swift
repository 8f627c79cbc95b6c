public import Calibration
public import RingBuffer
public import Samples
import Synchronization

/// The rings of a station's sensors. Sensors are added and removed; only a change of the station itself makes a new view.
public final class StationView: Sendable {
    /// The calibration and tests that are applied to the readings of a sensor.
    public struct Sensor: Sendable {
        public var name: String
        /// The unit of its forces: newtons, or the raw unit of a sensor that nobody has calibrated.
        public var unit: String
        /// Units of the device's values, channel by channel.
        public var rawUnits: [String]
        public let calibration: SensorCalibration
        /// For a plate with six signals: converts its loads back to the signals.
        let signalsOfLoads: LoadTransform?
        public var certificate: Certificate?
        /// For a sensor of several channels: the conditions for a calibration of their sum.
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
        /// With the zero of the calibration.
        public var curve: CalibrationCurve
        /// The zero in force, in the unit of its readings.
        public var zero: Double
        /// The unit of its readings.
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
    /// The present sensors, by name. A removed sensor keeps its number, because items in the rings still refer to it.
    private let numbers: Mutex<[String: UInt16]>
    public let readings: BroadcastReader<Reading>
    public let spectra: BroadcastReader<SpectrumHop>
    /// Read by the publish thread.
    public let events: Ring<HoldEvent>
    /// The same events for the control socket: a ring has one reader.
    public let controlEvents: Ring<HoldEvent>
    /// The memory of the rings, kept alive with them.
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

    /// Sets the sensors that are present from now on.
    public func show(_ sensors: [(name: String, number: SensorNumber)]) {
        numbers.withLock { $0 = Dictionary(sensors.map { ($0.name, $0.number.value) }, uniquingKeysWith: { first, _ in first }) }
    }

    /// The present sensors, with their present calibrations.
    var sensors: [Sensor] {
        let present = numbers.withLock { Set($0.values) }
        return editions.newest.enumerated().filter { present.contains(UInt16(truncatingIfNeeded: $0.offset)) }.map(\.element)
    }

    /// The number of a sensor.
    func number(of name: String) -> SensorNumber? { numbers.withLock { $0[name] }.map { SensorNumber($0) } }

    /// Whether a sensor is present.
    func has(_ sensor: SensorNumber) -> Bool { numbers.withLock { $0.values.contains(sensor.value) } }

    /// A sensor with its present calibration.
    func sensor(named name: String) -> Sensor? { number(of: name).flatMap { editions.all($0.value).last } }

    /// The reading, without its force if the sensor has another calibration by now.
    func comparable(_ reading: Reading) -> Reading {
        guard Int(reading.calibration) + 1 != editions.all(reading.sensor.value).count else { return reading }
        var reading = reading
        (reading.force, reading.tare) = (.nan, 0)
        return reading
    }

    /// The calibration and tests that were applied to a reading.
    func sensor(behind reading: Reading) -> Sensor? { editions[reading.sensor.value, reading.calibration] }

    func name(of sensor: SensorNumber) -> String { editions[sensor.value, 0]?.name ?? "" }
}

extension StationView.Sensor {
    /// U of a measured force, or the reason why there is none.
    ///
    /// - Parameter load: the load on the sensor, tare included, N.
    func expanded(of load: Double?) -> (value: Double?, reason: String?) {
        guard let uncertainty else { return (nil, calibration.state == .none ? "not_calibrated" : "no_certificate") }
        guard let load, load.isFinite else { return (nil, "no_force") }
        switch uncertainty.expandedUncertainty(ofMeasured: load) {
        case .success(let value): return (value, nil)
        case .failure(let gap): return (nil, gap.name)
        }
    }

    /// The value from which the certificate of a sensor with several channels is made: its force before the certificate is
    /// applied; `sumUnit` is the unit.
    func sum(of load: Double) -> Double {
        guard let certificate, certificate.evaluation.conditions.cells != nil else { return load }
        var line = certificate.curve
        line.zero = certificate.zero
        return line.raw(load)
    }

    var sumUnit: String { certificate?.evaluation.conditions.cells == nil ? unit : certificate?.rawUnit ?? unit }
}
