import Calibration
import Interface

/// The geometry of a plate as stored in a recording.
extension PlateGeometry {
    func record(in object: inout JSONObject) {
        switch self {
        case .fourCells(let plate):
            object["plate_width_m"] = .number(plate.width)
            object["plate_length_m"] = .number(plate.length)
            let order = (0..<4).map { Int64(plate.order[$0]) }
            if order != [0, 1, 2, 3] { object["plate_order"] = .array(order.map(JSONValue.integer)) }
            if plate.originX != 0 || plate.originY != 0 {
                object["plate_origin_m"] = .array([.number(plate.originX), .number(plate.originY)])
            }
        case .sixAxes(let plate):
            object["plate_depth_m"] = .number(plate.originDepth)
            if plate.coverThickness != 0 { object["plate_cover_m"] = .number(plate.coverThickness) }
        }
    }

    /// nil when the sensor was not a plate.
    init?(recorded json: JSONObject) {
        if let width = json["plate_width_m"]?.number, let length = json["plate_length_m"]?.number {
            var plate = FourCellPlate(width: width, length: length)
            if let order = json["plate_order"]?.array {
                plate.take(order: order.compactMap { $0.integer.map { Int(clamping: $0) } })
            }
            if let origin = json["plate_origin_m"]?.array?.compactMap(\.number), origin.count == 2 {
                (plate.originX, plate.originY) = (origin[0], origin[1])
            }
            self = .fourCells(plate)
        } else if let depth = json["plate_depth_m"]?.number {
            self = .sixAxes(SixAxisPlate(originDepth: depth, coverThickness: json["plate_cover_m"]?.number ?? 0))
        } else {
            return nil
        }
    }
}
