import Analysis
import Calibration
import Formats
import LinuxIO
import Recording
import Samples

extension LargeTable {
    /// A smaller file is read as a whole, bytes.
    private static let wholeLimit = 16 << 20
    /// How often the file is read.
    private static let readings = 3

    /// A file that is read piece by piece, as often as it must be.
    private final class TableFile {
        private let path: String
        var progress: Progress
        private(set) var failure: CommandError?
        private static let piece = 4 << 20

        init(_ path: String, size: Int) {
            self.path = path
            progress = Progress(total: LargeTable.readings * size)
        }

        func open() -> () -> [UInt8] {
            var offset = 0
            return { [self] in
                guard failure == nil else { return [] }
                do throws(SystemError) {
                    let bytes = try Files.read(path, from: offset, limit: Self.piece)
                    offset += bytes.count
                    progress.advance(by: bytes.count)
                    return bytes
                } catch {
                    failure = ChosenFile.unreadable(path, error)
                    return []
                }
            }
        }
    }

    /// What is found in the columns of a table that is too large to be read as a whole.
    ///
    /// - Returns: nil for everything else: a small file, a pipe, a recording; where chosen windows or a page need all samples; and where
    ///   the table itself has to be read as a whole.
    static func report(of path: String, _ arguments: Arguments) throws(CommandError) -> AnalysisReport? {
        guard path != "-", Files.kind(of: path) == .file, let size = Files.size(of: path), size > wholeLimit,
            let start = try? Files.readStart(path, count: 64), !RecordingFile.isRecording(start),
            ["search", "baseline", "report"].allSatisfy({ arguments[$0] == nil })
        else { return nil }
        try ForceTable.judge(arguments)
        let file = TableFile(path, size: size)
        defer { file.progress.end() }
        let found: Outcome
        do throws(Failure) { found = try LargeTable(arguments, file.open).analysed() } catch {
            if let failure = file.failure { throw failure }
            switch error {
            case .refused(.data(let text)): throw .data("\(path): \(text)")
            case .refused(let error): throw error
            case .needsWhole(let why):
                guard size > CSVTable.byteLimit else { return nil }
                let limit = CSVTable.byteLimit >> 20
                throw .data("\(path): \(why); such a table is read as a whole, up to \(limit) MB: cut it into pieces")
            }
        }
        if let failure = file.failure { throw failure }
        return AnalysisReport(files: [path], found, kind: try ForceTable.kind(arguments))
    }
}

extension AnalysisReport {
    init(files: [String], _ found: LargeTable.Outcome, kind: SensorKind) {
        let names = found.columns.map(\.name)
        self.init(
            files: files, source: .table(found.columns, kind: kind.name),
            notes: found.notes + found.remarks.sentences(cure: "--invert") { names.count == 1 ? "" : names[Int($0)] },
            holds: found.holds.map { hold in
                Hold(hold, number: Int64(clamping: hold.number)) { part in
                    Part(
                        part.result, of: names[Int(part.sensor.value)], calibration: .settings, calibrationID: nil,
                        firstSample: part.firstIndex)
                }
            })
    }
}
