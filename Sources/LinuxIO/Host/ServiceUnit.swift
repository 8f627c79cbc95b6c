/// The settings in the files of a unit, read as systemd reads them: the first file of that name, then its drop-in files.
public struct ServiceUnit: Sendable {
    /// The directories that systemd searches, in its order.
    public static let folders = ["/etc", "/run", "/usr/local/lib", "/usr/lib", "/lib"].map { $0 + "/systemd/system" }

    /// Whether there is such a unit.
    public let isInstalled: Bool
    private var values: [String: String] = [:]

    public init(named name: String, in folders: [String] = folders) {
        let main = folders.map { "\($0)/\(name)" }.first { Files.kind(of: $0) != nil }
        isInstalled = main != nil
        var dropIns: [String: String] = [:]
        for folder in folders.reversed() {
            for file in (try? Files.list("\(folder)/\(name).d")) ?? [] where file.hasSuffix(".conf") {
                dropIns[file] = "\(folder)/\(name).d/\(file)"
            }
        }
        for path in [main].compactMap({ $0 }) + dropIns.sorted(by: { $0.key < $1.key }).map(\.value) {
            for line in Files.lines(path) {
                guard let sign = line.firstIndex(of: "="), line.first != "#" else { continue }
                values[String(line[..<sign])] = String(line[line.index(after: sign)...])
            }
        }
    }

    /// The last value of a key.
    public subscript(key: String) -> String? { values[key] }
}
