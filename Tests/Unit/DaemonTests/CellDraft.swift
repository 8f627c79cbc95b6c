import Interface

/// A calibration of the pretend cell "cell" from points that somebody has written down: a straight line through `zero`, and a little scatter.
enum CellDraft {
    static func fields(
        sensor: String = "cell", countsPerNewton: Double = 1600, zero: Double = 84_000, rawUnit: String = "counts"
    ) -> JSONValue {
        let forces = [0, 100, 200, 300, 400, 300, 200, 100, 0.0]
        let series = [0.4, -0.7].map { shift in
            let readings = forces.enumerated().map { zero + countsPerNewton * $1 + shift * Double($0 % 3) }
            return JSONValue.object(
                JSONObject([
                    ("forces", .array(forces.map(JSONValue.number))), ("readings", .array(readings.map(JSONValue.number))),
                ]))
        }
        return .object(
            JSONObject([
                ("sensor", .string(sensor)), ("rawUnit", .string(rawUnit)), ("resolution", .number(1)),
                ("reference", .object(JSONObject([("relativeUncertainty", .number(1e-3))]))), ("series", .array(series)),
            ]))
    }
}
