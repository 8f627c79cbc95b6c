import Foundation
import Glibc
import LinuxIO
import Testing

@testable import Daemon

struct DeviceAdviceTests {
    @Test func whoMayNotOpenADeviceHearsWhetherARuleOrTheUnitIsTheCure() {
        let mode = DeviceAdvice.permission(SystemError("open", "/dev/hidraw0", number: EACCES), "/dev/hidraw0")
        #expect(mode.contains("/dev/hidraw0") && mode.contains("udev/60-holdfast.rules") && !mode.contains("DeviceAllow"))
        let policy = DeviceAdvice.permission(SystemError("open", "/dev/hidraw0", number: EPERM), "/dev/hidraw0")
        #expect(policy.contains("/dev/hidraw0") && policy.contains("DeviceAllow") && !policy.contains("rules"))
    }

    @Test func aProposedNameIsFree() {
        #expect(DeviceAdvice.freeName([]) == "sensor-1" && DeviceAdvice.freeName(["left", "sensor-1", "sensor-3"]) == "sensor-2")
    }

    @Test func whoeverHasADeviceOpenIsNamed() throws {
        let terminal = try PseudoTerminal()
        #expect(DeviceAdvice.busy(terminal.path) == "another program has \(terminal.path) open: close it")
        // Something that has it open and does not read: a terminal in raw mode says at once that it is at its end.
        let rival = Process()
        rival.executableURL = URL(fileURLWithPath: "/bin/sleep")
        rival.arguments = ["60"]
        do {
            let open = FileHandle(forUpdatingAtPath: terminal.path)
            rival.standardInput = open
            try rival.run()
            try open?.close()
        }
        #expect(
            DeviceAdvice.busy(terminal.path) == "sleep (process \(rival.processIdentifier)) has \(terminal.path) open: close it")
        kill(rival.processIdentifier, SIGKILL)
        rival.waitUntilExit()
    }
}
