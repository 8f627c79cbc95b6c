import Metrics
import ReferenceData
import Samples
import Testing

/// ON-LIVE and its amendments on whole real recordings.
@Suite(.enabled(if: ReferenceData.isThere, Comment(rawValue: ReferenceData.reason)))
struct OnsetMachineReferenceTests {
    @Test(arguments: ["ex1", "ex3", "valli_noNoise"])
    func eventsAreThoseOfTheReference(_ name: String) throws {
        let entry = try #require(try ReferenceData.expected("on_live.json")[name] as? [String: Any])
        let force = try ReferenceData.column(
            try #require(entry["column"] as? String), of: try #require(entry["file"] as? String))
        let kind: SensorKind = try #require(entry["kind"] as? String) == "plate" ? .plate : .cell
        let run = OnsetRun(force, rate: 1000, kind: kind)
        // The amendments add kinds of events; those of the reference must be there unchanged, and no more of their kinds.
        let found = run.events.filter { event in
            switch event.what {
            case .ramp, .falseStart, .onset, .release: true
            default: false
            }
        }
        let expected = try #require(entry["events"] as? [[String: Any]])
        #expect(found.count == expected.count)
        for (event, wanted) in zip(found, expected) {
            let kind = try #require(wanted["kind"] as? String)
            switch event.what {
            case .ramp(let trigger):
                #expect(kind == "ramp" && Int(trigger) == wanted["at_sample"] as? Int)
            case .falseStart(let trigger):
                #expect(kind == "false_start" && Int(trigger) == wanted["at_sample"] as? Int)
            case .release:
                #expect(kind == "release" && event.at == wanted["at_sample"] as? Int)
            case .onset(let onset):
                try #require(kind == "onset")
                #expect(onset.kind == .explosive)
                #expect(Int(onset.onset) == wanted["t0_sample"] as? Int)
                #expect(Int(onset.trigger) == wanted["trigger_sample"] as? Int)
                #expect(Int(onset.confirmed) == wanted["confirmed_sample"] as? Int && event.at == Int(onset.confirmed))
                #expect(onset.flags.list == wanted["flags"] as? [String])
                #expect(abs(onset.onset5SD - (try #require(wanted["sd5_index_frac"] as? Double))) < 1e-9)
                #expect(abs(onset.baselineMean - (try #require(wanted["B"] as? Double))) < 1e-9)
                #expect(abs(onset.baselineDeviation - (try #require(wanted["S"] as? Double))) < 1e-9)
                #expect(abs(onset.countermovement - (try #require(wanted["cm_depth"] as? Double))) < 1e-9)
            default: Issue.record("\(event)")
            }
        }
        let last = try #require(run.phases.last)
        #expect("\(last)".uppercased() == entry["final_state"] as? String)
        // Every explosive onset is followed by its early values, and its hold ends.
        #expect(run.early.count == run.explosive.count && run.ends.count == run.onsets.count)
    }

    @Test(arguments: [("beckham_ex1", "ex1"), ("beckham_ex3", "ex3")])
    func earlyForceIsThatOfTheRecordedWindows(_ trial: String, _ file: String) throws {
        let entry = try #require(try ReferenceData.expected("rfd.json")[trial] as? [String: Any])
        let windows = try #require(entry["rfd_from_last_trough"] as? [String: Any])
        let overlap = try #require(windows["RFD_overlap"] as? [String: Double])
        let force = try ReferenceData.column("Fz", of: "isometric_plate/\(file)_1000hz.csv")
        let early = try #require(OnsetRun(force, rate: 1000, kind: .plate).early.first)
        // RFD is a difference of forces: it does not matter that the live baseline is another one.
        #expect(abs(early.rfd50 / (try #require(overlap["0-50"])) - 1) < 1e-9)
        #expect(abs(early.rfd100 / (try #require(overlap["0-100"])) - 1) < 1e-9)
        #expect(abs(early.rfd200 / (try #require(overlap["0-200"])) - 1) < 1e-9)
        let peaks = try #require(windows["RFD_peak_endpoint"] as? [String: [String: Double]])
        #expect(abs(early.peakRFD20 / (try #require(peaks["20"]?["peak"])) - 1) < 1e-9)
    }

    @Test func fiveHundredHertzFindsTheSamePullAndSaysThatItIsSlow() throws {
        let force = try ReferenceData.column("Fz", of: "isometric_plate/ex1_500hz.csv")
        let run = OnsetRun(force, rate: 500, kind: .plate)
        let onset = try #require(run.onsets.first)
        #expect(run.onsets.count == 1 && onset.onset == 5545 && onset.flags == [.lowRate])
        #expect(try #require(run.early.first).rfd50.isFinite)
    }

    /// what was tried, as found.
    @Test func theCasesOfSustainedHoldsHoldOneEach() throws {
        for file in ["ex1", "ex3"] {
            let run = OnsetRun(
                try ReferenceData.column("Fz", of: "isometric_plate/\(file)_1000hz.csv"), rate: 1000, kind: .plate, finish: true)
            #expect(run.explosive.count == 1 && run.sustained.isEmpty, "\(file)")
        }
        let knee = OnsetRun(
            try ReferenceData.column("force_N", of: "knee_mvc/Sample_noNoise_1000hz.csv"), rate: 1000, kind: .cell, finish: true)
        #expect(knee.explosive.count == 2 && knee.sustained.isEmpty)

        let percent = try ReferenceData.column("force_pctMVC", of: "sustained_hold/refsig_2048hz.csv")
        let force = stride(from: 0, to: percent.count, by: 4).map { percent[$0] * 10 }
        let run = OnsetRun(force, rate: 512, kind: .cell, finish: true)
        #expect(run.explosive.isEmpty && run.sustained.count == 1 && run.ends.count == 1)
        let end = try #require(run.ends.first)
        let onset = try #require(run.sustained.first)
        #expect(end.kind == .sustained && onset.flags == [.lowRate])
        let seconds = (Double(end.end) - Double(onset.onset)) / 512
        #expect(abs(seconds - 30) < 1, "\(seconds) s")
    }
}
