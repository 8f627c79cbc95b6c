import Filtering
import Samples

/// Computes the numbers that the sensors of a hold have together, in slices (see <doc:BandAndBody>).
///
/// The same members give bit-identical numbers, live and offline, at once or in slices.
public struct SetUpAnalysis {
    private enum Stage {
        case sequence
        case bands
        case alignment
        case spectra
        case coupling
        case stiffness
        case sides
        case sway(Int)
        case done
    }

    private let hold: AlignedHold
    private let companions: [SetUpCompanion]
    private var stage = Stage.sequence
    private var list = SetUpList()
    private var forces: Result<AlignedForces, NullReason> = .failure(.noPlateau)
    private var welch: CrossWelch?
    private var matrix: SpectralMatrix?

    public init(_ members: [SetUpMember], companions: [SetUpCompanion] = []) {
        hold = AlignedHold(members)
        self.companions = companions
    }

    /// All numbers at once.
    public static func numbers(of members: [SetUpMember], companions: [SetUpCompanion] = []) -> [SetUpNumber] {
        var analysis = SetUpAnalysis(members, companions: companions)
        while true {
            if let numbers = analysis.advance() { return numbers }
        }
    }

    /// Does the next slice. Returns the numbers when everything is done; of a single sensor of force, only its sway and what companions
    /// add.
    public mutating func advance() -> [SetUpNumber]? {
        guard hold.members.count > 1 else {
            hold.addStiffness(companions, to: &list)
            _ = hold.addSway(0, to: &list)
            return list.numbers
        }
        switch stage {
        case .sequence:
            hold.addSequence(to: &list)
            stage = .bands
        case .bands:
            hold.addBands(to: &list)
            stage = .alignment
        case .alignment:
            do {
                let forces = try AlignedForces(hold)
                self.forces = .success(forces)
                welch = forces.welch()
            } catch {
                forces = .failure(error)
            }
            stage = .spectra
        case .spectra:
            if welch != nil { matrix = welch?.advance() }
            if welch == nil || matrix != nil { stage = .coupling }
        case .coupling:
            hold.addCoupling(forces, matrix, to: &list)
            stage = .stiffness
        case .stiffness:
            hold.addStiffness(companions, to: &list)
            stage = .sides
        case .sides:
            hold.addSides(forces, to: &list)
            stage = .sway(0)
        case .sway(let index):
            stage = hold.addSway(index, to: &list) ? .sway(index + 1) : .done
        case .done:
            return list.numbers
        }
        return nil
    }
}

/// The members of a hold on one time axis.
struct AlignedHold {
    let members: [AlignedMember]
    /// The order of the onsets, and the members that have one, in the order of its lags.
    let order: OnsetOrder?
    let ordered: [AlignedMember]
    /// The time in which every member is on its plateau.
    let plateau: ClosedRange<Double>?
    /// The members whose onset is that of a later rise, by name: long after the first onset, of a force that had risen before.
    let late: Set<String>
    private static let longestWait = 2.0
    /// The moment of common time 0.
    let origin: HostInstant

    init(_ members: [SetUpMember]) {
        // By name, because the order in which the sensors ended must not matter.
        let sorted = members.sorted { $0.name < $1.name }
        let origin = members.map(\.begin).min() ?? HostInstant(nanoseconds: 0)
        self.origin = origin
        let byHinge = members.allSatisfy { AlignedMember.hinge($0) != nil }
        self.members = sorted.map { AlignedMember($0, origin: origin, byHinge: byHinge) }
        let first = self.members.compactMap(\.onset?.moment).min() ?? 0
        let late = self.members.filter { $0.hasEarlierRise && ($0.onset?.moment ?? first) - first > Self.longestWait }
        self.late = Set(late.map(\.name))
        ordered = self.members.filter { member in member.onset != nil && !late.contains { $0.name == member.name } }
        order = OnsetOrder(ordered.compactMap(\.onset))
        let spans = self.members.compactMap(\.plateau)
        let (start, end) = (spans.map(\.lowerBound).max() ?? 0, spans.map(\.upperBound).min() ?? 0)
        plateau = spans.count == members.count && start < end ? start...end : nil
    }

    /// Members whose forces may be added, two or more, family by family.
    var families: [[AlignedMember]] {
        (0..<3).map { family in members.filter { $0.family == family } }.filter { $0.count > 1 }
    }

    /// The pairs of sides, the positive side first. A role that two sensors of a family have does not say which is meant.
    var sides: [(positive: AlignedMember, negative: AlignedMember)] {
        members.compactMap { member in
            guard let other = Role.opposite(of: member.member.place.role), other.isPositive else { return nil }
            func only(_ role: String) -> AlignedMember? {
                let found = members.filter { $0.family == member.family && $0.member.place.role == role }
                return found.count == 1 ? found[0] : nil
            }
            guard only(member.member.place.role) != nil, let negative = only(other.role) else { return nil }
            return (member, negative)
        }
    }
}

/// The forces of all members on one even grid over their common plateau, 0.5 s trimmed from each end.
struct AlignedForces {
    let rate: Double
    /// In the order of the members.
    let forces: [[Double]]

    /// Faster than any oscillation that is compared.
    static let highestRate = 250.0
    /// A faster sensor is low-passed below this part of the common rate.
    static let edge = 0.4
    /// Segments of the spectra, s.
    static let segmentSeconds = 2.0

    init(_ hold: AlignedHold) throws(NullReason) {
        guard let plateau = hold.plateau else { throw .noPlateau }
        let (start, end) = (plateau.lowerBound + Plateau.trim, plateau.upperBound - Plateau.trim)
        guard end - start >= Plateau.whole else { throw .plateauTooShort }
        let slowest = hold.members.map(\.curve.rate).min() ?? 0
        guard RateRule.meets(slowest, RateRule.lowest) else { throw .rateTooLow }
        let rate = min(slowest, Self.highestRate)
        let count = Int((end - start) * rate) + 1
        var forces: [[Double]] = []
        for member in hold.members {
            // The whole common plateau, so that the ends of the filter are trimmed.
            let series = try member.series(plateau)
            let smooth = try Self.smoothed(series, to: rate)
            var values: [Double] = []
            values.reserveCapacity(count)
            for index in 0..<count {
                guard let value = smooth.value(at: start + Double(index) / rate) else { throw .gapInside }
                values.append(value)
            }
            forces.append(values)
        }
        self.rate = rate
        self.forces = forces
    }

    private static func smoothed(_ series: UniformSeries, to rate: Double) throws(NullReason) -> UniformSeries {
        guard series.rate > 1.25 * rate else { return series }
        guard let filter = Butterworth.lowPass(order: 2, cutoff: edge * rate, rate: series.rate),
            let values = ZeroPhaseFilter.apply(filter, to: series.values),
            let smooth = UniformSeries(values: values, rate: series.rate, start: series.start)
        else { throw .plateauTooShort }
        return smooth
    }

    func welch() -> CrossWelch? {
        let length = FourierTransform.quickLength(atMost: Int(Self.segmentSeconds * rate))
        return CrossWelch(forces, rate: rate, segmentLength: length, overlap: length / 2, detrend: .linear)
    }
}
