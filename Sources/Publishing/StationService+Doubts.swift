import Calibration
import Certificates
import LinuxIO
import Messages
import Store

/// What makes the newtons of a sensor doubtful: a date that has passed, and checks with known forces since the calibration.
extension StationService {
    /// The checks of the calibration in force that the disk has not changed, the newest first.
    func checks(of sensor: SensorDescription) -> [StoredCheck] {
        guard let id = sensor.certificate?.id else { return [] }
        return checks(of: sensor.name, since: id)
    }

    private func checks(of sensor: String, since calibration: String) -> [StoredCheck] {
        let all = (try? withReader { (reader) throws(StoreError) in try reader.checks(of: sensor) }) ?? []
        return all.filter { $0.calibration == calibration }
    }

    /// What is doubtful of a sensor now.
    func doubts(about sensor: SensorDescription, _ checks: [StoredCheck], at now: Int64) -> [Station1.CalibrationDoubt] {
        Self.doubts(due: sensor.dueWallMicroseconds, until: checks, after: [], at: now)
    }

    /// - Parameters:
    ///   - until: the checks so far, the newest first.
    ///   - after: those that came later.
    private static func doubts(due: Int64?, until: [StoredCheck], after: [StoredCheck], at time: Int64)
        -> [Station1.CalibrationDoubt]
    {
        var found: [Station1.CalibrationDoubt] = []
        if let due, DueState(due, at: time) == .overdue { found.append(.overdue) }
        // A sensor that fails its next check may have been wrong before.
        let near = [until.first, after.last].compactMap(\.self)
        if near.contains(where: { !$0.isAltered && !$0.isPassed }) { found.append(.checkFailed) }
        if near.contains(where: \.isAltered) { found.append(.checkAltered) }
        if ControlChart(until).finding != nil { found.append(.checksDrift) }
        return found
    }

    /// A stored hold as a message, with what was doubtful of its sensors when it was measured.
    ///
    /// - Parameter known: the checks that were read for the holds before it in a list.
    func message(
        _ hold: StoredHold, for access: VarlinkPeer.Access, whole: Bool = false, metrics: Set<String>? = nil,
        known: ListedChecks = ListedChecks()
    ) -> Station1.Hold {
        var message = Station1.Hold(hold, for: access, whole: whole, metrics: metrics)
        for place in message.sensors.indices {
            guard let id = message.sensors[place].calibrationId else { continue }
            let due = try? withReader { (reader) throws(StoreError) in try reader.dueDate(of: id) }
            let sensor = message.sensors[place].sensor
            let checks = known.checks[id] ?? checks(of: sensor, since: id)
            known.checks[id] = checks
            let time = hold.endWallMicroseconds
            let doubts = Self.doubts(
                due: due ?? nil, until: checks.filter { $0.wallMicroseconds <= time },
                after: checks.filter { $0.wallMicroseconds > time }, at: time)
            message.sensors[place].calibrationDoubts = doubts.isEmpty ? nil : doubts
            let record = record(id)
            message.sensors[place].calibrationCertificate = record.laboratory
            message.sensors[place].acceptedWorse = access >= .control ? record.acceptedWorse : nil
            if record.acceptedWorse != nil { message.sensors[place].calibrationClass = CalibrationRecord.worse }
        }
        return message
    }

    private func record(_ id: String) -> KnownRecord {
        if let known = knownRecords[id] { return known }
        let found = try? withReader { (reader) throws(StoreError) in try KnownRecord(id, reader) }
        guard let found, found.isFound else { return KnownRecord() }
        if knownRecords.count > 1000 { knownRecords = [:] }
        knownRecords[id] = found
        return found
    }

