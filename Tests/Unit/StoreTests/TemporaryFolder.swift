import Glibc
import Scratch
import Testing

/// A folder of its own for each test, removed with it.
final class TemporaryFolder {
    let path = Scratch.makeFolder("store")

    deinit {
        for name in names { unlink(path + "/" + name) }
        rmdir(path)
    }

    private var names: [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Another folder with the same files.
    func copy() throws -> TemporaryFolder {
        let other = TemporaryFolder()
        for name in names { try Self.copy(path + "/" + name, to: other.path + "/" + name) }
        return other
    }

    static func copy(_ path: String, to other: String) throws {
        let source = try #require(fopen(path, "r"))
        let target = try #require(fopen(other, "w"))
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&buffer, 1, buffer.count, source)
            if count == 0 { break }
            fwrite(buffer, 1, count, target)
        }
        fclose(source)
        fclose(target)
    }

    var database: String { path + "/db" }
}
