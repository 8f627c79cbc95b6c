import Calibration
import Certificates
import Rehearsal
import Samples

@testable import Console

/// One guided calibration of a pretend cell, from the first line on the screen to the record, and then the cell in use.
struct GuidedCalibration {
    let chain: PretendChain
    let technician: PretendTechnician
    let plan: CalibrationPlan
    let statePath: String
    private var random: RehearsalRandom

    /// - Parameter weights: what the weights are worth, k = 2, as a share; each set is wrong by as much as that allows.
    init(
        _ faults: PretendCell.Faults, weights: Double, seed: UInt64, statePath: String,
        loads: [Double] = [0, 10, 20, 30, 40, 50],
        mountings: SeriesMountings = SeriesMountings(series: 3, isRemounted: false), measuresCreep: Bool = true
    ) throws {
        guard let gravity = LocalGravity(entered: 9.8101) else { throw CalibrationGap.notMeasured }
        var random = RehearsalRandom.stream(seed, 0x7465_6368)
        plan = CalibrationPlan(
            loads: loads,
            known: KnownLoads(unit: .kilogram, gravity: gravity, relativeUncertainty: weights, density: 7850),
            mountings: mountings, preloads: 3, onlyAscending: false, measuresCreep: measuresCreep)
        let share = gravity.halfWidth / gravity.value
        let error = random.gaussian() * weights / 2 + random.uniform(in: -share...share)
        chain = try PretendChain(faults, seed: seed)
        technician = PretendTechnician(chain, plan, referenceError: error)
        self.statePath = statePath
        self.random = random
    }

    func wizard() -> CalibrationWizard {
        CalibrationWizard(
            session: CalibrationSession(plan: plan, sensor: "cell", file: CaptureFile(path: statePath)),
            load: StandingLoad(technician), window: 3,
            dwell: 5, timeout: 120)
    }

    /// Begins, or goes on with what is on the disk, until it is done or the program is killed; the points of a finished one.
    func start() throws -> CalibrationDraft? {
        var wizard = wizard()
        var session = wizard.session
        _ = try session.resume()
        wizard = CalibrationWizard(session: session, load: wizard.load, window: 3, dwell: 5, timeout: 120)
        do { try wizard.capture() } catch CommandError.unavailable { return nil }
        return wizard.session.draft(note: "", validDays: 365, conditions: CalibrationConditions(), limits: nil)
    }

    /// Does everything that the screen says, puts the curve in force, and takes the state away.
    mutating func run() throws -> CalibrationEvaluation {
        var wizard = wizard()
        try wizard.capture()
        defer { wizard.session.file.discard() }
        return try accept(wizard.session)
    }

    /// What is in force afterwards went through the record's text, as on a disk.
    func accept(_ session: CalibrationSession) throws -> CalibrationEvaluation {
        guard let draft = session.draft(note: "", validDays: 365, conditions: CalibrationConditions(), limits: nil) else {
            throw CalibrationGap.notMeasured
        }
        let record = CalibrationRecord(
            try draft.evaluation(), of: draft,
            from: RecordOrigin(
                station: "test", software: "test", driver: "text", device: "cell", madeWallMicroseconds: 1_700_000_000_000_000,
                user: 0))
        let kept = try CalibrationRecord(parsing: Array(record.text.utf8))
        chain.use(kept.curve)
        return try kept.draft.evaluation()
    }

    /// A force as it is published, its error and its U: tared without load after the rest that the wizard asks for, up to five minutes later reached from below or from above,
    /// and looked at 0.3 … 60 s after that.
    mutating func use(_ evaluation: CalibrationEvaluation) throws -> (force: Double, error: Double, expanded: Double) {
        technician.leaveAlone()
        chain.pass(60)
        guard let tare = chain.tare() else { throw CalibrationGap.notMeasured }
        chain.pass(random.uniform(in: 0...300))
        let top = plan.known.force(plan.loads.last ?? 0)
        let force = random.uniform(in: 0.05 * top...top)
        if random.uniform() < 0.5 {
            chain.load.newtons = random.uniform(in: force...top)
            chain.pass(3)
        }
        chain.load.newtons = force
        chain.pass(random.uniform(in: 0.3...60))
        guard let seen = chain.samples("force").last?.value else { throw CalibrationGap.notMeasured }
        return (force, seen - force, try evaluation.expandedUncertainty(ofMeasured: seen + tare).get())
    }
}
