import Help
import Messages
import Testing

@testable import Console

struct WatchStateTests {
    private func signal(_ name: String, _ samples: [Double], missing: [Int64] = []) -> Station1.Signal {
        Station1.Signal(name: name, unit: "N", samples: samples, missing: missing)
    }

    private func empty(_ unit: ForceUnit = .newton, only: String? = nil) throws -> WatchState {
        WatchState(unit: unit, time: WallTime(try Arguments(["--utc"], options: Option.common)), only: only)
    }

    private func screen(_ state: WatchState, _ keys: WatchKeys = WatchKeys(), columns: Int = 120, rows: Int = 24) -> [String] {
        WatchScreen(
            state: state, keys: keys, columns: columns, rows: rows, clock: "14:03:22", notice: nil, hasKeys: true
        ).lines
    }

    private func batch(
        _ sensor: String, from microseconds: Int64, step: Double = 10_000, _ signals: [Station1.Signal]
    ) -> Station1.Monitor.Reply {
        let batch = Station1.Batch(
            sensor: sensor, sequence: 0, firstSample: 0, timeUs: microseconds, stepUs: step, clock: .locked, dropped: 0, lost: 0,
            phase: .rest, hold: nil, calibrationId: nil, calibrationClass: nil, benchTests: nil, expanded: nil,
            expandedReason: nil, band: nil, signals: signals)
        return Station1.Monitor.Reply(sensors: [], batches: [batch], spectra: nil, clocks: nil)
    }

    private func hold(_ number: Int64, _ sensors: [String]) -> Station1.Hold {
        let parts = sensors.map { sensor in
            Station1.SensorHold(
                sensor: sensor, kind: .explosive, flags: ["pretension"], calibration: .settings, calibrationId: nil,
                calibrationClass: nil, calibrationCertificate: nil, calibrationDoubts: nil, acceptedWorse: nil, unit: nil,
                rate: 1000, firstSample: 0,
                onset: nil, onsetUncertaintyMs: nil,
                onsetParameters: nil, metrics: [metric("peak_force", "N", 321), metric("rfd_0_100", "N/s", nil)])
        }
        return Station1.Hold(
            number: number, kind: .explosive, setUp: "", startWallUs: 3_723_000_000, onsetWallUs: nil, endWallUs: 0,
            recording: nil, excluded: false, excludedReason: nil, session: nil, sensors: parts, utcOffsetSeconds: nil,
            timeZone: nil, setUpMetrics: nil, marks: nil, computation: nil, results: nil)
    }

    private func metric(_ name: String, _ unit: String, _ value: Double?) -> Station1.Metric {
        Station1.Metric(
            name: name, unit: unit, value: value, lower: nil, upper: nil, reason: value == nil ? "rate_too_low" : nil,
            expanded: nil, expandedReason: nil)
    }

    private func state() throws -> WatchState {
        var state = try empty(.kilogram)
        var right = Station1.Sensor.good
        (right.name, right.state, right.reason) = ("right", .absent, "no device")
        state.take(monitor: Station1.Monitor.Reply(sensors: [.good, right], batches: [], spectra: nil, clocks: nil))
        let batch = Station1.Batch(
            sensor: "left", sequence: 0, firstSample: 0, timeUs: 5_000_000, stepUs: 10_000, clock: .locked, dropped: 0, lost: 7,
            phase: .hold, hold: 3, calibrationId: nil, calibrationClass: nil, benchTests: nil, expanded: nil,
            expandedReason: nil, band: nil,
            signals: [signal("force", (0..<100).map(Double.init), missing: [99]), signal("tremor", [2])])
        state.take(monitor: Station1.Monitor.Reply(sensors: [], batches: [batch], spectra: nil, clocks: nil))
        return state
    }

    @Test func plainLinesSayForcePhaseAndTrouble() throws {
        let lines = try state().plainLines
        #expect(lines[0] == "left: 9.993 kg  hold  tremor 0.204 kg")
        #expect(lines[1] == "right: –  settling  no device")
    }

