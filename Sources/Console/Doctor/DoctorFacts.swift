import Interface
import LinuxIO
import Messages

/// What `holdfast doctor` looks at. Pure once it is made: tests make their own.
struct DoctorFacts {
    /// How this user stands to the group of the control socket.
    enum Membership { case noGroup, none, afterLogin, member }
    /// Where the udev rules are.
    enum Rules: Equatable {
        case installed
        /// Something of the same name stands before it: an empty file, or a link to nothing.
        case masked(String)
        /// Beside these programs, where udev does not look.
        case elsewhere(String)
        case missing
    }

    var membership = Membership.member
    var rules = Rules.installed
    /// Whether the unit of the service is where systemd looks.
    var hasUnit = true
    /// What is wrong with the settings, as far as this program can read them.
    var settingsProblems: [String] = []
    var stateDirectory = ""
    /// Bytes of the disk that the state directory is on.
    var space: (free: Int, total: Int)?
    /// Who holds the state directory while no station answers.
    var stateHolder: String?
    /// How late this host wakes programs up, RMS, seconds.
    var lateness = 0.0
    var version = Release.version

    /// Why there is no answer of a station.
    var silence: CommandError?
    /// Its version, whatever else this program understands of it.
    var stationVersion: String?
    var status: Station1.GetStatus.Reply?
    var sensors: [Station1.Sensor] = []
    var devices: [Station1.Device] = []
    /// Who has a device open that is busy, as far as this user may look; by the device.
    var rivals: [String: String] = [:]

    init() {}

    init(_ arguments: Arguments) {
        let configuration = arguments["config"] ?? "/etc/holdfast"
        stateDirectory = arguments["state-directory"] ?? Environment.value("STATE_DIRECTORY") ?? "/var/lib/holdfast"
        // Who may use the control socket may change the station, by whatever right.
        membership = (try? StationClient(arguments, control: true)) == nil ? Self.membership() : .member
        rules = Self.rules()
        hasUnit = ServiceUnit(named: "holdfast.service").isInstalled
        settingsProblems = SettingsFolder.problems(configuration)
        space = Files.space(at: stateDirectory)
        var host = HostLateness()
        for _ in 0..<100 { host.wait() }
        lateness = host.rootMeanSquare
        do throws(CommandError) {
            let client = try StationClient(arguments)
            let answer = try client.answer(to: Station1.GetStatus())
            stationVersion = answer["version"]?.string
            status = try client.understood(answer, as: Station1.GetStatus.Reply.self)
            // A station may say its status alone to everybody.
            sensors = (try? client.call(Station1.ListSensors()))?.sensors ?? []
            devices = try client.call(Station1.ListDevices()).devices
            for device in sensors.filter({ $0.condition == "busy" }).compactMap(\.device) {
                let holders = Environment.holders(of: device).map { "\($0.name) (process \($0.process))" }
                if !holders.isEmpty { rivals[device] = holders.joined(separator: ", ") }
            }
        } catch {
            silence = error
            stateHolder = Self.holder(of: stateDirectory)
        }
    }

    // MARK: the host

    private static func membership() -> Membership {
        guard Environment.userNumber != 0 else { return .member }
        guard let group = Accounts.groupNumber("holdfast") else { return .noGroup }
        if Accounts.isMember(of: group) { return .member }
        return Accounts.isListed(in: "holdfast") ? .afterLogin : .none
    }

    /// Where udev looks, in its order: the first file of a name is taken, and no other.
    static let ruleFolders = ["/etc", "/run", "/usr/local/lib", "/usr/lib", "/lib"].map { $0 + "/udev/rules.d" }
    static let ruleName = "60-holdfast.rules"

    /// - Parameters:
    ///   - folders: where udev looks.
    ///   - program: the path of a program that is installed beside the rules.
    static func rules(in folders: [String] = ruleFolders, beside program: String? = Environment.realPath("/proc/self/exe"))
        -> Rules
    {
        for folder in folders {
            let path = "\(folder)/\(ruleName)"
            if Files.target(of: path) == "/dev/null" || Files.size(of: path) == 0 { return .masked(path) }
            if Files.kind(of: path) == .file { return .installed }
        }
        guard let program, let bin = program.lastIndex(of: "/"), let prefix = program[..<bin].lastIndex(of: "/") else {
            return .missing
        }
        let path = "\(program[..<prefix])/lib/udev/rules.d/\(ruleName)"
        return Files.kind(of: path) == .file ? .elsewhere(path) : .missing
    }

    /// Who holds a state directory; nil when nobody does, or when this user may not look.
    private static func holder(of folder: String) -> String? {
        do throws(SystemError) { _ = try Files.lockDirectory(folder) } catch {
            guard error.isBusy else { return nil }
            let holders = Environment.holders(of: folder).map { "\($0.name) (process \($0.process))" }
            return holders.isEmpty ? "another program" : holders.joined(separator: ", ")
        }
        return nil
    }
}
