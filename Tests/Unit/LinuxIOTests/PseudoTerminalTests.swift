import CLinux
import FakeNode
import Glibc
import Testing

@testable import LinuxIO

struct PseudoTerminalTests {
    private func send(_ text: String, to number: Int32) {
        let bytes = Array(text.utf8)
        #expect(bytes.withUnsafeBytes { try? Descriptor.write(number, $0) } == .bytes(bytes.count))
    }

    private func receive(_ number: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 256)
        #expect(UnixSocket.wait(number, seconds: 5))
        let got = bytes.withUnsafeMutableBytes { try? Descriptor.read(number, into: $0) }
        guard case .bytes(let count) = got else { return "\(String(describing: got))" }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    @Test func bytesPassUnchangedBothWaysAtAnyRate() throws {
        let terminal = try PseudoTerminal()
        let port = try SerialPort(path: terminal.path, baud: 1_234_567)
        let (master, slave) = (terminal.descriptor.number, port.descriptor.number)
        send("1;2\r\n\u{4}\u{3}\u{0}", to: master)
        #expect(receive(slave) == "1;2\r\n\u{4}\u{3}\u{0}")
        send("get_version:\n", to: slave)
        #expect(receive(master) == "get_version:\n")
        let lowLatency = port.lowLatency
        #expect(!lowLatency)
    }

    /// An adapter of FTDI holds bytes back for 16 ms otherwise.
    @Test func anAdapterIsAskedToPassBytesOnAtOnce() throws {
        let terminal = try PseudoTerminal()
        fakenode_begin(terminal.path, nil, 0)
        defer { fakenode_end() }
        let port = try SerialPort(path: terminal.path, baud: 115_200)
        let lowLatency = port.lowLatency
        // ASYNC_LOW_LATENCY, and nothing else.
        #expect(lowLatency && fakenode_flags() == 1 << 13)
    }

    @Test func aPortThatSomebodyElseHasIsBusy() throws {
        let terminal = try PseudoTerminal()
        let first = try SerialPort(path: terminal.path, baud: 115_200)
        var busy = false
        do { _ = try SerialPort(path: terminal.path, baud: 115_200) } catch { busy = error.isBusy }
        #expect(busy)
        let number = first.descriptor.number
        #expect(number >= 0)
    }

    /// As root this would not be seen: the kernel lets root through.
    @Test func aProgramThatIsKilledDoesNotKeepOthersOutOfItsTerminal() throws {
        let terminal = try PseudoTerminal()
        let port = try SerialPort(path: terminal.path, baud: 115_200)
        let number = port.descriptor.number
        #expect(SerialPort.isExclusive(number) == false)
    }

    @Test func aPortIsGivenBackWhenItIsClosed() throws {
        let terminal = try PseudoTerminal()
        let rival = Descriptor(owning: open(terminal.path, O_RDWR | O_NOCTTY | O_CLOEXEC))
        do {
            let port = try SerialPort(path: terminal.path, baud: 115_200)
            _ = clinux_serial_exclusive(port.descriptor.number, 1)
            #expect(SerialPort.isExclusive(rival.number) == true)
        }
        #expect(SerialPort.isExclusive(rival.number) == false)
        _ = try SerialPort(path: terminal.path, baud: 115_200)
    }

    @Test func aProcessKnowsWhatItHasOpenItself() throws {
        let terminal = try PseudoTerminal()
        #expect(!Environment.hasOpen(terminal.path))
        let port = try SerialPort(path: terminal.path, baud: 115_200)
        #expect(Environment.hasOpen(terminal.path) && port.descriptor.number >= 0)
        #expect(Environment.holders(of: terminal.path).isEmpty)
    }

    @Test func aPulledPlugIsTheEndOfTheFileOrADeviceThatIsGone() throws {
        var terminal: PseudoTerminal? = try PseudoTerminal()
        let port = try SerialPort(path: terminal?.path ?? "", baud: 115_200)
        let number = port.descriptor.number
        terminal = nil
        var buffer = [UInt8](repeating: 0, count: 8)
        var gone = false
        do {
            gone = try buffer.withUnsafeMutableBytes { try Descriptor.read(number, into: $0) } == .endOfFile
        } catch { gone = (error as? SystemError)?.isGone ?? false }
        #expect(gone)
    }

    @Test func aMissingPortSaysItsName() {
        var text = ""
        do { _ = try SerialPort(path: "/dev/no-such-port", baud: 9600) } catch { text = error.description }
        #expect(text == "open /dev/no-such-port: No such file or directory")
    }
}