    @Test func theScreenFitsAndShowsEverySensor() throws {
        var crowd = try state()
        for number in 3...8 { crowd.take(monitor: batch("sensor-\(number)", from: 5_000_000, [signal("force", [1, 2, 3])])) }
        for (columns, rows) in [(80, 24), (60, 20), (200, 60)] {
            for state in [try state(), crowd] {
                let screen = screen(state, columns: columns, rows: rows)
                #expect(screen.count == rows && screen.allSatisfy { $0.count <= columns })
                for (place, sensor) in state.sensors.enumerated() {
                    #expect(screen.contains { $0.hasPrefix("\(place + 1) \(sensor.name)") }, "\(sensor.name) \(columns)×\(rows)")
                }
                #expect(screen.contains { $0.hasSuffix("now") } && screen.last?.hasPrefix("14:03:22  q quit") == true)
            }
        }
        let wide = screen(try state())
        #expect(wide[0].contains("hold 3") && wide[0].contains("lost 7"))
        #expect(wide.contains { $0.unicodeScalars.contains { $0.value > 0x2800 && $0.value < 0x2900 } })
        // Where not even a row each is left, that is said.
        #expect(screen(crowd, columns: 20, rows: 6).contains { $0.hasPrefix("4 more") })
    }

    @Test func rowsAreSharedFairly() throws {
        var crowd = try state()
        for number in 3...8 { crowd.take(monitor: batch("sensor-\(number)", from: 5_000_000, [signal("force", [1, 2, 3])])) }
        crowd.take(stored: (1...5).reversed().map { hold($0, ["left", "right"]) })
        for rows in [20, 24, 60] {
            let screen = screen(crowd, columns: 80, rows: rows)
            let starts = crowd.sensors.enumerated().compactMap { place, sensor in
                screen.firstIndex { $0.hasPrefix("\(place + 1) \(sensor.name)") }
            }
            let heights = zip(starts.dropFirst(), starts).map { $0 - $1 }
            #expect(
                starts.count == 8 && (heights.max() ?? 0) - (heights.min() ?? 0) <= 1 && (heights.min() ?? 0) >= 2, "\(screen)")
        }
    }

    @Test func thePastComesBeforeWhatIsLiveAndNoSampleTwice() throws {
        var state = try empty()
        state.take(past: batch("left", from: 1_000_000, [signal("force", [1, 2, 3])]))
        state.take(past: batch("left", from: 1_030_000, [signal("force", [4])]))
        state.take(monitor: batch("left", from: 1_020_000, [signal("force", [3, 4, 5])]))
        #expect(state.sensors[0].samples.map(\.value) == [1, 2, 3, 4, 5])
    }

    @Test func theScaleOfASensorAtRestFollowsItsNoise() throws {
        for noise in [0.001, 1.0, 30.0] {
            var state = try empty()
            let values = (0..<500).map { Double(($0 * 7919) % 101) / 50 - 1 }.map { $0 * noise }
            state.take(monitor: batch("left", from: 0, [signal("force", values)]))
            let label = screen(state)[1].prefix { $0 != "⠀" }.filter { $0 != " " }
            let top = try #require(Double(label.prefix { "0123456789.".contains($0) }))
            #expect(top > 3 * noise && top < 40 * noise, "\(noise): \(top)")
        }
    }

    @Test func theScaleHasAUnitAndAPercentageSaysOfWhat() throws {
        var state = try empty()
        let force = [signal("force", [20, 220, 120]), signal("percent_of_maximum", [0, 50, 25])]
        state.take(monitor: batch("left", from: 0, force))
        state.take(
            monitor: batch("cuff", from: 0, [signal("pressure", [13, 13, 13]), signal("percent_of_occlusion", [56, 56, 56])]))
        let lines = screen(state)
        #expect(lines[0].contains("  25 % of max") && lines[1].prefix(9).hasSuffix(" N "), "\(lines[0...1])")
        #expect(lines.contains { $0.contains("  56 % of occlusion") })
        #expect(screen(state, columns: 60, rows: 8).contains { $0.contains(" 56 %") })
    }

    @Test func aHoldIsShownWholeOrNotAtAll() throws {
        var state = try empty()
        for sensor in ["left", "right"] { state.take(monitor: batch(sensor, from: 0, [signal("force", [1])])) }
        for number in 1...4 {
            let made = hold(Int64(number), ["left", "right", "a-third-one", "a-fourth-one"])
            _ = state.take(holds: Station1.WatchHolds.Reply(hold: made, events: [], dropped: 0, clocks: nil))
        }
        for rows in 12...40 {
            let lines = screen(state, columns: 60, rows: rows)
            let begun = lines.filter { $0.hasPrefix("hold ") && $0.contains("explosive  ") }.count
            let ended = lines.filter { $0.contains("a-fourth-one 321") }.count
            #expect(begun == ended || begun == 1, "\(rows): \(lines)")
        }
    }

    @Test func theTargetOfTheProtocolIsACorridor() throws {
        var state = try empty()
        state.guidance.targets = ["repeaters": 60...70]
        // 20 N at rest, a maximum of 400 N.
        state.take(
            monitor: batch("left", from: 0, [signal("force", [20, 220, 120]), signal("percent_of_maximum", [0, 50, 25])]))
        #expect(state.corridor(of: state.sensors[0]) == nil)
        let cue = Session1.Cue(name: .hold, set: 1, sets: 3, hold: 1, holds: 6, beginsUs: 0, endsUs: 7_000_000)
        _ = state.guidance.take(.init(session: 1, protocol: "repeaters", cue: cue, nowUs: 0, sessions: nil))
        #expect(state.corridor(of: state.sensors[0]) == 260...300)
        #expect(screen(state)[0].hasSuffix("target 60–70 %"))
    }

    @Test func eachSetUpHasItsCueAndItsTarget() throws {
        var state = try empty()
        state.guidance.targets = ["repeaters": 60...70]
        state.guidance.setUps = ["left": "rack", "right": "wall"]
        let values = [signal("force", [20, 220, 120]), signal("percent_of_maximum", [0, 50, 25])]
        for sensor in ["left", "right"] { state.take(monitor: batch(sensor, from: 0, values)) }
        let cue = Session1.Cue(name: .hold, set: 1, sets: 1, hold: 1, holds: 6, beginsUs: 0, endsUs: 7_000_000)
        let sessions = [
            Session1.SessionCue(session: 3, setUp: "wall", protocol: "repeaters", cue: cue),
            Session1.SessionCue(session: 4, setUp: "rack", protocol: nil, cue: nil),
        ]
        let reply = Session1.WatchCues.Reply(session: 3, protocol: "repeaters", cue: cue, nowUs: 0, sessions: sessions)
        let lines = state.guidance.take(reply)
        #expect(lines == ["wall, session 3: PULL  7 s  (hold 1 of 6)", "rack, session 4"])
        #expect(state.guidance.take(reply) == [])
        #expect(state.sensors.map { state.corridor(of: $0) } == [nil, 260...300])
        #expect(screen(state).prefix(2).map { $0.contains("target") } == [true, false])
    }

    @Test func onlyTheChosenSensorHasEventsAndHolds() throws {
        var state = try empty(only: "left")
        let events = ["left", "right"].map { Station1.Event("onset", of: $0, kind: .explosive) }
        #expect(state.take(holds: .init(hold: hold(3, ["right"]), events: events, dropped: 0, clocks: nil)) == ["left: onset"])
        let lines = state.take(holds: .init(hold: hold(4, ["left", "right"]), events: [], dropped: 0, clocks: nil))
        #expect(lines == ["hold 4, explosive", "  left: peak 321.0 N  [pretension]"])
        #expect(state.holds.map(\.number) == [4])
    }

    @Test func theLastHoldsAreOnALineEach() throws {
        var state = try state()
        state.take(stored: [hold(3, ["left"]), hold(2, ["left"])])
        // The stream begins with the last one again.
        _ = state.take(holds: .init(hold: hold(3, ["left"]), events: [], dropped: 0, clocks: nil))
        let screen = screen(state)
        #expect(screen.contains("hold 3, explosive") && screen.contains("hold 2  01:02:03  explosive  left 32.73 kg"))
    }

    @Test func keysChooseAndTareAsksFirst() throws {
        let state = try self.state()
        var keys = WatchKeys()
        let sensors = ["left", "right"]
        func press(_ text: String) -> [WatchKeys.Wish?] { text.map { keys.press($0, sensors: sensors) } }
        #expect(press("2") == [nil] && keys.chosen == "right")
        let shown = screen(state, keys)
        #expect(shown.contains { $0.hasPrefix("2 right") } && !shown.contains { $0.hasPrefix("1 left") })
        #expect(press("tx") == [nil, nil] && press("ty") == [nil, .tare(sensor: "right")])
        #expect(press("9") == [nil] && keys.chosen == "right" && press("2t") == [nil, nil] && keys.chosen == nil)
        #expect(screen(state, keys).last?.hasSuffix("tare all sensors? y/n") == true)
        #expect(press("y") == [.tare(sensor: nil)] && press("pp") == [.pause(true), .pause(false)])
        #expect(press("?") == [nil] && screen(state, keys)[0] == "Keys" && press("tq") == [nil, .quit])
    }

    @Test func bigDigitsAreAsLargeAsTheWindowAllows() throws {
        #expect(BigDigits.lines("1.", scale: 1) == ["  █  ", "  █  ", "  ▀ ▀"])
        let state = try self.state()
        var keys = WatchKeys()
        _ = keys.press("b", sensors: [])
        for (columns, rows) in [(60, 20), (80, 24), (200, 60)] {
            let screen = screen(state, keys, columns: columns, rows: rows)
            #expect(screen.count == rows && screen.allSatisfy { $0.count <= columns })
            // The digits of the left sensor are 9.993.
            #expect(screen.contains { $0.contains("█") })
        }
        func height(_ rows: Int) -> Int { screen(state, keys, rows: rows).count { $0.contains("█") } }
        #expect(height(40) > height(20))
    }

    @Test func thePeakOfTheSpectrumStandsBesideTheTremorOfAHold() throws {
        var state = try state()
        func title() -> String { screen(state).first { $0.hasPrefix("1 left") } ?? "" }
        for (ridge, shown) in [(9.47, " RMS at 9.5 Hz"), (nil, " RMS  lost")] as [(Double?, String)] {
            let spectrum = Station1.Spectrum(
                sensor: "left", sample: 0, timeUs: 0, hold: 3, unit: "N", calibrationId: nil, bands: ["8_12": 2], ridgeHz: ridge,
                medianHz: nil, mainsShare: nil)
            state.take(monitor: Station1.Monitor.Reply(sensors: [], batches: [], spectra: [spectrum], clocks: nil))
            #expect(title().contains(shown), "\(title())")
        }
    }

    @Test func theStiffnessOfAStretchStaysUntilTheNextHold() throws {
        var state = try state()
        func title() -> String { screen(state).first { $0.hasPrefix("1 left") } ?? "" }
        func take(length: Double, stiffness: Double?, hold: Int64?) {
            let now = Station1.BandNow(
                source: "left-length", length: length, lengthExpanded: nil, stiffness: stiffness, lengthReason: nil,
                stiffnessReason: stiffness == nil ? "too_uncertain" : nil)
            let batch = Station1.Batch(
                sensor: "left", sequence: 0, firstSample: 0, timeUs: 6_000_000, stepUs: nil, clock: .locked, dropped: 0, lost: 0,
                phase: .hold, hold: hold, calibrationId: nil, calibrationClass: nil, benchTests: nil, expanded: nil,
                expandedReason: nil, band: [now], signals: [signal("force", [80])])
            state.take(monitor: Station1.Monitor.Reply(sensors: [], batches: [batch], spectra: nil, clocks: nil))
        }
        take(length: 1.2344, stiffness: 402.3, hold: 3)
        #expect(title().contains("length 1.234 m  402 N/m"), "\(title())")
        take(length: 1.25, stiffness: nil, hold: nil)
        #expect(title().contains("length 1.250 m  402 N/m"), "\(title())")
        take(length: 0.9, stiffness: nil, hold: 4)
        #expect(title().contains("length 0.900 m") && !title().contains("N/m"), "\(title())")
    }

    @Test func eventsAndHoldsBecomeLines() throws {
        var state = try empty()
        let events = [
            Station1.Event("onset", of: "left", kind: .explosive), Station1.Event("early", of: "left", ["rfd_0_100": 1500]),
            Station1.Event("unknown", of: "x"),
        ]
        let lines = state.take(holds: Station1.WatchHolds.Reply(hold: hold(4, ["left"]), events: events, dropped: 0, clocks: nil))
        #expect(
            lines == [
                "left: onset", "left: rfd_0_100 1500 N/s (provisional)", "hold 4, explosive",
                "  left: peak 321.0 N  [pretension]",
            ])
    }

    @Test func shakingStaysOnTheScreenWhileItsHoldLastsAndLostEffortUntilTheNextOnset() throws {
        var state = try state()
        func events(_ names: [String], _ values: [String: Double] = [:]) -> [String] {
            let events = names.map { Station1.Event($0, of: "left", values) }
            return state.take(holds: Station1.WatchHolds.Reply(hold: nil, events: events, dropped: 0, clocks: nil))
        }
        func title() -> String { screen(state).first { $0.hasPrefix("1 left") } ?? "" }
        #expect(events(["shaking_began"]) == ["left: shaking has begun"])
        #expect(title().contains("shaking"))
        let told = events(["ended", "effort_dropped"], ["rfd_drop": 31.25, "peak_drop": 8])
        #expect(told == ["left: the set is over, effort has dropped: RFD 0–100 −31.3 %, peak −8.00 %"])
        #expect(!title().contains("shaking") && title().contains("set is over"))
        _ = events(["onset"])
        #expect(!title().contains("set is over"))
    }

    @Test func whatIsToBeDoneIsTheFirstLineAndCountsDown() throws {
        var state = try state()
        let cue = Session1.WatchCues.Reply(
            session: 3, protocol: "repeaters",
            cue: Session1.Cue(name: .hold, set: 2, sets: 3, hold: 4, holds: 6, beginsUs: 4_000_000, endsUs: 11_000_000),
            nowUs: 4_000_000, sessions: nil)
        let first = state.guidance.take(cue)
        // The same cue again, as every ten seconds, is no news.
        let second = state.guidance.take(cue)
        #expect(first == ["PULL  7 s  (hold 4 of 6, set 2 of 3)"] && second == [])
        // The newest sample is of 6 s.
        #expect(screen(state).first == "PULL  5 s  (hold 4 of 6, set 2 of 3)")
        let third = state.guidance.take(.init(session: nil, protocol: nil, cue: nil, nowUs: 9, sessions: []))
        #expect(third == [])
        #expect(screen(state).first?.hasPrefix("1 left") == true)
    }

    @Test func scalesAreRoundNumbers() {
        #expect(
            [0.0012, 0.3, 1, 7, 265, 1081, 0, .infinity].map(WatchScreen.nice) == [0.0015, 0.3, 1, 8, 300, 1500, 1, 1])
    }
}
