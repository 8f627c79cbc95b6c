import Analysis
import LinuxIO
import Samples
import Store
import Testing

@testable import Daemon

struct WatchdogTests {
    private func moment(_ seconds: Double) -> HostInstant { HostInstant(nanoseconds: 0).advanced(bySeconds: seconds) }

    @Test func aThreadThatMeasuresTurnsEachTimeAndOneThatWaitsForADiskHasMinutes() {
        var watchdog = Watchdog(interval: 15)
        func allTurn(_ prompt: [UInt64], _ patient: [UInt64], after seconds: Double) -> Bool {
            watchdog.allTurn(Watchdog.Turns(prompt: prompt, patient: patient), at: moment(seconds))
        }
        #expect(allTurn([1, 1], [5, 5], after: 0))
        #expect(!allTurn([2, 1], [6, 6], after: 15), "one has not turned")
        #expect(allTurn([2, 2], [6, 6], after: 16))
        #expect(allTurn([3, 3], [6, 9], after: Watchdog.patience), "it has not turned for a while")
        #expect(!allTurn([4, 4], [6, 12], after: 15 + Watchdog.patience), "it has hung")
        #expect(allTurn([4, 4], [7, 12], after: 20 + Watchdog.patience))
    }

    @Test func threadsThatWaitForRequestsTurnWhileThereAreNone() throws {
        let folder = try DaemonProcess.makeFolder("turns")
        let storing = try StoreThread(folder + "/db") { _, _ in }
        let rereader = try Rereader(stateDirectory: folder, store: storing.loop, recent: RecentRecords())
        let rereading = try Thread(name: "reread") { _ in rereader.run() }
        let deadline = Clock.monotonic().advanced(bySeconds: 30)
        let pause = try EventDescriptor()
        for turns in [{ storing.loop.turns }, { rereader.turns }] {
            let before = turns()
            while turns() < before + 2, Clock.monotonic() < deadline {
                pause.wait(until: Clock.monotonic().advanced(bySeconds: 0.01))
            }
            #expect(turns() >= before + 2)
        }
        rereader.stop()
        rereading.join()
        storing.stop()
    }
}
