/// One number that several sensors of a hold have together, or that one of them has because of the others.
public struct SetUpNumber: Sendable, Equatable {
    /// The sensors that it is about, in the order that its definition states: a lag is that of the first against the second.
    public var sensors: [String]
    public var measurement: Measurement

    public init(sensors: [String], measurement: Measurement) {
        self.sensors = sensors
        self.measurement = measurement
    }
}

/// Collects them.
struct SetUpList {
    private(set) var numbers: [SetUpNumber] = []

    /// Adds the computed value with its half width, or the reason that the computation throws.
    mutating func add(
        _ definition: MetricDefinition, of sensors: [String],
        computed: () throws(NullReason) -> (value: Double, halfWidth: Double)
    ) {
        let measurement: Measurement
        do {
            let (value, half) = try computed()
            measurement = Measurement(definition.name, definition.unit, value, lower: value - half, upper: value + half)
        } catch {
            measurement = Measurement(definition.name, definition.unit, null: error)
        }
        numbers.append(SetUpNumber(sensors: sensors, measurement: measurement))
    }

    mutating func add(_ definition: MetricDefinition, of sensors: [String], value: () throws(NullReason) -> Double) {
        let measurement: Measurement
        do {
            measurement = Measurement(definition.name, definition.unit, try value())
        } catch {
            measurement = Measurement(definition.name, definition.unit, null: error)
        }
        numbers.append(SetUpNumber(sensors: sensors, measurement: measurement))
    }
}
