import LinuxIO
import Samples
import Scratch
import Testing

/// What really keeps threads from real-time priority is named, and nothing else.
struct RealTimeLimitTests {
    private func limit(_ change: (inout RealTimeLimit.Facts) -> Void) -> RealTimeLimit {
        var facts = RealTimeLimit.Facts()
        facts.allowedPriority = 20
        change(&facts)
        return RealTimeLimit(wanted: 20, facts)
    }

    @Test func eachCauseIsNamed() {
        #expect(limit { $0.allowedPriority = 0 } == .user(allowed: 0))
        #expect(limit { ($0.allowedPriority, $0.isService) = (19, true) } == .unit(allowed: 19))
        #expect(limit { ($0.allowedPriority, $0.isService, $0.unitPriority) = (0, true, 0) } == .unit(allowed: 0))
        #expect(limit { ($0.allowedPriority, $0.isService, $0.unitPriority) = (0, true, 20) } == .manager(allowed: 0))
        #expect(limit { $0.kernelRuntime = 0 } == .kernel)
        #expect(limit { ($0.groupRuntime, $0.group) = (0, "/system.slice") } == .group("/system.slice"))
        #expect(limit { $0.isFiltered = true } == .filter)
        #expect(limit { _ in } == .unknown)
    }

    @Test func whatIsNoLimitIsNotBlamed() {
        // A capability stands above the limit, and a limit that is high enough is none.
        #expect(limit { ($0.allowedPriority, $0.hasCapability, $0.isFiltered) = (0, true, true) } == .filter)
        #expect(limit { ($0.kernelRuntime, $0.groupRuntime, $0.isFiltered) = (950_000, 950_000, true) } == .filter)
        #expect(limit { $0.allowedPriority = nil } == .unknown)
    }

    @Test func theCureIsInTheText() {
        for (limit, words) in [
            (RealTimeLimit.unit(allowed: 0), "LimitRTPRIO=20"), (.manager(allowed: 0), "container"),
            (.user(allowed: 0), "limits.d"), (.filter, "RestrictRealtime"), (.kernel, "sched_rt_runtime_us"),
            (.group("/x"), "/x"), (.unknown, "container"),
        ] { #expect(limit.text(wanted: 20).contains(words)) }
    }

    @Test func whatWasDroppedInBesideAUnitHolds() throws {
        let folder = Scratch.path("unit")
        let (etc, lib) = (folder + "/etc", folder + "/lib")
        try Files.makeDirectory(etc + "/x.service.d")
        try Files.makeDirectory(lib)
        #expect(!ServiceUnit(named: "x.service", in: [etc, lib]).isInstalled)
        try Files.replace(lib + "/x.service", with: Array("[Service]\n# LimitRTPRIO=1\nLimitRTPRIO=20\nType=notify\n".utf8))
        #expect(ServiceUnit(named: "x.service", in: [etc, lib])["LimitRTPRIO"] == "20")
        try Files.replace(etc + "/x.service.d/a.conf", with: Array("[Service]\nLimitRTPRIO=0\n".utf8))
        let unit = ServiceUnit(named: "x.service", in: [etc, lib])
        #expect(unit.isInstalled && unit["LimitRTPRIO"] == "0" && unit["Type"] == "notify")
    }

    @Test func thisProcessKnowsItsLimits() {
        let facts = RealTimeLimit.Facts.ofThisProcess()
        #expect(facts.allowedPriority == Environment.limit(.realTimePriority))
    }
}
