import Samples

/// The loads on all plates of a set-up. Weight that moves from one plate to another is not an effort, although one plate measures
/// a rise.
///
/// Owned by the thread that processes; fixed size, no allocation.
struct PlateLoads: BitwiseCopyable, Sendable {
    private struct Plate: BitwiseCopyable {
        var setUp: UInt16 = 0
        /// The 20 ms mean and the level of rest, N; NaN while they are not known.
        var load = Double.nan
        var rest = Double.nan
    }

    private var plates = [64 of Plate](repeating: Plate())
    /// Bits of the sensors that are plates which somebody stands on.
    private(set) var mask: UInt64 = 0

    /// Stores the current load of a plate.
    mutating func note(_ sensor: SensorNumber, setUp: UInt16, load: Double, rest: Double) {
        mask |= sensor.bit
        plates[Int(sensor.value & 63)] = Plate(setUp: setUp, load: load, rest: rest)
    }

    /// Forgets a plate that has been removed.
    mutating func forget(_ sensor: SensorNumber) { mask &= ~sensor.bit }

    /// Sums over the other plates of a set-up, N; nil when there is none, or when the level of rest of one of them is not known.
    func others(than sensor: SensorNumber, setUp: UInt16) -> (load: Double, rest: Double)? {
        let others = mask & ~sensor.bit
        guard others != 0 else { return nil }
        var (load, rest) = (0.0, 0.0)
        var found = false
        for place in 0..<64 where others >> UInt64(place) & 1 != 0 && plates[place].setUp == setUp {
            load += plates[place].load
            rest += plates[place].rest
            found = true
        }
        return found && load.isFinite && rest.isFinite ? (load, rest) : nil
    }
}

/// Compares what a plate gains in an effort with what the other plates lose.
struct WeightShift: BitwiseCopyable, Sendable {
    /// It is a shift when the other plates lose this share of the gain. An athlete who pushes with one leg takes some weight off
    /// the other leg, but not all of it.
    private static let share = 0.8

    private var ownRest = Double.nan
    private var othersRest = Double.nan
    private var own = 0.0
    private var others = 0.0

    /// Begins an effort. The other plates' levels of rest are still those from before the effort, because a new level becomes
    /// rest only after two seconds.
    init(ownRest: Double?, othersRest: Double?) {
        self.ownRest = ownRest ?? .nan
        self.othersRest = othersRest ?? .nan
    }

    /// Adds a sample of the effort: the load of this plate and the load of the others.
    mutating func push(_ load: Double, others: Double?) {
        guard let others, load.isFinite else { return }
        own += load - ownRest
        self.others += others - othersRest
    }

    var isSeen: Bool { own > 0 && others < -Self.share * own }
}
