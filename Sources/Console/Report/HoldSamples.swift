import Analysis
import Processing
import Recording
import Messages
import Samples

/// The samples around the holds of a recording, from a second reading: the first one finds the holds.
struct HoldSamples: ProcessingOutput {
    /// The samples of one sensor for one hold.
    private struct Window {
        let hold: Int
        let name: String
        /// The first sample that was analysed, and the first and the last one that are drawn.
        let begin: HostInstant
        let from: HostInstant
        let to: HostInstant
        var samples = ReportSensor.Samples()
    }

    /// By the number of the sensor, in the order of time.
    private var windows: [UInt16: [Window]] = [:]
    /// The first window of each sensor that is not over.
    private var next: [UInt16: Int] = [:]
    private var begins: [HostInstant] = []
    /// Seconds after the end that are drawn.
    private static let after = 2.0

    /// Adds a hold: the samples from the first to the last one that was analysed, and some after that.
    mutating func add(_ hold: CompletedHold, name: (SensorHold) -> String) {
        for part in hold.sensors {
            windows[part.sensor.value, default: []].append(
                Window(
                    hold: begins.count, name: name(part), begin: part.begin, from: part.begin,
                    to: part.end.advanced(bySeconds: Self.after)))
        }
        begins.append(hold.sensors.map(\.begin).min() ?? HostInstant(nanoseconds: 0))
    }

    /// Reads the recording through the code of the daemon.
    mutating func collect(from run: RecordingRun, _ progress: inout Progress) throws(CommandError) {
        for sensor in windows.keys { windows[sensor]?.sort { $0.from < $1.from } }
        var reader = RecordingRunReader(run)
        var replay = RecordingReplay(reader.sensors) { PipelineSettings($0) }
        var output = self
        try reader.readAll(of: run, &progress) { outcome in replay.process(outcome, into: &output) }
        replay.finish(into: &output)
        self = output
    }

    mutating func emit(_ reading: Reading) {
        let sensor = reading.sensor.value
        guard let count = windows[sensor]?.count else { return }
        var place = next[sensor] ?? 0
        while place < count, let window = windows[sensor]?[place], window.to < reading.time { place += 1 }
        next[sensor] = place
        // The window of the next hold may have begun.
        while place < count, let window = windows[sensor]?[place], window.from <= reading.time {
            if reading.time <= window.to { windows[sensor]?[place].samples.take(reading, since: window.begin) }
            place += 1
        }
    }

    mutating func emit(_ event: HoldEvent) {}

    /// - Parameter hold: its place in the order in which holds were added.
    func samples(ofHold hold: Int) -> HoldReport.Samples {
        let own = windows.values.flatMap { $0 }.filter { $0.hold == hold }
        return Dictionary(own.map { ($0.name, ($0.samples, $0.begin.seconds(since: begins[hold]))) }) { first, _ in first }
    }

    /// The samples of a hold that was found in the columns of a table.
    static func samples(of hold: CompletedHold, in list: [OfflineAnalysis.Series], _ names: [String]) -> HoldReport.Samples {
        let origin = HostInstant(nanoseconds: 0)
        let start = list.compactMap(\.seconds.first).min() ?? 0
        let begin = hold.sensors.map(\.begin).min() ?? origin
        return Dictionary(
            hold.sensors.map { part in
                let series = list[Int(part.sensor.value)]
                let shift = part.begin.seconds(since: origin) + start
                let own = ReportSensor.Samples(seconds: series.seconds.map { $0 - shift }, force: series.force)
                return (names[Int(part.sensor.value)], (own, part.begin.seconds(since: begin)))
            }
        ) { first, _ in first }
    }
}

extension ReportSensor.Samples {
    fileprivate mutating func take(_ reading: Reading, since begin: HostInstant) {
        seconds.append(reading.time.seconds(since: begin))
        force.append(reading.force)
        right.append(Double(reading.centreOfPressureX))
        forward.append(Double(reading.centreOfPressureY))
    }
}

extension AnalysisReport {
    /// The page about all of its holds.
    func page(unit: ForceUnit, times: WallTime) -> ReportPage {
        let name = files.map { ExportFile.baseName($0, suffix: nil) }.joined(separator: ", ")
        var page = ReportPage(name)
        page.heading(name, level: 1)
        if case .recording(_, _, let damagedBytes, let refused) = source {
            if damagedBytes > 0 { page.text("\(damagedBytes) bytes are damaged and were skipped.") }
            if refused > 0 { page.text("\(refused) samples were not recorded.") }
        }
        page.list(notes)
        page.text(holds.isEmpty ? "No hold was found." : "\(holds.count) hold\(holds.count == 1 ? "" : "s").")
        for (place, hold) in holds.enumerated() {
            HoldReport(hold, unit: unit, times: times).write(to: &page, isFirst: place == 0)
        }
        return page
    }
}

extension HoldReport {
    /// Of a hold that was found in a file.
    init(_ hold: AnalysisReport.Hold, unit: ForceUnit, times: WallTime) {
        self.init(
            .init(
                number: hold.number, kind: hold.kind, setUp: "", startWallUs: hold.startWallUs ?? 0, onsetWallUs: nil,
                endWallUs: hold.startWallUs ?? 0, recording: nil, excluded: false, excludedReason: nil, session: nil,
                sensors: hold.sensors.map(\.numbers), utcOffsetSeconds: nil, timeZone: nil,
                setUpMetrics: hold.setUp.isEmpty ? nil : hold.setUp, marks: nil, computation: nil, results: nil),
            roles: [:], samples: hold.samples, withoutTrace: hold.samples.isEmpty ? "there are no samples" : nil, bests: nil,
            unit: unit, times: times)
    }
}
