import Interface
import Testing

@testable import Console

struct WatchStateTests {
    private func object(_ text: String) throws -> JSONObject { try JSONParser.object(Array(text.utf8)) }

    private func state() throws -> WatchState {
        var state = WatchState(unit: .kilogram)
        state.take(
            monitor: try object(
                #"{"sensors":[{"name":"left","state":"streaming","unit":"N"},{"name":"right","state":"absent","reason":"no device"}],"batches":[]}"#
            ))
        let samples = (0..<100).map { "\($0)" }.joined(separator: ",")
        state.take(
            monitor: try object(
                #"{"sensors":[],"batches":[{"sensor":"left","timeUs":5000000,"stepUs":10000,"phase":"hold","hold":3,"dropped":0,"lost":7,"signals":[{"name":"force","unit":"N","samples":["#
                    + samples
                    + #"],"missing":[99]},{"name":"tremor","unit":"N","samples":[2],"missing":[]}]}]}"#))
        return state
    }

    @Test func plainLinesSayForcePhaseAndTrouble() throws {
        let lines = try state().plainLines
        #expect(lines[0] == "left: 9.993 kg  hold  tremor 0.204 kg")
        #expect(lines[1] == "right: –  settling  no device")
    }

    @Test func theScreenFitsAndShowsEverySensor() throws {
        for (columns, rows) in [(80, 24), (20, 6), (200, 60)] {
            let screen = try state().screen(columns: columns, rows: rows)
            #expect(screen.count <= rows && screen.allSatisfy { $0.count <= columns })
            #expect(screen.contains { $0.hasPrefix("left") } && screen.contains { $0.hasPrefix("right") })
        }
        let wide = try state().screen(columns: 120, rows: 24)
        #expect(wide[0].contains("hold 3") && wide[0].contains("lost 7"))
        #expect(wide.contains { $0.unicodeScalars.contains { $0.value > 0x2800 && $0.value < 0x2900 } })
    }

    @Test func thePeakOfTheSpectrumStandsBesideTheTremorOfAHold() throws {
        var state = try state()
        func title() -> String { state.screen(columns: 120, rows: 24).first { $0.hasPrefix("left") } ?? "" }
        for (reply, shown) in [(#""ridgeHz":9.47,"#, " RMS at 9.5 Hz"), ("", " RMS  lost")] {
            state.take(
                monitor: try object(#"{"sensors":[],"batches":[],"spectra":[{"sensor":"left",\#(reply)"bands":{"8_12":2}}]}"#))
            #expect(title().contains(shown), "\(title())")
        }
    }

    @Test func eventsAndHoldsBecomeLines() throws {
        var state = WatchState(unit: .newton)
        let lines = state.take(
            holds: try object(
                #"{"events":[{"name":"onset","sensor":"left","values":{"explosive":1}},{"name":"early","sensor":"left","values":{"rfd_0_100":1500}},{"name":"unknown","sensor":"x","values":{}}],"dropped":0,"hold":{"number":4,"kind":"explosive","sensors":[{"sensor":"left","flags":["pretension"],"metrics":[{"name":"peak_force","unit":"N","value":321},{"name":"rfd_0_100","unit":"N/s","reason":"rate_too_low"}]}]}}"#
            ))
        #expect(
            lines == [
                "left: onset", "left: rfd_0_100 1500 N/s (provisional)", "hold 4, explosive",
                "  left: peak 321.00 N  [pretension]",
            ])
    }

    @Test func shakingStaysOnTheScreenWhileItsHoldLastsAndLostEffortUntilTheNextOnset() throws {
        var state = try state()
        func events(_ names: [String], _ values: String = "{}") throws -> [String] {
            let list = names.map { #"{"name":"\#($0)","sensor":"left","values":\#(values)}"# }.joined(separator: ",")
            return state.take(holds: try object(#"{"events":[\#(list)],"dropped":0}"#))
        }
        func title() -> String { state.screen(columns: 120, rows: 24).first { $0.hasPrefix("left") } ?? "" }
        #expect(try events(["shaking_began"]) == ["left: shaking has begun"])
        #expect(title().contains("shaking"))
        let told = try events(["ended", "effort_dropped"], #"{"rfd_drop":31.25,"peak_drop":8}"#)
        #expect(told == ["left: the set is over, effort has dropped: RFD 0–100 −31.3 %, peak −8.00 %"])
        #expect(!title().contains("shaking") && title().contains("set is over"))
        _ = try events(["onset"])
        #expect(!title().contains("set is over"))
    }

    @Test func whatIsToBeDoneIsTheFirstLineAndCountsDown() throws {
        var state = try state()
        let cue =
            #"{"session":3,"protocol":"repeaters","cue":{"name":"hold","set":2,"sets":3,"hold":4,"holds":6,"beginsUs":4000000,"endsUs":11000000},"nowUs":4000000}"#
        let first = state.take(cue: try object(cue))
        // The same cue again, as every ten seconds, is no news.
        let second = state.take(cue: try object(cue))
        #expect(first == "PULL  7 s  (hold 4 of 6, set 2 of 3)" && second == nil)
        // The newest sample is of 6 s.
        #expect(state.screen(columns: 120, rows: 24).first == "PULL  5 s  (hold 4 of 6, set 2 of 3)")
        let third = state.take(cue: try object(#"{"nowUs":9}"#))
        #expect(third == nil)
        #expect(state.screen(columns: 120, rows: 24).first?.hasPrefix("left") == true)
    }

    @Test func scalesAreRoundNumbers() {
        #expect([0.3, 1, 7, 265, 1081, 0, .infinity].map(WatchState.nice) == [0.3, 1, 8, 300, 1500, 1, 1])
    }
}
