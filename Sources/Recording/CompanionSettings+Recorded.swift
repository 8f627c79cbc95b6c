import Interface
import Metrics

/// What the settings say of a companion, as stored in a recording. What was not stated is left out.
extension CompanionSettings {
    func record(in object: inout JSONObject) {
        object["maximum_mv"] = maximum.map(JSONValue.number)
        object["mains_hz"] = .number(mains)
        object["mains_notch"] = .bool(notchesMains)
        object["occlusion_kpa"] = occlusion.map(JSONValue.number)
        object["limit_percent"] = .number(limitPercent)
        object["limit_s"] = .number(limitSeconds)
        object["uncertainty"] = uncertainty.map(JSONValue.number)
        object["uncertainty_percent"] = uncertaintyPercent.map(JSONValue.number)
    }

    init(recorded json: JSONObject) {
        self.init()
        maximum = json["maximum_mv"]?.number
        mains = json["mains_hz"]?.number ?? mains
        notchesMains = json["mains_notch"]?.bool ?? false
        occlusion = json["occlusion_kpa"]?.number
        limitPercent = json["limit_percent"]?.number ?? limitPercent
        limitSeconds = json["limit_s"]?.number ?? limitSeconds
        uncertainty = json["uncertainty"]?.number
        uncertaintyPercent = json["uncertainty_percent"]?.number
    }
}
