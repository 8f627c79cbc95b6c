import Metrics
import Samples
import Seeding

/// What a machine said about a whole signal: each event with the sample that it came with.
struct OnsetRun {
    private(set) var events: [(at: Int, what: HoldEvent.What)] = []
    private(set) var phases: [Phase] = []

    init(
        _ force: [Double], rate: Double, kind: SensorKind, parameters: OnsetParameters? = nil, restLevel: Double? = nil,
        finish: Bool = false
    ) {
        var machine = OnsetMachine(rate: rate, kind: kind, parameters: parameters)
        if let restLevel { machine.declareRest(restLevel) }
        var list = OnsetEvents()
        for (i, value) in force.enumerated() {
            machine.push(value, into: &list)
            take(&list, at: i)
            phases.append(machine.phase)
        }
        if finish {
            machine.finish(into: &list)
            take(&list, at: force.count)
        }
    }

    private mutating func take(_ list: inout OnsetEvents, at sample: Int) {
        for place in 0..<list.count {
            if let what = list[place] { events.append((sample, what)) }
        }
        list.removeAll()
    }

    /// Onsets as they stay, one of each hold.
    var onsets: [HoldEvent.Onset] { events.compactMap { if case .onsetFinal(let onset) = $0.what { onset } else { nil } } }
    /// What was told of fast rises while they happened.
    var provisional: [HoldEvent.Onset] { events.compactMap { if case .onset(let onset) = $0.what { onset } else { nil } } }
    var explosive: [HoldEvent.Onset] { onsets.filter { $0.kind == .explosive } }
    var sustained: [HoldEvent.Onset] { onsets.filter { $0.kind == .sustained } }
    var ends: [HoldEvent.Ended] { events.compactMap { if case .ended(let ended) = $0.what { ended } else { nil } } }
    var early: [HoldEvent.EarlyForce] { events.compactMap { if case .early(let early) = $0.what { early } else { nil } } }
    /// Every event in one line each, for comparing runs bit by bit.
    var lines: [String] { events.map { "\($0.at) \($0.what)" } }
}

extension SeededNumbers {
    /// Sum of twelve even numbers: close enough to a Gauss curve of SD 1, and bounded.
    mutating func bounded() -> Double { (0..<12).reduce(-6) { sum, _ in sum + uniform() } }
}
