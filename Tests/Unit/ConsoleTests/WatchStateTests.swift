import Messages
import Testing

@testable import Console

struct WatchStateTests {
    private func signal(_ name: String, _ samples: [Double], missing: [Int64] = []) -> Station1.Signal {
        Station1.Signal(name: name, unit: "N", samples: samples, missing: missing)
    }

    private func state() -> WatchState {
        var state = WatchState(unit: .kilogram)
        var right = Station1.Sensor.good
        (right.name, right.state, right.reason) = ("right", .absent, "no device")
        state.take(monitor: Station1.Monitor.Reply(sensors: [.good, right], batches: [], spectra: nil))
        let batch = Station1.Batch(
            sensor: "left", sequence: 0, firstSample: 0, timeUs: 5_000_000, stepUs: 10_000, clock: .locked, dropped: 0, lost: 7,
            phase: .hold, hold: 3, calibrationId: nil, calibrationClass: nil, benchTests: nil, expanded: nil,
            expandedReason: nil, signals: [signal("force", (0..<100).map(Double.init), missing: [99]), signal("tremor", [2])])
        state.take(monitor: Station1.Monitor.Reply(sensors: [], batches: [batch], spectra: nil))
        return state
    }

    @Test func plainLinesSayForcePhaseAndTrouble() throws {
        let lines = state().plainLines
        #expect(lines[0] == "left: 9.993 kg  hold  tremor 0.204 kg")
        #expect(lines[1] == "right: –  settling  no device")
    }

    @Test func theScreenFitsAndShowsEverySensor() throws {
        for (columns, rows) in [(80, 24), (20, 6), (200, 60)] {
            let screen = state().screen(columns: columns, rows: rows)
            #expect(screen.count <= rows && screen.allSatisfy { $0.count <= columns })
            #expect(screen.contains { $0.hasPrefix("left") } && screen.contains { $0.hasPrefix("right") })
        }
        let wide = state().screen(columns: 120, rows: 24)
        #expect(wide[0].contains("hold 3") && wide[0].contains("lost 7"))
        #expect(wide.contains { $0.unicodeScalars.contains { $0.value > 0x2800 && $0.value < 0x2900 } })
    }

    @Test func thePeakOfTheSpectrumStandsBesideTheTremorOfAHold() throws {
        var state = state()
        func title() -> String { state.screen(columns: 120, rows: 24).first { $0.hasPrefix("left") } ?? "" }
        for (ridge, shown) in [(9.47, " RMS at 9.5 Hz"), (nil, " RMS  lost")] as [(Double?, String)] {
            let spectrum = Station1.Spectrum(
                sensor: "left", sample: 0, timeUs: 0, hold: 3, unit: "N", calibrationId: nil, bands: ["8_12": 2], ridgeHz: ridge)
            state.take(monitor: Station1.Monitor.Reply(sensors: [], batches: [], spectra: [spectrum]))
            #expect(title().contains(shown), "\(title())")
        }
    }

    @Test func eventsAndHoldsBecomeLines() throws {
        var state = WatchState(unit: .newton)
        func metric(_ name: String, _ unit: String, _ value: Double?) -> Station1.Metric {
            Station1.Metric(
                name: name, unit: unit, value: value, lower: nil, upper: nil, reason: value == nil ? "rate_too_low" : nil,
                expanded: nil, expandedReason: nil)
        }
        let part = Station1.SensorHold(
            sensor: "left", kind: .explosive, flags: ["pretension"], calibration: .settings, calibrationId: nil,
            calibrationClass: nil, unit: nil, rate: 1000, firstSample: 0, onset: nil, onsetUncertaintyMs: nil,
            onsetParameters: nil, metrics: [metric("peak_force", "N", 321), metric("rfd_0_100", "N/s", nil)])
        let hold = Station1.Hold(
            number: 4, kind: .explosive, setUp: "", startWallUs: 0, onsetWallUs: nil, endWallUs: 0, recording: nil,
            excluded: false, excludedReason: nil, session: nil, sensors: [part], utcOffsetSeconds: nil, timeZone: nil,
            setUpMetrics: nil)
        let events = [
            Station1.Event("onset", of: "left", kind: .explosive), Station1.Event("early", of: "left", ["rfd_0_100": 1500]),
            Station1.Event("unknown", of: "x"),
        ]
        let lines = state.take(holds: Station1.WatchHolds.Reply(hold: hold, events: events, dropped: 0))
        #expect(
            lines == [
                "left: onset", "left: rfd_0_100 1500 N/s (provisional)", "hold 4, explosive",
                "  left: peak 321.0 N  [pretension]",
            ])
    }

    @Test func shakingStaysOnTheScreenWhileItsHoldLastsAndLostEffortUntilTheNextOnset() throws {
        var state = state()
        func events(_ names: [String], _ values: [String: Double] = [:]) -> [String] {
            let events = names.map { Station1.Event($0, of: "left", values) }
            return state.take(holds: Station1.WatchHolds.Reply(hold: nil, events: events, dropped: 0))
        }
        func title() -> String { state.screen(columns: 120, rows: 24).first { $0.hasPrefix("left") } ?? "" }
        #expect(events(["shaking_began"]) == ["left: shaking has begun"])
        #expect(title().contains("shaking"))
        let told = events(["ended", "effort_dropped"], ["rfd_drop": 31.25, "peak_drop": 8])
        #expect(told == ["left: the set is over, effort has dropped: RFD 0–100 −31.3 %, peak −8.00 %"])
        #expect(!title().contains("shaking") && title().contains("set is over"))
        _ = events(["onset"])
        #expect(!title().contains("set is over"))
    }

    @Test func whatIsToBeDoneIsTheFirstLineAndCountsDown() throws {
        var state = state()
        let cue = Session1.WatchCues.Reply(
            session: 3, protocol: "repeaters",
            cue: Session1.Cue(name: .hold, set: 2, sets: 3, hold: 4, holds: 6, beginsUs: 4_000_000, endsUs: 11_000_000),
            nowUs: 4_000_000)
        let first = state.take(cue: cue)
        // The same cue again, as every ten seconds, is no news.
        let second = state.take(cue: cue)
        #expect(first == "PULL  7 s  (hold 4 of 6, set 2 of 3)" && second == nil)
        // The newest sample is of 6 s.
        #expect(state.screen(columns: 120, rows: 24).first == "PULL  5 s  (hold 4 of 6, set 2 of 3)")
        let third = state.take(cue: Session1.WatchCues.Reply(session: nil, protocol: nil, cue: nil, nowUs: 9))
        #expect(third == nil)
        #expect(state.screen(columns: 120, rows: 24).first?.hasPrefix("left") == true)
    }

    @Test func scalesAreRoundNumbers() {
        #expect([0.3, 1, 7, 265, 1081, 0, .infinity].map(WatchState.nice) == [0.3, 1, 8, 300, 1500, 1, 1])
    }
}
