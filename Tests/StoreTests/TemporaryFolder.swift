import Glibc

/// A folder of its own for each test, removed with it.
final class TemporaryFolder {
    let path: String

    init() {
        var template = Array("/tmp/holdfast-store-XXXXXX\0".utf8CString)
        path = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? ""
        }
    }

    deinit {
        for name in ["", "-wal", "-shm", ".before-1", ".before-2"] { unlink(path + "/db" + name) }
        for name in ["", "-wal", "-shm"] { unlink(path + "/copy" + name) }
        rmdir(path)
    }

    var database: String { path + "/db" }
}
