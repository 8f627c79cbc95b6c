import Help
import Interface
import LinuxIO

/// Where a technician's captures are kept while there is more to do: they outlive a crash, a cut connection and a change of mind.
struct CaptureFile {
    let path: String

    init(path: String) { self.path = path }

    /// What `--state` names, or a file of this name among the user's own.
    init(_ name: String, _ arguments: Arguments) {
        let folder = Environment.value("XDG_STATE_HOME") ?? (Environment.value("HOME") ?? "/tmp") + "/.local/state"
        // Names of sensors have no slash: the settings do not allow one.
        path = arguments["state"] ?? "\(folder)/holdfast/\(name.filter { $0 != "/" }).json"
        if arguments.has("fresh") { discard() }
    }

    static let options = [
        Option("state", "FILE", "file that stores captured points"),
        Option("fresh", nil, "discard points that an earlier run captured"),
    ]

    /// What is kept; nil when there is nothing.
    func read() throws(CommandError) -> JSONObject? {
        guard Files.kind(of: path) == .file else { return nil }
        guard let bytes = try? Files.read(path, limit: 1 << 20), let object = try? JSONParser.object(bytes) else {
            throw .data("\(path) cannot be read; start again with --fresh")
        }
        return object
    }

    func write(_ body: (inout JSONWriter) -> Void) throws(CommandError) {
        var writer = JSONWriter(reserving: 4096)
        writer.object(body)
        do throws(SystemError) {
            if let slash = path.lastIndex(of: "/"), slash != path.startIndex { try Files.makeDirectory(String(path[..<slash])) }
            try Files.replace(path, with: writer.bytes, mode: 0o600)
        } catch { throw .output("the captured points cannot be kept: \(error)") }
    }

    func discard() { try? Files.remove(path) }

    /// Captures; whatever is in the way of it, nothing is lost, and that is said.
    func keeping(_ capture: () throws(CommandError) -> Void) throws(CommandError) {
        let promise = "\n  the captured points are kept in \(path), and the same command continues with them"
        do throws(CommandError) { try capture() } catch {
            switch error {
            case .unavailable(let text): throw .unavailable(text + promise)
            case .refused(let text): throw .refused(text + promise)
            default: throw error
            }
        }
    }
}
