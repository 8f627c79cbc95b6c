import Filtering
import Foundation
import FoundationXML
import Help
import Messages
import Metrics
import Samples
import Seeding
import Testing

@testable import Console

/// Reports of holds whose numbers the analysis has computed.
struct ReportTests {
    /// A hold of two cells with tremor that grows, as a file of a laboratory has it.
    private static let table: [UInt8] = {
        var random = SeededNumbers(seed: 27)
        var text = "time_s,left_N,right_N\n"
        for index in 0..<6500 {
            let time = Double(index) / 500
            let pull = time < 4 ? 0 : time > 12 ? exp((12 - time) / 0.05) : 1 - exp((4 - time) / 0.08)
            let shake = time > 8 ? 2 + 3 * (time - 8) : 2
            func force(_ size: Double) -> Double {
                pull * (size + shake * sin(2 * .pi * 9.3 * time)) + Double.random(in: -0.3...0.3, using: &random)
            }
            text += "\(time),\(force(240)),\(force(200))\n"
        }
        return Array(text.utf8)
    }()

    private static func reports(_ unit: [String] = []) throws -> (page: ReportPage, holds: [HoldReport]) {
        let path = NSTemporaryDirectory() + "report-\(UUID().uuidString).csv"
        try Data(table).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let arguments = try Arguments(
            [path, "--columns", "left_N,right_N", "--report", "x", "--utc"] + unit,
            options: Command.analyze.options + Command.analyze.common)
        let report = try Command.analysis(of: [path], arguments)
        let forces = try ForceUnit(arguments, isUnitOfInput: true)
        let times = WallTime(arguments)
        return (report.page(unit: forces, times: times), report.holds.map { HoldReport($0, unit: forces, times: times) })
    }

    /// A hold without samples, whose every number is missing.
    private static func bare(_ flags: [String], sensor: String = "plate", reason: String = "rate_too_low") -> Station1.Hold {
        let metrics = MetricDefinition.all.map {
            Station1.Metric(
                name: $0.name, unit: $0.unit.rawValue, value: nil, lower: nil, upper: nil, reason: reason, expanded: nil,
                expandedReason: nil)
        }
        return Station1.Hold(
            number: 7, kind: .explosive, setUp: "", startWallUs: 1_700_000_000_000_000, onsetWallUs: nil,
            endWallUs: 1_700_000_009_000_000, recording: nil, excluded: true, excludedReason: "the <foot> slipped", session: 3,
            sensors: [
                .init(
                    sensor: sensor, kind: .explosive, flags: flags, calibration: .none, calibrationId: nil, calibrationClass: nil,
                    calibrationCertificate: nil, calibrationDoubts: nil, acceptedWorse: nil, unit: "raw", rate: 80,
                    firstSample: 0, onset: nil,
                    onsetUncertaintyMs: nil, onsetParameters: nil,
                    metrics: metrics)
            ], utcOffsetSeconds: nil, timeZone: nil, setUpMetrics: nil, marks: nil, computation: nil, results: nil)
    }

    private static func page(_ hold: Station1.Hold) throws -> String {
        var page = ReportPage("Hold")
        let arguments = try Arguments(["--utc"], options: Option.common)
        HoldReport(
            hold, roles: [:], samples: [:], withoutTrace: "hold 7 has no trace: pending", bests: nil, unit: .newton,
            times: WallTime(arguments)
        ).write(to: &page, isFirst: true)
        return page.html
    }

