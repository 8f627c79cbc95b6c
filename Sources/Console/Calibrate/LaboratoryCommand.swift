import Calibration
import Certificates
import Interface
import LinuxIO
import Messages

extension Command {
    /// Shows what a laboratory's certificate says; with a sensor, it becomes its calibration.
    static func adopt(certificate path: String, _ arguments: Arguments) throws(CommandError) {
        let others =
            measuringOptions + [
                "table", "unit", "gravity", "latitude", "height", "load-uncertainty", "density", "weights", "positions",
                "remount",
                "limits", "zero-per-kelvin", "span-per-kelvin", "kelvin",
            ]
        if let other = others.first(where: { arguments[$0] != nil || arguments.has($0) }) {
            throw .usage("--\(other) cannot be used with --certificate, because the certificate states it")
        }
        guard arguments.positional.count <= 1 else {
            throw .usage("one sensor, or none: holdfast calibrate SENSOR --certificate FILE")
        }
        let name = arguments.positional.first
        let bytes = try ChosenFile.read(path, limit: 1 << 20)
        var draft: CalibrationDraft
        do throws(RecordError) { draft = try CalibrationDraft(laboratoryFile: bytes, sensor: name ?? "") } catch {
            throw .data("\(path): \(error.text)")
        }
        draft.validDays = try arguments.integer("valid", in: 0...36_500)
        if let note = arguments["note"] { draft.note = note }
        draft.conditions.intendedForce = try arguments.number("intended")
        draft.isForRates = arguments.has("rates")
        draft.rawUnit = try rawUnit(draft.rawUnit, path, name, arguments)
        try decide(draft, arguments)
    }
}
