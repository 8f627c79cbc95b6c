public import LinuxIO

/// The folder of traces: one recording for each hold, which stays until somebody deletes the hold.
public struct TraceFolder: Sendable {
    /// A trace under this name is not complete.
    static let partSuffix = ".part"
    public let path: String
    let files: any FileLayer

    public init(path: String, files: any FileLayer = DiskFiles()) {
        self.path = path
        self.files = files
    }

    /// The file of a hold's trace.
    public func path(ofHold hold: Int64) -> String { "\(path)/hold-\(hold)\(RecordingFolder.suffix)" }

    /// Removes the trace of a hold that is deleted; one that does not exist is no error.
    public func remove(hold: Int64) throws(SystemError) {
        do throws(SystemError) {
            try files.remove(path(ofHold: hold))
            try files.synchroniseDirectory(of: path(ofHold: hold))
        } catch { if !error.isMissing { throw error } }
    }

    /// Removes traces that were not completed because the program ended.
    func removeParts() {
        for name in (try? Files.list(path)) ?? [] where name.hasSuffix(Self.partSuffix) { try? files.remove(path + "/" + name) }
    }

    /// Gives a trace of another hold with the same number, from a database that is lost, another name.
    func setAside(hold: Int64) throws(SystemError) {
        var count = 1
        var free: String
        repeat {
            count += 1
            free = "\(path)/hold-\(hold)-\(count)\(RecordingFolder.suffix)"
        } while Files.kind(of: free) != nil
        try files.move(path(ofHold: hold), to: free)
        try files.synchroniseDirectory(of: free)
    }
}
