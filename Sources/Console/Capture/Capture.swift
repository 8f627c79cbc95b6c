import Acquisition
import Drivers
import LinuxIO
import RingBuffer
import Samples

/// One conversation with a device, written down while it lasts: the daemon's own door and loop, with a recorder around the dialogue.
final class Capture {
    private let loop: AcquireLoop
    private var frames: RingConsumer<Frame>
    private var commands: RingProducer<AcquireCommand>
    private var reports: RingConsumer<AcquireReport>
    private let recorder: DialogueRecorder
    private let lines = CapturedLines()
    private let file: DiskFile
    private let path: String
    private let start = Clock.monotonic()
    private var ended = Clock.monotonic()

    /// Opens the device and the file; the conversation begins with `run`.
    init(_ target: CaptureTarget, file path: String, keepsSerial: Bool) throws(CommandError) {
        let frames = Ring<Frame>(minimumCapacity: 1 << 15)
        let commands = Ring<AcquireCommand>(minimumCapacity: 4)
        let reports = Ring<AcquireReport>(minimumCapacity: 4 * AcquireLoop.slots)
        self.frames = frames.makeConsumer()
        self.commands = commands.makeProducer()
        self.reports = reports.makeConsumer()
        self.path = path
        let lines = lines
        recorder = DialogueRecorder(target.dialogue) { lines.take($0) }
        let head = ReplayHead(
            driver: target.driver.name, device: target.device, options: target.options,
            reportDescriptor: Self.reportDescriptor(target.device), keepsSerial: keepsSerial)
        do throws(SystemError) {
            loop = try AcquireLoop(
                frames: frames.makeProducer(), commands: commands.makeConsumer(), reports: reports.makeProducer(),
                processBell: try Doorbell(), reportBell: try EventDescriptor(),
                servesUSB: target.driver.transport.subsystem == "usb")
        } catch { throw .unavailable("\(error)") }
        let session = try Self.open(target, recorder, loop)
        do throws(SystemError) {
            file = try DiskFile(creating: path, mode: 0o644)
            try Self.write(Array(ReplayLog(head: head, entries: []).text.utf8), to: file)
        } catch {
            throw error.isExisting
                ? .usage("\(path) exists already") : ChosenFile.unwritable(path, error)
        }
        self.commands.push(.attach(slot: 0, SessionHandle(session)))
    }

    private static func open(_ target: CaptureTarget, _ recorder: DialogueRecorder, _ loop: AcquireLoop) throws(CommandError)
        -> DeviceSession
    {
        let node = target.device.node
        let opened: DeviceDoor?
        do throws(SystemError) {
            opened = try DeviceDoor.open(node, for: target.driver.transport, baud: target.baud, usb: loop.usb)
        } catch { throw cure(error, node) }
        guard let door = opened else {
            throw .refused("the reports of \(node) are not those of \(target.driver.title)")
        }
        let feed = SensorFeed(part: 0, sensor: SensorNumber(0), nextIndex: 0)
        return DeviceSession(door: door, dialogue: recorder, feeds: [feed])
    }

    private static func reportDescriptor(_ device: DeviceIdentity) -> [UInt8] {
        guard device.subsystem == "hidraw" else { return [] }
        return (try? Files.read(device.systemPath + "/device/report_descriptor", limit: 1 << 16)) ?? []
    }

    private static func cure(_ error: SystemError, _ node: String) -> CommandError {
        if error.isPermission {
            return .permission(
                "no permission to open \(node): install udev/60-holdfast.rules, or become a member of the group of \(node)")
        }
        if error.isMissing || error.isGone { return .unavailable("there is no device at \(node)") }
        guard error.isBusy else { return .unavailable("\(error)") }
        let holders = Environment.holders(of: node)
        let who =
            holders.isEmpty ? "another program" : holders.map { "\($0.name) (process \($0.process))" }.joined(separator: ", ")
        let isStation = holders.contains { $0.name == "holdfastd" }
        return .unavailable(
            "\(who) has \(node) open: "
                + (isStation ? "stop the station meanwhile, with `systemctl stop holdfast`" : "close it, or stop the station"))
    }

    /// Holds the conversation until a signal comes, the time is over or the device leaves; why it ended.
    func run(until signals: SignalDescriptor, seconds: Double?) throws(CommandError) -> AcquireReport.Reason {
        let limit = start.advanced(bySeconds: min(seconds ?? 1e9, 1e9))
        var end: (session: DeviceSession, reason: AcquireReport.Reason)?
        do throws(SystemError) {
            let loop = loop
            let thread = try Thread(name: "hf-capture") { _ in loop.run() }
            var failure: SystemError?
            loop.wake()
            while end == nil, failure == nil, Clock.monotonic() < limit, !UnixSocket.wait(signals.number, seconds: 0.05) {
                end = takeReports()
                do throws(SystemError) { try writeLines() } catch { failure = error }
            }
            loop.stop()
            thread.join()
            if end == nil { end = takeReports() }
            ended = Clock.monotonic()
            end?.session.sayFarewell()
            recorder.finish()
            if let failure { throw failure }
            try writeLines()
            try file.synchronise()
        } catch { throw .unavailable("\(path) cannot be written: \(error.message)") }
        return end?.reason ?? .asked
    }

    /// What the loop says; the session when it has come back.
    private func takeReports() -> (DeviceSession, AcquireReport.Reason)? {
        while frames.pop() != nil {}
        var end: (DeviceSession, AcquireReport.Reason)?
        while let report = reports.pop() {
            switch report {
            case .returned(_, let handle, let reason): end = (handle.take(), reason)
            case .described(_, let details): _ = details.take()
            case .locked: break
            }
        }
        return end
    }

    private func writeLines() throws(SystemError) {
        let bytes = lines.drain()
        if !bytes.isEmpty { try Self.write(bytes, to: file) }
    }

    private static func write(_ bytes: [UInt8], to file: DiskFile) throws(SystemError) {
        var failure: SystemError?
        bytes.withUnsafeBytes { buffer in
            do throws(SystemError) { try file.append(buffer) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// What was seen, for people.
    var summary: String {
        let tally = lines.tally
        let counters = recorder.counters
        let seconds = max(ended.seconds(since: start), 0)
        return Output.table([
            ["file", path], ["lasted", "\(Digits.fixed(seconds, places: 1)) s"],
            ["received", "\(tally.received) bytes"], ["sent", "\(tally.sent) bytes in \(tally.requests) requests"],
            ["samples", "\(tally.samples), \(tally.lost) lost"],
            ["corrupt", "\(counters.corrupt), \(counters.skippedBytes) bytes skipped, \(counters.notANumber) not numbers"],
            ["repeated", "\(counters.resent) requests, \(tally.failures) transfers failed"],
            ["channels", recorder.channels.map { "\($0.name) (\($0.unit))" }.joined(separator: ", ")],
        ])
    }
}
