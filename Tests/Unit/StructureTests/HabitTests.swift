import Testing

struct HabitTests {
    @Test func noTestIsSwitchedOffAndNoneSleeps() throws {
        for file in SourceTree.files(below: "Tests", endings: [".swift"]) where !file.hasSuffix("HabitTests.swift") {
            let text = try SourceTree.text(file)
            #expect(text.firstMatch(of: /\.enabled\(if: *false|\.disabled\(/) == nil, "\(file) has a test that only looks alive")
            #expect(text.firstMatch(of: /\b(u|nano)?sleep\(|Task\.sleep|Thread\.sleep/) == nil, "\(file) waits by sleeping")
        }
    }

    @Test func nothingIsLeftForLater() throws {
        for file in SourceTree.files(below: "Sources", endings: [".swift", ".c", ".cpp", ".h"]) {
            let text = try SourceTree.text(file)
            #expect(text.firstMatch(of: /\b(TODO|FIXME|XXX|HACK)\b/) == nil, "\(file)")
            #expect(text.firstMatch(of: /\btry!|\bas!|fatalError\(/) == nil, "\(file)")
        }
    }

    @Test func theTopLevelHoldsWhatThePlanSaysAndNothingElse() {
        let allowed: Set<String> = [
            "Package.swift", "Sources", "Tests", "systemd", "udev", "config", "scripts", "README.md", "CONTRIBUTING.md",
            "LICENSE", "CHANGELOG.md", "include", "examples",
        ]
        let found = SourceTree.topLevel().filter { !$0.hasPrefix(".") && $0 != "Package.resolved" }
        #expect(Set(found).subtracting(allowed) == [])
    }
}
