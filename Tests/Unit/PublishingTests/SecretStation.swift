import Calibration
import Certificates
import Interface
import LinuxIO
import Messages
import Metrics
import Protocols
import Publishing
import RingBuffer
import Samples
import Scratch
import Store

/// A station on sockets of its own, with an athlete about whom everything is known, and a hold of hers.
///
/// Its readings and events come when the test says so.
final class SecretStation {
    static let pseudonym = "PSEUDONYM-17"
    static let words = [pseudonym, "SECRETNOTE", "SECRETREASON", "SECRETPHASE", "SECRETPOSITION"]
    static let mass = 62.537
    static let target = 231.77

    let publicPath: String
    let controlPath: String
    /// The maximum that her hold made.
    let maximum: Double
    private let server: VarlinkServer
    private let thread: Thread
    private let backend: SecretBackend
    private var producer: RingProducer<HoldEvent>
    private var readings: BroadcastWriter<Reading>
    /// What `OpenRing` passes on; `pull` rings the bells.
    let ring: MemoryFile
    let bells: BellBoard
    private var count: UInt64 = 0

    init(access: VarlinkPeer.Access = .read) throws {
        let folder = Scratch.path("secrets")
        try Files.makeDirectory(folder, mode: 0o700)
        (publicPath, controlPath) = (folder + "/public", folder + "/control")
        let file = StoreFile(path: folder + "/holdfast.db")
        maximum = try file.own { (store) throws(StoreError) in try Self.fill(store) }
        let layout = BroadcastLayout(minimumSlots: 64)
        let (memory, hops) = try (
            MemoryFile(name: "readings", byteCount: layout.byteCount), MemoryFile(name: "spectra", byteCount: layout.byteCount)
        )
        readings = BroadcastWriter<Reading>(memory: memory.memory, layout: layout, epoch: 1)
        _ = BroadcastWriter<SpectrumHop>(memory: hops.memory, layout: layout, epoch: 1)
        guard let reader = BroadcastReader<Reading>(memory: memory.memory, byteCount: memory.byteCount),
            let spectra = BroadcastReader<SpectrumHop>(memory: hops.memory, byteCount: hops.byteCount)
        else { throw SystemError("map", folder, number: 12) }
        bells = try BellBoard()
        ring = memory
        let events = Ring<HoldEvent>(minimumCapacity: 64)
        producer = events.makeProducer()
        let sensor = SensorDescription(
            name: "left", kind: .cell, calibration: SensorCalibration(state: .settings, channels: 1))
        let backend = SecretBackend(
            StationView(
                generation: 1, sensors: Editions([sensor]), readings: reader, spectra: spectra, events: events,
                controlEvents: Ring<HoldEvent>(minimumCapacity: 64),
                memory: [memory, hops], shared: StationView.SharedRing(memory: memory, bells: bells)),
            hold: Self.hold(2, maximum: maximum), maximum: maximum)
        self.backend = backend
        let server = try VarlinkServer(
            information: VarlinkInformation(vendor: "v", product: "p", version: "1", url: "u"), news: try Doorbell())
        self.server = server
        try server.listen(on: try UnixSocket.listen(path: publicPath, mode: 0o600), access: access)
        try server.listen(on: try UnixSocket.listen(path: controlPath, mode: 0o600), access: .control)
        thread = try Thread(name: "hf-secrets") { _ in
            let station = StationService(backend: backend, feed: EventFeed(for: .read), file: file)
            let control = Publishing.ControlService(station: station, server: server)
            server.add(station)
            server.add(control)
            server.add(CalibrationService(station: station, server: server))
            server.add(SessionService(backend: backend, station: station, server: server))
            server.everyTurn = { control.turn(at: $0) }
            try? server.run()
        }
    }

    func stop() {
        server.stop()
        thread.join()
    }

    /// A hundredth of a second of pull; every tenth enters a force zone.
    func pull() {
        var frame = Frame(
            sensor: SensorNumber(0), present: 1, flags: [], index: count, time: Clock.monotonic(), arrival: Clock.monotonic(),
            values: [8 of Double](repeating: 0))
        frame.index = count
        var reading = Reading(frame: frame, sequence: count)
        reading.force = 100.37 + Double(count % 97)
        reading.percentOfMaximum = 100 * reading.force / maximum
        reading.hold = 2
        readings.publish(reading)
        bells.ring()
        if count % 10 == 0 {
            _ = producer.push(
                HoldEvent(
                    sensor: SensorNumber(0), hold: 2, index: count, time: frame.time,
                    what: .zoneEntered(UInt8(1 + count / 10 % 5))))
        }
        count += 1
        server.wake()
    }

