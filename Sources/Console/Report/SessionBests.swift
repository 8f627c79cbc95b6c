import Messages
import Samples

/// The best numbers of the holds of a session that count, by sensor, and the person.
struct SessionBests {
    struct Best: Equatable {
        var value: Double
        var hold: Int64
    }

    /// The numbers that are compared.
    static let names = ["peak_force", "mvc_500", "rfd_0_100", "rfd_0_200"]

    let session: Session1.Session
    private var bests: [String: [String: Best]] = [:]

    /// - Parameters:
    ///   - groups: which holds count, by sensor.
    ///   - holds: the holds of the session, with the numbers that are compared.
    init(_ session: Session1.Session, _ groups: [Session1.SessionNumbers], _ holds: [Station1.Hold]) {
        self.session = session
        let valid = Dictionary(groups.map { ($0.sensor, Set($0.valid)) }) { $0.union($1) }
        for hold in holds where !hold.excluded {
            for part in hold.sensors where valid[part.sensor]?.contains(hold.number) == true {
                for metric in part.metrics where Self.names.contains(metric.name) {
                    guard let value = metric.value else { continue }
                    let known = bests[part.sensor]?[metric.name]
                    if known.map({ value > $0.value }) ?? true {
                        bests[part.sensor, default: [:]][metric.name] = Best(value: value, hold: hold.number)
                    }
                }
            }
        }
    }

    /// The best value of a number on a sensor; nil where no hold counts.
    func best(_ name: String, of sensor: String) -> Best? { bests[sensor]?[name] }

    /// "97.3 % of the best of the session (hold 4)", or that this hold is the best.
    func comparison(_ name: String, of sensor: String, value: Double, hold: Int64) -> String? {
        guard let best = best(name, of: sensor), best.value > 0 else { return nil }
        if best.hold == hold { return "the best of the session" }
        return "\(Digits.text(100 * value / best.value, digits: 3)) % of the best of the session (hold \(best.hold))"
    }
}
