import Glibc
import LinuxIO
import Samples
import Scratch

/// A program that opens a terminal and reads bytes, nothing more. It does not throw away what came before it was ready,
/// as `SerialPort` does: every byte since the opening counts here.
final class RawReader {
    private let port: Descriptor
    private let epoll: Epoll
    private(set) var bytes: [UInt8] = []
    private(set) var ended = false

    init(_ path: String) throws(SystemError) {
        let number = Glibc.open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard number >= 0 else { throw SystemError("open", path) }
        port = Descriptor(owning: number)
        epoll = try Epoll()
        try epoll.add(number, token: 0)
    }

    func send(_ text: String) throws {
        let bytes = Array(text.utf8)
        _ = try bytes.withUnsafeBytes { try port.write($0) }
    }

    /// Reads until `condition` holds.
    ///
    /// - Returns: false when it does not within `timeout` seconds, or the terminal is gone.
    func read(timeout: Double = 10, until condition: (RawReader) -> Bool) throws -> Bool {
        let deadline = Clock.monotonic().advanced(bySeconds: timeout)
        while !condition(self) {
            guard Clock.monotonic() < deadline, !ended else { return false }
            var isReady = false
            try epoll.wait(until: deadline) { _, _ in isReady = true }
            if isReady { readSome() }
        }
        return true
    }

    private func readSome() {
        var room = [UInt8](repeating: 0, count: 4096)
        let transfer = room.withUnsafeMutableBytes { buffer in try? port.read(into: buffer) }
        switch transfer {
        case .bytes(let count)?: bytes.append(contentsOf: room.prefix(count))
        case .wouldBlock?: break
        case .endOfFile?, nil: ended = true
        }
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var lines: [String] { text.split(separator: "\r\n").map(String.init) }
    func forget() { bytes = [] }
}

/// A folder that goes when it is let go.
final class Folder {
    let path: String
    init() throws(SystemError) {
        path = Scratch.path("rehearsal")
        try Files.makeDirectory(path)
    }
    deinit {
        for name in (try? Files.list(path)) ?? [] { try? Files.remove(path + "/" + name) }
        _ = Glibc.rmdir(path)
    }
}
