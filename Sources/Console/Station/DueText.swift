import Certificates
import Messages
import Samples

/// Due dates, checks and what is doubtful of a calibration, for people.
enum DueText {
    /// The next date of all, and how many have passed.
    static func rows(_ dates: [Station1.DueDate], _ times: WallTime) -> [[String]] {
        let overdue = dates.filter { $0.state == .overdue }
        let next = dates.first { $0.state != .overdue }
        var rows: [[String]] = []
        if !overdue.isEmpty { rows.append(["overdue", overdue.map { name($0, times) }.joined(separator: ", ")]) }
        if let next { rows.append(["next due", name(next, times)]) }
        return rows
    }

    private static func name(_ date: Station1.DueDate, _ times: WallTime) -> String {
        let what =
            switch date.what {
            case .calibration: date.name
            case .benchTest: "\(date.name) (\(date.test?.rawValue ?? ""))"
            case .weight: "weight \(date.name)"
            }
        return "\(what) \(times.day(date.dueWallUs))"
    }

    /// That what the newtons come from is worse than allowed, and why it is in force, as far as this client may know.
    static func worse(_ name: String?, because reason: String?) -> [String] {
        guard name == CalibrationRecord.worse else { return [] }
        return ["the calibration is worse than allowed" + (reason.map { ", and in force because: \($0.visible())" } ?? "")]
    }

    /// What is doubtful, in few words that follow a comma.
    static func words(_ doubt: Station1.CalibrationDoubt) -> String {
        switch doubt {
        case .overdue: "overdue"
        case .checkFailed: "check failed"
        case .checksDrift: "checks drift"
        case .checkAltered: "check changed by the disk"
        }
    }

    /// The same as a sentence, with what follows from it.
    static func sentence(_ doubt: Station1.CalibrationDoubt) -> String {
        switch doubt {
        case .overdue: "the calibration is overdue: forces may be wrong by more than U"
        case .checkFailed: "a check of the calibration failed: forces are wrong by more than U"
        case .checksDrift: "the checks of the calibration drift to one side: forces may soon be wrong by more than U"
        case .checkAltered: "the disk has changed the result of a check of the calibration: check again"
        }
    }
}
