import Interface
import Metrics

/// The place of a sensor in its set-up, as stored in a recording. What was not stated is left out.
extension SetUpPlace {
    func record(in object: inout JSONObject) {
        if !role.isEmpty { object["role"] = .string(role) }
        if latency != 0 { object["latency_s"] = .number(latency) }
        object["latency_uncertainty_s"] = latencyUncertainty.map(JSONValue.number)
        object["band_direction_deg"] = band.map { .array([.number($0.elevation), .number($0.azimuth)]) }
        object["plate_position"] = plate.map { .array([.number($0.right), .number($0.forward), .number($0.turn)]) }
    }

    init(recorded json: JSONObject) {
        self.init()
        func numbers(_ key: String, _ count: Int) -> [Double]? {
            let found = json[key]?.array?.compactMap(\.number)
            return found?.count == count ? found : nil
        }
        role = json["role"]?.string ?? ""
        latency = json["latency_s"]?.number ?? 0
        latencyUncertainty = json["latency_uncertainty_s"]?.number
        band = numbers("band_direction_deg", 2).map { BandDirection(elevation: $0[0], azimuth: $0[1]) }
        plate = numbers("plate_position", 3).map { PlatePosition(right: $0[0], forward: $0[1], turn: $0[2]) }
    }
}
