/// What the flags of a hold mean, in a sentence each. `ReasonText` says why a number has no value.
enum FlagText {
    static let sentences: [String: String] = [
        "pretension": "The athlete pulled before the onset: the rate of force development is that above this load.",
        "countermovement": "Force dipped before the onset: the hold does not count as a best.",
        "slack_impact": "A loose band was jerked tight: the hold counts neither as a best nor as a maximum.",
        "baseline_noisy": "The sensor was noisy before the onset: onsets by standard deviation are late.",
        "baseline_unstable": "Force was not quiet before the onset: the onset is uncertain.",
        "trough_limit": "The search for the onset ended at its limit of 150 ms: the onset may be earlier.",
        "transient_plateau": "Force rose or fell during the hold: spectra mix this with tremor.",
        "low_rate": "The sensor is slow: intervals are wider, and numbers that need a faster sensor have no value.",
        "saturated": "The converter was at its end, or force above the capacity: force and what comes from it have no value.",
        "gap_inside": "Samples are missing inside the hold: windows over the gap have no value.",
        "low_confidence": "The hold was short for a spectrum: the limits of tremor are wide.",
        "truncated": "The hold was cut off: it has no release and does not count as a best.",
        "pre_rise": "Force rose slowly before the fast rise: the onset is that of the fast rise.",
        "stepped_off": "The athlete left the plate during the hold.",
        "spike": "Single impossible samples were left out of the numbers.",
        "clipped": "Force stood at its highest value, as at the end of a converter's range: force has no value.",
        "repeated": "The sensor reports each value several times: its rate is that at which values change.",
        "rest_line": "The peak of the spectrum is there at rest, too: it is not tremor.",
        "mains": "Interference from the mains is a large part of the electromyogram: look after cables and electrodes.",
        "knock":
            "Something struck or shook the sensor: its peak, plateau and tremor include that blow, and it counts neither as a best nor as a maximum.",
        "altered_on_disk": "The disk has changed the numbers: none has a value. Analyse the recording again.",
    ]

    /// A flag of another version has its name.
    static func sentence(_ flag: String) -> String { sentences[flag].map { "\($0) (\(flag))" } ?? flag }
}
