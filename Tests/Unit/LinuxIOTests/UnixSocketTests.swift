import Glibc
import Scratch
import Testing

@testable import LinuxIO

struct UnixSocketTests {
    private let directory: String

    init() throws {
        directory = Scratch.path("socket")
        try Files.makeDirectory(directory)
    }

    @Test func aLiveDaemonsSocketIsNotTakenAndAStaleOneIs() throws {
        let path = directory + "/s"
        var first: Descriptor? = try UnixSocket.listen(path: path, mode: 0o666)
        var taken = false
        do { _ = try UnixSocket.listen(path: path, mode: 0o666) } catch { taken = error.description.contains("in use") }
        #expect(taken)
        first = nil
        let second = try UnixSocket.listen(path: path, mode: 0o660)
        let number = second.number
        #expect(number >= 0)
        let isGone = first == nil
        #expect(isGone)
    }

    @Test func aLinkThatLeadsNowhereIsNoLiveDaemon() throws {
        let path = directory + "/l"
        try #require(symlink(directory + "/nowhere", path) == 0)
        var error: SystemError?
        do throws(SystemError) { _ = try UnixSocket.listen(path: path, mode: 0o666) } catch let found { error = found }
        #expect(error?.isExisting == true)
    }

    @Test func anOrdinaryFileIsNeverReplaced() throws {
        let path = directory + "/f"
        try Files.replace(path, with: [1, 2, 3])
        var refused = false
        do { _ = try UnixSocket.listen(path: path, mode: 0o666) } catch { refused = error.description.contains("exists") }
        #expect(refused)
        #expect(try Files.read(path, limit: 10) == [1, 2, 3])
    }

    @Test func thePeerIsKnown() throws {
        let path = directory + "/p"
        let listener = try UnixSocket.listen(path: path, mode: 0o666)
        let client = try UnixSocket.connect(path: path)
        let waiting = UnixSocket.wait(listener.number, seconds: 5)
        #expect(waiting)
        guard let served = try UnixSocket.accept(listener.number) else {
            Issue.record("nobody connected")
            return
        }
        let peer = UnixSocket.peer(of: served.number)
        #expect(peer?.process == Environment.processNumber)
        let different = client.number != served.number
        #expect(different)
    }

    @Test func aFileIsReadOnlyUpToItsLimit() throws {
        let path = directory + "/big"
        try Files.replace(path, with: [UInt8](repeating: 65, count: 1000))
        var refused = false
        do { _ = try Files.read(path, limit: 999) } catch { refused = error.isFull }
        #expect(refused)
        #expect(try Files.list(directory).contains("big"))
    }
}
