import Samples
import Testing

@testable import Protocols

struct ProtocolRunTests {
    private let start = HostInstant(nanoseconds: 1_000_000_000)

    private func cues(_ plan: TrainingProtocol, step: Double) -> [Cue] {
        var run = ProtocolRun(plan, start: start)
        var cues = [run.cue]
        var time = 0.0
        while run.cue.kind != .finished, time < 10_000 {
            time += step
            if run.advance(to: start.advanced(bySeconds: time)) { cues.append(run.cue) }
        }
        return cues
    }

    @Test func thePresetsHaveNamesOfTheirOwnAndCanAllBeRun() {
        #expect(TrainingProtocol.all.map(\.name) == ["explosive", "peak-hold", "repeaters", "all-out"])
        for plan in TrainingProtocol.all {
            let cues = cues(plan, step: 0.5)
            #expect(cues.count { $0.kind == .hold } == plan.sets * plan.holds)
            #expect(cues.first?.kind == .prepare && cues.last?.kind == .finished)
        }
    }

    @Test func setsHoldsAndRestsComeInOrderAndEachBeginsWhereTheLastEnded() throws {
        let plan = try #require(
            TrainingProtocol(
                name: "x", summary: "", preparation: 5, sets: 2, holds: 2, holdSeconds: 7, restSeconds: 3, setRestSeconds: 60))
        let cues = cues(plan, step: 0.25)
        #expect(cues.map(\.kind) == [.prepare, .hold, .rest, .hold, .setRest, .hold, .rest, .hold, .finished])
        #expect(cues.map(\.set) == [1, 1, 1, 1, 2, 2, 2, 2, 2])
        #expect(cues.map(\.hold) == [1, 1, 2, 2, 1, 1, 2, 2, 2])
        for (cue, next) in zip(cues, cues.dropFirst()) { #expect(cue.ends == next.begins) }
        let seconds = cues.map { ($0.begins.nanoseconds - start.nanoseconds) / 1_000_000_000 }
        #expect(seconds == [0, 5, 12, 15, 22, 82, 89, 92, 99])
    }

    @Test func aClientThatAsksLateIsToldTheCueOfThatMoment() throws {
        let plan = try #require(TrainingProtocol.named("all-out"))
        var late = ProtocolRun(plan, start: start)
        let moment = start.advanced(bySeconds: 5 + 10 * 10 + 1)
        var changes = [late.advance(to: moment)]
        #expect(late.cue.kind == .hold && late.cue.hold == 11)
        // Neither asking again nor an earlier moment changes anything.
        changes += [late.advance(to: moment), late.advance(to: start)]
        #expect(late.cue.hold == 11)
        changes.append(late.advance(to: HostInstant(nanoseconds: .max)))
        #expect(late.cue.kind == .finished && late.cue.ends == nil)
        #expect(changes == [true, false, false, true])
    }

    @Test func aRestOfNoLengthIsPassedOver() throws {
        let plan = try #require(
            TrainingProtocol(name: "x", summary: "", preparation: 0, sets: 1, holds: 3, holdSeconds: 1, restSeconds: 0))
        #expect(cues(plan, step: 0.1).map(\.kind) == [.prepare, .hold, .hold, .hold, .finished])
    }

    @Test func whatNobodyCanDoIsNoProtocol() {
        func plan(holds: Int = 1, hold: Double = 1, rest: Double = 1, target: ClosedRange<Double>? = nil) -> TrainingProtocol? {
            TrainingProtocol(
                name: "x", summary: "", preparation: 0, sets: 1, holds: holds, holdSeconds: hold, restSeconds: rest,
                target: target)
        }
        #expect(plan() != nil)
        #expect(plan(holds: 0) == nil && plan(holds: .max) == nil)
        #expect(plan(hold: 0) == nil && plan(hold: .nan) == nil && plan(hold: .infinity) == nil)
        #expect(plan(rest: -1) == nil && plan(rest: .nan) == nil)
        #expect(plan(target: 0...10) == nil && plan(target: 60...900) == nil)
    }
}