    /// Something that everybody may hear.
    func shake() {
        _ = producer.push(
            HoldEvent(
                sensor: SensorNumber(0), hold: 2, index: count, time: Clock.monotonic(), what: .shakingBegan(sample: count)))
        server.wake()
    }

    // MARK: the secrets

    /// Returns her maximum.
    private static func fill(_ store: borrowing Store) throws(StoreError) -> Double {
        _ = try store.addAthlete(pseudonym, user: 1, wallMicroseconds: 1)
        _ = try store.setBodyMass(mass, of: pseudonym, user: 1, wallMicroseconds: 2)
        _ = try store.startSession(
            StoredSession(
                number: 0, athlete: pseudonym, position: "SECRETPOSITION", trainingProtocol: "repeaters", effortDrop: 20,
                startWallMicroseconds: 3), user: 1)
        try store.insert(hold(1, maximum: nil))
        let maximum = try store.reader.athlete(pseudonym)?.maxima.first?.force.best?.force ?? 0
        try store.insert(hold(2, maximum: maximum))
        for number in [Int64(1), 2] {
            _ = try store.annotate(
                hold: number,
                with: StoredAnnotation(wallMicroseconds: 4, user: 1, text: "SECRETNOTE", score: 3, phase: "SECRETPHASE"))
        }
        _ = try store.setExcluded(true, hold: 2, reason: "SECRETREASON", user: 1, wallMicroseconds: 5)
        return maximum
    }

    private static func hold(_ number: Int64, maximum: Double?) -> StoredHold {
        let rate = 500.0
        let time = (0..<6000).map { Double($0) / rate }
        let level = 240.0 - 17.3 * Double(number)
        // Rest, a rise within a fifth of a second, eight seconds of pull with some unsteadiness, and rest.
        let force = time.map { t in
            let shape = t < 2 ? 0 : t < 2.2 ? (t - 2) / 0.2 : t < 10 ? 1 : max(0, 1 - (t - 10) / 0.1)
            let scatter = Double(Int(t * rate) &* 7919 % 101) / 101 - 0.5
            return level * shape + 3 * scatter
        }
        let quiet = Int(0.9 * rate)..<Int(1.9 * rate)
        let mean = force[quiet].reduce(0, +) / Double(quiet.count)
        let square = force[quiet].reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(quiet.count - 1)
        var record = HoldRecord(
            force: force, time: time, rate: rate, sensorKind: .cell, kind: .explosive, baseline: quiet, baselineMean: mean,
            baselineDeviation: square.squareRoot(), search: Int(1.9 * rate)..<Int(10.05 * rate), release: Int(10.05 * rate),
            restLevel: nil, flags: [])
        record.context = HoldContext(maximalForce: maximum, bodyMass: mass, target: TargetForce(force: target))
        var hold = StoredHold(
            number: number, kind: .explosive, setUp: "rack", startWallMicroseconds: number * 1_000_000,
            onsetWallMicroseconds: nil, endWallMicroseconds: number * 1_000_000 + 5, recording: nil,
            sensors: [
                StoredSensorHold(
                    sensor: "left", calibration: "settings", firstSample: 0, result: HoldAnalysis.result(of: record))
            ])
        hold.session = 1
        return hold
    }
}

/// Says what a station would, and does nothing.
final class SecretBackend: StationBackend, SessionBackend {
    private let shown: StationView
    private let hold: StoredHold?
    private let maximum: Double

    init(_ view: StationView, hold: StoredHold?, maximum: Double) {
        shown = view
        self.hold = hold
        self.maximum = maximum
    }

    var stateVersion: UInt64 { 1 }
    func view() -> StationView { shown }
    func devices() -> [DeviceReport] { [DeviceReport()] }
    func sensors() -> [SensorReport] {
        var left = SensorReport()
        (left.name, left.kind, left.state, left.calibration) = ("left", .cell, .streaming, .settings)
        return [left]
    }
    func status() -> StationStatus {
        var status = StationStatus()
        status.station = "test"
        status.findings = [StationFinding("negative_load", sensor: "left", "187.53 N below rest: tare it")]
        return status
    }

