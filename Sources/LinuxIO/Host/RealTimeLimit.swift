/// The reason why a thread cannot get a real-time priority.
public enum RealTimeLimit: Equatable, Sendable {
    /// The limit of the user who started this program.
    case user(allowed: UInt64)
    /// The limit of the service's unit.
    case unit(allowed: UInt64)
    /// The unit requests enough, but the service manager itself may not grant it: the container in which it runs has a lower
    /// limit.
    case manager(allowed: UInt64)
    /// A filter of system calls, such as the one of `RestrictRealtime=` in a unit.
    case filter
    /// The control group of this process has no share of real-time scheduling.
    case group(String)
    /// The kernel grants no process such a priority: `kernel.sched_rt_runtime_us` is 0.
    case kernel
    /// A reason that cannot be determined from inside.
    case unknown

    /// The limits that this process can observe.
    public struct Facts: Sendable {
        /// `nil` for no limit.
        public var allowedPriority: UInt64?
        /// CAP_SYS_NICE: limits on priorities do not apply.
        public var hasCapability = false
        public var isFiltered = false
        public var isService = false
        /// The limit that the unit of the service requests.
        public var unitPriority: UInt64?
        public var group = ""
        /// Microseconds in each period; `nil` when the kernel does not report them.
        public var groupRuntime: Int?
        public var kernelRuntime: Int?

        public init() {}

        /// The limits of this process, now.
        public static func ofThisProcess() -> Facts {
            var facts = Facts()
            facts.allowedPriority = Environment.limit(.realTimePriority)
            facts.isService = Environment.value("INVOCATION_ID") != nil
            for line in Files.lines("/proc/self/status") {
                let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
                guard words.count == 2 else { continue }
                if words[0] == "CapEff:", let set = UInt64(words[1], radix: 16) { facts.hasCapability = set >> 23 & 1 == 1 }
                if words[0] == "Seccomp:" { facts.isFiltered = words[1] != "0" }
            }
            for line in Files.lines("/proc/self/cgroup") {
                if let unit = line.split(separator: "/").last, unit.hasSuffix(".service") {
                    facts.unitPriority = ServiceUnit(named: String(unit))["LimitRTPRIO"].flatMap { UInt64($0) }
                }
                // Only version 1 of control groups divides real-time scheduling: "4:cpu,cpuacct:/system.slice".
                let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
                guard parts.count == 3, parts[1].split(separator: ",").contains("cpu") else { continue }
                facts.group = String(parts[2])
                facts.groupRuntime = Files.lines("/sys/fs/cgroup/cpu\(parts[2])/cpu.rt_runtime_us").first.flatMap { Int($0) }
            }
            facts.kernelRuntime = Files.lines("/proc/sys/kernel/sched_rt_runtime_us").first.flatMap { Int($0) }
            return facts
        }
    }

    /// The reason why `wanted` was refused. The first reason in the kernel's own order is named: without the right, the others do
    /// not matter.
    public init(wanted: UInt64, _ facts: Facts) {
        if !facts.hasCapability, let allowed = facts.allowedPriority, allowed < wanted {
            self =
                !facts.isService
                ? .user(allowed: allowed)
                : facts.unitPriority ?? 0 < wanted ? .unit(allowed: allowed) : .manager(allowed: allowed)
        } else if facts.kernelRuntime == 0 {
            self = .kernel
        } else if facts.groupRuntime == 0 {
            self = .group(facts.group)
        } else if facts.isFiltered {
            self = .filter
        } else {
            self = .unknown
        }
    }

    /// The reason and the cure, for people.
    public func text(wanted: UInt64) -> String {
        switch self {
        case .unit(let allowed):
            "the unit of the service allows priority \(allowed), but \(wanted) is needed: run `systemctl edit holdfast.service`, write "
                + "LimitRTPRIO=\(wanted) below [Service], and restart it"
        case .manager(let allowed):
            "the unit of the service asks for priority \(wanted), but the service manager may give no more than \(allowed): start the "
                + "container that it runs in with a higher limit (systemd-nspawn --rlimit=RTPRIO=\(wanted), docker --ulimit rtprio=\(wanted))"
        case .user(let allowed):
            "the limit of this user allows priority \(allowed) (ulimit -r), but \(wanted) is needed: write \"USER - rtprio \(wanted)\" to "
                + "/etc/security/limits.d/holdfast.conf and log in again"
        case .filter:
            "a filter of system calls forbids it, although the limit allows it: remove RestrictRealtime=yes from the unit of the service, "
                + "and allow sched_setscheduler in its SystemCallFilter="
        case .group(let name):
            "the control group \(name) has no share of real-time scheduling: write one to its cpu.rt_runtime_us"
        case .kernel: "the kernel gives real-time priority to no program: run `sysctl kernel.sched_rt_runtime_us=950000`"
        case .unknown:
            "the kernel refuses it, although limit and rights allow it: check the settings of the container or the security module that "
                + "this host runs it in"
        }
    }
}