    @Test func theSwayIsComparedWithQuietStanding() throws {
        var report = try #require(try Self.reports().holds.first)
        #expect(report.balance == nil)
        func ratio(_ sensors: [String], _ name: String, _ value: Double?, reason: String? = nil) -> Session1.StandNumber {
            let metric = Session1.Metric(
                name: "sway_ratio_" + name, unit: "1", value: value, lower: value.map { $0 - 0.5 }, upper: value.map { $0 + 0.5 },
                reason: reason, expanded: nil, expandedReason: nil)
            return .init(sensors: sensors, seconds: nil, metric: metric)
        }
        func html() throws -> String {
            var page = ReportPage("Hold")
            report.writeStanding(to: &page)
            _ = try Self.elements(page.html)
            return page.html
        }
        // What both plates have together counts where it is known.
        report.standing = .init(
            stand: 4,
            numbers: [ratio(["a"], "velocity", 9), ratio(["a", "b"], "velocity", 2), ratio(["a", "b"], "rms_ap", 1.2)])
        #expect(
            report.balance
                == "The centre of pressure moved on a and b 2.00 times as fast as in quiet standing (between 1.50 and 2.50).")
        #expect(report.sentences.contains(try #require(report.balance)))
        #expect(try html().contains("between 0.700 and 1.70") && !html().contains("9.00"))
        report.standing = .init(stand: 4, numbers: [ratio(["a"], "velocity", 1.2)])
        #expect(
            report.balance == "The centre of pressure moved on a as in quiet standing, as far as can be told.")
        report.standing = .init(stand: 4, numbers: [ratio(["a"], "velocity", nil, reason: "stand_too_short")])
        #expect(report.balance == nil)
        #expect(try html().contains("the trial of quiet standing is too short"))
        // Before the first trial there is nothing to miss.
        report.standing = .init(stand: nil, numbers: [ratio(["a"], "velocity", nil, reason: "no_stand")])
        #expect(try !html().contains("quiet standing"))
    }

    /// Elements by name; fails where the page is not well-formed.
    private static func elements(_ html: String) throws -> [String: Int] {
        final class Counter: NSObject, XMLParserDelegate {
            var counts: [String: Int] = [:]
            func parser(
                _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
                attributes: [String: String]
            ) { counts[name, default: 0] += 1 }
        }
        let (parser, counter) = (XMLParser(data: Data(html.utf8)), Counter())
        parser.delegate = counter
        #expect(parser.parse(), "\(parser.parserError.debugDescription) in line \(parser.lineNumber)")
        return counter.counts
    }

    @Test func aPageIsWellFormedAndNeedsNoNetwork() throws {
        let (page, holds) = try Self.reports()
        let html = page.html
        #expect(holds.count == 1)
        let elements = try Self.elements(html)
        #expect(elements["svg"] == 11 && elements["title"] == 12 && elements["desc"] == 11, "\(elements)")
        for outside in ["http", "src=", "href=", "@import", "<script", "<link"] { #expect(!html.contains(outside), "\(outside)") }
        #expect(html.matches(of: /url\(/).count == html.matches(of: /url\(#f\d+-c\)/).count)
        // The parts that paper, darkness and a phone need.
        for part in ["@page{size:A4", "prefers-color-scheme:dark", "width=device-width", "max-width:30rem"] {
            #expect(html.contains(part), "\(part)")
        }
        #expect(html.utf8.count < 400_000)
    }

    @Test func everyAxisHasAUnitAndNoTextOverlaps() throws {
        let report = try #require(try Self.reports().holds.first)
        let figures = report.chartsTogether + report.sensors.flatMap(report.charts)
        let own = ["Force", "Rise", "Spectrum of the plateau", "Shaking"]
        let titles = ["Who takes load first", "Rise of all sensors", "Held together"] + own + own
        #expect(figures.map(\.title) == titles)
        for figure in figures {
            #expect(ChartTests.faults(figure.layout) == [], "\(figure.title)")
            #expect(!figure.title.isEmpty && !figure.summary.isEmpty)
            for axis in figure.axes {
                #expect(!axis.name.isEmpty && !axis.unit.isEmpty, "\(figure.title)")
                #expect(figure.layout.texts.contains { $0.string == axis.title }, "\(figure.title)")
            }
        }
    }

    @Test func theFirstLineSaysWhatHappened() throws {
        let report = try #require(try Self.reports().holds.first)
        #expect(report.lead.hasPrefix("A fast pull, held for 8.0"), "\(report.lead)")
        for part in [": at most ", "\u{A0}N on left_N", " and ", "\u{A0}N on right_N"] {
            #expect(report.lead.contains(part), "\(report.lead)")
        }
        let text = report.sentences.joined(separator: "\n")
        for part in ["In the first 100 ms force rose by", "Tremor of 8–12 Hz was", "Shaking began to grow"] {
            #expect(text.contains(part), "\(text)")
        }
    }

    /// What is drawn is what the numbers were computed from.
    @Test func theSpectrumThatIsDrawnGivesTheStoredTremor() throws {
        for sensor in try #require(try Self.reports().holds.first).sensors {
            let stored = try #require(sensor.value("tremor_rms_8_12"))
            let drawn = try #require(sensor.spectrum()?.power(from: 8, to: 12)).squareRoot()
            #expect(abs(drawn / stored - 1) < 1e-9, "\(sensor.name): \(drawn), \(stored)")
            // The slopes that are drawn end on the force.
            let rise = try #require(sensor.riseChart())
            let force = try #require(rise.lines.last?.points)
            for line in rise.lines.dropLast() {
                let (from, to) = (try #require(line.points.first), try #require(line.points.last))
                let near = try #require(force.min { abs($0.x - to.x) < abs($1.x - to.x) })
                #expect(abs(near.y - to.y) < 8 && from.x == 0, "\(sensor.name): \(near), \(to)")
            }
        }
    }

    @Test func forcesAreInTheUnitOfTheReader() throws {
        let newtons = try #require(try Self.reports().holds.first?.sensors.first)
        let kilograms = try #require(try Self.reports(["--in", "kg"]).holds.first?.sensors.first)
        let (n, kg) = (try #require(newtons.value("peak_force")), try #require(kilograms.value("peak_force")))
        #expect(abs(n / kg - 9.80665) < 1e-9)
        let chart = try #require(kilograms.forceChart(origin: 0))
        #expect(chart.y.title == "force, kg" && abs(chart.y.high - kg) < 0.1 * kg)
        #expect(kilograms.spectrumChart()?.y.unit == "kg²/Hz")
    }

    @Test func theEllipseHasTheAreaOfTheNumber() throws {
        var random = SeededNumbers(seed: 5)
        let x = (0..<400).map { 8 * sin(Double($0) / 40) + Double.random(in: -1...1, using: &random) }
        let y = zip(x, 0...).map { 0.4 * $0 + 3 * cos(Double($1) / 31) }
        let path = CentrePath(x: x, y: y, rate: 100)
        let (ellipse, sway) = (try #require(PredictionEllipse(path)), try #require(Sway(path)))
        #expect(abs(ellipse.area / sway.ellipseArea - 1) < 1e-9)
        #expect(abs(90 - ellipse.direction * 180 / .pi - sway.ellipseDirection) < 1e-6)
        #expect(ellipse.outline.count == 91 && ellipse.halfAxes.long > ellipse.halfAxes.short)
        #expect(PredictionEllipse(CentrePath(x: [1, 2], y: [1, 2], rate: 100)) == nil)
    }

    @Test func aCompanionHasItsOwnUnitWhateverTheReaderChose() throws {
        let displacement = Station1.Metric(
            name: "displacement", unit: "m", value: 0.3, lower: nil, upper: nil, reason: nil, expanded: nil, expandedReason: nil)
        let part = Station1.SensorHold(
            sensor: "length", kind: .explosive, flags: [], calibration: .settings, calibrationId: nil, calibrationClass: nil,
            calibrationCertificate: nil, calibrationDoubts: nil, acceptedWorse: nil, unit: nil, rate: 200, firstSample: 0,
            onset: 1,
            onsetUncertaintyMs: nil, onsetParameters: nil,
            metrics: [displacement])
        let values = (0..<400).map { $0 < 200 ? 0.9 : 1.2 }
        let samples = ReportSensor.Samples(
            seconds: values.indices.map { Double($0) / 200 }, quantity: "position", force: values)
        let sensor = ReportSensor(part, role: "", samples: samples, start: 0, place: 0, unit: .pound)
        #expect(sensor.isCompanion && sensor.forceUnit == "m" && sensor.samples.force == values)
        #expect(try #require(sensor.forceChart(origin: 0)).y.title == "position, m")
    }

    @Test func everyReasonHasWords() {
        for reason in NullReason.allCases {
            #expect(ReasonText.phrases[reason.rawValue] != nil, "\(reason)")
        }
        #expect(ReasonText.phrase("made_later") == "made later")
    }

    @Test func everyFlagIsToldInWordsAndWhatIsMissingHasItsReason() throws {
        let html = try Self.page(Self.bare(HoldFlags.names.map(\.name)))
        _ = try Self.elements(html)
        for sentence in FlagText.sentences.values { #expect(html.contains(sentence), "\(sentence)") }
        #expect(html.contains("no force could be told") && html.contains("the sensor is too slow for it"))
        #expect(html.contains("There are no drawings of the samples: hold 7 has no trace: pending."))
        #expect(html.contains("Not calibrated") && html.contains("excluded from statistics: the &lt;foot&gt; slipped"))
        // No number that nobody measured.
        #expect(!html.contains("nan") && !html.contains("inf "))
    }

    @Test func whatSomebodyHasNamedIsNoMarkup() throws {
        let html = try Self.page(Self.bare(["<i>"], sensor: "<b>\"&\u{202E}", reason: "<u>"))
        let elements = try Self.elements(html)
        #expect(
            elements["b"] == nil && elements["i"] == nil && elements["u"] == nil && html.contains("&lt;b&gt;&quot;&amp;\\u202e"))
    }

    @Test func digitsFollowTheUncertaintyOfTheCalibration() throws {
        var hold = Self.bare([], sensor: "left")
        (hold.sensors[0].calibration, hold.sensors[0].calibrationId, hold.sensors[0].unit) = (.certificate, "C26", nil)
        hold.sensors[0].calibrationClass = "0.5"
        let place = try #require(hold.sensors[0].metrics.firstIndex { $0.name == "peak_force" })
        hold.sensors[0].metrics[place] = .init(
            name: "peak_force", unit: "N", value: 265.123456, lower: 264.2, upper: 266.1, reason: nil, expanded: 1.234,
            expandedReason: nil)
        let html = try Self.page(hold)
        for part in [
            "at most 265.1\u{A0}N on left.", "<td>265.1 ± 1.2 N</td>", "between 264.2 and 266.1",
            "Calibration C26, class 0.5; the peak is known within ± 1.2 N (U, 95 %).",
        ] { #expect(html.contains(part), "\(part)") }
    }

    private static func together(
        _ name: String, _ sensors: [String], _ value: Double?, _ interval: ClosedRange<Double>? = nil, reason: String? = nil
    ) -> Station1.SetUpMetric {
        .init(
            sensors: sensors,
            metric: .init(
                name: name, unit: "1", value: value, lower: interval?.lowerBound, upper: interval?.upperBound, reason: reason,
                expanded: nil, expandedReason: nil))
    }

    @Test func whatSensorsHaveTogetherIsTold() throws {
        var hold = Self.bare([], sensor: "left")
        hold.sensors += Self.bare([], sensor: "plate").sensors
        hold.setUpMetrics = [
            Self.together("onset_place", ["left"], 1), Self.together("onset_place", ["plate"], 2),
            Self.together("onset_lag", ["plate", "left"], 24, 15...33),
            Self.together("asymmetry_plateau", ["plate", "left"], -8, -9 ... -7),
            Self.together("coherence_8_12", ["left", "plate"], 0.42),
            Self.together("coupling_gain", ["left", "plate"], nil, reason: "not_significant"),
        ]
        let html = try Self.page(hold)
        for part in [
            "Order of the onsets: left, then plate 24.0 ms later ± 9.0 ms.", "left carried more: the difference was 8.00 %",
            "Who takes load first", "plateau: left ← → plate", "Band and body", "left and plate (coherence_8_12)", "0.4200",
            "1 more number of bands is missing: they have nothing in common that could not be chance.",
        ] { #expect(html.contains(part), "\(part)") }
        // An interval on both sides of 0 says that no side carried more.
        hold.setUpMetrics?[3] = Self.together("asymmetry_plateau", ["plate", "left"], -1, -3...1)
        #expect(try Self.page(hold).contains("The sides were equal within what varied during the hold"))
    }

    @Test func aLongHoldIsDrawnFromItsLowestAndHighestForces() {
        var samples = ReportSensor.Samples(isReduced: true)
        let force = Station1.TraceSignal(name: "force", unit: "N", samples: [1, 0], missing: [1], maxima: [5, 0])
        samples.take(.init(sensor: "left", indices: [0, 20], seconds: [0, 0.02], signals: [force]))
        #expect(samples.force.prefix(2) == [1, 5] && samples.force.dropFirst(2).allSatisfy(\.isNaN))
        #expect(samples.seconds == [0, 0.001, 0.02, 0.021])
        let part = Self.bare([], sensor: "left").sensors[0]
        let sensor = ReportSensor(part, role: "", samples: samples, start: 0, place: 0, unit: .newton)
        // Numbers are never computed from these.
        #expect(sensor.forces(in: 0...1).force.isEmpty && sensor.spectrum() == nil && sensor.centrePath() == nil)
    }

    @Test func aHoldIsComparedWithTheBestThatCounts() {
        let session = Session1.Session(
            number: 3, athlete: "A1", position: "seated", protocol: nil, effortDropPercent: 20, startWallUs: 0, stopWallUs: nil,
            altered: nil, setUp: nil)
        let holds = [(4, 800.0), (5, 1000), (6, 2000)].map { number, peak -> Station1.Hold in
            var hold = Self.bare([])
            hold.number = Int64(number)
            hold.excluded = false
            hold.sensors[0].metrics = [
                .init(
                    name: "peak_force", unit: "N", value: peak, lower: nil, upper: nil, reason: nil, expanded: nil,
                    expandedReason: nil)
            ]
            return hold
        }
        let group = Session1.SessionNumbers(
            sensor: "plate", judgedBy: "mvc_500", holds: [4, 5, 6], valid: [4, 5], outliers: [], calibrationIds: [], metrics: [])
        let bests = SessionBests(session, [group], holds)
        #expect(bests.best("peak_force", of: "plate") == .init(value: 1000, hold: 5))
        #expect(bests.comparison("peak_force", of: "plate", value: 800, hold: 4) == "80.0 % of the best of the session (hold 5)")
        #expect(bests.comparison("peak_force", of: "plate", value: 1000, hold: 5) == "the best of the session")
        #expect(bests.comparison("peak_force", of: "left", value: 1000, hold: 5) == nil)
    }
}
