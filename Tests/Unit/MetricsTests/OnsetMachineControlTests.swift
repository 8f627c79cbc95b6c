import Metrics
import Samples
import Testing
import Seeding

/// Reset, tare, the end of a stream, and values that are no force.
struct OnsetMachineControlTests {
    private let pull = OnsetSignals.sampled(seconds: 9, rate: 1000) { time in
        OnsetSignals.pull(time, start: 3, stop: 6, height: 350) + 0.2 * OnsetSignals.wave(7, time)
    }

    private func events(_ machine: inout OnsetMachine, _ force: some Sequence<Double>) -> [String] {
        var list = OnsetEvents()
        var lines: [String] = []
        for value in force {
            machine.push(value, into: &list)
            for place in 0..<list.count { lines.append(list[place].map { "\(machine.count) \($0)" } ?? "missing") }
            list.removeAll()
        }
        return lines
    }

    @Test func aReplayAfterResetIsTheSameBitForBit() {
        var machine = OnsetMachine(rate: 1000, kind: .cell)
        let first = events(&machine, pull)
        _ = events(&machine, pull.prefix(4321))
        machine.reset()
        let (count, phase) = (machine.count, machine.phase)
        #expect(count == 0 && phase == .rest)
        let again = events(&machine, pull)
        #expect(again == first)
        #expect(first.count == 5)
    }

    @Test func aTareRestartsTheBaselineAndIsNoPull() throws {
        var machine = OnsetMachine(rate: 1000, kind: .cell)
        func level(_ force: Double, _ count: Int) -> [Double] {
            (0..<count).map { force + 0.2 * OnsetSignals.wave(7, Double($0) / 1000) }
        }
        var lines = events(&machine, level(300, 1000))
        #expect(lines.isEmpty)
        let (phase, mean, trigger) = (machine.phase, machine.baselineMean, machine.triggerLevel)
        #expect(phase == .armed)
        #expect(abs((mean ?? 0) - 300) < 0.1 && abs((trigger ?? 0) - 304) < 0.1)
        var taken = machine.restartBaseline()
        machine.declareRest(400)
        let (after, none) = (machine.phase, machine.baselineMean)
        #expect(taken && after == .rest && none == nil)
        // The samples from before the tare must not be looked at, whichever way force has moved.
        lines = events(&machine, level(400, 619))
        let early = machine.phase
        #expect(lines.isEmpty && early == .rest)
        lines = events(&machine, [400])
        let armed = machine.phase
        #expect(lines.isEmpty && armed == .armed)
        taken = machine.restartBaseline()
        machine.declareRest(0)
        lines = events(&machine, pull)
        let count = machine.count
        #expect(taken && lines.count == 5 && count == 1000 + 620 + pull.count)
        // Numbers go on counting from the last reset.
        #expect(lines.first?.contains("onset: 46") == true, "\(lines.first ?? "")")
    }

    @Test func aTareIsRefusedDuringAHold() {
        var machine = OnsetMachine(rate: 1000, kind: .cell)
        var last = 0
        func refused(_ force: [Double], until sample: Int, _ phases: Set<Phase>) -> Bool {
            _ = events(&machine, force[last..<sample])
            last = sample
            return phases.contains(machine.phase) && !machine.restartBaseline()
        }
        #expect(refused(pull, until: 3020, [.rising, .hold]))
        #expect(refused(pull, until: 5000, [.hold]))
        #expect(refused(pull, until: 6100, [.release]))
        machine.reset()
        last = 0
        let ramp = OnsetSignals.sampled(seconds: 6, rate: 1000) { OnsetSignals.lines($0, [(2, 0), (4, 100), (6, 100)]) }
        #expect(refused(ramp, until: 2400, [.ramp]))
        #expect(refused(ramp, until: 6000, [.holding]))
    }

