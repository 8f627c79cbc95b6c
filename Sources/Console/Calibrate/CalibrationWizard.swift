import Calibration
import Samples

/// Leads a technician through the steps of a calibration. Every step is kept on the disk before the next one begins.
struct CalibrationWizard {
    private(set) var session: CalibrationSession
    let load: StandingLoad
    let window: Double
    let dwell: Double
    let timeout: Double

    init(session: CalibrationSession, load: StandingLoad, window: Double, dwell: Double, timeout: Double) {
        self.session = session
        self.load = load
        self.window = window
        self.dwell = dwell
        self.timeout = timeout
    }

    /// Captures everything that is not captured yet.
    mutating func capture() throws(CommandError) {
        let file = session.file
        try file.keeping { () throws(CommandError) in try captureRest() }
    }

    private mutating func captureRest() throws(CommandError) {
        if !session.isBegun {
            try answered(try load.ask("Take everything off, let it rest, then press Enter."))
            let (noise, resolution) = try load.quiet()
            try session.begin(unit: load.unit, noise: noise, resolution: resolution)
            load.say(
                "  noise \(Digits.text(noise, digits: 3)) \(load.unit), smallest step \(Digits.text(resolution, digits: 3))")
        }
        while let step = session.next { try take(step) }
    }

    mutating func takeBack(series: Int, place: Int) throws(CommandError) -> Bool {
        try session.takeBack(series: series, place: place) != nil
    }

    private mutating func take(_ step: Int) throws(CommandError) {
        let plan = session.plan
        let amount: Double
        var title: String
        switch plan.steps[step] {
        case .preload(let load):
            amount = load
            title = "preload"
        case .creep(let load):
            amount = load
            title = "creep, five minutes"
        case .point(let series, let load):
            amount = load
            title = "series \(series + 1) of \(plan.mountings.count), point \(place(of: step))"
        }
        if let change = plan.changes[step] { title += " (\(change))" }
        let about = plan.referenceName == nil ? "" : "about "
        let load = "\(about)\(Digits.text(amount)) \(plan.known.unit.rawValue)\(plan.known.names(of: amount))"
        let what = amount == 0 ? "everything off" : load + " on"
        let line = try self.load.ask("\(title): \(what), then Enter  (u: undo, q: leave)")
        if try isUndo(line) { return }
        switch plan.steps[step] {
        case .preload: return try session.finish(step, nil)
        case .creep: return try measureCreep(step)
        case .point: try takePoint(step, amount)
        }
    }

    private mutating func takePoint(_ step: Int, _ amount: Double) throws(CommandError) {
        let session = session
        let unit = session.plan.known.unit.rawValue
        let outcome = try load.wait(limits, timeout: timeout) { reading in
            session.load(of: reading, without: step).map { "  about \(Digits.text($0, digits: 4)) \(unit)" } ?? ""
        }
        switch outcome {
        case .typed(let line): if try !isUndo(line) { load.say("  starts again") }
        case .stands(let found):
            let status = found.status
            if session.plan.referenceName != nil {
                guard let known = found.reference, known.isFinite else {
                    throw .refused("the reference cell sends no numbers: see `holdfast sensors`")
                }
                load.say("  the reference cell reads \(Digits.text(known, digits: 6)) N")
            }
            let capture = CalibrationSession.Capture(
                reading: status.mean, deviation: status.deviation, samples: status.samples, known: found.reference)
            try self.session.finish(step, capture, resolution: status.resolution)
            load.say(
                "  \(Digits.text(status.mean, digits: 8)) \(load.unit), SD \(Digits.text(status.deviation, digits: 3)), "
                    + "\(status.samples) samples")
            try doubt(step, amount, status.mean)
        }
    }

    /// Reads from the moment at which the load was said to hang. Where it was seen to come before that, times count from there, and
    /// the first seconds are known, too.
    private mutating func measureCreep(_ step: Int) throws(CommandError) {
        guard let found = try load.follow(for: 301 + window, means: window) else { return load.say("  starts again") }
        let top = session.plan.loads.max { abs($0) < abs($1) } ?? 0
        let deflection = (session.sensitivity ?? 0) * top
        let arrival = load.arrival(of: found.means.first ?? .nan, deflection: deflection, limits)
        let late = min(arrival?.seconds ?? 0, 30 - window)
        guard
            let test = CreepTest(
                times: found.times.map { $0 + late }, readings: found.means, deflection: deflection, first: arrival?.mean)
        else { throw .refused("the creep cannot be computed from these readings; run the command again to continue") }
        try session.finish(step, creep: test)
        load.say(
            "  from 30 s to 300 s it crept by \(Digits.text(test.change, digits: 3)) \(load.unit), "
                + "\(Digits.text(test.percent, digits: 3)) % of the load"
                + (test.earlyPercent.map { "; before that, by \(Digits.text($0, digits: 3)) %" }
                    ?? "; its first seconds were not steady, and U does not include them")
                // It creeps back for as long as it has crept.
                + "\n  take everything off, and let it rest for 5 minutes before a tare or a zero")
    }

    private func place(of step: Int) -> Int {
        guard case .point(let series, _) = session.plan.steps[step] else { return 0 }
        return session.plan.steps[...step].count { if case .point(series, _) = $0 { true } else { false } }
    }

    private var limits: StabilityTest.Limits {
        let top = session.plan.loads.map(abs).max() ?? 0
        return StabilityTest.Limits(
            window: window, dwell: dwell, noise: session.noise, span: (session.sensitivity ?? 0) * top,
            resolution: session.resolution)
    }

    /// A reading that the points before contradict by a lot: better asked now than found at the end.
    private mutating func doubt(_ step: Int, _ amount: Double, _ reading: Double) throws(CommandError) {
        let plan = session.plan
        let top = plan.loads.map(abs).max() ?? 0
        // With one load so far the sensitivity is not known without this very point.
        // Beside a reference cell nobody has to meet the load.
        guard plan.referenceName == nil else { return }
        let unit = plan.known.unit.rawValue
        let doubt: String
        if let seen = session.load(of: reading, without: step) {
            guard abs(seen - amount) > 0.03 * top else { return }
            doubt = "the earlier points suggest a load of \(Digits.text(seen)) \(unit), not \(Digits.text(amount))."
        } else if let before = session.point(before: step), before.load != amount,
            abs(reading - before.reading) <= max(limits.largestDeviation, session.resolution)
        {
            doubt = "the reading is still that of \(Digits.text(before.load)) \(unit): did the load come after Enter?"
        } else {
            return
        }
        let line = try load.ask("  \(doubt) Enter keeps the point, u removes it")
        _ = try isUndo(line)
    }

    private mutating func isUndo(_ line: String) throws(CommandError) -> Bool {
        guard line == "u" else {
            try answered(line)
            return false
        }
        if try session.undo() == nil { load.say("  there is nothing to undo") } else { load.say("  undone") }
        return true
    }

    private func answered(_ line: String) throws(CommandError) {
        guard line == "q" else { return }
        throw .refused("left")
    }
}
