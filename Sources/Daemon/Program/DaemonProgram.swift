import Analysis
import Help
import Interface
import LinuxIO
import Settings
import Store

/// `holdfastd` from its arguments to its exit code.
public enum DaemonProgram {
    /// Exit codes of sysexits.h, which service managers understand.
    private static let usageError: Int32 = 64
    private static let unavailable: Int32 = 69
    /// Something that was measured could not be stored.
    private static let inputOutputError: Int32 = 74
    private static let configurationError: Int32 = 78

    /// Runs the daemon, and ends the process with its exit code.
    public static func main(_ arguments: [String]) -> Never { Environment.exit(run(arguments)) }

    static func run(_ arguments: [String]) -> Int32 {
        let options: DaemonOptions
        do throws(DaemonOptions.Stop) { options = try DaemonOptions(arguments) } catch {
            switch error {
            case .help: return print(HelpText.daemon.text, 0)
            case .version: return print("holdfastd \(Release.version)", 0)
            case .usage(let message): return complain(message, usageError)
            }
        }
        let settings: StationSettings
        let plans: [SensorPlan]
        var replay: Replay?
        do throws(PlanError) {
            if options.replay.isEmpty {
                settings = try SettingsFiles.read(options)
                plans = try SensorPlan.all(of: settings)
            } else {
                let recorded = try Replay(options.replay, speed: options.speed)
                (settings, plans, replay) = (recorded.settings, recorded.plans, recorded)
            }
        } catch {
            for problem in error.problems { _ = complain(problem, configurationError) }
            return configurationError
        }
        if options.onlyCheck { return print("the settings are good: \(plans.count) sensors", 0) }
        Environment.returnLargeBlocks()
        do {
            let station = try Station(options, settings: settings, plans: plans, replay: replay)
            try station.run()
            return station.store.status.lost == 0 ? 0 : inputOutputError
        } catch {
            return complain(text(of: error), unavailable)
        }
    }

    private static func print(_ text: String, _ code: Int32) -> Int32 {
        try? Files.writeAll(1, Array("\(text)\n".utf8))
        return code
    }

    private static func complain(_ text: String, _ code: Int32) -> Int32 {
        Log.error("holdfastd", text)
        return code
    }
}

/// The message of an error that ends the daemon.
private func text(of error: any Error) -> String {
    switch error {
    case let error as StoreError: error.text
    case let error as SystemError where error.number == 98: "another holdfastd serves \(error.subject): stop it first"
    case let error as SystemError where error.call == "bind" && error.isExisting:
        "\(error.subject) exists and is not a socket: remove it, or name another folder with --runtime-directory"
    case let error as SystemError where error.call == "lock" && error.isBusy:
        "another holdfastd keeps its data in \(error.subject): stop it first, or name another folder with --state-directory"
    default: "\(error)"
    }
}
