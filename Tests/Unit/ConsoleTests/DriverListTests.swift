import Drivers
import Foundation
import Testing

@testable import Console

/// How well drivers are known to work is said once: README, documentation and commands say the same.
struct DriverListTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private func text(_ file: String) throws -> String {
        try String(contentsOf: Self.root.appendingPathComponent(file), encoding: .utf8)
    }

    /// The rows of the table of drivers in a document.
    private func rows(_ file: String) throws -> [[String]] {
        let lines = try text(file).split(separator: "\n").map(String.init)
        let head = try #require(lines.firstIndex(of: "| driver | device | maturity |"), "\(file) has a table of drivers")
        return lines.dropFirst(head + 2).prefix { $0.hasPrefix("| ") }.map { line in
            line.split(separator: "|").map { $0.filter { $0 != "`" }.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        }
    }

    @Test(arguments: ["README.md", "Sources/Drivers/Drivers.docc/Drivers.md"]) func documentsHaveTheTable(file: String) throws {
        #expect(try rows(file) == DriverTable.maturities)
    }

    @Test func commandsHaveTheTable() {
        let lines = DriverList.text(width: nil).split(separator: "\n").map(String.init)
        for row in DriverTable.maturities {
            #expect(lines.contains { line in line.hasPrefix(row[0] + " ") && line.contains(row[1]) && line.hasSuffix(row[2]) })
        }
        #expect(Command.assign.details.contains(DriverList.text(width: nil)))
    }

    /// Each family's page says it too.
    @Test func pagesOfFamiliesSayTheSame() throws {
        let pages: [String: String] = [
            "text": "TextLine", "chronojump": "Chronojump", "phidget-1046-0": "PhidgetBridge", "phidget-1046-1": "PhidgetBridge",
            "go-direct": "GoDirect", "labjack-u6": "LabJack", "labjack-u3": "LabJack", "futek": "Futek", "loadstar": "Loadstar",
            "tec-gihan": "TecGihan", "hid-scale": "HIDScale",
        ]
        for driver in DriverTable.all {
            let page = try text("Sources/Drivers/Drivers.docc/\(try #require(pages[driver.name])).md")
            #expect(page.contains("Maturity: `\(driver.maturity.rawValue)`"), "\(driver.name)")
        }
    }
}
