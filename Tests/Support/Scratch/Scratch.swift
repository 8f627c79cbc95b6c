import Foundation
import Synchronization

/// Where tests keep files: names in a folder of this process, which goes with it.
public enum Scratch {
    private static let last = Atomic<Int>(0)

    /// Short, because the path of a socket has 107 bytes.
    private static let folder: String = {
        var template = Array("/tmp/holdfast-XXXXXX\0".utf8CString)
        let path = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        guard let path else { fatalError("no folder can be made in /tmp: error \(errno)") }
        atexit { try? FileManager.default.removeItem(atPath: Scratch.folder) }
        return path
    }()

    /// A path that nothing has had; there is nothing at it.
    public static func path(_ name: String) -> String {
        "\(folder)/\(name)-\(last.add(1, ordering: .relaxed).newValue)"
    }

    /// An empty folder.
    ///
    /// - Parameter mode: who may do what with it, whatever the mask is.
    public static func makeFolder(_ name: String, mode: UInt32 = 0o755) -> String {
        let path = path(name)
        guard mkdir(path, mode) == 0, chmod(path, mode) == 0 else {
            fatalError("no folder can be made at \(path): error \(errno)")
        }
        return path
    }
}
