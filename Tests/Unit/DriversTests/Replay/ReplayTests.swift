import Drivers
import Foundation
import Replaying
import Samples
import Testing

/// Every log in `Tests/Data/Replays` is a test: the driver makes of the same bytes the same samples, the same losses and the same requests,
/// however they are cut.
///
/// `HOLDFAST_ACCEPT=1 swift test --filter ReplayTests` writes into the logs what drivers make of them now, and makes a log of every
/// family that has none. `HOLDFAST_REPLAYS` is another folder of logs, of which every one must pass.
struct ReplayTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let folder =
        environment["HOLDFAST_REPLAYS"].map { URL(fileURLWithPath: $0) }
        ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Data/Replays")
    private static let isAccepting = environment["HOLDFAST_ACCEPT"] == "1"

    static let names: [String] = {
        if isAccepting { for family in PlayedLog.families { makeIfMissing(family) } }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".replay") }.sorted()
    }()

    private static func makeIfMissing(_ family: Family) {
        let file = folder.appendingPathComponent(family.driver.name + ".replay")
        guard !FileManager.default.fileExists(atPath: file.path), let log = try? PlayedLog.make(family) else { return }
        try? log.text.write(to: file, atomically: true, encoding: .utf8)
    }

    private static func driver(_ log: ReplayLog) throws -> Driver {
        let name = log.head.driver
        return try #require(name == Example.driver.name ? Example.driver : DriverTable.named(name), "no driver \"\(name)\"")
    }

    private static func log(_ name: String) throws -> ReplayLog {
        try ReplayLog(parsing: Array(try Data(contentsOf: folder.appendingPathComponent(name))))
    }

    @Test(arguments: names) func aLogReplayedGivesItself(name: String) throws {
        var log = try Self.log(name)
        let replay = try Replay(log, driver: try Self.driver(log))
        if Self.isAccepting {
            log.entries = replay.entries
            try log.text.write(to: Self.folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
        }
        compare(Replay.outcome(replay.entries), Replay.outcome(log.entries), "\(name), whole")
        #expect(log.entries.contains { if case .sample = $0.event { true } else { false } }, "\(name) holds no sample")
    }

    @Test(arguments: names) func aLogReplayedGivesItselfHoweverItIsCut(name: String) throws {
        let log = try Self.log(name)
        let driver = try Self.driver(log)
        let expected = Replay.outcome(log.entries)
        for size in 1...64 {
            compare(Replay.outcome(try Replay(log, driver: driver, cut: .size(size)).entries), expected, "\(name), size \(size)")
        }
        for seed in UInt64(1)...16 {
            compare(
                Replay.outcome(try Replay(log, driver: driver, cut: .random(seed: seed)).entries), expected,
                "\(name), seed \(seed)"
            )
        }
    }

    /// What comes while the host lags is told before the driver is asked again, and so it is when the log is replayed.
    @Test(arguments: names) func theLogOfAHostThatLaggedGivesItself(name: String) throws {
        var log = try Self.log(name)
        let told = log.entries
        let driver = try Self.driver(log)
        var lagged = 0
        for seed in UInt64(1)...16 {
            log.entries = told
            log.entries = try Replay(log, driver: driver, lag: seed).entries
            lagged += log.entries.count { if case .unasked = $0.event { true } else { false } }
            compare(
                Replay.outcome(try Replay(log, driver: driver).entries), Replay.outcome(log.entries), "\(name), lag \(seed)")
        }
        #expect(lagged > 0)
    }

    private func compare(_ now: [String], _ expected: [String], _ what: String) {
        guard now != expected else { return }
        let place = zip(now, expected).prefix { $0 == $1 }.count
        let one = now.indices.contains(place) ? now[place] : "nothing more"
        let other = expected.indices.contains(place) ? expected[place] : "nothing more"
        Issue.record("\(what), \(now.count) of \(expected.count), at \(place): \(one)\nin the log: \(other)")
    }

    @Test func everyFamilyHasASmallLog() throws {
        #expect(Set(PlayedLog.families.map(\.driver.name)) == Set(DriverTable.all.map(\.name)).union([Example.driver.name]))
        for family in PlayedLog.families {
            let log = try Data(contentsOf: Self.folder.appendingPathComponent(family.driver.name + ".replay"))
            #expect(log.count <= PlayedLog.byteLimit, "\(family): \(log.count)")
        }
    }

    /// A test that replays would pass for ever if nobody looked: spoil a log and it must not.
    @Test(arguments: names) func aLogThatIsSpoiltIsNotItself(name: String) throws {
        var log = try Self.log(name)
        let expected = Replay.outcome(log.entries)
        let places = log.entries.indices.filter { if case .sample = log.entries[$0].event { true } else { false } }
        let place = try #require(places.last)
        guard let read = log.entries[..<place].lastIndex(where: { if case .received = $0.event { true } else { false } }) else {
            return
        }
        log.entries.remove(at: read)
        #expect(Replay.outcome(try Replay(log, driver: try Self.driver(log)).entries) != expected)
    }
}
