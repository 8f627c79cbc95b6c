/// The calls with which recordings and traces are written, read, renamed and removed. A protocol, so that a test can make the nth
/// call fail.
public protocol FileLayer: Sendable {
    /// Creates a file that does not exist yet.
    func create(_ path: String) throws(SystemError) -> any AppendFile
    func read(_ path: String, from offset: Int, limit: Int) throws(SystemError) -> [UInt8]
    func move(_ path: String, to other: String) throws(SystemError)
    func remove(_ path: String) throws(SystemError)
    /// Makes a new or renamed name survive a power cut.
    func synchroniseDirectory(of path: String) throws(SystemError)
    func makeDirectory(_ path: String) throws(SystemError)
}

/// The files of the disk.
public struct DiskFiles: FileLayer {
    public init() {}
    public func create(_ path: String) throws(SystemError) -> any AppendFile { try DiskFile(creating: path) }
    public func read(_ path: String, from offset: Int, limit: Int) throws(SystemError) -> [UInt8] {
        try Files.read(path, from: offset, limit: limit)
    }
    public func move(_ path: String, to other: String) throws(SystemError) { try Files.move(path, to: other) }
    public func remove(_ path: String) throws(SystemError) { try Files.remove(path) }
    public func synchroniseDirectory(of path: String) throws(SystemError) { try Files.synchroniseDirectory(of: path) }
    public func makeDirectory(_ path: String) throws(SystemError) { try Files.makeDirectory(path, mode: 0o750) }
}
