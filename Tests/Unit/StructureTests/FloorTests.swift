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

    /// The first code block below a heading of the architecture page.
    private static func diagram(_ heading: String) throws -> [Substring] {
        let page = try SourceTree.text("Sources/Daemon/Daemon.docc/Architecture.md")
        let below = try #require(page.firstRange(of: "## \(heading)\n")).upperBound
        return try #require(page[below...].split(separator: "```", maxSplits: 2).dropFirst().first).split(separator: "\n")
    }

    @Test func theDiagramOfTargetsIsThePackage() throws {
        let floors = try SourceTree.floors()
        var drawn: [String: Int] = [:]
        for line in try Self.diagram("Targets") {
            guard let floor = line.first?.wholeNumberValue else { continue }
            for word in line.matches(of: /[A-Za-z]+/) where floors[String(word.output)] != nil {
                drawn[String(word.output)] = floor
            }
        }
        #expect(drawn == floors)
    }

    @Test func theDiagramOfThreadsHasTheThreadsThatAreStarted() throws {
        var started: Set<String> = ["main"]
        for file in SourceTree.files(below: "Sources/Daemon", endings: [".swift"]) {
            for match in try SourceTree.text(file).matches(of: /"hf-([a-z]+)"/) { started.insert(String(match.output.1)) }
        }
        let text = try Self.diagram("Threads and what flows between them").joined(separator: "\n")
        var drawn: Set<String> = []
        for box in text.matches(of: /│ +([a-z]+(?:, [a-z]+)*) +│/) {
            drawn.formUnion(box.output.1.split(separator: ", ").map(String.init))
        }
        #expect(drawn == started)
    }

    /// Each step names a target, and a word that looks like a type is one that this target declares.
    @Test(arguments: ["The path of a sample", "The path of a calibration"]) func thePathsLeadThroughTargets(heading: String)
        throws
    {
        let floors = try SourceTree.floors()
        var declared: Set<String> = []
        for file in SourceTree.files(below: "Sources", endings: [".swift"]) {
            for match in try SourceTree.text(file).matches(of: /(?:struct|class|enum) ([A-Z][A-Za-z]+)/) {
                declared.insert(String(match.output.1))
            }
        }
        var steps = 0
        for line in try Self.diagram(heading) {
            guard let step = line.firstMatch(of: /^(?: *├── )?([A-Z][A-Za-z]+) +(.+)$/) else { continue }
            steps += 1
            let target = String(step.output.1)
            #expect(floors[target] != nil, "\(heading): \(target) is no target")
            for type in step.output.2.matches(of: /\b[A-Z][a-z]+[A-Z][A-Za-z]+\b/) {
                #expect(declared.contains(String(type.output)), "\(heading): there is no \(type.output)")
            }
        }
        #expect(steps > 7)
    }
}
