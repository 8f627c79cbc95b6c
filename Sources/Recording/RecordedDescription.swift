public import Certificates
import Interface

/// A sensor as a stored hold was computed with it, in the form in which a recording describes sensors; and what was subtracted.
public struct RecordedDescription: Sendable {
    public var sensor: SensorDescription
    /// In the unit of its forces.
    public var tare: Double

    public init(sensor: SensorDescription, tare: Double) {
        self.sensor = sensor
        self.tare = tare
    }

    public static func text(_ list: [RecordedDescription]) -> String {
        var writer = JSONWriter(reserving: 4096)
        writer.object { writer in
            writer.array("sensors") { writer in
                for item in list {
                    writer.value(
                        .object(JSONObject([("sensor", item.sensor.recorded), ("tare", .number(item.tare))])))
                }
            }
        }
        return writer.text
    }

    /// Those that cannot be read are left out.
    public static func list(_ text: String) -> [RecordedDescription] {
        guard let object = try? JSONParser.object(Array(text.utf8), limit: 4 << 20) else { return [] }
        return (object["sensors"]?.array ?? []).compactMap(\.object).compactMap { item in
            guard let sensor = item["sensor"]?.object.flatMap(SensorDescription.init(recorded:)),
                let tare = item["tare"]?.number
            else { return nil }
            return RecordedDescription(sensor: sensor, tare: tare)
        }
    }
}
