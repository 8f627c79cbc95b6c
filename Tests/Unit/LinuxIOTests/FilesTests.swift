import Glibc
import LinuxIO
import Scratch
import Testing

/// Files that others may not read, and names that others may have put in the way.
struct FilesTests {
    /// A new folder that everybody may write to.
    private func folder() throws -> String {
        let path = Scratch.path("files")
        try Files.makeDirectory(path, mode: 0o777)
        return path
    }

    private func mode(_ path: String) -> UInt32 {
        var information = stat()
        return lstat(path, &information) == 0 ? information.st_mode & 0o7777 : 0
    }

    @Test func aDirectoryHasItsModeWhateverTheMaskIs() throws {
        #expect(mode(try folder()) == 0o777)
    }

    @Test func aFileIsReplacedAndNoLinkFollowed() throws {
        let folder = try folder()
        let (path, victim) = (folder + "/file", folder + "/victim")
        try Files.replace(victim, with: Array("old".utf8))
        // Where a predictable name beside it would be, and at the name itself.
        for name in [path, path + ".new", path + "~", path + ".tmp"] { #expect(symlink(victim, name) == 0) }
        try Files.replace(path, with: Array("new".utf8), mode: 0o600)
        #expect(try Files.read(victim, limit: 10) == Array("old".utf8))
        #expect(try Files.read(path, limit: 10) == Array("new".utf8))
        #expect(Files.target(of: path) == nil && mode(path) == 0o600)
        #expect(try Files.list(folder) == ["file", "file.new", "file.tmp", "file~", "victim"])
    }

    @Test func aFileOfWhichNothingCanBeSaidIsNotMissing() throws {
        let folder = try folder()
        try Files.replace(folder + "/file", with: [1])
        try #require(symlink("loop", folder + "/loop") == 0)
        #expect(Files.isMissing(folder + "/other") && Files.isMissing(folder + "/file/below"))
        #expect(!Files.isMissing(folder + "/file") && !Files.isMissing(folder + "/loop"))
    }

    @Test func onlyARegularFileIsReadWhereOneHasToBe() throws {
        let folder = try folder()
        try #require(mkfifo(folder + "/fifo", 0o600) == 0 && symlink("/dev/zero", folder + "/device") == 0)
        try Files.replace(folder + "/file", with: [1])
        for path in [folder + "/fifo", folder + "/device", folder] {
            #expect(throws: SystemError("read", path, number: EINVAL)) { try Files.readRegular(path, limit: 10) }
        }
        let none = folder + "/none"
        #expect(throws: SystemError("open", none, number: ENOENT)) { try Files.readRegular(none, limit: 10) }
        #expect(try Files.readRegular(folder + "/file", limit: 10) == [1])
    }

    @Test func whatCannotBeReplacedLeavesNothingBehind() throws {
        let folder = try folder()
        try Files.makeDirectory(folder + "/taken")
        #expect(throws: SystemError.self) { try Files.replace(folder + "/taken", with: [1]) }
        #expect(throws: SystemError.self) { try Files.replace(folder + "/none/file", with: [1]) }
        #expect(try Files.list(folder) == ["taken"])
    }

    @Test func aLinkIsReplacedByALinkAndNothingElseIsRemoved() throws {
        let folder = try folder()
        try Files.replace(folder + "/link.new", with: [1])
        for target in ["a", "b"] {
            try Files.link(folder + "/link", to: target)
            #expect(Files.target(of: folder + "/link") == target)
        }
        #expect(try Files.list(folder) == ["link", "link.new"])
    }

    @Test func whatIsThereIsGivenItsModeAndALinkIsNot() throws {
        let folder = try folder()
        try Files.replace(folder + "/file", with: [1])
        #expect(chmod(folder + "/file", 0o666) == 0)
        try Files.restrict(folder + "/file", to: 0o640)
        #expect(mode(folder + "/file") == 0o640)
        #expect(symlink(folder + "/file", folder + "/link") == 0)
        #expect(throws: SystemError.self) { try Files.restrict(folder + "/link", to: 0o600) }
        #expect(mode(folder + "/file") == 0o640)
        #expect(mkfifo(folder + "/pipe", 0o666) == 0)
        #expect(throws: SystemError.self) { try Files.restrict(folder + "/pipe", to: 0o600) }
        try Files.restrict(folder, to: 0o750)
        #expect(mode(folder) == 0o750)
        // A folder that everybody shares is nobody's to close.
        #expect(chmod(folder, 0o1777) == 0)
        #expect(throws: SystemError.self) { try Files.restrict(folder, to: 0o750) }
        #expect(mode(folder) == 0o1777)
    }
}
