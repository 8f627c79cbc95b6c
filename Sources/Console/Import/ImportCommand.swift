import Certificates
import Formats
import Help
import Interface
import LinuxIO
import Recording
import Samples

extension Command {
    static let importFile = Command(
        "import", words: ["FILE…"], summary: "make a recording of CSV, JSON lines, XDF or C3D files",
        details: """
            Writes the forces in a file into a recording (.hfr), which analyze and export read. The file may be an export of
            Holdfast, a CSV file as analyze takes it (Chronojump's among them), an XDF file or a C3D file. The recording has the
            force of each sensor in newtons, after the tare, and no other signal. Several files are the tables of one export.
              JSON lines  times to the nanosecond, indices and forces to the last bit, and the tares
              CSV         the same for an export, without the tares
              XDF         the same, but a sample is counted by its time
              C3D         forces in 24 bits; times from 0, and no date
            A file appears when it is complete; no file is replaced.
            """,
        options: [Option("output", "FILE", "the recording (the name of the file, with .hfr, in this folder)")] + tableOptions
    ) { arguments throws(CommandError) in
        try ForceTable.judge(arguments)
        let paths = arguments.positional
        let target = arguments["output"] ?? ExportFile.baseName(paths[0], suffix: nil) + RecordingFolder.suffix
        var whole: ImportedFile?
        for path in paths {
            guard let read = try imported(path, arguments) else { continue }
            guard let before = whole else {
                whole = read
                continue
            }
            guard before.wallMicroseconds != nil, before.wallMicroseconds == read.wallMicroseconds,
                before.monotonic == read.monotonic
            else { throw .usage("\(path) is not of the same export as \(paths[0]): import each alone") }
            whole?.sensors += read.sensors
            whole?.notes += read.notes
        }
        guard var file = whole else { throw .data("\(paths[0]): events without samples") }
        guard file.sensors.count <= SensorNumber.limit else {
            throw .data("a recording has at most \(SensorNumber.limit) sensors")
        }
        for sensor in file.sensors where !(sensor.rate > 0 && sensor.rate.isFinite) {
            throw .data("\(paths[0]): \(sensor.description.name) has no sampling rate")
        }
        for sensor in file.sensors where zip(sensor.times, sensor.times.dropFirst()).contains(where: { $0 > $1 }) {
            throw .data("\(paths[0]): the times of \(sensor.description.name) go back")
        }
        file.name()
        try file.write(to: target, software: "holdfast \(Release.version)")
        let sensors = file.sensors.map { sensor in
            JSONObject([
                ("sensor", .string(sensor.description.name)), ("rate", .number(sensor.rate)),
                ("samples", .integer(Int64(sensor.times.count))),
            ])
        }
        for note in file.notes where !Output.isForPrograms { Output.line("note: " + note) }
        Output.done(
            "\(target): " + file.sensors.map { "\($0.description.name), \($0.times.count) samples" }.joined(separator: "; "),
            JSONObject([
                ("file", .string(target)), ("sensors", .array(sensors.map(JSONValue.object))),
                ("notes", .array(file.notes.map(JSONValue.string))),
            ]))
    }

    /// What is in a file; nil for a table of events.
    private static func imported(_ path: String, _ arguments: Arguments) throws(CommandError) -> ImportedFile? {
        let bytes: [UInt8]
        switch try ChosenRecording(path) {
        case .recording: throw .usage("\(path) is a recording already")
        case .other(let read): bytes = read
        }
        if XDFReader.isXDF(bytes) { return try ImportedFile(xdf: bytes, path: path, arguments) }
        if C3DReader.isC3D(bytes) { return try ImportedFile(c3d: bytes, path: path, arguments) }
        if ImportedFile.areLines(bytes) { return try ImportedFile(lines: bytes, path: path) }
        return try ImportedFile(table: bytes, path: path, arguments)
    }
}

extension ImportedFile {
    /// Gives each sensor a name that a file can have, and that no other one has.
    fileprivate mutating func name() {
        var taken: Set<String> = []
        for place in sensors.indices {
            let name = sensors[place].description.name
            let plain = String(name.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "-" }.prefix(60))
            let stem = plain.allSatisfy { "-.".contains($0) } ? "force" : plain
            var (free, count) = (stem, 1)
            while !taken.insert(free).inserted {
                count += 1
                free = "\(stem)-\(count)"
            }
            sensors[place].description.name = free
        }
    }
}
