import Help
import LinuxIO
import Store

extension Command {
    static let backup = Command(
        "backup", words: ["DIR"],
        summary: "copy the database, the traces and the settings of a station, also while it runs",
        details: """
            Writes a copy of the database as of this moment, the traces of the holds, and the settings to DIR, a new folder. The
            database has the calibrations. The station may run. Recordings are not copied: they are files that only grow, and any
            tool can copy them. The copy contains the data of all athletes: `holdfast athletes forget` does not change it.
            """,
        options: [.stateDirectory, Option("config", "PATH", "settings of the station (/etc/holdfast)")]
    ) { arguments throws(CommandError) in
        let place = BackupFolder(arguments.positional[0])
        try place.write(from: StateFolder(arguments), settings: arguments["config"] ?? "/etc/holdfast")
        Output.done(
            "The backup is in \(place.path). Restore it with `sudo holdfast restore \(place.path)`.", ["backup": place.path])
    }

    static let restore = Command(
        "restore", words: ["DIR"],
        summary: "put the database and the traces of a backup in place, on this or another machine",
        details: """
            Copies the database and the traces of a backup to the state directory of a station that is stopped and has none. A
            database of an older version is brought up to date when the station starts; one of a newer version is refused. The
            settings of the backup stay in DIR/settings: copy those that fit the sensors of this machine.
            """,
        options: [.stateDirectory]
    ) { arguments throws(CommandError) in
        let place = BackupFolder(arguments.positional[0])
        try place.restore(to: StateFolder(arguments))
        Output.done(
            "The backup is restored. Its settings are in \(place.path)/settings. Start the station.",
            ["settings": place.path + "/settings"])
    }
}

extension Option {
    static let stateDirectory = Option("state-directory", "PATH", "state directory of the station (/var/lib/holdfast)")
}

/// The state directory of a station.
struct StateFolder {
    let path: String

    init(_ arguments: Arguments) {
        path = arguments["state-directory"] ?? Environment.value("STATE_DIRECTORY") ?? "/var/lib/holdfast"
    }

    var database: String { path + "/holdfast.db" }
    var traces: String { path + "/traces" }
}

/// A folder with a backup: `holdfast.db`, `traces`, `settings`.
struct BackupFolder {
    let path: String

    init(_ path: String) { self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path }

    private var database: String { path + "/holdfast.db" }
    private var traces: String { path + "/traces" }

    func write(from state: StateFolder, settings: String) throws(CommandError) {
        guard Files.kind(of: state.database) == .file else {
            throw .noInput("\(state.database) is not there: name the state directory of the station with --state-directory")
        }
        guard Files.kind(of: path) == nil else { throw .refused("\(path) exists: name a new folder") }
        try files { () throws(SystemError) in try Files.makeDirectory(path, mode: 0o750) }
        do throws(StoreError) { try StoreBackup.copy(state.database, to: database) } catch {
            throw .unavailable("\(state.database) cannot be copied: \(error.text)")
        }
        try files { () throws(SystemError) in
            try Files.restrict(database, to: 0o640)
            // After the database: the trace of a hold is there before the hold is.
            try Self.copyAll(state.traces, to: traces, owner: nil)
            for (folder, target) in [("", ""), ("/conf.d", "/conf.d"), ("/protocols", "/protocols")] {
                try Self.copyAll(settings + folder, to: path + "/settings" + target, owner: nil) { $0.hasSuffix(".toml") }
            }
            try Files.synchroniseDirectory(of: database)
        }
    }

    func restore(to state: StateFolder) throws(CommandError) {
        guard Files.kind(of: database) == .file else { throw .noInput("\(database) is not there: name the folder of a backup") }
        do throws(StoreError) { try StoreBackup.check(database) } catch {
            throw .data("\(database) cannot be restored: \(error.text)")
        }
        var lock: Descriptor?
        do throws(SystemError) {
            try Files.makeDirectory(state.path, mode: 0o750)
            lock = try Files.lockDirectory(state.path)
        } catch {
            guard error.call == "lock", error.isBusy else { throw Self.failure(error) }
            throw .refused("the station runs: stop it first with `systemctl stop holdfast`")
        }
        for there in [state.database, state.traces] where Files.kind(of: there) != nil {
            throw .refused("\(there) exists: move holdfast.db, its -wal and -shm, and traces out of \(state.path) first")
        }
        try files { () throws(SystemError) in
            try Self.copyAll(traces, to: state.traces, owner: state.path)
            // The database last: as long as it is not there, the command can be repeated.
            try Files.copy(database, to: state.database, owner: state.path, mode: 0o640)
        }
        withExtendedLifetime(lock) {}
    }

    private static func copyAll(
        _ folder: String, to target: String, owner: String?, where isWanted: (String) -> Bool = { _ in true }
    ) throws(SystemError) {
        guard Files.kind(of: folder) == .directory else { return }
        try Files.makeDirectory(target, mode: 0o750)
        if let owner { try Files.giveToOwner(of: owner, target) }
        for name in try Files.list(folder) where isWanted(name) && Files.kind(of: folder + "/" + name) == .file {
            // A hold may be deleted meanwhile.
            do throws(SystemError) {
                try Files.copy(folder + "/" + name, to: target + "/" + name, owner: owner, mode: 0o640)
            } catch {
                guard Files.kind(of: folder + "/" + name) == nil else { throw error }
            }
        }
    }

    private func files(_ body: () throws(SystemError) -> Void) throws(CommandError) {
        do throws(SystemError) { try body() } catch { throw Self.failure(error) }
    }

    private static func failure(_ error: SystemError) -> CommandError {
        error.isPermission ? .permission("\(error): use sudo") : .output("\(error)")
    }
}
