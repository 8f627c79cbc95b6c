import Testing

struct FloorTests {
    /// Modules of the toolchain and what they are allowed in.
    private static let toolchain: Set<String> = ["Synchronization", "Swift"]

    @Test func aTargetImportsOnlyFromFloorsBelowIt() throws {
        let floors = try SourceTree.floors()
        #expect(floors.count > 20, "the tables of Package.swift were not understood: \(floors)")
        var files = 0
        for (target, floor) in floors {
            for file in SourceTree.files(below: "Sources/\(target)", endings: [".swift"]) {
                files += 1
                for imported in try SourceTree.imports(of: file) where !Self.toolchain.contains(imported) {
                    if imported == "Glibc" {
                        #expect(target == "LinuxIO", "\(file) imports Glibc: system calls are made in LinuxIO only")
                        continue
                    }
                    guard let other = floors[imported] else {
                        Issue.record("\(file) imports \(imported), which is no target of the house")
                        continue
                    }
                    #expect(other < floor, "\(file) (floor \(floor)) imports \(imported) (floor \(other))")
                }
            }
        }
        #expect(files > 20)
    }

    @Test func everyFolderOfSourcesIsATarget() throws {
        let floors = try SourceTree.floors()
        let folders = Set(
            SourceTree.files(below: "Sources", endings: [".swift", ".c", ".cpp", ".h", ".modulemap"]).compactMap {
                $0.split(separator: "/").dropFirst().first.map(String.init)
            })
        #expect(folders == Set(floors.keys))
    }

    @Test func concurrencyRuntimeStaysOutOfTheDaemon() throws {
        for target in try SourceTree.floors().keys where target != "Console" {
            for file in SourceTree.files(below: "Sources/\(target)", endings: [".swift"]) {
                let text = try SourceTree.text(file)
                #expect(!text.contains("import Foundation") && !text.contains("import Dispatch"), "\(file)")
                #expect(text.firstMatch(of: /\bTask(\.detached)?\s*\{|\bactor [A-Z]|DispatchQueue/) == nil, "\(file)")
            }
        }
    }
}