    func tare(_ sensor: SensorNumber, ticket: UInt64) {}
    func mark(_ text: MarkText) {}
    func annotate(hold: Int64, _ annotation: StoredAnnotation, answer: @escaping @Sendable (Result<Bool, StoreError>) -> Void) {
        answer(.success(true))
    }
    func exclude(
        hold: Int64, excluded: Bool, reason: String?, user: UInt32,
        answer: @escaping @Sendable (Result<Bool, StoreError>) -> Void
    ) { answer(.success(true)) }
    func delete(hold: Int64, user: UInt32, answer: @escaping @Sendable (Result<Bool, StoreError>) -> Void) {
        answer(.success(true))
    }
    func withdraw(note: Int64, of hold: Int64, user: UInt32, answer: @escaping @Sendable (Result<Bool, StoreError>) -> Void) {
        answer(.success(true))
    }
    func correct(
        _ correction: PersonalCorrection, user: UInt32, answer: @escaping @Sendable (Result<Store.Correction, StoreError>) -> Void
    ) { answer(.success(.done)) }
    func export(athlete: String, user: UInt32, answer: @escaping @Sendable (Result<PersonalData?, StoreError>) -> Void) {
        answer(.success(nil))
    }
    func forget(athlete: String, user: UInt32, answer: @escaping @Sendable (Result<ForgetOutcome, StoreError>) -> Void) {
        answer(.success(.noSuchAthlete))
    }
    func calibrate(
        _ change: CalibrationChange, answer: @escaping @Sendable (Result<CalibrationOutcome, StoreError>) -> Void
    ) { answer(.success(.unknown)) }
    /// A trace with what the station knows of the athlete.
    func trace(_ query: TraceQuery, answer: @escaping @Sendable (Result<HoldTrace, TraceFailure>) -> Void) {
        guard let hold, query.hold == hold.number, let part = hold.sensors.first, let sensor = shown.editions[0, 0] else {
            return answer(.failure(.noSuchHold))
        }
        let begin = HostInstant(nanoseconds: 0)
        var series = TraceSeries(query, part, sensor, analysed: (begin, begin.advanced(bySeconds: 9)), begin: begin)
        for index in 0..<20 {
            let frame = Frame(
                sensor: SensorNumber(0), present: 1, flags: [], index: UInt64(index),
                time: begin.advanced(bySeconds: Double(index)), arrival: begin, values: [8 of Double](repeating: 7))
            var reading = Reading(frame: frame, sequence: UInt64(index))
            reading.force = 100.37 + Double(index)
            reading.percentOfMaximum = 100 * reading.force / maximum
            series.take(frame)
            series.take(reading)
        }
        for what in [HoldEvent.What.zoneEntered(3), .shakingBegan(sample: 4)] {
            series.take(HoldEvent(sensor: SensorNumber(0), hold: 1, index: 8, time: begin.advanced(bySeconds: 5), what: what))
        }
        answer(
            .success(
                HoldTrace(
                    hold: hold, begin: begin, beginWallMicroseconds: 5, isIncomplete: false, parts: [series.summary],
                    samples: ReadySamples([series]))))
    }
    func reanalyze(
        _ query: ReanalysisQuery, answer: @escaping @Sendable (Result<Store.ResultOutcome, ReanalysisFailure>) -> Void
    ) { answer(.failure(.noSuchHold)) }
    func databaseIsDamaged() {}
    func reload(answer: @escaping @Sendable ([String]) -> Void) { answer([]) }

    var protocols: [TrainingProtocol] { TrainingProtocol.all }
    func runningSessions() -> [RunningSession] {
        [RunningSession(number: 1, plan: TrainingProtocol.all.first, start: HostInstant(nanoseconds: 1))]
    }
    func startSession(
        _ session: StoredSession, user: UInt32, answer: @escaping @Sendable (Result<StoredSession?, StoreError>) -> Void
    ) { answer(.success(nil)) }
    func stopSession(setUp: String, answer: @escaping @Sendable (Result<StoredSession?, StoreError>) -> Void) {
        answer(.success(nil))
    }
    func keep(_ stand: StoredStand, user: UInt32, answer: @escaping @Sendable (Result<StoredStand?, StoreError>) -> Void) {
        var kept = stand
        kept.number = 7
        answer(.success(kept))
    }
    func addAthlete(_ pseudonym: String, user: UInt32, answer: @escaping @Sendable (Result<Bool, StoreError>) -> Void) {
        answer(.success(true))
    }
    func setBodyMass(
        _ kilograms: Double, of athlete: String, user: UInt32, answer: @escaping @Sendable (Result<Bool, StoreError>) -> Void
    ) { answer(.success(true)) }
    func markOnset(
        hold: Int64, sensor: String?, onset: Double, user: UInt32,
        answer: @escaping @Sendable (Result<StoredOnsetMark, OnsetMarkFailure>) -> Void
    ) { answer(.failure(.noSuchHold)) }
}