    @Test func theEndOfTheStreamTruncatesTheHold() throws {
        for (length, early) in [(3100, false), (5000, true), (6100, true)] {
            var list = OnsetEvents()
            var machine = OnsetMachine(rate: 1000, kind: .cell)
            _ = events(&machine, pull.prefix(length))
            machine.finish(into: &list)
            guard case .ended(let ended)? = list[list.count - 1] else {
                Issue.record("\(length): no end")
                continue
            }
            #expect(ended.flags.contains(.truncated) && ended.end == UInt64(length - 1))
            #expect(list.count == (early ? 2 : 3))
            if !early, case .early(let values)? = list[0] {
                #expect(values.rfd50.isFinite && values.rfd200.isNaN && values.force250.isNaN)
            }
            machine.finish(into: &list)
            #expect(list.count == (early ? 2 : 3), "what has ended does not end again")
        }
    }

    @Test func theEndOfTheStreamDoesNotTruncateALoadThatIsOver() throws {
        let ramp = OnsetSignals.sampled(seconds: 7, rate: 1000) {
            OnsetSignals.lines($0, [(2, 0), (4, 100), (6, 100), (6.5, 0)])
        }
        for (length, truncated) in [(5000, true), (6800, false)] {
            let run = OnsetRun(Array(ramp.prefix(length)), rate: 1000, kind: .cell, finish: true)
            #expect(run.sustained.count == 1)
            #expect(try #require(run.ends.first).flags.contains(.truncated) == truncated)
        }
    }

    @Test func whatIsNoForceNeitherTrapsNorStays() {
        let strange = [Double.nan, .infinity, -.infinity, 1e308, -1e308, .leastNonzeroMagnitude, 0, -0.0]
        var random = SeededNumbers(seed: 99)
        for rate in [0, -5, .nan, .infinity, 1, 3, 80, 999.7, 1e9] {
            for kind in SensorKind.allCases {
                var machine = OnsetMachine(rate: rate, kind: kind)
                let noise = (0..<3000).map { _ in strange[Int(random.next() % 8)] }
                _ = events(&machine, noise)
                _ = machine.restartBaseline()
                var list = OnsetEvents()
                machine.finish(into: &list)
                machine.reset()
            }
        }
        var machine = OnsetMachine(rate: 1000, kind: .cell)
        _ = events(&machine, (0..<3000).map { _ in strange[Int(random.next() % 8)] })
        var list = OnsetEvents()
        machine.finish(into: &list)
        let lines = events(&machine, pull)
        #expect(lines.contains { $0.contains("onset(") } && lines.contains { $0.contains("ended(") })
    }

    @Test(arguments: 1...UInt64(12))
    func randomWalksOfEverySizeAreSurvived(_ seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        let kind: SensorKind = seed % 2 == 0 ? .plate : .cell
        let rate = [80, 87.5, 500, 1000, 2048, 12.5][Int(seed % 6)]
        var machine = OnsetMachine(rate: rate, kind: kind)
        var level = 0.0
        let scale = [0.1, 3, 50, 1e5][Int(seed % 4)]
        var list = OnsetEvents()
        /// What is under way: nothing, a hold that was announced, one whose onset is final.
        var course = 0
        func follow() {
            for place in 0..<list.count {
                switch list[place] {
                case .holding?:
                    #expect(course == 0)
                    course = 1
                case .onset?:
                    #expect(course <= 1)
                    course = 1
                case .surge?: #expect(course == 1)
                case .onsetFinal?:
                    #expect(course == 1)
                    course = 2
                case .ended?:
                    #expect(course == 2)
                    course = 0
                case .weightShift?:
                    #expect(course == 1)
                    course = 0
                case .levelChanged?: course = 0
                default: break
                }
            }
            list.removeAll()
        }
        for _ in 0..<20_000 {
            level = 0.999 * level + scale * (random.uniform() < 0.001 ? 40 * random.bounded() : 0.1 * random.bounded())
            machine.push(level, into: &list)
            // Holds of one sensor never overlap, and each has one final onset.
            follow()
        }
        machine.finish(into: &list)
        follow()
        let open = course
        #expect(open == 0, "seed \(seed)")
    }

    @Test func theListOfEventsHasNoPlaceOutsideItself() {
        let list = OnsetEvents()
        #expect(list.count == 0 && list[0] == nil && list[-1] == nil && list[Int.max] == nil)
    }
}
