import LinuxIO
import Recording
import Samples

/// A file that somebody names on the command line, which may be a recording.
enum ChosenRecording {
    case recording(RecordingSource)
    case other([UInt8])

    /// - Parameter path: a recording is read piece by piece later; other files, pipes and `-` are read now.
    init(_ path: String) throws(CommandError) {
        let start: [UInt8]
        let isFile = path != "-" && Files.kind(of: path) == .file
        if isFile {
            do throws(SystemError) { start = try Files.readStart(path, count: 64) } catch {
                throw ChosenFile.unreadable(path, error)
            }
        } else {
            start = try ChosenFile.read(path, limit: ChosenFile.limit)
        }
        if RecordingFile.isRecording(start) {
            let source = try Self.reading(path) { () throws(RecordingFile.Failure) in
                try isFile ? RecordingSource(path: path) : RecordingSource(bytes: start, name: path)
            }
            self = .recording(source)
        } else {
            self = .other(try isFile ? ChosenFile.read(path, limit: ChosenFile.limit) : start)
        }
    }

    static func reading<Value>(
        _ path: String, _ body: () throws(RecordingFile.Failure) -> Value
    ) throws(CommandError) -> Value {
        do throws(RecordingFile.Failure) { return try body() } catch {
            switch error {
            case .unreadable(let error): throw ChosenFile.unreadable(path, error)
            case .notARecording(let reason): throw .data("\(path): \(reason)")
            }
        }
    }
}

extension RecordingRunReader {
    /// Reads everything that is left. `body` may throw, which ends it.
    mutating func readAll(
        of run: RecordingRun, _ progress: inout Progress, _ body: (RecordedOutcome) throws(CommandError) -> Void
    ) throws(CommandError) {
        var failure: CommandError?
        while failure == nil {
            let count = try ChosenRecording.reading(run.sources[0].path) { () throws(RecordingFile.Failure) in
                try next { outcome in
                    guard failure == nil else { return }
                    do throws(CommandError) { try body(outcome) } catch { failure = error }
                }
            }
            guard let count else { break }
            progress.advance(by: count)
        }
        if let failure { throw failure }
    }
}
