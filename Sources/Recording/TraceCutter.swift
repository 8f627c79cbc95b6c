import Certificates
import LinuxIO
import RingBuffer
import Samples

/// Cuts traces of holds out of recordings. Used by the `record` thread.
struct TraceCutter {
    /// The number of recordings before the one in which a hold ended that may have its beginning.
    private static let recordingsBefore = 4
    /// How far outcomes may be from the order of time, seconds.
    static let disorder = 2.0

    let recordings: RecordingFolder
    let traces: TraceFolder
    let sensors: Editions<SensorDescription>

    /// Cuts the trace of a hold, unless it exists.
    ///
    /// - Parameter batches: of the run in which the hold was recorded; empty when that was an earlier run.
    func cut(_ request: TraceRequest, _ batches: [RecordingWriter.Batch]) throws(SystemError) -> TraceOutcome {
        if let kept = try existing(request) { return kept }
        return batches.isEmpty ? try cutFromFolder(request) : try cutFromBatches(request, batches)
    }

    /// The trace that was completed before the program ended.
    private func existing(_ request: TraceRequest) throws(SystemError) -> TraceOutcome? {
        let path = traces.path(ofHold: request.hold)
        guard !Files.isMissing(path) else { return nil }
        var coverage = TraceCoverage(request)
        let file = try read(path, from: 0, in: traces.files, with: RecordingReader()) { outcome, sensors in
            guard case .frame(let frame) = outcome, frame.flags.isDisjoint(with: .marks) else { return }
            coverage.count(frame, of: sensors[frame.sensor.value, 0]?.name)
        }
        if file?.head.trace?.detection == request.detection { return .kept(isWhole: coverage.isWhole) }
        try traces.setAside(hold: request.hold)
        return nil
    }

    /// Of a hold of this run: the place of its first batch is known.
    private func cutFromBatches(
        _ request: TraceRequest, _ batches: [RecordingWriter.Batch]
    ) throws(SystemError) -> TraceOutcome {
        let first = batches.lastIndex { $0.time.advanced(bySeconds: Self.disorder) <= request.begin } ?? 0
        guard batches.indices.contains(first), let head = try recordings.head(of: batches[first].name) else {
            return .recordingGone
        }
        var names: [String] = []
        for batch in batches[first...] where names.last != batch.name { names.append(batch.name) }
        let batch = batches[first]
        guard batch.offset > 0 else { return try cut(request, head, names) }
        let known = batch.state.sensors(of: sensors)
        var state = batch.state
        state.forgetEditions(sensors: known.count)
        var trace = TraceWriter(request, into: traces, head: head, state: state)
        _ = try read(
            recordings.path + "/" + batch.name, from: batch.offset, in: recordings.files,
            with: RecordingReader(middleWith: known), until: { trace.isOver }
        ) { outcome, sensors in trace.take(outcome, sensors) }
        try read(names.dropFirst(), into: &trace)
        return try trace.finish()
    }

    /// Of a hold of an earlier run.
    private func cutFromFolder(_ request: TraceRequest) throws(SystemError) -> TraceOutcome {
        let names = try recordings.neighbours(of: request.recording, before: Self.recordingsBefore)
        guard let first = names.first, let head = try recordings.head(of: first) else { return .recordingGone }
        return try cut(request, head, names)
    }

    private func cut(_ request: TraceRequest, _ head: RecordingHead, _ names: [String]) throws(SystemError) -> TraceOutcome {
        var trace = TraceWriter(request, into: traces, head: head, state: ReplayState(sensors: head.sensors.count))
        try read(names[...], into: &trace)
        return try trace.finish()
    }

    private func read(_ names: ArraySlice<String>, into trace: inout TraceWriter) throws(SystemError) {
        for name in names where !trace.isOver {
            var isFirst = true
            do throws(SystemError) {
                _ = try read(
                    recordings.path + "/" + name, from: 0, in: recordings.files, with: RecordingReader(),
                    until: { trace.isOver }
                ) { outcome, sensors in
                    if isFirst { trace.nextRecording(sensors: sensors.count) }
                    isFirst = false
                    trace.take(outcome, sensors)
                }
            } catch {
                // Removed meanwhile.
                if error.isMissing { continue }
                throw error
            }
        }
    }

    /// Reads a file piece by piece, until nothing more is wanted.
    ///
    /// - Returns: nil when it is no recording.
    private func read(
        _ path: String, from offset: Int, in files: any FileLayer, with reader: RecordingReader,
        until isOver: () -> Bool = { false }, _ body: (RecordedOutcome, Editions<SensorDescription>) -> Void
    ) throws(SystemError) -> RecordingFile? {
        var reader = reader
        do throws(RecordingFile.Failure) { return try reader.read(path, from: offset, in: files, until: isOver, body) } catch {
            if case .unreadable(let error) = error { throw error }
            return nil
        }
    }
}
