import Glibc

/// Recordings that do not belong to the project and lie beside it on some machines.
enum ReferenceFolder {
    /// `shared/reference` beside the package or above it; nil when it is not there.
    static let path: String? = {
        var folder = #filePath
        while let slash = folder.lastIndex(of: "/"), slash > folder.startIndex {
            folder = String(folder[..<slash])
            let candidate = folder + "/shared/reference"
            if access(candidate + "/README.md", R_OK) == 0 { return candidate }
        }
        return nil
    }()

    static func read(_ name: String) throws -> [UInt8] {
        guard let path, let file = fopen(path + "/" + name, "r") else { throw MissingFile(name: name) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count <= 0 { return bytes }
            bytes.append(contentsOf: chunk.prefix(count))
        }
    }

    struct MissingFile: Error { var name: String }
}
