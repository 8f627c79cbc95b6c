import Calibration
import Certificates
import Interface
import LinuxIO
import Messages
import Metrics
import RingBuffer
import Samples
import Store
import Synchronization

/// `Stand`: collects the samples of the plates while the athlete stands still, computes the sway, and has it stored.
final class StandStream: VarlinkStream {
    /// The time to come to rest before the trial, s.
    static let settleSeconds = 5.0
    /// The longest time that the last samples may take, s.
    private static let longestWait = 5.0

    /// What the store says, which comes on its own thread.
    private final class Answer: Sendable {
        let result = Mutex<Result<StoredStand?, StoreError>?>(nil)
    }

    /// The samples of one plate: a class, so that a sample is added without a copy of all others.
    private final class Part {
        var plate: QuietStanding.Plate
        let calibration: UInt16

        init(_ plate: QuietStanding.Plate, calibration: UInt16) { (self.plate, self.calibration) = (plate, calibration) }
    }

    private let service: SessionService
    private let view: StationView
    private let session: Int64
    private let user: UInt32
    private let seconds: Double
    /// When the trial begins.
    let begin: HostInstant
    private let beginWall: Int64
    private var plates: [UInt16: Part] = [:]
    private let expected: [UInt16: (sensor: SensorDescription, rate: Double)]
    private var position: UInt64
    private var nextSecond = 0.0
    private var analysis: QuietStanding.Analysis?
    private var answer: Answer?

    /// - Parameter plates: the sensors, with their rates.
    init(
        _ plates: [(number: SensorNumber, sensor: SensorDescription, rate: Double)], seconds: Double, session: Int64,
        user: UInt32,
        service: SessionService
    ) {
        self.service = service
        self.session = session
        self.user = user
        self.seconds = seconds
        view = service.station.view
        expected = Dictionary(plates.map { ($0.number.value, ($0.sensor, $0.rate)) }) { first, _ in first }
        position = view.readings.next
        begin = Clock.monotonic().advanced(bySeconds: Self.settleSeconds)
        beginWall = Clock.wallMicroseconds() + Int64(Self.settleSeconds * 1e6)
    }

    func next(at now: HostInstant) -> VarlinkStreamStep {
        if let answer { return stored(answer, now) }
        if analysis != nil { return analyse(now) }
        guard service.station.view.generation == view.generation else { return .failed(.sensorsChanged) }
        if let problem = collect() { return .failed(.cannotStand(problem)) }
        let end = begin.advanced(bySeconds: seconds)
        if plates.count == expected.count, plates.values.allSatisfy({ isComplete($0.plate) }) { return analyse(now) }
        guard now < end.advanced(bySeconds: Self.longestWait) else {
            let late = expected.filter { !(plates[$0.key].map { isComplete($0.plate) } ?? false) }.map(\.value.sensor.name)
                .sorted()
            return .failed(.cannotStand("\(late.joined(separator: ", ")) has stopped sending: see `holdfast sensors`"))
        }
        let left = max(end.seconds(since: now), 0)
        if now.seconds(since: begin) + Self.settleSeconds >= nextSecond {
            nextSecond += 1
            return .message(Session1.Stand.Reply(remainingSeconds: left, stand: nil).reply(continues: true))
        }
        return .wait(until: now.advanced(bySeconds: 0.2), orNews: false)
    }

    private func isComplete(_ plate: QuietStanding.Plate) -> Bool {
        (plate.time.last ?? 0) >= seconds + 2 * QuietStanding.margin
    }

    /// Takes the new readings; what has gone wrong, in words.
    private func collect() -> String? {
        let first = begin.advanced(bySeconds: -QuietStanding.margin)
        while true {
            switch view.readings.read(at: position) {
            case .notYet: return nil
            case .lost: return "the station was too busy, and samples were lost: stand again"
            case .element(let reading):
                position += 1
                guard let (sensor, rate) = expected[reading.sensor.value], reading.time >= first else { continue }
                if let problem = take(reading, of: sensor, rate: rate) { return problem }
            }
        }
    }

    private func take(_ reading: Reading, of sensor: SensorDescription, rate: Double) -> String? {
        let key = reading.sensor.value
        let part =
            plates[key]
            ?? Part(
                QuietStanding.Plate(
                    name: sensor.name, place: sensor.place, isCalibrated: sensor.calibration.state != .none, begin: reading.time,
                    rate: rate, tare: reading.tare),
                calibration: reading.calibration)
        if isComplete(part.plate) { return nil }
        guard reading.hold == 0 else { return "a hold began on \(sensor.name): stand still, and let go of the bands" }
        guard reading.calibration == part.calibration, reading.tare == part.plate.tare else {
            return "\(sensor.name) was tared or calibrated meanwhile: stand again"
        }
        // A short gap is a reason of the numbers; the next sample has its own time.
        part.plate.time.append(reading.time.seconds(since: part.plate.begin))
        part.plate.force.append(reading.force)
        part.plate.centre.append(SIMD2(reading.centreOfPressureX, reading.centreOfPressureY))
        plates[key] = part
        return nil
    }

