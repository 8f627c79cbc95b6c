import Calibration
import Interface

extension Command {
    static let band = Command(
        name: "band", arguments: "SENSOR --lengths 0.50,0.55,… | --points FILE",
        summary: "the stiffness of a band, what it keeps of the work, and the length at which it is slack",
        details: """
            Asks for one length after the other, out and back, and takes the tension of each down; before that it tares what hangs
            on the sensor with the band slack, for this test alone. At least ten lengths, in metres, the first ones slack. Go slowly
            and evenly: rubber relaxes. With --points: lengths and tensions (m, N) from two columns of a file, of a displacement
            sensor for example, out to the longest and back.
            """,
        options: [
            Option("lengths", "LIST", "metres, rising; they are asked for again on the way back"),
            Option("points", "FILE", "lengths and tensions in place of a sensor"),
            Option("window", "S", "mean of so many seconds (1)"),
            .socket,
        ]
    ) { arguments throws(CommandError) in
        let points: [(length: Double, tension: Double)]
        if let path = arguments["points"] {
            points = try NumberTable.read(path, columns: [2]).map { ($0[0], $0[1]) }
        } else {
            guard arguments.positional.count == 1, let sensor = arguments.positional.first else {
                throw .usage("name one sensor: holdfast band SENSOR --lengths 0.50,0.55,…")
            }
            let texts = (arguments["lengths"] ?? "").split(separator: ",")
            let lengths = texts.compactMap { Double($0) }.filter { $0.isFinite && $0 > 0 }
            guard lengths.count == texts.count, lengths.count >= 10, zip(lengths, lengths.dropFirst()).allSatisfy({ $0 < $1 })
            else {
                throw .usage("--lengths are ten or more in metres, each longer than the one before")
            }
            guard try Command.sensor(sensor, arguments)["unit"]?.string == "N" else {
                throw .refused("\(sensor) is not calibrated: a band has newtons, see `holdfast help calibrate`")
            }
            try requireStreaming(sensor, arguments)
            let load = StandingLoad(LiveWeighingPlace(try LiveReadings(arguments, sensor: sensor, signals: ["force"])))
            points = try stretch(lengths, load, window: try arguments.number("window") ?? 1)
        }
        let curve: BandCurve
        do throws(BandCurve.Failure) {
            curve = try BandCurve(lengths: points.map(\.length), tensions: points.map(\.tension))
        } catch {
            throw .refused(bandMessage(error))
        }
        for line in bandReport(curve, points) { Output.line(line) }
    }

    /// Asks for the lengths, out and back.
    static func stretch(_ lengths: [Double], _ load: StandingLoad, window: Double) throws(CommandError) -> [(
        length: Double, tension: Double
    )] {
        _ = try load.ask("Harness on, band slack, then press Enter.")
        let rest = try load.means(over: window).first ?? 0
        var points: [(length: Double, tension: Double)] = []
        for length in lengths + lengths.dropLast().reversed() {
            _ = try load.ask("stretch to \(Digits.text(length, digits: 4)) m, hold, then press Enter.")
            let tension = (try load.means(over: window).first ?? .nan) - rest
            points.append((length, tension))
            load.say("  \(Digits.text(tension, digits: 5)) N")
        }
        return points
    }

    static func bandReport(_ curve: BandCurve, _ points: [(length: Double, tension: Double)]) -> [String] {
        let error = curve.slackLengthError.map { " ± \(Digits.text(2 * $0, digits: 2)) (k = 2)" } ?? ""
        var rows = [
            [
                "slack length", "\(Digits.text(curve.slackLength, digits: 4)) m\(error)",
                curve.isSlackSeen ? "" : "extrapolated: it was never slack",
            ]
        ]
        let slack = curve.slackLength
        for share in [0.25, 0.5, 0.75, 1] {
            let length = slack + share * (curve.longest - slack)
            guard let stiffness = curve.stiffness(at: length), let tension = curve.tension(at: length) else { continue }
            rows.append([
                "stiffness", "\(Digits.text(stiffness, digits: 4)) N/m",
                "at \(Digits.text(length, digits: 4)) m, \(Digits.text(tension, digits: 4)) N",
            ])
        }
        switch curve.hysteresis {
        case .success(let loop):
            rows.append(["work", "\(Digits.text(loop.workOut, digits: 4)) J", "back: \(Digits.text(loop.workBack, digits: 4)) J"])
            rows.append([
                "lost", "\(Digits.text(100 * loop.lossShare, digits: 3)) %",
                "the ways lie \(Digits.text(loop.widestPercent, digits: 3)) % of the largest tension apart",
            ])
        case .failure(let gap): rows.append(["hysteresis", "–", "(\(gap.name))"])
        }
        rows.append(["scatter", "\(Digits.text(curve.residualDeviation, digits: 3)) N", "around the curve on the way out"])
        return bandPlot(points, curve) + [Output.table(rows)]
    }

    private static func bandPlot(_ points: [(length: Double, tension: Double)], _ curve: BandCurve) -> [String] {
        guard let low = points.map(\.length).min(), curve.longest > low, curve.largestTension > 0 else { return [] }
        var trace = BrailleTrace(columns: 60, rows: 10)
        for point in points {
            let x = Double(trace.dotColumns - 2) * (point.length - low) / (curve.longest - low)
            let y = Double(trace.dotRows - 2) * min(max(point.tension / curve.largestTension, 0), 1)
            guard x.isFinite, y.isFinite, abs(x) < 1e6 else { continue }
            for dot in 0...1 { trace.set(Int(x) + dot, Int(y)) }
        }
        return ["\(Digits.text(curve.largestTension, digits: 4)) N"] + trace.lines.map { "  " + $0 }
            + ["  \(Digits.text(low, digits: 4)) … \(Digits.text(curve.longest, digits: 4)) m"]
    }

    private static func bandMessage(_ failure: BandCurve.Failure) -> String {
        switch failure {
        case .malformed: "lengths and tensions must be numbers, one of each"
        case .tooFewPoints(let count): "\(count) points on the way out are too few; ten or more are wanted"
        case .notStretched: "tension does not grow with length: are the columns exchanged, did the band slip?"
        }
    }
}
