public import Calibration
public import RingBuffer
public import Samples

/// The rings behind one set of sensors. A reload that changes the sensors makes a new one.
public final class StationView: Sendable {
    /// What readings of a sensor are made with.
    public struct Sensor: Sendable {
        public var name: String
        /// The unit of its forces: newtons, or the raw unit of a sensor that nobody calibrated.
        public var unit: String
        /// Units of what the device sends, channel by channel.
        public var rawUnits: [String]
        public var calibration: SensorCalibration
        public var certificate: Certificate?
        /// The tests of a plate or a band that are in force, at most one of each kind.
        public var benchTests: [BenchTestInForce]

        public init(
            name: String, unit: String, rawUnits: [String], calibration: SensorCalibration, certificate: Certificate? = nil,
            benchTests: [BenchTestInForce] = []
        ) {
            self.benchTests = benchTests
            self.name = name
            self.unit = unit
            self.rawUnits = rawUnits
            self.calibration = calibration
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

        public init(
            id: String, rangeClass: String, dueWallMicroseconds: Int64?, evaluation: CalibrationEvaluation,
            curve: CalibrationCurve
        ) {
            self.curve = curve
            self.id = id
            self.rangeClass = rangeClass
            self.dueWallMicroseconds = dueWallMicroseconds
            self.evaluation = evaluation
        }
    }

    public let generation: UInt64
    /// In the order of their numbers.
    public let sensors: [Sensor]
    public let readings: BroadcastReader<Reading>
    public let spectra: BroadcastReader<SpectrumHop>
    /// The publish thread consumes it.
    public let events: Ring<HoldEvent>
    /// Whatever the rings lie in; kept alive with them.
    private let memory: [any AnyObject & Sendable]

    public init(
        generation: UInt64, sensors: [Sensor], readings: BroadcastReader<Reading>, spectra: BroadcastReader<SpectrumHop>,
        events: Ring<HoldEvent>, memory: [any AnyObject & Sendable]
    ) {
        self.generation = generation
        self.sensors = sensors
        self.readings = readings
        self.spectra = spectra
        self.events = events
        self.memory = memory
    }

    /// The number of a sensor.
    func number(of name: String) -> SensorNumber? {
        sensors.firstIndex { $0.name == name }.map { SensorNumber(UInt16(truncatingIfNeeded: $0)) }
    }

    func sensor(_ number: SensorNumber) -> Sensor? {
        Int(number.value) < sensors.count ? sensors[Int(number.value)] : nil
    }
    func sensor(named name: String) -> Sensor? { sensors.first { $0.name == name } }

    func name(of sensor: SensorNumber) -> String { self.sensor(sensor)?.name ?? "" }
    func unit(of sensor: SensorNumber) -> String { self.sensor(sensor)?.unit ?? "" }
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
}
