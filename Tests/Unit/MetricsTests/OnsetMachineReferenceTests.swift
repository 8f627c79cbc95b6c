import Metrics
import ReferenceData
import Samples
import Testing

/// The onset machine on whole real recordings.
///
/// Kinds and number of events and the onsets are those of the first reference. Baseline, trigger, confirmation and countermovement are of
/// the second one, a prototype in another language: since a dip freezes the baseline, and is looked for in the 20 ms mean, they are others.
@Suite(.enabled(if: ReferenceData.isThere, Comment(rawValue: ReferenceData.reason)))
struct OnsetMachineReferenceTests {
    private struct Rise {
        var onset, trigger, confirmed: Int
        var mean, deviation, sd5, dip: Double
        var flags: [String]
        var release: Int
    }
    private static let rises: [String: [Rise]] = [
        "ex1": [
            Rise(
                onset: 11090, trigger: 11114, confirmed: 11128, mean: 800.531106200, deviation: 7.942568971,
                sd5: 11113.039554601, dip: 14.5900897, flags: [], release: 17843)
        ],
        "ex3": [
            Rise(
                onset: 12176, trigger: 12219, confirmed: 12241, mean: 1539.653272722, deviation: 16.766976146,
                sd5: 12218.691789654, dip: 90.6019687, flags: ["pretension", "countermovement"], release: 18757)
        ],
        "valli_noNoise": [
            Rise(
                onset: 3757, trigger: 3779, confirmed: 3790, mean: 0.479395612, deviation: 0.373288200, sd5: 3775.926855265,
                dip: 3.9463050, flags: ["countermovement"], release: 6017),
            Rise(
                onset: 9592, trigger: 9606, confirmed: 9615, mean: 1.980285420, deviation: 0.373031663, sd5: 9602.845491512,
                dip: 0.3214770, flags: [], release: 9793),
        ],
    ]

    @Test(arguments: ["ex1", "ex3", "valli_noNoise"])
    func eventsAreThoseOfTheReference(_ name: String) throws {
        let entry = try #require(try ReferenceData.expected("on_live.json")[name] as? [String: Any])
        let force = try ReferenceData.column(
            try #require(entry["column"] as? String), of: try #require(entry["file"] as? String))
        let kind: SensorKind = try #require(entry["kind"] as? String) == "plate" ? .plate : .cell
        let run = OnsetRun(force, rate: 1000, kind: kind, finish: true)
        // There are more kinds of events than in the reference; those of the reference must be there, and no more of their kinds.
        let found = run.events.filter { event in
            switch event.what {
            case .ramp, .falseStart, .onset, .release: true
            default: false
            }
        }
        let expected = try #require(entry["events"] as? [[String: Any]])
        try #require(found.count == expected.count)
        var rises = try #require(Self.rises[name])
        for (event, wanted) in zip(found, expected) {
            let kind = try #require(wanted["kind"] as? String)
            switch event.what {
            case .ramp(let trigger): #expect(kind == "ramp" && Int(trigger) == wanted["at_sample"] as? Int)
            case .falseStart(let trigger): #expect(kind == "false_start" && Int(trigger) == wanted["at_sample"] as? Int)
            case .release: #expect(kind == "release" && abs(event.at - rises.removeFirst().release) < 60)
            case .onset(let onset):
                let rise = try #require(rises.first)
                #expect(kind == "onset" && Int(onset.onset) == wanted["t0_sample"] as? Int && Int(onset.onset) == rise.onset)
                #expect(Int(onset.trigger) == rise.trigger)
                #expect(Int(onset.confirmed) == rise.confirmed && event.at == rise.confirmed)
                #expect(onset.flags.list == rise.flags)
                #expect(abs(onset.onset5SD - rise.sd5) < 1e-6)
                #expect(abs(onset.baselineMean - rise.mean) < 1e-8 && abs(onset.baselineDeviation - rise.deviation) < 1e-8)
                #expect(abs(onset.countermovement - rise.dip) < 1e-6)
            default: Issue.record("\(event)")
            }
        }
        // A release is told a moment after it; where it was is said at the end.
        #expect(run.ends.map { Int($0.release) } == Self.rises[name]?.map(\.release))
        // Each onset is final where it was, each rise is followed by its early values, and each hold ends.
        #expect(run.onsets.map(\.onset) == run.provisional.map(\.onset) && run.onsets.allSatisfy { $0.kind == .explosive })
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
        // From where it left rest, 17 N, to where it was below half of what was held.
        #expect(abs(Double(onset.onset) / 512 - 0.94) < 0.02 && abs(Double(end.release) / 512 - 28.49) < 0.02)
    }
}
