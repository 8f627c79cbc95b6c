import CLinux
import Glibc

/// AF_UNIX stream sockets: listening, connecting, and the identity of the peer.
public enum UnixSocket {
    /// The peer, as the kernel recorded it when the connection was made.
    public struct Peer: Sendable, Equatable {
        public var process: Int32
        public var user: UInt32
        public var group: UInt32
    }

    /// Listens at `path`. A stale socket without a server is replaced; a socket that a running program serves is not.
    ///
    /// - Parameters:
    ///   - mode: the permissions to connect.
    ///   - group: the group of the socket, if the group exists and this user may assign it.
    /// - Throws: `EADDRINUSE` when another daemon answers there, `EEXIST` when something other than a socket is there.
    public static func listen(path: String, mode: UInt32, group: String? = nil) throws(SystemError) -> Descriptor {
        if (try? connect(path: path)) != nil { throw SystemError("bind", path, number: EADDRINUSE) }
        if let kind = Files.kind(of: path) {
            guard kind == .socket else { throw SystemError("bind", path, number: EEXIST) }
            unlink(path)
        }
        let descriptor = try make()
        // Prevents connections between bind and chmod.
        let mask = umask(0o777)
        let bound = withAddress(path) { Glibc.bind(descriptor.number, $0, $1) }
        let failure = errno
        umask(mask)
        // A link without a target also blocks the path.
        guard bound == 0 else { throw SystemError("bind", path, number: failure == EADDRINUSE ? EEXIST : failure) }
        if let group, let number = Accounts.groupNumber(group) { _ = chown(path, uid_t.max, number) }
        guard chmod(path, mode_t(mode & 0o777)) == 0 else { throw SystemError("chmod", path) }
        guard Glibc.listen(descriptor.number, 64) == 0 else { throw SystemError("listen", path) }
        return descriptor
    }

    /// Connects to a path.
    public static func connect(path: String) throws(SystemError) -> Descriptor {
        let descriptor = try make()
        let code = withAddress(path) { Glibc.connect(descriptor.number, $0, $1) }
        // A full backlog also means a running daemon.
        guard code == 0 || errno == EAGAIN else { throw SystemError("connect", path) }
        return descriptor
    }

    /// The next connection; `nil` when there is none.
    public static func accept(_ listener: Int32) throws(SystemError) -> Descriptor? {
        while true {
            let number = clinux_accept(listener)
            if number >= 0 { return Descriptor(owning: number) }
            switch errno {
            case EINTR, ECONNABORTED: continue
            case EAGAIN: return nil
            default: throw SystemError("accept")
            }
        }
    }

    /// The peer of a connection.
    public static func peer(of number: Int32) -> Peer? {
        var credentials = clinux_credentials()
        guard clinux_peer_credentials(number, &credentials) == 0 else { return nil }
        return Peer(process: credentials.pid, user: credentials.uid, group: credentials.gid)
    }

    /// Sets how many bytes the kernel holds for a peer that reads slowly.
    public static func setSendBuffer(_ number: Int32, bytes: Int32) {
        var bytes = bytes
        _ = setsockopt(number, SOL_SOCKET, SO_SNDBUF, &bytes, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Sends as many bytes as fit; a peer that has closed is an error, never a signal.
    public static func send(_ number: Int32, _ bytes: UnsafeRawBufferPointer) throws(SystemError) -> Descriptor.Transfer {
        while true {
            let count = Glibc.send(number, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            if count >= 0 { return .bytes(count) }
            if errno == EINTR { continue }
            if errno == EAGAIN { return .wouldBlock }
            throw SystemError("send")
        }
    }

    /// Sends bytes together with one to four descriptors, which arrive with the first byte.
    public static func send(_ number: Int32, _ bytes: UnsafeRawBufferPointer, descriptors: [Int32]) throws(SystemError)
        -> Descriptor.Transfer
    {
        let count = clinux_send_descriptors(
            number, bytes.baseAddress, bytes.count, descriptors, Int32(clamping: descriptors.count))
        if count >= 0 { return .bytes(count) }
        if errno == EAGAIN { return .wouldBlock }
        throw SystemError("sendmsg")
    }

    /// Waits at most `seconds` until a socket is readable (or writable); returns whether it is.
    public static func wait(_ number: Int32, writable: Bool = false, seconds: Double) -> Bool {
        var poll = pollfd(fd: number, events: Int16(writable ? POLLOUT : POLLIN), revents: 0)
        let limit = Int32(min(max(seconds, 0) * 1000, 1e9).rounded(.up))
        return Glibc.poll(&poll, 1, limit) > 0
    }

    private static func make() throws(SystemError) -> Descriptor {
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let number = socket(AF_UNIX, type, 0)
        guard number >= 0 else { throw SystemError("socket") }
        return Descriptor(owning: number)
    }

    /// A leading `@` marks an abstract socket. A path that is too long gives an address that fails.
    static func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(path.utf8)
        guard !bytes.isEmpty, bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            errno = ENAMETOOLONG
            return -1
        }
        let abstract = bytes[0] == UInt8(ascii: "@")
        if abstract { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = MemoryLayout<sa_family_t>.size + bytes.count + (abstract ? 0 : 1)
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(length)) }
        }
    }
}
