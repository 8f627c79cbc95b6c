extension MetricDefinition {
    /// Windows of the highest mean, s, with their part of the name.
    static let strengthWindows: [(seconds: Double, name: String)] = [(0.25, "250"), (0.5, "500"), (1, "1000"), (3, "3000")]

    static func rate(from a: Int, to b: Int) -> MetricDefinition {
        MetricDefinition(
            "rfd_\(a)_\(b)", .newtonPerSecond, "Mean slope of force from \(a) to \(b) ms after the onset",
            source: "Aagaard 2002 JAP 93:1318", parameters: "from ON-TROUGH; interpolated on time stamps; unfiltered")
    }
    static func force(at time: Int) -> MetricDefinition {
        MetricDefinition(
            "force_\(time)", .newton, "Net force \(time) ms after the onset", source: "Tillin 2010 MSSE 42:781",
            parameters: "from ON-TROUGH; net of the baseline; interpolated on time stamps", isStandingForce: true)
    }
    static func netImpulse(to time: Int) -> MetricDefinition {
        MetricDefinition(
            "impulse_net_0_\(time)", .newtonSecond, "Integral of net force over the first \(time) ms",
            source: "Aagaard 2002 JAP 93:1318", parameters: "from ON-TROUGH; trapezoids on time stamps")
    }
    static func totalImpulse(to time: Int) -> MetricDefinition {
        MetricDefinition(
            "impulse_total_0_\(time)", .newtonSecond, "Integral of force, baseline included, over the first \(time) ms",
            source: "Aagaard 2002 JAP 93:1318", parameters: "from ON-TROUGH; trapezoids on time stamps")
    }
    static func peakRate(window: Int) -> MetricDefinition {
        MetricDefinition(
            "peak_rfd_\(window)", .newtonPerSecond, "Highest mean slope of force over any \(window) ms of the rise",
            source: "Haff 2015 JSCR 29:386",
            parameters:
                "from the onset to 90 % of the net peak, at most 500 ms; difference of the end points; needs four sample intervals"
        )
    }
    static let peakRateTime = MetricDefinition(
        "peak_rfd_20_time", .second, "Time from the onset to the middle of the 20 ms with the peak RFD",
        source: "Haff 2015 JSCR 29:386")
    static let fittedPeakRate = MetricDefinition(
        "peak_rfd_20_fit", .newtonPerSecond, "Highest slope of a least-squares line through any 20 ms of the rise",
        source: "Maffiuletti 2016 EJAP 116:1091",
        parameters: "from the onset to 90 % of the net peak, at most 500 ms; both end samples included")
    static let rate20To80 = MetricDefinition(
        "rfd_20_80", .newtonPerSecond, "60 % of the net peak divided by the time from 20 to 80 % of the net peak",
        source: "Tindeq, with the baseline in place of zero",
        parameters: "first crossing of 80 %, last crossing of 20 % before it")
    static func time(toShare name: String) -> MetricDefinition {
        let percent = name == "63_2" ? "63.2" : name
        return MetricDefinition(
            "time_to_\(name)_percent", .second, "Time from the onset to the first crossing of \(percent) % of the net peak",
            source: "Maffiuletti 2016 EJAP 116:1091", parameters: "from ON-TROUGH")
    }
    static let timeToPeak = MetricDefinition(
        "time_to_peak", .second, "Time from the onset to the peak", source: "Maffiuletti 2016 EJAP 116:1091",
        parameters: "null if the peak is more than 1 s later than 90 % of the peak")

    static func ratePerPeak(from a: Int, to b: Int) -> MetricDefinition {
        MetricDefinition(
            "rfd_of_peak_\(a)_\(b)", .percentPerSecond, "RFD from \(a) to \(b) ms in % of this hold's net peak",
            source: "Maffiuletti 2016 EJAP 116:1091", parameters: "from ON-TROUGH; unfiltered")
    }
    static let peakRatePerPeak = MetricDefinition(
        "peak_rfd_20_of_peak", .percentPerSecond, "Peak RFD over 20 ms in % of this hold's net peak",
        source: "Maffiuletti 2016 EJAP 116:1091", parameters: "from ON-TROUGH; difference of the end points")
    static func relativeRate(from a: Int, to b: Int) -> MetricDefinition {
        MetricDefinition(
            "rfd_relative_\(a)_\(b)", .percentPerSecond, "RFD from \(a) to \(b) ms in % of the athlete's maximum",
            source: "Andersen & Aagaard 2006 EJAP 96:46", parameters: "from ON-TROUGH; unfiltered")
    }
    static let relativePeakRate = MetricDefinition(
        "peak_rfd_20_relative", .percentPerSecond, "Peak RFD over 20 ms in % of the athlete's maximum",
        source: "Andersen & Aagaard 2006 EJAP 96:46", parameters: "from ON-TROUGH; difference of the end points")
    static func deficit(at time: Int) -> MetricDefinition {
        MetricDefinition(
            "explosive_deficit_\(time)", .percent, "Share of the athlete's maximal force that is not reached after \(time) ms",
            source: "Zatsiorsky, Science and Practice of Strength Training",
            parameters: "from ON-TROUGH; maximal force of the athlete in this position on this set-up")
    }

    /// The numbers that are counted from the onset of an explosive hold.
    static let explosive: [MetricDefinition] = ExplosiveNumber.all.map(\.definition)

    static let restForce = MetricDefinition(
        "rest_force", .newton,
        "Level of rest: force without effort, from which strength, zones, targets and held forces are counted",
        source: "own",
        parameters:
            "0 after a tare, otherwise the level at which the sensor rested; the baseline if the level of rest is unknown",
        isStandingForce: true)
    static let baselineForce = MetricDefinition(
        "baseline_force", .newton,
        "Baseline: level from which the rise began (may be a pre-tension), and from which RFD and impulse are counted",
        source: "Maffiuletti 2016 EJAP 116:1091", parameters: "mean of the quiet force before the rise", isStandingForce: true)
    static let peakForce = MetricDefinition(
        "peak_force", .newton, "Highest force of the hold, level of rest included",
        source: "Chronojump, openhdemg: peak of the raw force", parameters: "unfiltered", isStandingForce: true)
    static let peakNetForce = MetricDefinition(
        "peak_net_force", .newton, "Highest force of the hold over the level of rest",
        source: "Chronojump, openhdemg: peak of the raw force", parameters: "unfiltered", isStandingForce: true)
    static func strength(_ name: String) -> MetricDefinition {
        MetricDefinition(
            "mvc_\(name)", .newton, "Highest mean net force over any \(name) ms", source: "Chronojump, highest mean in a window",
            parameters: "net of the level of rest; unfiltered", isStandingForce: true)
    }

    static let peakPerMass = MetricDefinition(
        "peak_net_force_per_kg", .newtonPerKilogram, "Highest net force per kilogram of body mass",
        source: "Chronojump, openhdemg: peak of the raw force",
        parameters: "unfiltered")
    static let strengthPerMass = MetricDefinition(
        "mvc_500_per_kg", .newtonPerKilogram, "Highest mean net force over 500 ms per kilogram of body mass",
        source: "Chronojump: highest mean in a window",
        parameters: "unfiltered")
    static let strengthPercent = MetricDefinition(
        "mvc_500_percent", .percent, "Highest mean net force over 500 ms in % of the athlete's maximum",
        source: "Chronojump: highest mean in a window",
        parameters: "maximal force of the athlete in this position on this set-up")

    /// How strong the hold was.
    static let strength: [MetricDefinition] =
        [restForce, baselineForce, peakForce, peakNetForce] + strengthWindows.map { strength($0.name) } + [
            peakPerMass, strengthPerMass, strengthPercent,
        ]
}