    /// The dates of the calibrations and tests in force and of the weights, the earliest first.
    func dueDates(at now: Int64) -> [Station1.DueDate] {
        var dates: [Station1.DueDate] = []
        func add(_ what: Station1.DueItem, _ name: String, _ test: Station1.BenchTestKind?, _ id: String?, _ due: Int64?) {
            guard let due else { return }
            dates.append(
                Station1.DueDate(what: what, name: name, test: test, id: id, dueWallUs: due, state: .init(DueState(due, at: now)))
            )
        }
        for sensor in view.sensors {
            if let certificate = sensor.certificate {
                add(.calibration, sensor.name, nil, certificate.id, certificate.dueWallMicroseconds)
            }
            for test in sensor.benchTests {
                let kind = Station1.BenchTestKind(rawValue: test.kind.rawValue)
                add(.benchTest, sensor.name, kind, test.id, test.record.dueWallMicroseconds)
            }
        }
        for weight in weights() { add(.weight, weight.serial, nil, nil, weight.dueWallMicroseconds) }
        return dates.sorted { ($0.dueWallUs, $0.name) < ($1.dueWallUs, $1.name) }
    }

    /// The weights of the station whose records can be read.
    func weights() -> [CertifiedWeight] {
        let stored = (try? withReader { (reader) throws(StoreError) in try reader.weights() }) ?? []
        return stored.filter { !$0.isAltered }.compactMap { $0.record.flatMap { try? CertifiedWeight(record: $0) } }
    }
}

/// What holds say of the record that their newtons come from.
struct KnownRecord {
    /// The laboratory's certificate that it was copied from.
    var laboratory: String?
    /// Why it was put in force although it is worse than allowed.
    var acceptedWorse: String?
    /// A record may also be added later.
    fileprivate var isFound = false

    init() {}

    /// - Parameter id: of a calibration, which may have been made with a test of the plate's corners, or of such a test alone.
    fileprivate init(_ id: String, _ reader: borrowing StoreReader) throws(StoreError) {
        var corners: String? = id
        if let stored = try reader.calibration(id) {
            let draft = (try? CalibrationRecord(parsing: Array(stored.record.utf8)))?.draft
            laboratory = draft?.laboratory?.name
            acceptedWorse = draft?.acceptedWorse
            corners = draft?.conditions.cells?.cornerTest
            isFound = true
        }
        guard let corners, let stored = try reader.benchTest(corners) else { return }
        acceptedWorse =
            acceptedWorse ?? (try? BenchTestRecord(parsing: Array(stored.record.utf8)))?.draft.acceptedWorse
        isFound = true
    }
}

/// The checks of each calibration, which the holds of a list have in common.
final class ListedChecks {
    fileprivate var checks: [String: [StoredCheck]] = [:]
}

extension Station1.CheckSummary {
    /// - Parameter checks: of one calibration, the newest first; nil when no check can be used.
    init?(_ checks: [StoredCheck]) {
        guard let newest = checks.first(where: { !$0.isAltered }) else { return nil }
        self.init(
            count: Int64(checks.count), wallUs: newest.wallMicroseconds, known: newest.known,
            error: newest.measured - newest.known, expanded: newest.expanded, score: newest.signedScore, passed: newest.isPassed,
            drift: ControlChart(checks).finding.map(Station1.Drift.init))
    }
}

extension Station1.Drift {
    init(_ finding: ControlChart.Finding) {
        switch finding {
        case .fourOfFive: self = .fourOfFive
        case .eightOnOneSide: self = .eightOnOneSide
        }
    }
}

extension Station1.DueState {
    init(_ state: DueState) {
        switch state {
        case .inTime: self = .inTime
        case .soon: self = .soon
        case .overdue: self = .overdue
        }
    }
}

extension ControlChart {
    /// - Parameter checks: of one calibration, the newest first.
    init(_ checks: [StoredCheck]) { self.init(scores: checks.reversed().filter { !$0.isAltered }.map(\.signedScore)) }
}

extension StoredCheck {
    /// Negative when the sensor read too little.
    var signedScore: Double { measured < known ? -abs(score) : abs(score) }
}

extension SensorDescription {
    /// When what its newtons come from is due again: the calibration, or else the first of the tests.
    var dueWallMicroseconds: Int64? {
        certificate == nil ? benchTests.compactMap(\.record.dueWallMicroseconds).min() : certificate?.dueWallMicroseconds
    }
}