    /// A slice at a time, because other clients of the socket want answers, too.
    private func analyse(_ now: HostInstant) -> VarlinkStreamStep {
        var analysis = analysis ?? QuietStanding.Analysis(plates.values.map(\.plate), seconds: seconds)
        plates = [:]
        let numbers = analysis.advance()
        self.analysis = analysis
        return numbers.map { finish($0, now) } ?? .wait(until: now, orNews: false)
    }

    private func finish(_ numbers: [QuietStanding.Number], _ now: HostInstant) -> VarlinkStreamStep {
        guard numbers.contains(where: { $0.measurement.value != nil }) else {
            let reasons = Set(numbers.compactMap { $0.measurement.reason?.rawValue }).sorted()
            return .failed(
                .cannotStand(
                    "nothing could be measured (\((reasons.isEmpty ? ["not_loaded"] : reasons).joined(separator: ", "))): stand on "
                        + "the plates with your whole weight until the end"))
        }
        let answer = Answer()
        self.answer = answer
        service.backend.keep(
            StoredStand(session: session, wallMicroseconds: beginWall, seconds: seconds, numbers: numbers), user: user
        ) { result in answer.result.withLock { $0 = result } }
        return stored(answer, now)
    }

    private func stored(_ answer: Answer, _ now: HostInstant) -> VarlinkStreamStep {
        switch answer.result.withLock({ $0 }) {
        case nil: .wait(until: now.advanced(bySeconds: 0.02), orNews: false)
        case .success(let stand?):
            .last(Session1.Stand.Reply(remainingSeconds: nil, stand: Session1.StandTrial(stand)).reply())
        case .success(nil): .failed(.noSuchSession(session))
        case .failure(let error): .failed(.storeUnavailable(error, in: .session))
        }
    }
}

extension SessionService {
    /// The shortest and the longest trial, s.
    private static let standSeconds = 30.0...60.0

    func stand(_ call: Session1.Stand, _ peer: VarlinkPeer) throws(VarlinkError) -> VarlinkOutcome {
        let seconds = call.seconds ?? Self.standSeconds.upperBound
        guard Self.standSeconds.contains(seconds) else { throw .invalidParameter("seconds") }
        guard let session = try running(on: call.setUp, in: try underWay()) else {
            throw try noSession(on: call.setUp)
        }
        let reports = station.backend.sensors()
        var plates: [(number: SensorNumber, sensor: SensorDescription, rate: Double)] = []
        for sensor in station.view.sensors
        where sensor.kind == .plate && (session.setUp.isEmpty || session.setUp == sensor.setUpName) {
            guard let number = station.view.number(of: sensor.name),
                let report = reports.first(where: { $0.name == sensor.name }), report.state == .streaming, let rate = report.rate
            else { throw .cannotStand("\(sensor.name) does not measure yet, or no longer: see `holdfast sensors`") }
            plates.append((number, sensor, rate))
        }
        guard !plates.isEmpty else { throw .cannotStand("the session has no plate: see `holdfast sensors`") }
        log(peer, "begins a trial of quiet standing")
        return .stream(
            StandStream(plates, seconds: seconds, session: session.number, user: peer.user, service: self))
    }

    func compareStand(_ call: Session1.CompareStand) throws(VarlinkError) -> VarlinkOutcome {
        let found = try read { (reader) throws(StoreError) in
            guard let hold = try reader.hold(call.hold) else { return nil as (StoredHold, StoredStand?)? }
            return (hold, try reader.stand(before: hold))
        }
        guard let (hold, stand) = found else { throw .noSuchHold(call.hold, in: description) }
        let ratios = QuietStanding.ratios(of: hold.setUpNumbers, with: stand?.numbers)
        return .reply(
            Session1.CompareStand.Reply(
                stand: stand?.number,
                numbers: ratios.map {
                    Session1.StandNumber(sensors: $0.sensors, seconds: nil, metric: Session1.Metric($0.measurement, force: "N"))
                }
            ).reply())
    }
}

extension Session1.StandTrial {
    init(_ stand: StoredStand) {
        self.init(
            number: stand.number, session: stand.session, wallUs: stand.wallMicroseconds, seconds: stand.seconds,
            numbers: stand.numbers.map {
                Session1.StandNumber(
                    sensors: $0.sensors, seconds: $0.seconds, metric: Session1.Metric($0.measurement, force: "N"))
            })
    }
}
